import AWSCore
import AWSEventStream
import BedrockCostTesting
import BedrockRuntime
import HTTPTransport
import HTTPTypes
import Testing

@Suite struct ConverseStreamTests {
    private static func frame(_ type: String, _ json: String) throws -> [UInt8] {
        try EventStreamMessage.event(type, payload: json.utf8).encoded
    }

    private static func answer() throws -> [[UInt8]] {
        [
            try frame("messageStart", #"{"role":"assistant","p":"abcd"}"#),
            try frame("contentBlockDelta", #"{"contentBlockIndex":0,"delta":{"text":"Größe "},"p":"a"}"#),
            try frame("futureEvent", #"{"x":1}"#),
            try frame("contentBlockDelta", #"{"delta":{"text":"\u4e16界\n"},"contentBlockIndex":0}"#),
            try frame("contentBlockStop", #"{"contentBlockIndex":0}"#),
            try frame("messageStop", #"{"stopReason":"end_turn"}"#),
            try frame(
                "metadata",
                #"{"usage":{"inputTokens":25,"outputTokens":12,"totalTokens":37},"metrics":{"latencyMs":99}}"#),
        ]
    }

    private static let events: [ConverseStreamEvent] = [
        .messageStart(.init(role: .assistant)),
        .contentBlockDelta(.init(delta: .text("Größe "), contentBlockIndex: 0)),
        .unknown("futureEvent", payload: Array(#"{"x":1}"#.utf8)),
        .contentBlockDelta(.init(delta: .text("世界\n"), contentBlockIndex: 0)),
        .contentBlockStop(.init(contentBlockIndex: 0)), .messageStop(.init(stopReason: .endTurn)),
        .metadata(
            .init(
                usage: .init(inputTokens: 25, outputTokens: 12, totalTokens: 37),
                metrics: .init(latencyMilliseconds: 99))),
    ]

    /// All events and the error of an answer that arrives in `steps`.
    private func read(_ steps: [InProcessResponse.Step]) async throws -> ([ConverseStreamEvent], AWSError?) {
        let received = Received<ConverseStreamEvent>()
        do {
            try await BedrockRuntimeClient(steps: steps).converseStream(model: "m", "hi") { events in
                for try await event in events { received.append(event) }
            }
        } catch let error as AWSError {
            return (received.values, error)
        }
        return (received.values, nil)
    }

    @Test func `an answer cut at any one byte is the same answer`() async throws {
        let bytes = try Self.answer().flatMap(\.self)
        for cut in 0...bytes.count {
            let (events, error) = try await read([.bytes(Array(bytes[..<cut])), .bytes(Array(bytes[cut...]))])
            #expect(events == Self.events)
            #expect(error == nil)
        }
    }

    @Test func `an answer of one byte at a time is the same answer`() async throws {
        let (events, error) = try await read(try Self.answer().flatMap(\.self).map { .bytes([$0]) })
        #expect(events == Self.events)
        #expect(error == nil)
    }

    @Test func `the text can be read alone`() async throws {
        let runtime = try BedrockRuntimeClient(Self.answer().flatMap(\.self))
        let text = try await runtime.converseStream(model: "m", "hi") { events in
            var text = ""
            for try await delta in events.text { text += delta }
            return text
        }
        #expect(text == "Größe 世界\n")
    }

    @Test func `usage is delivered before an error that follows it`() async throws {
        let lost = TransportError(.connectionLost, "reset by peer")
        let (events, error) = try await read([.bytes(try Self.answer().flatMap(\.self)), .fail(lost)])
        #expect(events.last?.usage?.inputTokens == 25)
        #expect(error?.code == .transport)
    }

    @Test func `an exception comes after everything before it, with its code and members`() async throws {
        let exception = try EventStreamMessage.exception(
            "modelStreamErrorException",
            payload: #"{"message":"the model broke","originalStatusCode":500,"originalMessage":"x"}"#.utf8)
        let (events, error) = try await read([.bytes(try Self.answer()[0] + exception.encoded)])
        #expect(events == [Self.events[0]])
        #expect(error?.serviceCode == "modelStreamErrorException")
        #expect(error?.message == "the model broke")
        #expect(error?.details?["originalStatusCode"] == 500)
        #expect(error?.operation?.hasSuffix("ConverseStream") == true)
    }

    @Test(
        arguments: [
            ("throttlingException", .throttled), ("validationException", .validation),
            ("internalServerException", .serviceFault), ("serviceUnavailableException", .serviceFault),
        ] as [(String, AWSError.Code)])
    func `an exception in the stream has the same code as one before it`(type: String, code: AWSError.Code) async throws
    {
        let exception = try EventStreamMessage.exception(type, payload: #"{"message":"m"}"#.utf8)
        let (events, error) = try await read([.bytes(exception.encoded)])
        #expect(events.isEmpty)
        #expect(error?.code == code)
    }

    @Test func `a stream that ends before the message is complete is truncated, after everything it had`() async throws
    {
        let frames = try Self.answer()
        for count in 0..<5 {
            let (events, error) = try await read([.bytes(frames[..<count].flatMap(\.self))])
            #expect(events == Array(Self.events[..<count]))
            #expect(error?.code == .streamTruncated)
        }
    }

    @Test func `a complete message without metadata is an answer of unknown usage, not an error`() async throws {
        let (events, error) = try await read([.bytes(try Self.answer()[..<6].flatMap(\.self))])
        #expect(events == Array(Self.events[..<6]))
        #expect(events.contains { $0.usage != nil } == false)
        #expect(error == nil)
    }

    @Test func `leaving early ends the transfer`() async throws {
        let ended = Received<InProcessResponse.Ending>()
        let frames = try Self.answer()
        let runtime = try BedrockRuntimeClient { _, _ in
            var response = InProcessResponse(.init(status: .ok), steps: [.bytes(frames[0]), .stall])
            response.onEnd = { ended.append($0) }
            return response
        }
        let first: ConverseStreamEvent? = try await runtime.converseStream(model: "m", "hi") { events in
            for try await event in events { return event }
            return nil
        }
        #expect(first == Self.events[0])
        #expect(ended.values.map(\.isComplete) == [false])
    }

    @Test func `a payload that does not fit the model is a malformed response`() async throws {
        let (events, error) = try await read([
            .bytes(try Self.frame("contentBlockDelta", #"{"contentBlockIndex":"zero","delta":{"text":"a"}}"#))
        ])
        #expect(events.isEmpty)
        #expect(error?.code == .malformedResponse)
    }

    @Test(
        arguments: [
            (#"{"delta":{"toolUse":{"input":"{\"a\""}},"contentBlockIndex":1}"#, .toolUse(.init(input: #"{"a""#))),
            (#"{"delta":{"reasoningContent":{"text":"hm"}},"contentBlockIndex":1}"#, .reasoningContent(.text("hm"))),
            (
                #"{"delta":{"citation":{"title":"T","sourceContent":[{"text":"s"}]}},"contentBlockIndex":1}"#,
                .citation(.init(title: "T", sourceContent: [.init(text: "s")]))
            ),
            (
                #"{"delta":{"image":{"source":{"bytes":"AQI="}}},"contentBlockIndex":1}"#,
                .image(.init(source: .bytes([1, 2])))
            ),
            (#"{"delta":{"toolResult":[{"json":{"a":1}}]},"contentBlockIndex":1}"#, .toolResult([.json(["a": 1])])),
            (#"{"delta":{"smell":"roses"},"contentBlockIndex":1}"#, .unknown("smell", "roses")),
        ] as [(String, ContentBlockDelta)])
    func `every kind of delta is decoded`(json: String, delta: ContentBlockDelta) async throws {
        let event = try ConverseStream.decode(event: .event("contentBlockDelta", payload: json.utf8))
        #expect(event == .contentBlockDelta(.init(delta: delta, contentBlockIndex: 1)))
    }
}
