#if Tracing
import BedrockCost
import BedrockCostTesting
import Foundation
import InMemoryTracing
import Testing
import Tracing

@Suite("Spans of metered calls")
struct CallTracesTests {
    private let desk = MeteredDesk()
    private let tracer = InMemoryTracer()

    private func bedrock(limit: SpendAmount = .usd(100)) throws -> MeteredBedrock {
        try desk.bedrock(limit: limit) {
            $0.observers = [CallTraces(tracer)]
            $0.makeCallID = { "call-1" }
        }
    }

    @Test("a call is a span by the conventions for generative AI, with an event for each attempt")
    func traces() async throws {
        desk.mock.faults.add(.throttle, for: "Converse")
        try await desk.ask(try bedrock(), "canary-7c1f")
        let span = try #require(tracer.finishedSpans.first)
        let line = try #require(try await desk.lines().last)
        #expect(span.operationName == "chat amazon.nova-lite-v1:0")
        #expect(span.kind == .client)
        #expect(span.attributes.get("gen_ai.operation.name") == .string("chat"))
        #expect(span.attributes.get("gen_ai.provider.name") == .string("aws.bedrock"))
        #expect(span.attributes.get("gen_ai.request.model") == .string("amazon.nova-lite-v1:0"))
        #expect(span.attributes.get("gen_ai.usage.input_tokens") == .int64(Int64(line.usage.prompt)))
        #expect(span.attributes.get("gen_ai.usage.output_tokens") == .int64(Int64(line.usage.output)))
        #expect(try span.attributes.get("bedrock_cost.cost") == .string("\(desk.billed)"))
        #expect(span.attributes.get("bedrock_cost.call_id") == .string("call-1"))
        #expect(span.status == nil)
        #expect(
            span.events.map(\.name) == [
                "bedrock_cost.attempt", "bedrock_cost.settled", "bedrock_cost.attempt", "bedrock_cost.settled",
            ])
        #expect(!"\(span)".contains("canary-7c1f"))
        #expect(!"\(span)".contains("claims"))
        #expect(tracer.activeSpans.isEmpty)
    }

    @Test("input tokens include those of the cache")
    func countsCachedTokens() async throws {
        let usage = TokenUsage(input: 10, output: 5, cacheRead: 100, cacheWrite5m: 20)
        let traces = CallTraces(tracer)
        func event(_ kind: CallEvent.Kind) -> CallEvent {
            CallEvent(
                call: "c", operation: "Converse", target: MeteredDesk.nova, model: nil, attribution: nil,
                began: desk.mock.now, at: desk.mock.now, kind: kind)
        }
        let line = LedgerLine(
            id: "c/1", occurred: desk.mock.now, target: "m", usage: usage, cost: .unpriced(missing: []), state: .settled
        )
        traces.observe(event(.began))
        traces.observe(event(.ended(CallEnd(.succeeded, [line]))))
        let span = try #require(tracer.finishedSpans.first)
        #expect(span.attributes.get("gen_ai.usage.input_tokens") == .int64(130))
        #expect(span.attributes.get("gen_ai.usage.cache_read.input_tokens") == .int64(100))
        #expect(span.attributes.get("gen_ai.usage.cache_creation.input_tokens") == .int64(20))
    }

    @Test("a span is the child of its caller's, and a denied call's has the status error")
    func tellsErrors() async throws {
        await tracer.withSpan("caller") { _ in
            _ = await #expect(throws: SpendDenial.self) { try await desk.ask(try bedrock(limit: .usd(0))) }
        }
        let spans = tracer.finishedSpans
        let span = try #require(spans.first { $0.operationName.hasPrefix("chat") })
        let caller = try #require(spans.first { $0.operationName == "caller" })
        #expect(span.parentSpanID == caller.spanID)
        #expect(span.attributes.get("error.type") == .string("budget"))
        #expect(span.status?.code == .error)
    }
}
#endif
