import BedrockCost
import BedrockCostTesting
import Foundation
import Testing

@Suite("Attempts whose end nobody saw")
struct MeteredResolutionTests {
    private let desk = MeteredDesk()

    private func record(
        call: String, request: String, input: Int?, output: Int?, error: String? = nil
    ) -> ModelInvocationLog {
        var record = ModelInvocationLog(
            timestamp: desk.mock.now, accountID: "123456789012", region: .usEast1, requestID: request,
            operation: .converse, modelID: MeteredDesk.nova, input: LoggedBody(tokenCount: input),
            output: LoggedBody(tokenCount: output),
            requestMetadata: ["team": "claims", MeteredBedrock.callKey: call])
        record.errorCode = error
        return record
    }

    @Test("the log tells what a lost call used, once, however often it is read")
    func resolves() async throws {
        let bedrock = try desk.bedrock { $0.makeCallID = { "call-1" } }
        desk.mock.faults.add(.lostReply, for: "Converse")
        await #expect(throws: AWSError.self) { try await desk.ask(bedrock) }
        let record = record(call: "call-1", request: "r-1", input: 1_000, output: 500)
        #expect(try await bedrock.resolve(record) == .resolved("call-1/1"))
        #expect(try await bedrock.resolve(record) == .known)
        let balance = try #require(try await desk.balance())
        #expect(balance.unknown == .usd(0))
        // 1,000 input tokens at 0.06 and 500 output tokens at 0.24 dollars a million.
        #expect(balance.posted == .money(try Money("0.00018")))
        let total = try #require(try await desk.store.totals(UsageQuery()).first)
        #expect(total.lines == 1)
        #expect(total.usage == TokenUsage(input: 1_000, output: 500))
    }

    @Test("a record of a call that was seen changes nothing, nor does one of another program's")
    func leavesWhatIsKnown() async throws {
        let bedrock = try desk.bedrock { $0.makeCallID = { "call-1" } }
        try await desk.ask(bedrock)
        let seen = try #require(try await desk.lines().first?.attributes["requestId"])
        #expect(try await bedrock.resolve(record(call: "call-1", request: seen, input: 9, output: 9)) == .known)
        #expect(try await bedrock.resolve(record(call: "call-2", request: "r-2", input: 9, output: 9)) == .foreign)
        #expect(try await desk.lines().count == 1)
    }

    @Test("what a complete log does not hold was not run, and is given back")
    func releases() async throws {
        let bedrock = try desk.bedrock { $0.makeCallID = { "call-1" } }
        desk.mock.faults.add(.serverError(500), for: "Converse", times: 10)
        await #expect(throws: AWSError.self) { try await desk.ask(bedrock) }
        #expect(try await desk.lines().allSatisfy { $0.state == .unknown })
        let released = try await bedrock.releaseUnknown(before: desk.mock.now + 1)
        #expect(released.count == desk.mock.requests.count)
        #expect(try await bedrock.releaseUnknown(before: desk.mock.now + 1).isEmpty)
        #expect(try await desk.balance()?.unknown == .usd(0))
    }
}
