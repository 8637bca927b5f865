import AWSCore
import BedrockCostTesting
import BedrockRuntime
import HTTPTypes
import Metering
import Testing

@Suite struct BedrockRuntimeClientTests {
    private static let answer = """
        {"output":{"message":{"role":"assistant","content":[{"text":"One "},{"reasoningContent":{"reasoningText":{"text":"hm"}}},
        {"text":"line."}]}},"stopReason":"end_turn","usage":{"inputTokens":25,"outputTokens":12,"totalTokens":37},
        "metrics":{"latencyMs":9007199254740993}}
        """

    @Test func `a short call reads well`() async throws {
        let requests = Received<(path: String?, body: [UInt8])>()
        let runtime = try BedrockRuntimeClient { request, body in
            requests.append((request.path, body))
            return InProcessResponse(.init(status: .ok), body: Array(Self.answer.utf8))
        }
        let profile = try #require(
            ARN("arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6"))
        let answer = try await runtime.converse(model: profile, "Summarise claim 4711 in one line.") {
            $0.inferenceConfig = .init(maxTokens: 100)
            $0.requestMetadata = ["department": "claims"]
        }
        #expect(answer.text == "One line.")
        #expect(answer.stopReason == .endTurn)
        #expect(answer.usage.inputTokens == 25)
        #expect(answer.usage.outputTokens == 12)
        #expect(answer.usage.cacheReadInputTokens == nil)
        #expect(answer.metrics.latencyMilliseconds == 9_007_199_254_740_993)
        let sent = try #require(requests.values.first)
        #expect(
            sent.path == "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aapplication-inference-profile%2F"
                + "a1b2c3d4e5f6/converse")
        #expect(
            try JSONValue(parsing: sent.body) == [
                "messages": [["role": "user", "content": [["text": "Summarise claim 4711 in one line."]]]],
                "inferenceConfig": ["maxTokens": 100], "requestMetadata": ["department": "claims"],
            ])
    }

    @Test func `an answer goes into the next request, and a tool use is answered`() async throws {
        let runtime = try BedrockRuntimeClient(
            Array(
                """
                {"output":{"message":{"role":"assistant","content":[{"toolUse":{"toolUseId":"t1","name":"cost",
                "input":{"month":"2026-02"}}}]}},"stopReason":"tool_use","usage":{"inputTokens":1,"outputTokens":2,
                "totalTokens":3},"metrics":{"latencyMs":1}}
                """.utf8))
        var conversation: [Message] = [.user("What did we spend?")]
        let answer = try await runtime.converse(model: "m", conversation)
        let use = try #require(answer.toolUses.first)
        #expect(use.input["month"] == "2026-02")
        conversation.append(try #require(answer.message))
        conversation.append(.user(.toolResult(for: use.toolUseID, .json(["usd": "12.34"]))))
        try Converse(modelID: "m", messages: conversation).validate()
        #expect(answer.text == "")
    }

    @Test func `an answer that is cut off is malformed, not empty`() async throws {
        let runtime = try BedrockRuntimeClient(Array(Self.answer.utf8.prefix(100)))
        let error = await #expect(throws: AWSError.self) { try await runtime.converse(model: "m", "hi") }
        #expect(error?.code == .malformedResponse)
    }

    @Test func `a paid call whose reply was lost is not repeated`() {
        #expect(!Converse.isIdempotent)
        #expect(!ConverseStream.isIdempotent)
        #expect(!InvokeModel.isIdempotent)
        #expect(CountTokens.isIdempotent)
    }

    @Test func `an Anthropic message is sent and read in its own form`() async throws {
        let sent = Received<(HTTPFields, JSONValue?)>()
        let runtime = try BedrockRuntimeClient { request, body in
            sent.append((request.headerFields, try? JSONValue(parsing: body)))
            return InProcessResponse(
                .init(status: .ok),
                body: Array(
                    """
                    {"id":"msg_1","type":"message","role":"assistant","model":"claude","content":[
                    {"type":"thinking","thinking":"hm","signature":"s"},{"type":"text","text":"Hello"},
                    {"type":"text","text":" you","citations":[1]},{"type":"tool_use","id":"t1","name":"cost","input":{}}],
                    "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":4,
                    "cache_creation_input_tokens":30,"cache_read_input_tokens":5,
                    "cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20}}}
                    """.utf8))
        }
        let request = AnthropicMessages(
            maxTokens: 1000, messages: [.user("Hi", .image(mediaType: "image/png", [1, 2, 3]))],
            system: [.text("Be brief.", cache: .oneHour)], topK: 5,
            additionalFields: ["thinking": ["type": "enabled", "budget_tokens": 1024], "max_tokens": 1])
        let answer = try await runtime.messages(model: "m", request)
        #expect(answer.text == "Hello")
        #expect(answer.content[0] == .thinking("hm", signature: "s"))
        #expect(answer.content[2] == .other(["type": "text", "text": " you", "citations": [1]]))
        #expect(answer.content[3] == .toolUse(id: "t1", name: "cost", input: [:]))
        #expect(answer.stopReason == .endTurn)
        #expect(
            answer.usage.tokenUsage == TokenUsage(input: 3, output: 4, cacheRead: 5, cacheWrite5m: 10, cacheWrite1h: 20)
        )
        let (fields, body) = try #require(sent.values.first)
        #expect(fields[.contentType] == "application/json")
        #expect(
            body == [
                "anthropic_version": "bedrock-2023-05-31", "max_tokens": 1000, "top_k": 5,
                "thinking": ["type": "enabled", "budget_tokens": 1024],
                "system": [
                    ["type": "text", "text": "Be brief.", "cache_control": ["type": "ephemeral", "ttl": "1h"]]
                ],
                "messages": [
                    [
                        "role": "user",
                        "content": [
                            ["type": "text", "text": "Hi"],
                            [
                                "type": "image",
                                "source": ["type": "base64", "media_type": "image/png", "data": "AQID"],
                            ],
                        ],
                    ]
                ],
            ])
    }

    @Test func `Anthropic blocks survive reading and writing, known or not`() throws {
        let blocks: JSONValue = [
            ["type": "text", "text": "a", "cache_control": ["type": "ephemeral"]],
            ["type": "text", "text": "a", "cache_control": ["type": "ephemeral", "ttl": "5m"]],
            ["type": "tool_result", "tool_use_id": "t", "content": "x", "is_error": true],
            ["type": "tool_result", "tool_use_id": "t", "content": [["type": "text", "text": "x"]]],
            ["type": "server_tool_use", "id": "s"], "no object",
        ]
        let decoded: [AnthropicMessages.ContentBlock] = try blocks.decoded()
        #expect(decoded[0] == .text("a", cache: .fiveMinutes))
        #expect(decoded[2] == .toolResult(toolUseID: "t", "x", isError: true))
        #expect(try JSONValue(encoding: decoded) == blocks)
    }

    @Test func `an error names the operation and never the prompt`() async throws {
        let head = HTTPResponse(status: .init(code: 424))
        let runtime = try BedrockRuntimeClient(
            answering: head, Array(#"{"message":"bad","originalStatusCode":400,"resourceName":"m"}"#.utf8))
        let error = await #expect(throws: AWSError.self) {
            try await runtime.invokeModel(model: "m", body: Array("canary-secret".utf8))
        }
        let description = error?.description ?? ""
        #expect(description.contains("InvokeModel"))
        #expect(!description.contains("canary-secret"))
        #expect(error?.details?["originalStatusCode"] == 400)
    }
}
