import AWSCore
import BedrockCostTesting
import Foundation
import HTTPTypes
import Testing

@Suite struct `Converse and its stream` {
    let mock = MockAWS(seed: 3)
    var caller: Caller { Caller(mock) }

    /// The documented rule: a token for every four bytes begun.
    private func tokens(_ text: String) -> Int { (text.utf8.count + 3) / 4 }

    @Test func `tokens are counted by the documented rule`() async throws {
        let body: JSONValue = [
            "system": [["text": "Be brief."]],
            "messages": [
                message("Grüße aus Köln"), ["role": "assistant", "content": [["text": "Yes?"]]], message("Go on"),
            ],
            "inferenceConfig": ["maxTokens": 400],
        ]
        let reply = try await caller.runtime(Models.haiku, "converse", body)
        let input = tokens("Be brief.") + tokens("Grüße aus Köln") + tokens("Yes?") + tokens("Go on") + 3 * 3
        let text = try #require(reply.json["output"]?["message"]?["content"]?[0]?["text"]?.string)
        #expect(reply.json["usage"]?["inputTokens"]?.int == input)
        #expect(reply.json["usage"]?["outputTokens"]?.int == tokens(text))
        #expect(reply.json["usage"]?["totalTokens"]?.int == input + tokens(text))
        #expect(reply.json["usage"]?["cacheReadInputTokens"] == nil)
        #expect(reply.json["stopReason"] == "end_turn")
        let counted = try await caller.runtime(
            Models.haiku, "count-tokens", ["input": ["converse": body.dropping("inferenceConfig")]])
        #expect(counted.json["inputTokens"]?.int == input)
    }

    @Test func `the output is bounded by maxTokens and ends before a stop sequence`() async throws {
        let short = try await caller.converse(Models.haiku, "Hello", maxTokens: 5)
        #expect(short.json["stopReason"] == "max_tokens")
        #expect(short.json["usage"]?["outputTokens"] == 5)

        mock.enqueueReply("one two STOP three")
        let stopped = try await caller.runtime(
            Models.haiku, "converse",
            [
                "messages": [message("Hello")], "inferenceConfig": ["stopSequences": ["STOP"]],
                "additionalModelResponseFieldPaths": ["/stop_sequence"],
            ])
        #expect(stopped.json["stopReason"] == "stop_sequence")
        #expect(stopped.json["output"]?["message"]?["content"]?[0]?["text"] == "one two ")
        #expect(stopped.json["additionalModelResponseFields"]?["stop_sequence"] == "STOP")
    }

    @Test func `the stream says what the whole answer says, with the usage last`() async throws {
        let body: JSONValue = ["messages": [message("Hello")]]
        let whole = try await caller.runtime(Models.nova, "converse", body)
        let stream = try await caller.runtime(Models.nova, "converse-stream", body)
        #expect(stream.fields[.contentType] == "application/vnd.amazon.eventstream")
        let events = try stream.events
        #expect(events.first?.type == "messageStart")
        #expect(events.suffix(3).map(\.type) == ["contentBlockStop", "messageStop", "metadata"])
        #expect(events.allSatisfy { $0.payload["p"]?.string?.isEmpty == false })
        let text = events.compactMap { $0.payload["delta"]?["text"]?.string }.joined()
        #expect(text == whole.json["output"]?["message"]?["content"]?[0]?["text"]?.string)
        #expect(events.last?.payload["usage"] == whole.json["usage"])
    }

    @Test func `chunks of a stream hold several frames and parts of frames`() async throws {
        var frames: [Int] = []
        let counting = CountingTransport(base: mock.transport)
        var counted = caller
        counted.transport = counting
        let reply = try await counted.runtime(Models.nova, "converse-stream", ["messages": [message("Hello")]])
        var rest = reply.body[...]
        while rest.count >= 4 {
            let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            frames.append(length)
            rest = rest.dropFirst(length)
        }
        let sizes = counting.chunkSizes
        let sums = { (lengths: [Int]) in lengths.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) } }
        let frameEnds = Set(sums(frames))
        #expect(sums(sizes).contains { !frameEnds.contains($0) }, "some chunk ends inside a frame")
        #expect(sizes.count != frames.count)
    }

    @Test func `a forced tool is used, with input that fits its schema`() async throws {
        let tools: JSONValue = [
            "tools": [
                [
                    "toolSpec": [
                        "name": "lookup",
                        "inputSchema": [
                            "json": [
                                "type": "object", "required": ["claim", "count"],
                                "properties": [
                                    "claim": ["type": "string"], "count": ["type": "integer"],
                                    "kind": ["type": "string", "enum": ["a", "b"]],
                                ],
                            ]
                        ],
                    ]
                ]
            ],
            "toolChoice": ["tool": ["name": "lookup"]],
        ]
        let body: JSONValue = ["messages": [message("Hello")], "toolConfig": tools]
        let reply = try await caller.runtime(Models.haiku, "converse", body)
        let use = reply.json["output"]?["message"]?["content"]?[0]?["toolUse"]
        #expect(reply.json["stopReason"] == "tool_use")
        #expect(use?["name"] == "lookup")
        #expect(use?["input"]?["claim"]?.string != nil && use?["input"]?["count"]?.int != nil)
        let events = try await caller.runtime(Models.haiku, "converse-stream", body).events
        #expect(events[1].payload["start"]?["toolUse"]?["toolUseId"] == use?["toolUseId"])
        let json = events.compactMap { $0.payload["delta"]?["toolUse"]?["input"]?.string }.joined()
        #expect(try JSONValue(parsing: Array(json.utf8)) == use?["input"])
    }

    @Test func `reasoning comes as a block of its own and is billed as output`() async throws {
        let reply = try await caller.runtime(
            Models.sonnet, "converse",
            [
                "messages": [message("Hello")],
                "additionalModelRequestFields": ["thinking": ["type": "enabled", "budget_tokens": 1024]],
            ])
        let content = reply.json["output"]?["message"]?["content"]
        let thought = try #require(content?[0]?["reasoningContent"]?["reasoningText"]?["text"]?.string)
        let text = try #require(content?[1]?["text"]?.string)
        #expect(reply.json["usage"]?["outputTokens"]?.int == tokens(thought) + tokens(text))
    }

    @Test func `a cached prefix is written once, read while it lives, and written again after`() async throws {
        let long = String(repeating: "The policy covers water damage. ", count: 200)
        let prefix = tokens(long)
        let body: JSONValue = [
            "system": [["text": .string(long)], ["cachePoint": ["type": "default"]]], "messages": [message("Hello")],
        ]
        func usage() async throws -> [Int?] {
            let usage = try await caller.runtime(Models.sonnet, "converse", body).json["usage"]
            return ["inputTokens", "cacheReadInputTokens", "cacheWriteInputTokens"].map { usage?[$0]?.int }
        }
        #expect(try await usage() == [5, 0, prefix])
        mock.clock.advance(by: .seconds(299))
        #expect(try await usage() == [5, prefix, 0])
        // Reading renewed it.
        mock.clock.advance(by: .seconds(299))
        #expect(try await usage() == [5, prefix, 0])
        mock.clock.advance(by: .seconds(300))
        #expect(try await usage() == [5, 0, prefix])
    }

    @Test func `cache writes are told apart by their time to live`() async throws {
        let long = String(repeating: "x", count: 8_000)
        let reply = try await caller.runtime(
            Models.sonnet, "converse",
            [
                "system": [["text": .string(long)], ["cachePoint": ["type": "default", "ttl": "1h"]]],
                "messages": [
                    ["role": "user", "content": [["text": .string(long)], ["cachePoint": ["type": "default"]]]]
                ],
            ])
        #expect(
            reply.json["usage"]?["cacheDetails"] == [
                ["ttl": "1h", "inputTokens": 2_000], ["ttl": "5m", "inputTokens": 2_003],
            ])
        #expect(reply.json["usage"]?["inputTokens"] == 0)
    }

    @Test func `a prefix below the model's minimum is not cached`() async throws {
        let reply = try await caller.runtime(
            Models.sonnet, "converse",
            ["system": [["text": "short"], ["cachePoint": ["type": "default"]]], "messages": [message("Hello")]])
        #expect(reply.json["usage"]?["cacheWriteInputTokens"] == 0)
        #expect(reply.json["usage"]?["inputTokens"] == 7)
    }

    struct Refusal: Sendable {
        let body: JSONValue
        let message: String
        var model = Models.haiku
        var code = "ValidationException"
    }

    static let refusals: [Refusal] = [
        Refusal(
            body: ["messages": []],
            message:
                "A conversation must start with a user message. Try again with a conversation that starts with a user message."
        ),
        Refusal(
            body: ["messages": [["role": "assistant", "content": [["text": "Hi"]]]]],
            message:
                "A conversation must start with a user message. Try again with a conversation that starts with a user message."
        ),
        Refusal(
            body: ["messages": [message("a"), message("b")]],
            message:
                "A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again."
        ),
        Refusal(
            body: ["messages": [["role": "user", "content": []]]],
            message:
                "The content field in the Message object at messages.0 is empty. Add a ContentBlock object to the content field and try again."
        ),
        Refusal(
            body: ["messages": [message(" \n")]],
            message:
                "The text field in the ContentBlock object at messages.0.content.0 is blank. Add text to the text field, and try again."
        ),
        Refusal(
            body: ["messages": [["role": "user", "content": [["text": "a", "image": [:]]]]]],
            message:
                "The value at messages.0.content.0 must set exactly one of the following keys: text, image, document, video, audio, toolUse, toolResult, guardContent, cachePoint, reasoningContent, citationsContent, searchResult."
        ),
        Refusal(
            body: ["messages": [message("a")], "inferenceConfig": ["maxTokens": 0]],
            message:
                "1 validation error detected: Value '0' at 'inferenceConfig.maxTokens' failed to satisfy constraint: Member must have value greater than or equal to 1"
        ),
        Refusal(
            body: ["messages": [message("a")], "inferenceConfig": ["maxTokens": 5_000]],
            message:
                "The maximum tokens you requested exceeds the model limit of 4096. Try again with a maximum tokens value that is lower than 4096."
        ),
        Refusal(
            body: ["messages": [message("a")], "inferenceConfig": ["temperature": 1.5]],
            message:
                "1 validation error detected: Value '1.5' at 'inferenceConfig.temperature' failed to satisfy constraint: Member must have value between 0 and 1"
        ),
        Refusal(
            body: ["messages": [["role": "user", "content": [["toolResult": ["toolUseId": "t", "content": []]]]]]],
            message:
                "The number of toolResult blocks at messages.0.content exceeds the number of toolUse blocks of previous turn."
        ),
        Refusal(
            body: ["messages": [message("a")], "requestMetadata": [:]],
            message:
                "1 validation error detected: Value at 'requestMetadata' failed to satisfy constraint: Member must have length between 1 and 16, inclusive"
        ),
        Refusal(
            body: ["messages": [message("a")], "requestMetadata": ["team": "Schäden"]],
            message:
                #"1 validation error detected: Value at 'requestMetadata' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9\s:_@$#=/+,-.]{0,256}"#
        ),
        Refusal(
            body: ["messages": [["role": "user", "content": [["text": "a"], ["cachePoint": ["type": "default"]]]]]],
            message:
                "You invoked an unsupported model or your request did not allow prompt caching. See the documentation for more information.",
            code: "AccessDeniedException"),
        Refusal(
            body: ["messages": [["role": "user", "content": [["image": ["format": "png"]]]]]],
            message: "This model doesn't support the image content block that you provided.",
            model: "meta.llama3-3-70b-instruct-v1:0"),
        Refusal(
            body: ["messages": [message("a")]], message: "The provided model identifier is invalid.", model: "no.model"),
        Refusal(
            body: ["messages": [message("a")]],
            message:
                "Invocation of model ID anthropic.claude-3-7-sonnet-20250219-v1:0 with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.",
            model: "anthropic.claude-3-7-sonnet-20250219-v1:0"),
    ]

    @Test(arguments: refusals) func `what the service refuses is refused in its words, and costs nothing`(
        refusal: Refusal
    ) async throws {
        for operation in ["converse", "converse-stream"] {
            let reply = try await caller.runtime(refusal.model, operation, refusal.body)
            #expect(reply.code == refusal.code)
            #expect(reply.message == refusal.message)
        }
        #expect(mock.bill.rows.isEmpty)
    }

    @Test func `a body that is no JSON is refused`() async throws {
        let reply = try await caller.send(
            .post, "bedrock", "bedrock-runtime.us-east-1.amazonaws.com", "/model/\(label(Models.haiku))/converse",
            body: Array("{".utf8))
        #expect((reply.status, reply.code) == (400, "SerializationException"))
    }

    @Test func `the request's metadata is seen, and its tier and latency are answered`() async throws {
        let reply = try await caller.runtime(
            Models.nova, "converse",
            [
                "messages": [message("Hello")], "requestMetadata": ["team": "claims"], "serviceTier": ["type": "flex"],
                "performanceConfig": ["latency": "optimized"],
            ])
        #expect(reply.json["serviceTier"] == ["type": "flex"])
        #expect(reply.json["performanceConfig"] == ["latency": "optimized"])
        #expect(mock.requests.last?.requestMetadata == ["team": "claims"])
    }

    @Test func `a thousand streams are open at once`() async throws {
        let gate = Signal()
        let transport = GatedTransport(base: mock.transport, gate: gate)
        let mock = self.mock
        try await withThrowingTaskGroup(of: Int.self) { group in
            for index in 0..<1_000 {
                group.addTask {
                    var caller = Caller(mock)
                    caller.transport = transport
                    return try await caller.runtime(
                        Models.nova, "converse-stream",
                        ["messages": [message("Call \(index)")], "inferenceConfig": ["maxTokens": 20]]
                    ).events.count
                }
            }
            while mock.openStreams < 1_000 { await Task.yield() }
            gate.fire()
            for try await count in group { #expect(count > 4) }
        }
        #expect(mock.openStreams == 0)
        #expect(mock.requests.count == 1_000)
    }
}

extension JSONValue {
    func dropping(_ name: String) -> JSONValue {
        var members = object ?? [:]
        members[name] = nil
        return .object(members)
    }
}
