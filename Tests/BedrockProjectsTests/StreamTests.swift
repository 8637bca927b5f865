import AWSCore
import BedrockCostTesting
import BedrockProjects
import Foundation
import HTTPTransport
import HTTPTypes
import Metering
import Synchronization
import Testing

/// What a closure received before it was left, by whatever way.
private final class Received<Value: Sendable>: Sendable {
    private let storage = Mutex<[Value]>([])
    var values: [Value] { storage.withLock { $0 } }
    func append(_ value: Value) { storage.withLock { $0.append(value) } }
}

@Suite struct ResponseStreamTests {
    private static let created =
        "event: response.created\r\n"
        + #"data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","status":"in_progress"}}"#
        + "\r\n\r\n"
    private static func delta(_ text: String) -> String {
        "event: response.output_text.delta\n"
            + #"data: {"type":"response.output_text.delta","item_id":"msg_1","output_index":0,"content_index":0,"#
            + #""delta":"\#(text)"}"# + "\n\n"
    }
    private static let novelty =
        "event: response.telepathy.delta\ndata: {\"type\":\"response.telepathy.delta\",\"x\":1}\n\n"
    private static func end(_ status: String) -> String {
        let response = ResponseTests.answer.replacingOccurrences(of: "\n", with: "")
            .replacingOccurrences(of: #""status":"completed","#, with: #""status":"\#(status)","#)
        return "event: response.\(status)\ndata: {\"type\":\"response.\(status)\",\"response\":\(response)}\n\n"
    }

    private func read(
        _ reply: MantleDouble.Reply
    ) async throws -> (events: [ResponseStreamEvent], error: AWSError?, sent: MantleDouble.Exchange?) {
        let received = Received<ResponseStreamEvent>()
        let double = MantleDouble(reply)
        let client = try double.client()
        let error = await failure {
            try await client.streamResponse(model: "openai.gpt-oss-120b", "hi", project: "proj_a") { events in
                for try await event in events { received.append(event) }
            }
        }
        return (received.values, error, double.exchanges.first)
    }

    @Test(arguments: [nil, 1, 2, 7, 64] as [Int?])
    func `a stream tells a response from its beginning to its usage, however it is cut`(size: Int?) async throws {
        let text =
            ": ping\n\n" + Self.created + Self.delta("Größe ") + Self.novelty + Self.delta("M") + Self.end("completed")
        let (events, error, sent) = try await read(.init(stream: text, cutEvery: size))
        #expect(error == nil)
        #expect(events.count == 5)
        #expect(events.compactMap(\.text) == ["Größe ", "M"])
        #expect(events[2] == .other(type: "response.telepathy.delta", ["type": "response.telepathy.delta", "x": 1]))
        #expect(events.last?.finished?.tokenUsage?.cacheRead == 60)
        let request = try #require(sent)
        #expect(request.header("OpenAI-Project") == "proj_a")
        let json = try request.json
        #expect(json["stream"] == true)
    }

    @Test(arguments: ["completed", "incomplete", "failed"])
    func `each of the three last events ends the stream, with the usage`(status: String) async throws {
        // What a server sends after it is not read.
        let (events, error, _) = try await read(.init(stream: Self.end(status) + "data: no json\n\n"))
        #expect(error == nil)
        #expect(events.count == 1)
        #expect(events.first?.finished?.status.rawValue == status)
        #expect(events.first?.finished?.tokenUsage?.output == 40)
    }

    @Test func `items, calls, refusals and reasoning have events of their own`() async throws {
        let item = #"{"type":"function_call","call_id":"call_1","name":"f","arguments":"{}"}"#
        func event(_ type: String, _ rest: String) -> String { "data: {\"type\":\"response.\(type)\",\(rest)}\n\n" }
        let text =
            event("output_item.added", "\"output_index\":1,\"item\":\(item)")
            + event("function_call_arguments.delta", #""delta":"{","output_index":1"#)
            + event("refusal.delta", #""delta":"no""#) + event("reasoning_summary_text.delta", #""delta":"hm""#)
            + event("output_item.done", "\"output_index\":1,\"item\":\(item)")
            // A known type without its members is kept as it came.
            + event("output_text.delta", #""delta":7"#) + Self.end("completed")
        let (events, error, _) = try await read(.init(stream: text))
        #expect(error == nil)
        #expect(events.count == 7)
        guard case .itemAdded(let added, 1) = events[0], case .itemDone(let done, 1) = events[4] else {
            Issue.record("\(events)")
            return
        }
        #expect(added.functionCall?.name == "f")
        #expect(done.functionCall?.arguments == "{}")
        #expect(events[1] == .argumentsDelta(ResponseDelta("{", outputIndex: 1)))
        #expect(events[2] == .refusalDelta(ResponseDelta("no")))
        #expect(events[3] == .reasoningDelta(ResponseDelta("hm")))
        #expect(
            events[5] == .other(type: "response.output_text.delta", ["type": "response.output_text.delta", "delta": 7]))
    }

    @Test func `a stream without its last event is truncated, after everything that came`() async throws {
        let whole = Self.created + Self.delta("a")
        for text in [
            whole, whole + "event: response.completed\ndata: {\"type\":\"response.comp", whole + "data: [DONE]\n",
        ] {
            let (events, error, _) = try await read(.init(stream: text))
            #expect(events.count == 2)
            #expect(error?.code == .streamTruncated)
            #expect(error?.requestID == "req-1")
            #expect(error?.operation == "Bedrock Mantle.StreamResponse")
            #expect(error?.message.contains("response.completed") == true)
        }
    }

    @Test(
        arguments: [
            (#"{"type":"error","code":"rate_limit_exceeded","message":"slow down","param":null}"#, .throttled),
            (#"{"error":{"message":"slow down","type":"rate_limit_error","code":null}}"#, .throttled),
            (#"{"error":{"message":"slow down","type":"server_error"}}"#, .serviceFault),
            (#"{"error":{"message":"slow down","code":503}}"#, .serviceFault),
            (#"{"error":{"message":"slow down","type":"invalid_request_error"}}"#, .validation),
            (#"{"error":{"message":"slow down","code":"ThrottlingException"}}"#, .throttled),
            (#"{"error":{"message":"slow down","code":"something_new"}}"#, .service),
        ] as [(String, AWSError.Code)])
    func `an error in the stream ends it with its own kind, after everything before it`(
        data: String, code: AWSError.Code
    ) async throws {
        let (events, error, _) = try await read(.init(stream: Self.created + Self.delta("a") + "data: \(data)\n\n"))
        #expect(events.count == 2)
        #expect(error?.code == code)
        #expect(error?.message == "slow down")
        #expect(error?.httpStatus == nil)
        #expect(error?.requestID == "req-1")
    }

    @Test func `data that is no JSON is malformed, and a lost connection is one of the transport`() async throws {
        let (events, error, _) = try await read(.init(stream: Self.delta("a") + "data: {\n\n"))
        #expect(events.count == 1)
        #expect(error?.code == .malformedResponse)
        var lost = MantleDouble.Reply(stream: Self.delta("a"))
        lost.steps.append(.fail(TransportError(.connectionLost, "reset by peer")))
        let (before, transport, _) = try await read(lost)
        #expect(before.count == 1)
        #expect(transport?.code == .transport)
    }

    @Test func `an event beyond the limit is refused with its limit`() async throws {
        let double = MantleDouble(.init(stream: Self.delta("a") + Self.delta(String(repeating: "b", count: 500))))
        let operation = StreamResponse(.init(model: "m", input: "hi"), project: .defaultProject)
        let client = try double.aws()
        let received = Received<ResponseStreamEvent>()
        let error = await failure {
            try await client.stream(operation, limits: ServerSentEventLimits(lineBytes: 400)) { events in
                for try await event in events { received.append(event) }
            }
        }
        #expect(received.values.count == 1)
        #expect(error?.code == .responseTooLarge)
        #expect(error?.underlyingError as? ServerSentEventError == .lineTooLong(limit: 400))
    }

    @Test func `a good status without a stream is an error before the closure begins`() async throws {
        let (none, unknown, _) = try await read(
            .init(#"{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}"#))
        #expect(none.isEmpty)
        #expect(unknown?.code == .notFound)
        let (_, page, _) = try await read(.init(200, "<html>", headers: [("content-type", "text/html")]))
        #expect(page?.code == .malformedResponse)
        #expect(page?.message.contains("no stream of events") == true)
    }

    @Test func `text alone can be read, and leaving early ends the transfer`() async throws {
        let ended = Received<InProcessResponse.Ending>()
        let double = MantleDouble(.init(stream: Self.delta("a") + Self.delta("b") + Self.end("completed")))
        let text = try await double.client().streamResponse(model: "m", "hi", project: .defaultProject) { events in
            var text = ""
            for try await piece in events.text { text += piece }
            return text
        }
        #expect(text == "ab")
        let transport = InProcessTransport { _, _ in
            var response = InProcessResponse(
                .init(status: .ok, headerFields: [.contentType: "text/event-stream"]),
                steps: [.bytes(Array(Self.delta("a").utf8)), .stall])
            response.onEnd = { ended.append($0) }
            return response
        }
        let aws = try AWSClient(
            region: .usEast1, transport: transport, credentials: MantleDouble.credentials, environment: .empty)
        let first = try await BedrockProjectsClient(aws).streamResponse(
            model: "m", "hi", project: .defaultProject
        ) { events in
            for try await event in events { return event.text }
            return nil
        }
        #expect(first == "a")
        #expect(ended.values.map(\.isComplete) == [false])
    }

    @Test func `rate limits of a stream are there before its first event`() async throws {
        var reply = MantleDouble.Reply(stream: Self.end("completed"))
        reply.headers += [("x-ratelimit-remaining-tokens", "9000"), ("x-ratelimit-reset-tokens", "1m30.5s")]
        let limits = try await MantleDouble(reply).client().streamResponse(
            model: "m", "hi", project: .defaultProject
        ) { $0.rateLimits }
        #expect(limits.remainingTokens == 9000)
        #expect(limits.resetTokens == .milliseconds(90_500))
        #expect(limits.remainingRequests == nil)
    }
}

@Suite struct ChatStreamTests {
    private static func chunk(_ choices: String, _ rest: String = "") -> String {
        #"data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":5,"model":"m","choices":["#
            + choices + "]\(rest)}\n\n"
    }
    private static let usage = chunk(
        "",
        #","usage":{"prompt_tokens":30,"completion_tokens":9,"total_tokens":39,"prompt_tokens_details":{"cached_tokens":10}}"#
    )

    private func read(_ text: String, cutEvery size: Int? = nil) async throws -> (
        completion: ChatCompletion, count: Int, error: AWSError?, sent: JSONValue?
    ) {
        let received = Received<ChatChunk>()
        let double = MantleDouble(.init(stream: text, cutEvery: size))
        let client = try double.client()
        let error = await failure {
            try await client.streamChatCompletion(model: "m", [.user("hi")], project: .defaultProject) { chunks in
                for try await chunk in chunks { received.append(chunk) }
            }
        }
        var answer = ChatAccumulator()
        for chunk in received.values { answer.add(chunk) }
        return (answer.completion, received.values.count, error, try double.exchanges.first?.json)
    }

    @Test(arguments: [nil, 1, 13] as [Int?])
    func `the pieces of an answer become one, with the usage of the last chunk`(size: Int?) async throws {
        let text =
            Self.chunk(#"{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}"#)
            + Self.chunk(#"{"index":0,"delta":{"content":"Hel"}}"#) + ": keep-alive\n\n"
            + Self.chunk(#"{"index":0,"delta":{"content":"lo"}},{"index":1,"delta":{"content":"Hi"}}"#)
            + Self.chunk(#"{"index":0,"delta":{},"finish_reason":"stop"},{"index":1,"delta":{},"finish_reason":"odd"}"#)
            + Self.usage + "data: [DONE]\n\n"
        let (completion, count, error, sent) = try await read(text, cutEvery: size)
        #expect(error == nil)
        #expect(count == 5)
        #expect(completion.text == "Hello")
        #expect(completion.choices.map(\.message.text) == ["Hello", "Hi"])
        #expect(completion.choices.map(\.finishReason) == [.stop, "odd"])
        #expect(completion.tokenUsage == TokenUsage(input: 20, output: 9, cacheRead: 10))
        #expect(completion.id == "chatcmpl-1")
        #expect(sent?["stream_options"] == ["include_usage": true])
    }

    @Test func `pieces of several calls become whole calls`() async throws {
        func call(_ index: Int, _ rest: String) -> String {
            Self.chunk("{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":\(index),\(rest)}]}}")
        }
        let text =
            call(0, #""id":"call_a","type":"function","function":{"name":"f","arguments":""}"#)
            + call(1, #""id":"call_b","type":"function","function":{"name":"g","arguments":"{"}"#)
            + call(0, #""function":{"arguments":"{\"x\":"}"#) + call(0, #""function":{"arguments":"1}"}"#)
            + call(1, #""function":{"arguments":"}"}"#)
            + Self.chunk(#"{"index":0,"delta":{},"finish_reason":"tool_calls"}"#) + "data: [DONE]\n\n"
        let (completion, _, error, _) = try await read(text)
        #expect(error == nil)
        #expect(
            completion.functionCalls == [
                FunctionCall(callID: "call_a", name: "f", arguments: #"{"x":1}"#),
                FunctionCall(callID: "call_b", name: "g", arguments: "{}"),
            ])
        #expect(completion.finishReason == .toolCalls)
        #expect(completion.usage == nil)
    }

    @Test func `a stream without its end mark is truncated, after everything that came`() async throws {
        let (completion, count, error, _) = try await read(
            Self.chunk(#"{"index":0,"delta":{"content":"Hel"}}"#) + Self.usage)
        #expect(count == 2)
        #expect(completion.text == "Hel")
        #expect(completion.tokenUsage?.output == 9)
        #expect(error?.code == .streamTruncated)
        #expect(error?.message.contains("[DONE]") == true)
    }

    @Test func `an error in the stream ends it after the pieces before it`() async throws {
        let (_, count, error, _) = try await read(
            Self.chunk(#"{"index":0,"delta":{"content":"Hel"}}"#)
                + "data: {\"error\":{\"message\":\"overloaded\",\"type\":\"overloaded_error\"}}\n\ndata: [DONE]\n\n")
        #expect(count == 1)
        #expect(error?.code == .serviceFault)
        #expect(error?.serviceCode == "overloaded_error")
    }
}
