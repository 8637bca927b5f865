import AWSCore
import AWSEventStream
import BedrockRuntime
import Testing

@Suite struct ConverseAccumulatorTests {
    private func accumulate(_ events: [(String, String)]) throws -> ConverseAccumulator {
        var answer = ConverseAccumulator()
        for (type, json) in events {
            if let event = try ConverseStream.decode(event: .event(type, payload: json.utf8)) { answer.add(event) }
        }
        return answer
    }

    private let end = [
        ("messageStop", #"{"stopReason":"tool_use","additionalModelResponseFields":{"a":1}}"#),
        (
            "metadata",
            #"{"usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3},"metrics":{"latencyMs":4},"serviceTier":{"type":"flex"}}"#
        ),
    ]

    @Test func `a streamed answer becomes the message that Converse returns`() throws {
        let answer = try accumulate(
            [
                ("messageStart", #"{"role":"assistant"}"#),
                ("contentBlockDelta", #"{"delta":{"reasoningContent":{"text":"h"}},"contentBlockIndex":0}"#),
                ("contentBlockDelta", #"{"delta":{"reasoningContent":{"text":"m"}},"contentBlockIndex":0}"#),
                ("contentBlockDelta", #"{"delta":{"reasoningContent":{"signature":"seal"}},"contentBlockIndex":0}"#),
                ("contentBlockDelta", #"{"delta":{"text":"Let me "},"contentBlockIndex":1}"#),
                ("contentBlockDelta", #"{"delta":{"text":"see."},"contentBlockIndex":1}"#),
                ("contentBlockStart", #"{"start":{"toolUse":{"toolUseId":"t1","name":"cost"}},"contentBlockIndex":2}"#),
                ("contentBlockDelta", #"{"delta":{"toolUse":{"input":"{\"mon"}},"contentBlockIndex":2}"#),
                ("contentBlockDelta", #"{"delta":{"toolUse":{"input":"th\": 2}"}},"contentBlockIndex":2}"#),
                ("contentBlockStart", #"{"start":{"toolUse":{"toolUseId":"t2","name":"now"}},"contentBlockIndex":3}"#),
                ("contentBlockDelta", #"{"delta":{"text":"Cited"},"contentBlockIndex":4}"#),
                (
                    "contentBlockDelta",
                    #"{"delta":{"citation":{"title":"T","sourceContent":[{"text":"s"}]}},"contentBlockIndex":4}"#
                ),
                ("contentBlockDelta", #"{"delta":{"smell":"roses"},"contentBlockIndex":5}"#),
            ] + end)
        let message = Message(
            role: .assistant,
            content: [
                .reasoningContent(.reasoningText(.init(text: "hm", signature: "seal"))), "Let me see.",
                .toolUse(.init(toolUseID: "t1", name: "cost", input: ["month": 2])),
                .toolUse(.init(toolUseID: "t2", name: "now", input: [:])),
                .citationsContent(
                    .init(content: [.text("Cited")], citations: [.init(title: "T", sourceContent: [.text("s")])])),
            ])
        #expect(answer.message == message)
        #expect(answer.text == "Let me see.")
        #expect(
            answer.response
                == ConverseResponse(
                    output: .message(message), stopReason: .toolUse,
                    usage: .init(inputTokens: 1, outputTokens: 2, totalTokens: 3),
                    metrics: .init(latencyMilliseconds: 4), additionalModelResponseFields: ["a": 1], serviceTier: .flex)
        )
    }

    @Test func `an image and a server tool's result are put together from their parts`() throws {
        let answer = try accumulate([
            ("contentBlockStart", #"{"start":{"image":{"format":"png"}},"contentBlockIndex":0}"#),
            ("contentBlockDelta", #"{"delta":{"image":{"source":{"bytes":"AQI="}}},"contentBlockIndex":0}"#),
            ("contentBlockDelta", #"{"delta":{"image":{"source":{"bytes":"Aw=="}}},"contentBlockIndex":0}"#),
            (
                "contentBlockStart",
                #"{"start":{"toolResult":{"toolUseId":"t1","type":"web","status":"success"}},"contentBlockIndex":1}"#
            ),
            ("contentBlockDelta", #"{"delta":{"toolResult":[{"text":"a"},{"json":{"b":1}}]},"contentBlockIndex":1}"#),
            ("contentBlockDelta", #"{"delta":{"reasoningContent":{"redactedContent":"AQI="}},"contentBlockIndex":2}"#),
        ])
        #expect(
            answer.message.content == [
                .image(.png([1, 2, 3])),
                .toolResult(
                    .init(toolUseID: "t1", content: ["a", .json(["b": 1])], status: .success, type: "web")),
                .reasoningContent(.redactedContent([1, 2])),
            ])
    }

    @Test func `an answer that was cut off keeps what it has, and its cost is unknown`() throws {
        let answer = try accumulate([
            ("contentBlockStart", #"{"start":{"toolUse":{"toolUseId":"t1","name":"cost"}},"contentBlockIndex":0}"#),
            ("contentBlockDelta", #"{"delta":{"toolUse":{"input":"{\"mon"}},"contentBlockIndex":0}"#),
        ])
        #expect(answer.message.toolUses.first?.input == #"{"mon"#)
        #expect(answer.stopReason == nil)
        #expect(answer.usage == nil)
        #expect(answer.response == nil)
    }

    @Test func `a stream can be collected in one call`() async throws {
        let frames = try
            (["messageStart": #"{"role":"assistant"}"#].map { ($0.key, $0.value) }
            + [("contentBlockDelta", #"{"delta":{"text":"hi"},"contentBlockIndex":0}"#)] + end)
            .flatMap { try EventStreamMessage.event($0.0, payload: $0.1.utf8).encoded }
        let answer = try await BedrockRuntimeClient(frames).converseStream(model: "m", "hi") { try await $0.collect() }
        #expect(answer.text == "hi")
        #expect(answer.response?.usage.outputTokens == 2)
    }
}
