#if Metrics
import BedrockCost
import BedrockCostTesting
import Foundation
import MetricsTestKit
import Testing

@Suite("Metrics of metered calls")
struct CallMetricsTests {
    private let desk = MeteredDesk()
    private let back = TestMetrics()

    private func bedrock(limit: SpendAmount = .usd(100), _ metrics: CallMetrics) throws -> MeteredBedrock {
        try desk.bedrock(limit: limit) { $0.observers = [metrics] }
    }
    private func total(_ name: String) -> Int64 {
        back.counters.filter { $0.label == "bedrock_cost_\(name)" }.reduce(0) { $0 + $1.totalValue }
    }

    @Test("the blog's six metrics, spend and denials count what happened")
    func counts() async throws {
        let metrics = CallMetrics(factory: back)
        let bedrock = try bedrock(metrics)
        for _ in 1...3 { try await desk.ask(bedrock) }
        await #expect(throws: SpendDenial.self) { try await desk.ask(try self.bedrock(limit: .usd(0), metrics)) }
        desk.mock.faults.add(.lostReply, for: "Converse")
        await #expect(throws: AWSError.self) { try await desk.ask(bedrock) }
        #expect(total("TotalRequests") == 5)
        #expect(total("RateLimitApproved") == 4)
        #expect(total("RateLimitDenied") == 1)
        #expect(total("Denials") == 1)
        #expect(total("InvocationFailed") == 1)
        let lines = try await desk.lines()
        let known = lines.filter { $0.state == .settled }.reduce(into: TokenUsage.zero) { $0 += $1.usage }
        #expect(total("InputTokens") == known.prompt)
        #expect(total("OutputTokens") == known.output)
        let cost = try Money.sum(lines.compactMap(\.cost.amount))
        #expect(Int128(total("Spend")) == cost.attoUnits / 1_000_000_000_000)
        let denial = back.counters.first { $0.label == "bedrock_cost_Denials" }
        #expect(
            denial?.dimensions.map { "\($0.0)=\($0.1)" } == ["operation=Converse", "reason=budget", "budget=claims"])
    }

    @Test("a tag's value is a label only where its key is allowed")
    func labelsTags() async throws {
        try await desk.ask(try bedrock(CallMetrics(factory: back)))
        #expect(!back.counters.contains { $0.dimensions.contains { $0.1 == "claims" } })
        try await desk.ask(try bedrock(CallMetrics(prefix: "tagged_", tagKeys: ["team"], factory: back)))
        let tagged = back.counters.first { $0.label == "tagged_TotalRequests" }
        #expect(
            tagged?.dimensions.map { "\($0.0)=\($0.1)" }
                == ["operation=Converse", "model=amazon.nova-lite-v1:0", "team=claims"])
    }

    @Test("beyond the limit of series, values are called other")
    func boundsSeries() async throws {
        let metrics = CallMetrics(tagKeys: ["team"], seriesLimit: 6, factory: back)
        let bedrock = try bedrock(metrics)
        try await desk.ask(bedrock)
        let count = back.counters.count
        _ = try await withCostContext(["team": "sales"]) { try await bedrock.converse(model: MeteredDesk.nova, "Hi") }
        #expect(back.counters.count > count)
        #expect(
            !back.counters.contains { $0.label.hasSuffix("OutputTokens") && $0.dimensions.contains { $0.1 == "sales" } }
        )
        #expect(back.counters.contains { $0.dimensions.allSatisfy { $0.1 == "other" } })
        #expect(total("TotalRequests") == 2)
    }
}
#endif
