import BedrockCost
import BedrockCostTesting
import Foundation
import Testing

@Suite("Metered calls while the store is lost")
struct OutageTests {
    private let desk = MeteredDesk()
    private let store = FailingStore()

    private func bedrock(
        _ outage: SpendBudget.Outage, _ configure: (inout MeteredConfiguration) -> Void = { _ in }
    ) throws -> MeteredBedrock {
        try MeteredBedrock(
            try desk.aws(), policy: try TagPolicy([.required("team")]),
            budgets: [SpendBudget("claims", .usd(100), per: .lifetime, whenStoreFails: outage)], store: store,
            configure: configure)
    }

    private var balance: Balance? {
        get async throws { try await store.balances(of: "claims", at: desk.mock.now).first }
    }

    @Test("a closed budget lets nothing through")
    func closed() async throws {
        let bedrock = try bedrock(.closed)
        store.isLost = true
        await #expect(throws: SpendError.self) { try await desk.ask(bedrock) }
        #expect(desk.mock.requests.isEmpty)
        store.isLost = false
        try await desk.ask(bedrock)
        #expect(desk.mock.requests.count == 1)
    }

    @Test("an open budget lets calls through, and all of them are accounted for afterwards")
    func open() async throws {
        let bedrock = try bedrock(.open)
        store.isLost = true
        for _ in 1...5 { try await desk.ask(bedrock) }
        await #expect(throws: SpendError.self) { try await bedrock.maintain() }
        store.isLost = false
        try await bedrock.maintain()
        #expect(try await balance?.posted == .money(try desk.billed))
        #expect(try await store.lines(LineQuery(), after: nil).lines.count == 5)
    }

    @Test("an allowance is spent exactly, and is whole again when the store is back")
    func openUpTo() async throws {
        // A call holds what 4,096 tokens and its prompt may cost: about a tenth of a cent.
        let bedrock = try bedrock(.openUpTo(.money(try Money("0.003"))))
        store.isLost = true
        var through = 0
        for _ in 1...10 {
            do {
                try await desk.ask(bedrock)
                through += 1
            } catch let error as SpendError {
                #expect(error.code == .unavailable)
            }
        }
        #expect(through == 3 || through == 2)
        store.isLost = false
        try await bedrock.maintain()
        #expect(try await balance?.posted == .money(try desk.billed))
        store.isLost = true
        try await desk.ask(bedrock)
        store.isLost = false
        try await bedrock.shutdown()
        #expect(try await store.lines(LineQuery(), after: nil).lines.count == through + 1)
    }

    @Test("a store that is lost between admission and settlement gets the line later")
    func lostInBetween() async throws {
        let bedrock = try bedrock(.closed)
        try await withCostContext(["team": "claims"]) {
            try await bedrock.converseStream(model: MeteredDesk.nova, "Draft the letter.") { events in
                store.isLost = true
                for try await _ in events {}
            }
        }
        store.isLost = false
        #expect(try await balance?.posted == .usd(0))
        try await desk.ask(bedrock)
        #expect(try await balance?.posted == .money(try desk.billed))
        #expect(try await balance?.held == .usd(0))
    }
}
