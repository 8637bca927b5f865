import BedrockCost
import BedrockCostTesting
import Foundation
import Synchronization
import Testing

@Suite("Metered calls of Converse")
struct MeteredConverseTests {
    private let desk = MeteredDesk()

    @Test("a call leaves one settled line that costs what the bill says")
    func settlesWhatIsBilled() async throws {
        let bedrock = try desk.bedrock()
        let answer = try await withCostContext(["team": "claims"]) {
            try await bedrock.converse(model: MeteredDesk.nova, "Which claims are urgent?")
        }
        let lines = try await desk.lines()
        #expect(lines.map(\.state) == [.settled])
        #expect(lines.first?.usage == answer.usage.tokenUsage)
        #expect(lines.first?.tags == ["team": "claims"])
        #expect(try lines.first?.cost.amount == desk.billed)
        let balance = try #require(try await desk.balance())
        #expect(try balance.posted == .money(desk.billed))
        #expect(balance.held == .usd(0))
    }

    @Test("a call without its owner does not leave")
    func refusesWhoSaysNothing() async throws {
        let bedrock = try desk.bedrock()
        await #expect(throws: TagPolicyError.self) {
            _ = try await bedrock.converse(model: MeteredDesk.nova, "Hello")
        }
        await #expect(throws: TagPolicyError.self) {
            try await withCostContext(["team": "unheard-of"]) {
                _ = try await bedrock.converse(model: MeteredDesk.nova, "Hello")
            }
        }
        // A detached task has no owner, whoever began it.
        await withCostContext(["team": "claims"]) {
            let detached = Task.detached { _ = try await bedrock.converse(model: MeteredDesk.nova, "Hello") }
            await #expect(throws: TagPolicyError.self) { try await detached.value }
        }
        #expect(desk.mock.requests.isEmpty)
        #expect(try await desk.lines().isEmpty)
    }

    @Test("the call's id and tags stand in the request's metadata")
    func tellsTheLog() async throws {
        let bedrock = try desk.bedrock { $0.makeCallID = { "call-1" } }
        try await desk.ask(bedrock)
        #expect(
            desk.mock.requests.first?.requestMetadata
                == ["team": "claims", MeteredBedrock.callKey: "call-1"])
    }

    @Test("a budget that cannot hold the call's worst case denies it, and says what is left")
    func denies() async throws {
        let bedrock = try desk.bedrock(limit: .usd(0))
        do {
            try await desk.ask(bedrock)
            Issue.record("a call without money left")
        } catch let denial as SpendDenial {
            #expect(denial.shortages.map(\.balance.budget) == ["claims"])
            #expect(denial.remedy == .never)
        }
        #expect(desk.mock.requests.isEmpty)
    }

    @Test("a throttled attempt has a line of no cost, and the next one its own")
    func accountsForRetries() async throws {
        let bedrock = try desk.bedrock()
        desk.mock.faults.add(.throttle, for: "Converse")
        try await desk.ask(bedrock)
        let lines = try await desk.lines()
        #expect(lines.map(\.attempt) == [1, 2])
        #expect(lines.map(\.source) == ["refused", "response"])
        #expect(lines.first?.cost.amount?.isZero == true)
        #expect(try lines.last?.cost.amount == desk.billed)
        #expect(desk.mock.requests.count == 2)
    }

    @Test("a lost reply counts with all that was held, and is not paid twice")
    func keepsWhatVanished() async throws {
        let bedrock = try desk.bedrock()
        desk.mock.faults.add(.lostReply, for: "Converse")
        await #expect(throws: AWSError.self) { try await desk.ask(bedrock) }
        let lines = try await desk.lines()
        #expect(lines.map(\.state) == [.unknown])
        let cost = try #require(lines.first?.cost.amount)
        #expect(try desk.billed.isLess(than: cost))
        let balance = try #require(try await desk.balance())
        #expect(balance.unknown == .money(cost))
        #expect(balance.held == .usd(0))
    }

    @Test("a request that never left holds nothing, and has no line")
    func voidsWhatDidNotLeave() async throws {
        let bedrock = try desk.bedrock()
        await #expect(throws: AWSError.self) {
            try await withCostContext(["team": "claims"]) {
                _ = try await bedrock.converse(model: MeteredDesk.nova, "Hello") {
                    $0.inferenceConfig = InferenceConfiguration(temperature: 7)
                }
            }
        }
        #expect(try await desk.lines().isEmpty)
        #expect(try await desk.balance()?.held == .usd(0))
    }

    @Test("a model without a price is refused where money is counted, or counts as its ceiling")
    func doesNotTakeUnknownForFree() async throws {
        let model: ModelID = "stability.stable-image-core-v1:1"
        let strict = try desk.bedrock()
        await #expect(throws: UnpricedModelError.self) {
            try await withCostContext(["team": "claims"]) { _ = try await strict.converse(model: model, "Hello") }
        }
        #expect(desk.mock.requests.isEmpty)
        var book = PriceBook()
        book.accept(
            PriceRow(
                model: "another", .input, unitPrice: .usd(1), provenance: PriceProvenance("test")))
        let lenient = try desk.bedrock {
            $0.prices = book
            $0.unpriced = .countAs(.usd(cents: 40))
        }
        try await desk.ask(lenient)
        let line = try #require(try await desk.lines().first)
        #expect(line.cost == .unpriced(missing: []))
        #expect(try await desk.balance()?.posted == .money(.usd(cents: 40)))
    }

    @Test("a stream that is read to its end is settled when the call returns")
    func settlesStreams() async throws {
        let bedrock = try desk.bedrock()
        let text = try await withCostContext(["team": "claims"]) {
            try await bedrock.converseStream(model: MeteredDesk.nova, "Draft the letter.") { events in
                var text = ""
                for try await event in events { text += event.text ?? "" }
                return text
            }
        }
        #expect(!text.isEmpty)
        let line = try #require(try await desk.lines().first)
        #expect(line.state == .settled)
        #expect(try line.cost.amount == desk.billed)
    }

    @Test("a stream that is left early is drained in the background, and settled as billed")
    func drainsStreams() async throws {
        let bedrock = try desk.bedrock()
        try await withCostContext(["team": "claims"]) {
            try await bedrock.converseStream(model: MeteredDesk.nova, "Draft the letter.") { events in
                for try await _ in events { break }
            }
        }
        await bedrock.drained()
        let lines = try await desk.lines()
        #expect(lines.map(\.state) == [.settled])
        #expect(try lines.first?.cost.amount == desk.billed)
    }

    @Test("a stream that is left early is estimated, where the policy says so")
    func estimatesStreams() async throws {
        let bedrock = try desk.bedrock { $0.streamEnding = .estimate }
        desk.mock.enqueueReply(String(repeating: "All is well. ", count: 2_000))
        try await withCostContext(["team": "claims"]) {
            try await bedrock.converseStream(model: MeteredDesk.nova, "Draft the letter.") { events in
                for try await event in events where event.text != nil { break }
            }
        }
        await bedrock.drained()
        let lines = try await desk.lines()
        #expect(lines.map(\.state) == [.estimated])
        #expect((lines.first?.usage.output ?? 0) > 0)
        #expect(try await desk.balance()?.held == .usd(0))
    }

    @Test("a cut stream is unknown, and its events come before the error")
    func keepsCutStreams() async throws {
        let bedrock = try desk.bedrock()
        desk.mock.faults.add(.truncatedFrame, for: "ConverseStream")
        let seen = Mutex(0)
        await #expect(throws: AWSError.self) {
            try await withCostContext(["team": "claims"]) {
                try await bedrock.converseStream(model: MeteredDesk.nova, "Draft the letter.") { events in
                    for try await _ in events { seen.withLock { $0 += 1 } }
                }
            }
        }
        #expect(try await desk.lines().map(\.state) == [.unknown])
    }

    @Test("a short budget takes its steps: a shorter answer, then another model")
    func degrades() async throws {
        let steps: [SpendBudget.ShortageStep] = [
            .lowerMaxTokens(atLeast: 10), .cheaperModel(MeteredDesk.micro.rawValue),
        ]
        // 4,096 tokens of Nova Lite cost about 0.098 cents.
        let bedrock = try desk.bedrock(limit: .money(try Money("0.0005")), whenShort: steps)
        try await desk.ask(bedrock)
        #expect(try await desk.lines().map(\.target) == [MeteredDesk.nova.rawValue])
        let tight = try desk.bedrock(limit: .money(try Money("0.00065")), whenShort: Array(steps.suffix(1)))
        try await desk.ask(tight)
        #expect(try await desk.lines().last?.target == MeteredDesk.micro.rawValue)
    }

    @Test("leases admit calls, and their lines reach the store when they are given back")
    func usesLeases() async throws {
        let bedrock = try desk.bedrock { $0.leases = SpendLeases.Configuration() }
        for _ in 1...20 { try await desk.ask(bedrock) }
        try await bedrock.shutdown()
        #expect(try await desk.lines().count == 20)
        let balance = try #require(try await desk.balance())
        #expect(try balance.posted == .money(desk.billed))
        #expect(balance.held == .usd(0))
    }

    @Test("observers are told each decision, and never what was said")
    func tellsObservers() async throws {
        let journal = Journal()
        let bedrock = try desk.bedrock { $0.observers = [journal] }
        try await desk.ask(bedrock, "the secret word is xyzzy")
        await #expect(throws: TagPolicyError.self) { _ = try await bedrock.converse(model: MeteredDesk.nova, "xyzzy") }
        let told = journal.events.withLock { $0 }
        #expect(
            told.map(\.kind.name) == [
                "began", "admitted", "sent 1", "settled 1", "ended well", "began", "refused", "ended policy",
            ])
        #expect(!"\(told)".contains("xyzzy"))
    }
}

private final class Journal: CallObserving {
    let events = Mutex<[CallEvent]>([])
    func observe(_ event: CallEvent) { events.withLock { $0.append(event) } }
}
