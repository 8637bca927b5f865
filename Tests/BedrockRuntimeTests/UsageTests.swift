import AWSCore
import BedrockRuntime
import HTTPTypes
import Metering
import Testing
import UsageDialects

@Suite struct UsageTests {
    @Test func `Converse writes are split by time to live, the rest counted as five minutes`() throws {
        let usage: ConverseUsage = try
            ([
                "inputTokens": 10, "outputTokens": 20, "totalTokens": 30, "cacheReadInputTokens": 40,
                "cacheWriteInputTokens": 100,
                "cacheDetails": [
                    ["ttl": "1h", "inputTokens": 60], ["ttl": "5m", "inputTokens": 30],
                    ["ttl": "24h", "inputTokens": 4],
                ],
            ] as JSONValue).decoded()
        #expect(
            usage.tokenUsage == TokenUsage(input: 10, output: 20, cacheRead: 40, cacheWrite5m: 40, cacheWrite1h: 60))
    }

    @Test func `Converse without a cache has none`() {
        let usage = ConverseUsage(inputTokens: 1, outputTokens: 2, totalTokens: 3)
        #expect(usage.tokenUsage == TokenUsage(input: 1, output: 2))
    }

    private func answer(_ fields: [(String, String)], _ body: String) async throws -> InvokeModelResponse {
        var head = HTTPResponse(status: .ok)
        for (name, value) in fields { head.headerFields[try #require(HTTPField.Name(name))] = value }
        return try await BedrockRuntimeClient(answering: head, Array(body.utf8)).invokeModel(model: "m", body: [])
    }

    @Test func `InvokeModel tells its usage in header fields`() async throws {
        let answer = try await answer(
            [
                ("X-Amzn-Bedrock-Input-Token-Count", "11"), ("X-Amzn-Bedrock-Output-Token-Count", "22"),
                ("X-Amzn-Bedrock-Cache-Read-Input-Token-Count", "33"),
                ("X-Amzn-Bedrock-Cache-Write-Input-Token-Count", "44"), ("X-Amzn-Bedrock-Invocation-Latency", "555"),
                ("X-Amzn-Bedrock-Service-Tier", "flex"), ("Content-Type", "application/json"),
            ], "not JSON")
        #expect(answer.usage?.tokenUsage == TokenUsage(input: 11, output: 22, cacheRead: 33, cacheWrite5m: 44))
        #expect(answer.tokenCounts.latencyMilliseconds == 555)
        #expect(answer.serviceTier == .flex)
        #expect(answer.contentType == "application/json")
    }

    @Test func `the body tells how long writes live that a header field counts`() async throws {
        let answer = try await answer(
            [
                ("X-Amzn-Bedrock-Input-Token-Count", "1"), ("X-Amzn-Bedrock-Output-Token-Count", "2"),
                ("X-Amzn-Bedrock-Cache-Write-Input-Token-Count", "70"),
            ],
            """
            {"usage": {"input_tokens": 1, "output_tokens": 2, "cache_creation_input_tokens": 70,
             "cache_creation": {"ephemeral_5m_input_tokens": 20, "ephemeral_1h_input_tokens": 50}}}
            """)
        #expect(answer.usage?.tokenUsage == TokenUsage(input: 1, output: 2, cacheWrite5m: 20, cacheWrite1h: 50))
    }

    @Test(
        arguments: [
            (
                #"{"usage":{"input_tokens":1,"output_tokens":2,"cache_read_input_tokens":3,"cache_creation_input_tokens":4}}"#,
                TokenUsage(input: 1, output: 2, cacheRead: 3, cacheWrite5m: 4)
            ),
            (
                #"{"usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3,"cacheReadInputTokenCount":0}}"#,
                TokenUsage(input: 1, output: 2)
            ),
            (
                #"""
                {"usage":{"prompt_tokens":10,"completion_tokens":20,"total_tokens":30,"prompt_tokens_details":{"cached_tokens":4},
                "completion_tokens_details":{"reasoning_tokens":7}}}
                """#,
                TokenUsage(input: 6, output: 20, cacheRead: 4, reasoning: 7)
            ),
            (#"{"generation":"x","prompt_token_count":5,"generation_token_count":6}"#, TokenUsage(input: 5, output: 6)),
        ])
    func `without header fields the provider's own usage counts`(body: String, expected: TokenUsage) async throws {
        #expect(try await answer([], body).usage?.tokenUsage == expected)
    }

    @Test func `numbers that nobody knows are told, not dropped`() async throws {
        let usage: ConverseUsage = try
            ([
                "inputTokens": 10, "outputTokens": 20, "totalTokens": 30, "cacheReadInputTokenCount": 0,
                "novelTokens": 5, "details": ["depth": 2],
            ] as JSONValue).decoded()
        #expect(usage.unrecognized == ["usage.novelTokens": 5, "usage.details.depth": 2])
        let reading = usage.reading(servedTier: .flex)
        #expect(reading.unrecognized == usage.unrecognized)
        #expect(reading.addsUp == true)
        #expect(reading.servedTier == .flex)
        let anthropic: AnthropicUsage = try (["input_tokens": 1, "output_tokens": 2, "novel_tokens": 3] as JSONValue)
            .decoded()
        #expect(anthropic.usageReading.unrecognized == ["usage.novel_tokens": 3])
        let answer = try await answer(
            [
                ("X-Amzn-Bedrock-Input-Token-Count", "1"), ("X-Amzn-Bedrock-Output-Token-Count", "2"),
                ("X-Amzn-Bedrock-Novel-Token-Count", "3"), ("X-Amzn-Bedrock-Service-Tier", "priority"),
            ], "{}")
        #expect(answer.usageReading()?.unrecognized == ["x-amzn-bedrock-novel-token-count": 3])
        #expect(answer.usageReading()?.servedTier == .priority)
    }

    @Test func `images are told by the body, and films by the request`() async throws {
        let images = try await answer([], #"{"images":["aGk=","aGk="]}"#)
        #expect(images.usage == nil)
        #expect(images.usageReading()?.usage.outputImages == 2)
        let film = try await answer([], "{}")
        #expect(film.usageReading() == nil)
        let request: JSONValue = ["taskType": "TEXT_VIDEO", "videoGenerationConfig": ["durationSeconds": 6]]
        #expect(film.usageReading(request: request)?.usage.outputVideoMilliseconds == 6_000)
    }

    @Test(arguments: ["", "{}", "[1]", "\u{0}\u{1}", #"{"usage":{}}"#, #"{"usage":"much"}"#])
    func `a usage that nobody tells is unknown, not zero`(body: String) async throws {
        #expect(try await answer([], body).usage == nil)
    }

    @Test func `the last chunk of a stream tells what is billed`() throws {
        let last = ResponseChunk(
            bytes: Blob(
                utf8: """
                    {"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":25,"outputTokenCount":12,
                    "invocationLatency":900,"firstByteLatency":300,"cacheReadInputTokenCount":7,"cacheWriteInputTokenCount":8}}
                    """))
        #expect(
            InvokeModelStreamEvent.chunk(last).usage?.tokenUsage
                == TokenUsage(input: 25, output: 12, cacheRead: 7, cacheWrite5m: 8))
        #expect(last.invocationMetrics?.firstByteLatency == 300)
        let other = ResponseChunk(bytes: Blob(utf8: #"{"type":"content_block_delta"}"#))
        #expect(InvokeModelStreamEvent.chunk(other).usage == nil)
        #expect(InvokeModelStreamEvent.unknown("x", payload: []).usage == nil)
    }
}
