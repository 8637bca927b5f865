import AWSCore
import BedrockProjects
import Metering
import Testing
import UsageDialects

@Suite struct ChatTests {
    private static let answer = """
        {"id":"chatcmpl-1","object":"chat.completion","created":1772064000,"model":"openai.gpt-oss-20b",
         "choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,"mood":"good",
          "tool_calls":[{"id":"call_1","type":"function","function":{"name":"lookup","arguments":"{}"}}]}}],
         "usage":{"prompt_tokens":12,"completion_tokens":8,"total_tokens":20,
          "completion_tokens_details":{"reasoning_tokens":3}},"service_tier":"flex","x":1}
        """

    @Test func `a conversation is charged to its project, and everything that the request sets is sent`() async throws {
        let double = MantleDouble(.init(Self.answer))
        let completion = try await double.client().createChatCompletion(
            model: "openai.gpt-oss-20b", [.system("Be brief."), .user("Where is claim 4711?")], project: "proj_a"
        ) {
            $0.maxCompletionTokens = 50
            $0.temperature = 0
            $0.stop = ["END"]
            $0.choices = 1
            $0.tools = [FunctionTool(name: "lookup", parameters: ["type": "object"])]
            $0.toolChoice = .function("lookup")
            $0.parallelToolCalls = true
            $0.format = .jsonSchema(name: "s", schema: ["type": "object"])
            $0.reasoningEffort = .high
            $0.metadata = ["a": "b"]
            $0.serviceTier = .priority
            $0.promptCacheKey = "k"
            $0.additionalMembers = ["seed": 7]
        }
        #expect(completion.functionCalls.map(\.name) == ["lookup"])
        #expect(completion.finishReason == .toolCalls)
        #expect(completion.text == "")
        #expect(completion.tokenUsage == TokenUsage(input: 12, output: 8, reasoning: 3))
        #expect(completion.serviceTier == .flex)
        let request = try #require(double.exchanges.first)
        #expect(request.path == "/v1/chat/completions")
        #expect(request.header("OpenAI-Project") == "proj_a")
        let sent = try request.json
        let expected: JSONValue = [
            "model": "openai.gpt-oss-20b",
            "messages": [
                ["role": "system", "content": "Be brief."], ["role": "user", "content": "Where is claim 4711?"],
            ],
            "max_completion_tokens": 50, "temperature": 0, "stop": ["END"], "n": 1,
            "tools": [["type": "function", "function": ["name": "lookup", "parameters": ["type": "object"]]]],
            "tool_choice": ["type": "function", "function": ["name": "lookup"]], "parallel_tool_calls": true,
            "response_format": ["type": "json_schema", "json_schema": ["name": "s", "schema": ["type": "object"]]],
            "reasoning_effort": "high", "metadata": ["a": "b"], "service_tier": "priority", "prompt_cache_key": "k",
            "seed": 7,
        ]
        #expect(sent == expected)
    }

    @Test func `an answer goes back unchanged when the conversation goes on`() async throws {
        let double = MantleDouble(.init(Self.answer))
        let client = try double.client()
        let completion = try await client.createChatCompletion(model: "m", [.user("hi")], project: .defaultProject)
        let message = try #require(completion.choices.first?.message)
        _ = try await client.createChatCompletion(
            model: "m", [.user("hi"), message, .tool("found", of: "call_1")], project: .defaultProject)
        let sent = try #require(try double.exchanges.last?.json["messages"])
        #expect(sent[1] == message.json)
        #expect(sent[1]?["mood"] == "good")
        #expect(sent[2] == ["role": "tool", "tool_call_id": "call_1", "content": "found"])
    }

    @Test func `usage in a stream can be turned off, and other stream options are kept`() async throws {
        let double = MantleDouble(.init(stream: "data: [DONE]\n\n"))
        let client = try double.client()
        try await client.streamChatCompletion(
            model: "m", [.user("hi")], project: .defaultProject,
            configure: {
                $0.includesUsageInStream = false
                $0.additionalMembers = ["stream_options": ["include_obfuscation": false]]
            }
        ) { for try await _ in $0 {} }
        let sent = try #require(try double.exchanges.first?.json)
        #expect(sent["stream_options"] == ["include_usage": false, "include_obfuscation": false])
        #expect(sent["stream"] == true)
    }

    @Test(
        arguments: [
            (ChatRequest(model: "m", messages: []), "messages: must not be empty"),
            (ChatRequest(model: "m", messages: [.user("a")]) { $0.maxCompletionTokens = 0 }, "must be positive, not 0"),
            (
                ChatRequest(model: "m", messages: [.user("a")]) { $0.stop = ["", "", "", "", ""] },
                "at most 4 texts, not 5"
            ),
            (ChatRequest(model: "m", messages: [.user("a")]) { $0.choices = 0 }, "from 1 to 128, not 0"),
            (ChatRequest(model: "m", messages: [.user("a")]) { $0.temperature = -1 }, "from 0 to 2, not -1"),
        ])
    func `a request that the API would refuse is not sent`(request: ChatRequest, message: String) async throws {
        let double = MantleDouble(.init(Self.answer))
        let error = await failure { try await double.client().createChatCompletion(request, project: .defaultProject) }
        #expect(error?.code == .invalidInput)
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "-")")
        #expect(double.exchanges.isEmpty)
    }

    @Test(
        arguments: [
            (ResponseUsage(inputTokens: 10, outputTokens: 5), TokenUsage(input: 10, output: 5)),
            (
                ResponseUsage(inputTokens: 10, cachedTokens: 10, outputTokens: 5, reasoningTokens: 5),
                TokenUsage(output: 5, cacheRead: 10, reasoning: 5)
            ),
            (
                ResponseUsage(inputTokens: 10, cachedTokens: 3, cacheWriteTokens: 4, outputTokens: 0),
                TokenUsage(input: 3, cacheRead: 3, cacheWrite5m: 4)
            ),
            // A service that breaks its own rule must not make a class negative.
            (ResponseUsage(inputTokens: 2, cachedTokens: 3, outputTokens: 0), TokenUsage(cacheRead: 3)),
        ])
    func `cached tokens are taken out of the input`(usage: ResponseUsage, expected: TokenUsage) {
        #expect(usage.reading(.openAIChat).usage == expected)
        #expect(usage.tokenUsage == expected)
    }
}
