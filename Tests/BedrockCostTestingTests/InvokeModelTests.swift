import AWSCore
import BedrockCostTesting
import Foundation
import HTTPTypes
import Testing

@Suite struct `InvokeModel in the vendors' languages` {
    let mock = MockAWS(seed: 5)
    var caller: Caller { Caller(mock) }

    static let anthropic: JSONValue = [
        "anthropic_version": "bedrock-2023-05-31", "max_tokens": 100,
        "messages": [["role": "user", "content": "Summarise claim 4711"]],
    ]

    @Test func `Anthropic's usage stands in the body and in the headers`() async throws {
        let reply = try await caller.runtime(Models.haiku, "invoke", Self.anthropic)
        #expect(reply.json["type"] == "message")
        #expect(reply.json["stop_reason"] == "end_turn")
        #expect(reply.json["usage"]?["input_tokens"] == 8)
        #expect(reply.field("x-amzn-bedrock-input-token-count") == "8")
        let output = try #require(reply.json["usage"]?["output_tokens"]?.int)
        #expect(reply.field("x-amzn-bedrock-output-token-count") == "\(output)")
        #expect(reply.field("x-amzn-bedrock-invocation-latency") == "\(80 + 11 * output)")
    }

    @Test func `cache control counts as Converse's cache points do`() async throws {
        let long = String(repeating: "The policy covers water damage. ", count: 200)
        let body: JSONValue = [
            "anthropic_version": "bedrock-2023-05-31", "max_tokens": 100,
            "system": [["type": "text", "text": .string(long), "cache_control": ["type": "ephemeral", "ttl": "1h"]]],
            "messages": [["role": "user", "content": [["type": "text", "text": "Hello"]]]],
        ]
        let first = try await caller.runtime(Models.sonnet, "invoke", body)
        #expect(first.json["usage"]?["cache_creation_input_tokens"] == 1_600)
        #expect(first.json["usage"]?["cache_creation"]?["ephemeral_1h_input_tokens"] == 1_600)
        #expect(first.field("x-amzn-bedrock-cache-write-input-token-count") == "1600")
        // The same prefix through Converse is the same prefix.
        let second = try await caller.runtime(
            Models.sonnet, "converse",
            [
                "system": [["text": .string(long)], ["cachePoint": ["type": "default", "ttl": "1h"]]],
                "messages": [message("Hello")],
            ])
        #expect(second.json["usage"]?["cacheReadInputTokens"] == 1_600)
    }

    struct Vendor: Sendable {
        let model: String
        let body: JSONValue
        /// Where the body tells the tokens; empty where it does not.
        var input: [String] = []
        var output: [String] = []
    }

    static let vendors: [Vendor] = [
        Vendor(
            model: "amazon.nova-micro-v1:0", body: ["messages": [message("Hello")]],
            input: ["usage", "inputTokens"], output: ["usage", "outputTokens"]),
        Vendor(
            model: "meta.llama3-3-70b-instruct-v1:0", body: ["prompt": "Hello there"],
            input: ["prompt_token_count"], output: ["generation_token_count"]),
        Vendor(
            model: "openai.gpt-oss-120b-1:0", body: ["messages": [["role": "user", "content": "Hello"]]],
            input: ["usage", "prompt_tokens"], output: ["usage", "completion_tokens"]),
        Vendor(model: "mistral.mistral-large-2402-v1:0", body: ["prompt": "Hello there"]),
    ]

    @Test(arguments: vendors)
    func `each vendor's body has its own form, and the headers always tell the usage`(vendor: Vendor) async throws {
        let (model, body) = (vendor.model, vendor.body)
        let reply = try await caller.runtime(model, "invoke", body)
        #expect(reply.status == 200)
        func member(_ path: [String]) -> Int? { path.reduce(reply.json) { $0[$1] ?? .null }.int }
        let counts = (
            Int(reply.field("x-amzn-bedrock-input-token-count") ?? ""),
            Int(reply.field("x-amzn-bedrock-output-token-count") ?? "")
        )
        if !vendor.input.isEmpty { #expect((member(vendor.input), member(vendor.output)) == counts) }
        #expect(mock.bill.tokens == [.input: counts.0 ?? 0, .output: counts.1 ?? 0])

        let events = try await caller.runtime(model, "invoke-with-response-stream", body).events
        let last = try #require(events.last?.payload["bytes"]?.string.flatMap { Data(base64Encoded: $0) })
        let metrics = try JSONValue(parsing: Array(last))["amazon-bedrock-invocationMetrics"]
        #expect((metrics?["inputTokenCount"]?.int, metrics?["outputTokenCount"]?.int) == counts)
    }

    @Test func `Anthropic's stream has Anthropic's events inside Bedrock's chunks`() async throws {
        let reply = try await caller.runtime(Models.haiku, "invoke-with-response-stream", Self.anthropic)
        let events = try reply.events.map { event in
            #expect(event.type == "chunk")
            let data = try #require(event.payload["bytes"]?.string.flatMap { Data(base64Encoded: $0) })
            return try JSONValue(parsing: Array(data))
        }
        #expect(events.first?["type"] == "message_start")
        #expect(events.suffix(2).compactMap { $0["type"]?.string } == ["message_delta", "message_stop"])
        let whole = try await caller.runtime(Models.haiku, "invoke", Self.anthropic)
        let text = events.compactMap { $0["delta"]?["text"]?.string }.joined()
        #expect(text == whole.json["content"]?[0]?["text"]?.string)
        #expect(reply.field("x-amzn-bedrock-content-type") == "application/json")
    }

    @Test func `a base64 body is counted without being run`() async throws {
        let body = try Self.anthropic.serialized()
        let reply = try await caller.runtime(
            Models.haiku, "count-tokens",
            ["input": ["invokeModel": ["body": .string(Data(body).base64EncodedString())]]])
        #expect(reply.json["inputTokens"] == 8)
        #expect(mock.bill.rows.isEmpty)
    }

    @Test(arguments: [
        (
            "max_tokens",
            "Malformed input request: #: required key [max_tokens] not found, please reformat your input and try again."
        ),
        (
            "anthropic_version",
            "Malformed input request: #: required key [anthropic_version] not found, please reformat your input and try again."
        ),
        (
            "messages",
            "Malformed input request: #: required key [messages] not found, please reformat your input and try again."
        ),
    ])
    func `a body without a required key is refused`(key: String, message: String) async throws {
        let reply = try await caller.runtime(Models.haiku, "invoke", Self.anthropic.dropping(key))
        #expect((reply.status, reply.code, reply.message) == (400, "ValidationException", message))
    }
}
