import BedrockCost
import BedrockCostTesting
import Foundation
import Testing

@Suite("What a call tells of its beginning and end")
struct CallEndTests {
    private let desk = MeteredDesk()
    private let notebook = Notebook<CallEvent>()

    private func bedrock(limit: SpendAmount = .usd(100)) throws -> MeteredBedrock {
        try desk.bedrock(limit: limit) { $0.observers = [notebook] }
    }
    private var names: [String] { notebook.notes.map(\.kind.name) }
    private var end: CallEnd? {
        notebook.notes.compactMap { if case .ended(let end) = $0.kind { end } else { nil } }.first
    }

    @Test("a call begins, is held, sent, settled, and ends, in this order")
    func tellsAll() async throws {
        try await desk.ask(try bedrock())
        #expect(names == ["began", "admitted", "sent 1", "settled 1", "ended well"])
        #expect(Set(notebook.notes.map(\.call)).count == 1)
        #expect(try end?.cost == desk.billed)
        #expect(end?.usage == (try await desk.lines().first?.usage))
    }

    @Test("every attempt is told, and the call ends once")
    func tellsAttempts() async throws {
        desk.mock.faults.add(.throttle, for: "Converse")
        try await desk.ask(try bedrock())
        #expect(
            names == [
                "began", "admitted", "sent 1", "settled 1", "admitted", "sent 2", "settled 2", "ended well",
            ])
        #expect(end?.lines.map(\.attempt) == [1, 2])
        #expect(try end?.cost == desk.billed)
    }

    @Test("a call that is kept back ends with the reason, and is not sent")
    func tellsReasons() async throws {
        await #expect(throws: SpendDenial.self) { try await desk.ask(try bedrock(limit: .usd(0))) }
        #expect(names == ["began", "denied", "ended budget"])
        #expect(end?.keptBackReason == .budget)
        #expect(notebook.notes.last?.attribution?.tags == ["team": "claims"])
        #expect(notebook.notes.last?.model?.id == MeteredDesk.nova.rawValue)
        let other = Notebook<CallEvent>()
        let otherBedrock = try desk.bedrock { $0.observers = [other] }
        await #expect(throws: TagPolicyError.self) {
            _ = try await otherBedrock.converse(model: MeteredDesk.nova, "Hello")
        }
        #expect(other.notes.map(\.kind.name) == ["began", "refused", "ended policy"])
    }

    @Test("a failed call ends with the service's code; what is not known of it is not counted as used")
    func tellsFailures() async throws {
        desk.mock.faults.add(.lostReply, for: "Converse")
        await #expect(throws: AWSError.self) { try await desk.ask(try bedrock()) }
        #expect(names.last == "ended transport")
        #expect(end?.usage == .zero)
        #expect(end?.lines.map(\.state) == [.unknown])
    }

    @Test("a stream ends when its last line is written; one that is left early, too")
    func tellsStreams() async throws {
        let bedrock = try bedrock()
        try await withCostContext(["team": "claims"]) {
            try await bedrock.converseStream(model: MeteredDesk.nova, "Which claims are urgent?") { events in
                for try await _ in events {}
            }
            #expect(names.last == "ended well")
            try await bedrock.converseStream(model: MeteredDesk.nova, "Which claims are urgent?") { _ in }
        }
        await bedrock.drained()
        #expect(names.count { $0 == "began" } == 2)
        #expect(names.count { $0.hasPrefix("ended") } == 2)
        #expect(names.last?.hasPrefix("ended") == true)
    }

    @Test("reasons are few words, whatever the error is")
    func namesReasons() {
        struct Odd: Error {}
        #expect(KeptBackReason(Odd()) == .other)
        #expect(KeptBackReason(CancellationError()) == .cancelled)
        #expect(KeptBackReason(SpendError(.unavailable, "away")) == .store)
        #expect(KeptBackReason(AWSError(.notFound, "away")) == .target)
    }
}
