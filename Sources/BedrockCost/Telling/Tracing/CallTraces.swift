#if Tracing
import AWSCore
import Metering
import Synchronization
public import Tracing

/// A span for each metered call, by OpenTelemetry's conventions for generative AI. Attempts and decisions are events of the span.
///
/// A span is called by its operation and model, such as `chat amazon.nova-lite-v1:0`, begins in the caller's own context, and ends
/// when the last line is written; that of a stream that was left early, when its rest was read. Its attributes:
///
/// | attribute | value |
/// |---|---|
/// | `gen_ai.operation.name` | `chat` for Converse, ChatCompletions and Responses, `invoke_model` for InvokeModel |
/// | `gen_ai.provider.name`, `gen_ai.system` | `aws.bedrock`; the second is the name's older form |
/// | `gen_ai.request.model`, `gen_ai.response.model` | what was called, and the model behind it where that is known |
/// | `gen_ai.usage.input_tokens` | input tokens, cached ones included |
/// | `gen_ai.usage.cache_read.input_tokens`, `gen_ai.usage.cache_creation.input_tokens` | those of them read from, and written to a cache |
/// | `gen_ai.usage.output_tokens` | output tokens |
/// | `error.type` | the service's code, or the kind of failure; with it the status `error` |
/// | `bedrock_cost.call_id`, `bedrock_cost.attempts` | the call's id in the ledger and the invocation log, and its attempts |
/// | `bedrock_cost.cost`, `bedrock_cost.currency` | what budgets were charged: all decimal digits, as text |
///
/// Prompts, answers, messages of errors, and values of tags are never told.
public final class CallTraces: CallObserving {
    private let tracer: @Sendable () -> any Tracer
    private let spans = Mutex<[String: any Span]>([:])

    /// Traces calls.
    ///
    /// - Parameter tracer: The back end; the one that the program has bootstrapped by default.
    public init(_ tracer: (any Tracer)? = nil) {
        self.tracer = { tracer ?? InstrumentationSystem.tracer }
    }

    /// Begins, tells of, and ends spans.
    public func observe(_ event: CallEvent) {
        if case .began = event.kind {
            begin(event)
            return
        }
        guard let span = spans.withLock({ $0[event.call] }) else { return }
        switch event.kind {
        case .degraded(let step): span.add("bedrock_cost.degraded", ["bedrock_cost.step": .string(step.name)])
        case .sent(let attempt): span.add("bedrock_cost.attempt", ["bedrock_cost.attempt": .int64(Int64(attempt))])
        case .settled(let line):
            var attributes: SpanAttributes = [
                "bedrock_cost.attempt": .int64(Int64(line.attempt)), "bedrock_cost.state": .string(line.state.rawValue),
            ]
            if let error = line.attributes["error"] { attributes["error.type"] = error }
            if let request = line.attributes["requestId"] { attributes["aws.request_id"] = request }
            span.add("bedrock_cost.settled", attributes)
        case .unsettled(let error):
            span.add("bedrock_cost.unsettled", ["error.type": .string(error.code.description)])
        case .ended(let end): finish(span, event, end)
        default: break
        }
    }

    private func begin(_ event: CallEvent) {
        let operation = Self.operationName(event.operation)
        let span = tracer().startSpan("\(operation) \(event.target.rawValue)", ofKind: .client)
        span.updateAttributes { attributes in
            attributes["gen_ai.operation.name"] = operation
            attributes["gen_ai.provider.name"] = "aws.bedrock"
            attributes["gen_ai.system"] = "aws.bedrock"
            attributes["gen_ai.request.model"] = event.target.rawValue
            attributes["bedrock_cost.call_id"] = event.call
        }
        spans.withLock { $0[event.call] = span }
    }

    private func finish(_ span: any Span, _ event: CallEvent, _ end: CallEnd) {
        spans.withLock { $0[event.call] = nil }
        span.updateAttributes { attributes in
            attributes["gen_ai.request.model"] = event.target.rawValue
            if let model = event.model { attributes["gen_ai.response.model"] = model.id }
            attributes["bedrock_cost.attempts"] = end.lines.count
            if end.keptBackReason == nil {
                let usage = end.usage
                attributes["gen_ai.usage.input_tokens"] = usage.prompt
                attributes["gen_ai.usage.output_tokens"] = usage.output
                if usage.cacheRead > 0 { attributes["gen_ai.usage.cache_read.input_tokens"] = usage.cacheRead }
                let written = usage.cacheWrite5m + usage.cacheWrite1h
                if written > 0 { attributes["gen_ai.usage.cache_creation.input_tokens"] = written }
            }
            if let cost = end.cost {
                attributes["bedrock_cost.cost"] = cost.description
                attributes["bedrock_cost.currency"] = cost.currency.rawValue
            }
            if let error = end.errorType { attributes["error.type"] = error }
        }
        if let error = end.errorType { span.setStatus(SpanStatus(code: .error, message: error)) }
        span.end()
    }

    /// The conventions' name of what an operation does.
    private static func operationName(_ operation: String) -> String {
        operation.hasPrefix("InvokeModel") ? "invoke_model" : "chat"
    }
}

extension Span {
    fileprivate func add(_ name: String, _ attributes: SpanAttributes) {
        addEvent(SpanEvent(name: name, attributes: attributes))
    }
}

#endif
