import AWSCore
import BedrockProjects
import Foundation
import HTTPTransport
import Metering
import Testing

@Suite struct ResponseTests {
    static let answer = """
        {"id":"resp_1","object":"response","created_at":1772064000,"completed_at":1772064003,"status":"completed",
         "model":"openai.gpt-oss-120b","error":null,"incomplete_details":null,"metadata":{"ticket":"7"},
         "output":[
           {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"Thinking."}],"encrypted_content":"xyz"},
           {"type":"message","id":"msg_1","role":"assistant","status":"completed","phase":"final",
            "content":[{"type":"output_text","text":"Theft, ","annotations":[],"logprobs":[]},
                       {"type":"output_text","text":"surely.","annotations":[]}]},
           {"type":"function_call","id":"fc_1","call_id":"call_1","name":"lookup","arguments":"{\\"claim\\":4711}"},
           {"type":"quantum_search","id":"q_1","depth":3}],
         "usage":{"input_tokens":100,"input_tokens_details":{"cached_tokens":60,"cache_write_tokens":15},
                  "output_tokens":40,"output_tokens_details":{"reasoning_tokens":12},"total_tokens":140},
         "service_tier":"default","a_new_member":{"x":[1,2]}}
        """

    @Test func `a response is charged to its project, and everything that the request sets is sent`() async throws {
        let double = MantleDouble(.init(Self.answer))
        let response = try await double.client().createResponse(
            model: "openai.gpt-oss-120b", "Classify: the car was stolen.", project: "proj_abcdefghij0123456789"
        ) {
            $0.instructions = "One word."
            $0.maxOutputTokens = 64
            $0.temperature = 0.5
            $0.topP = 1
            $0.tools = [
                FunctionTool(
                    name: "lookup", description: "Finds a claim.", parameters: ["type": "object"], strict: true)
            ]
            $0.otherTools = [["type": "web_search"]]
            $0.toolChoice = .function("lookup")
            $0.parallelToolCalls = false
            $0.format = .jsonSchema(name: "kind", schema: ["type": "object"], strict: true)
            $0.verbosity = .low
            $0.reasoning = ReasoningOptions(effort: .low, summary: "auto")
            $0.store = false
            $0.previousResponseID = "resp_0"
            $0.metadata = ["ticket": "7"]
            $0.serviceTier = .flex
            $0.promptCacheKey = "claims"
            $0.truncation = .auto
            $0.include = ["reasoning.encrypted_content"]
            $0.additionalMembers = ["top_logprobs": 2, "model": "not this one"]
        }
        #expect(response.text == "Theft, surely.")
        let request = try #require(double.exchanges.first)
        #expect(request.path == "/v1/responses")
        #expect(request.header("OpenAI-Project") == "proj_abcdefghij0123456789")
        let sent = try request.json
        let expected: JSONValue = [
            "model": "openai.gpt-oss-120b", "input": "Classify: the car was stolen.", "instructions": "One word.",
            "max_output_tokens": 64, "temperature": 0.5, "top_p": 1,
            "tools": [
                [
                    "type": "function", "name": "lookup", "description": "Finds a claim.",
                    "parameters": ["type": "object"], "strict": true,
                ], ["type": "web_search"],
            ],
            "tool_choice": ["type": "function", "name": "lookup"], "parallel_tool_calls": false,
            "text": [
                "format": ["type": "json_schema", "name": "kind", "schema": ["type": "object"], "strict": true],
                "verbosity": "low",
            ],
            "reasoning": ["effort": "low", "summary": "auto"], "store": false, "previous_response_id": "resp_0",
            "metadata": ["ticket": "7"], "service_tier": "flex", "prompt_cache_key": "claims", "truncation": "auto",
            "include": ["reasoning.encrypted_content"], "top_logprobs": 2,
        ]
        #expect(sent == expected)
    }

    @Test func `only the default project goes without a header`() async throws {
        let double = MantleDouble(.init(Self.answer))
        _ = try await double.client().createResponse(model: "m", "hi", project: .defaultProject)
        #expect(double.exchanges.map { $0.header("OpenAI-Project") } == [nil])
        let sent = try #require(try double.exchanges.first?.json)
        #expect(sent == ["model": "m", "input": "hi"])
    }

    @Test func `usage is taken apart into classes that do not overlap`() async throws {
        let response = try await MantleDouble(.init(Self.answer)).client()
            .createResponse(model: "m", "hi", project: .defaultProject)
        #expect(
            response.tokenUsage == TokenUsage(input: 25, output: 40, cacheRead: 60, cacheWrite5m: 15, reasoning: 12))
        #expect(response.tokenUsage?.total == response.usage?.totalTokens)
        #expect(response.usage?.inputTokens == 100)
    }

    @Test func `calls, reasoning and kinds of items that are new are read, and go back unchanged`() async throws {
        let double = MantleDouble(.init(Self.answer))
        let client = try double.client()
        let response = try await client.createResponse(model: "m", "hi", project: .defaultProject)
        #expect(response.output.map(\.type) == [.reasoning, .message, .functionCall, "quantum_search"])
        #expect(response.output.first?.reasoningSummary == "Thinking.")
        #expect(
            response.functionCalls == [FunctionCall(callID: "call_1", name: "lookup", arguments: #"{"claim":4711}"#)])
        let arguments: [String: Int]? = try response.functionCalls.first?.decodedArguments()
        #expect(arguments == ["claim": 4711])
        #expect(response.json["a_new_member"]?["x"]?[1] == 2)
        #expect(response.metadata == ["ticket": "7"])
        #expect(response.completedAt?.timeIntervalSince1970 == 1_772_064_003)

        let items = [.user("hi")] + response.output + [.functionCallOutput("found", of: "call_1")]
        _ = try await client.createResponse(model: "m", .items(items), project: .defaultProject)
        let sent = try #require(try double.exchanges.last?.json["input"])
        let whole = try JSONValue(parsing: Array(Self.answer.utf8))
        #expect(sent.array.map { Array($0[1...4]) } == whole["output"]?.array)
        #expect(sent[5] == ["type": "function_call_output", "call_id": "call_1", "output": "found"])
    }

    @Test func `an answer of a schema is read as a value`() async throws {
        struct Kind: Decodable, Equatable { var kind: String }
        let body = Self.answer.replacingOccurrences(of: "Theft, ", with: #"{\"kind\":"#)
            .replacingOccurrences(of: "surely.", with: #"\"theft\"}"#)
        let response = try await MantleDouble(.init(body)).client()
            .createResponse(model: "m", "hi", project: .defaultProject)
        #expect(try response.decodedText() == Kind(kind: "theft"))
        #expect(throws: DecodingError.self) { try response.decodedText(as: [Int].self) }
    }

    @Test func `a refusal, a failure and an early end are told`() async throws {
        let refused = """
            {"id":"resp_1","status":"incomplete","incomplete_details":{"reason":"content_filter"},
             "error":{"code":"server_error","message":"sorry"},"usage":null,
             "output":[{"type":"message","role":"assistant","content":[{"type":"refusal","refusal":"I will not."}]}]}
            """
        let response = try await MantleDouble(.init(refused)).client()
            .createResponse(model: "m", "hi", project: .defaultProject)
        #expect(response.refusal == "I will not.")
        #expect(response.text == "")
        #expect(response.incompleteReason == .contentFilter)
        #expect(response.error?.code == "server_error")
        #expect(response.tokenUsage == nil)
    }

    @Test func `models below another root are called there`() async throws {
        let double = MantleDouble(.init(Self.answer))
        let client = try double.client()
        for model in ["openai.gpt-5.5", "google.gemma-4-27b", "xai.grok-4.3", "openai.gpt-oss-20b", "qwen.qwen3-32b"] {
            _ = try await client.createResponse(model: ModelID(rawValue: model), "hi", project: .defaultProject)
        }
        _ = try await double.client(route: .mantle(root: .openAI))
            .createResponse(model: "qwen.qwen3-32b", "hi", project: .defaultProject)
        let (openAI, plain) = ("/openai/v1/responses", "/v1/responses")
        #expect(double.exchanges.map(\.path) == [openAI, openAI, openAI, plain, plain, openAI])
    }

    @Test func `bedrock-runtime serves the same API under its own name, without projects`() async throws {
        let double = MantleDouble(.init(Self.answer))
        let client = try double.client(route: .runtime)
        _ = try await client.createResponse(model: "openai.gpt-oss-120b-1:0", "hi", project: .defaultProject)
        let request = try #require(double.exchanges.first)
        #expect(request.url == "https://bedrock-runtime.us-east-1.amazonaws.com")
        #expect(request.path == "/openai/v1/responses")
        #expect(request.header("Authorization")?.contains("/us-east-1/bedrock/aws4_request") == true)

        let charged = await failure { try await client.createResponse(model: "m", "hi", project: "proj_a") }
        #expect(charged?.message.contains("bedrock-runtime charges the default project only") == true)
        let later = await failure {
            try await client.backgroundResponse(.init(model: "m", input: "hi"), project: .defaultProject)
        }
        #expect(later?.message.contains("makes no responses in the background") == true)
        let models = await failure { try await client.models() }
        #expect(models?.code == .invalidInput)
        #expect(double.exchanges.count == 1)
    }

    @Test func `an error under a good status is an error`() async throws {
        let double = MantleDouble(
            .init(#"{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}"#))
        let error = await failure {
            try await double.client(route: .runtime).createResponse(model: "m", "hi", project: .defaultProject)
        }
        #expect(error?.code == .notFound)
        #expect(error?.serviceCode == "UnknownOperationException")
        #expect(error?.httpStatus == 200)
        #expect(error?.operation == "Bedrock Runtime.CreateResponse")
        let cut = await failure {
            try await MantleDouble(.init(#"{"id":"resp_1","output":["#)).client()
                .createResponse(model: "m", "hi", project: .defaultProject)
        }
        #expect(cut?.code == .malformedResponse)
    }

    @Test(
        arguments: [
            (ResponseRequest(model: "", input: "hi"), "model: must not be empty"),
            (
                ResponseRequest(
                    model: "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abcdefghijkl",
                    input: "hi"), "an inference profile is called by Converse or InvokeModel"
            ),
            (ResponseRequest(model: "m", input: "hi") { $0.maxOutputTokens = 15 }, "at least 16, not 15"),
            (ResponseRequest(model: "m", input: "hi") { $0.temperature = 2.5 }, "from 0 to 2, not 2.5"),
            (ResponseRequest(model: "m", input: "hi") { $0.topP = -0.1 }, "from 0 to 1, not -0.1"),
            (ResponseRequest(model: "m", input: []), "input: must not be empty"),
            (
                ResponseRequest(model: "m", input: "hi") {
                    $0.metadata = Dictionary(uniqueKeysWithValues: (0..<17).map { ("k\($0)", "") })
                }, "at most 16 pairs, not 17"
            ),
            (
                ResponseRequest(model: "m", input: "hi") { $0.metadata = ["k": String(repeating: "v", count: 513)] },
                "at most 512 characters, not 513"
            ),
            (ResponseRequest(model: "m", input: "hi") { $0.tools = [FunctionTool(name: "a b")] }, #"not "a b""#),
            (ResponseRequest(model: "m", input: "hi") { $0.toolChoice = .function("f") }, "is none of the tools"),
            (
                ResponseRequest(model: "m", input: "hi") { $0.format = .jsonSchema(name: "s", schema: "no") },
                "must be a JSON object"
            ),
            (
                ResponseRequest(model: "m", input: "hi") {
                    $0.background = true
                    $0.store = false
                }, "must be stored"
            ),
        ])
    func `a request that the API would refuse is not sent`(request: ResponseRequest, message: String) async throws {
        let double = MantleDouble(.init(Self.answer))
        let error = await failure { try await double.client().createResponse(request, project: .defaultProject) }
        #expect(error?.code == .invalidInput)
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "-")")
        let project = await failure { try await double.client().createResponse(model: "m", "hi", project: "") }
        #expect(project?.message.contains("must be proj_") == true)
        #expect(double.exchanges.isEmpty)
    }

    @Test func `stored responses are read, cancelled, listed and deleted in their project`() async throws {
        let double = MantleDouble { request, number in
            switch (request.method, request.path.contains("input_items")) {
            case ("DELETE", _): .init(#"{"id":"resp_1","object":"response","deleted":true}"#)
            case (_, true):
                number == 2
                    ? .init(
                        #"{"data":[{"type":"message","role":"user","content":"b"}],"last_id":"i/1","has_more":true}"#)
                    : .init(#"{"data":[{"role":"user","content":"a"}],"last_id":"i_2","has_more":false}"#)
            default: .init(Self.answer)
            }
        }
        let client = try double.client()
        _ = try await client.response("resp_1", project: "proj_a", model: "openai.gpt-5.5")
        _ = try await client.cancelResponse("resp_1", project: "proj_a")
        let items = try await client.inputItems(of: "resp_1", project: "proj_a", pageSize: 1).collect()
        #expect(items.map(\.text) == ["b", "a"])
        #expect(items.map(\.role) == [.user, .user])
        try await client.deleteResponse("resp_1", project: "proj_a")
        #expect(
            double.exchanges.map { "\($0.method) \($0.path)" } == [
                "GET /openai/v1/responses/resp_1", "POST /v1/responses/resp_1/cancel",
                "GET /v1/responses/resp_1/input_items?limit=1",
                "GET /v1/responses/resp_1/input_items?after=i%2F1&limit=1", "DELETE /v1/responses/resp_1",
            ])
        #expect(double.exchanges.allSatisfy { $0.header("OpenAI-Project") == "proj_a" })
    }

    @Test func `models are listed`() async throws {
        let double = MantleDouble(
            .init(#"{"object":"list","data":[{"id":"openai.gpt-oss-120b","created":1,"owned_by":"openai","x":1}]}"#))
        let models = try await double.client().models()
        #expect(models.map(\.id) == ["openai.gpt-oss-120b"])
        #expect(models.first?.ownedBy == "openai")
        #expect(double.exchanges.map(\.path) == ["/v1/models"])
    }
}

@Suite struct BackgroundResponseTests {
    private static func response(_ status: String) -> MantleDouble.Reply {
        .init(#"{"id":"resp_1","status":"\#(status)","model":"openai.gpt-5.5","usage":null,"output":[]}"#)
    }

    @Test func `a response in the background is asked for until it is finished`() async throws {
        let clock = InstantClock()
        let double = MantleDouble { _, number in
            switch number {
            case 0: Self.response("queued")
            case 1, 2: Self.response("in_progress")
            case 3: Self.response("a_new_status")
            default: .init(ResponseTests.answer)
            }
        }
        let response = try await double.client(clock: clock).backgroundResponse(
            ResponseRequest(model: "openai.gpt-5.5", input: "hi"), project: "proj_a", every: .seconds(3))
        #expect(response.status == .completed)
        #expect(response.tokenUsage?.output == 40)
        #expect(clock.waits == Array(repeating: .seconds(3), count: 4))
        #expect(double.exchanges.map(\.method) == ["POST", "GET", "GET", "GET", "GET"])
        #expect(double.exchanges.allSatisfy { $0.path.hasPrefix("/openai/v1/responses") })
        #expect(double.exchanges.allSatisfy { $0.header("OpenAI-Project") == "proj_a" })
        let first = try #require(try double.exchanges.first?.json["background"])
        #expect(first == true)
    }

    @Test(arguments: ["completed", "failed", "cancelled", "incomplete"])
    func `every terminal state ends the questions`(status: String) async throws {
        let double = MantleDouble { _, number in Self.response(number == 0 ? "queued" : status) }
        let response = try await double.client(clock: InstantClock()).backgroundResponse(
            ResponseRequest(model: "m", input: "hi"), project: .defaultProject)
        #expect(response.status.rawValue == status)
        #expect(double.exchanges.count == 2)
    }

    @Test func `the questions end at the limit, with the id of what goes on`() async throws {
        let clock = InstantClock()
        let double = MantleDouble { _, _ in Self.response("in_progress") }
        let error = await failure {
            try await double.client(clock: clock).backgroundResponse(
                ResponseRequest(model: "m", input: "hi"), project: .defaultProject, every: .seconds(2),
                within: .seconds(5))
        }
        #expect(error?.code == .timeout)
        #expect(error?.details?["id"] == "resp_1")
        #expect(error?.message.contains("still in_progress") == true)
        #expect(clock.waits == [.seconds(2), .seconds(2)])
    }
}
