import AWSCore
import BedrockCostTesting
import Foundation
import HTTPTransport
import HTTPTypes
import Testing

private let weather: JSONValue = [
    "type": "function",
    "function": [
        "name": "weather",
        "parameters": ["type": "object", "required": ["city"], "properties": ["city": ["type": "string"]]],
    ],
]

@Suite struct `The Chat Completions API` {
    let mock = MockAWS(seed: 5)
    var caller: Caller { Caller(mock) }

    private func tokens(_ text: String) -> Int { (text.utf8.count + 3) / 4 }

    @Test func `an answer has one choice and its usage`() async throws {
        let reply = try await caller.chat(
            "",
            ["messages": [["role": "system", "content": "Be brief."], ["role": "user", "content": "Hello there"]]])
        let text = try #require(reply.outputText)
        let input = tokens("Be brief.") + 3 + tokens("Hello there") + 3
        #expect(reply.json["object"] == "chat.completion")
        #expect(reply.json["id"]?.string?.hasPrefix("chatcmpl-") == true)
        #expect(reply.json["choices"]?.array?.count == 1)
        #expect(reply.json["choices"]?[0]?["finish_reason"] == "stop")
        #expect(reply.json["usage"]?["prompt_tokens"]?.int == input)
        #expect(reply.json["usage"]?["completion_tokens"]?.int == tokens(text))
        #expect(reply.json["usage"]?["total_tokens"]?.int == input + tokens(text))
        #expect(mock.bill.tokens == [.input: input, .output: tokens(text)])
    }

    @Test func `the stream ends with DONE, and tells usage where it is asked for`() async throws {
        let whole = try await caller.chat("Hello")
        let plain = try await caller.chat("Hello", ["stream": true]).serverSentEvents
        #expect(plain.last?.data == .null)
        #expect(plain.allSatisfy { $0.type == nil && $0.data["usage"] == nil })
        let text = plain.compactMap { $0.data["choices"]?[0]?["delta"]?["content"]?.string }
        #expect(text.count > 2)
        #expect(text.joined() == whole.outputText)
        #expect(plain.dropLast().last?.data["choices"]?[0]?["finish_reason"] == "stop")

        let counted = try await caller.chat(
            "Hello", ["stream": true, "stream_options": ["include_usage": true]]
        ).serverSentEvents
        #expect(counted.dropLast().last?.data["choices"] == [])
        #expect(counted.dropLast().last?.data["usage"] == whole.json["usage"])
        #expect(counted.dropLast(2).allSatisfy { $0.data["usage"] == .null })
        let stray = try await caller.chat("Hello", ["stream_options": ["include_usage": true]])
        #expect(stray.refusal == Refusal(status: 400, code: "invalid_value", parameter: "stream_options"))
    }

    @Test func `limits, stop sequences and one choice`() async throws {
        mock.enqueueReply("one two STOP three")
        let stopped = try await caller.chat("Hello", ["stop": ["STOP"]])
        #expect(stopped.outputText == "one two ")
        #expect(stopped.json["choices"]?[0]?["finish_reason"] == "stop")
        mock.enqueueReply("one two three four")
        let cut = try await caller.chat("Hello", ["max_completion_tokens": 2])
        #expect(cut.outputText == "one two ")
        #expect(cut.json["choices"]?[0]?["finish_reason"] == "length")
        #expect(try await caller.chat("Hello", ["n": 2]).refusal.parameter == "n")
        #expect(try await caller.chat("Hello", ["messages": []]).refusal.code == "empty_array")
        #expect(
            try await caller.chat("Hello", ["messages": [["role": "tool", "content": "x", "tool_call_id": "call_1"]]])
                .refusal.parameter == "messages[0].role")
    }

    @Test func `tools come as tool calls, whole and in pieces`() async throws {
        let choice: JSONValue = ["type": "function", "function": ["name": "weather"]]
        let forced = try await caller.chat("Weather?", ["tools": [weather], "tool_choice": choice])
        let call = try #require(forced.json["choices"]?[0]?["message"]?["tool_calls"]?[0])
        #expect(forced.json["choices"]?[0]?["finish_reason"] == "tool_calls")
        #expect(forced.json["choices"]?[0]?["message"]?["content"] == .null)
        #expect(call["id"]?.string?.hasPrefix("call_") == true)

        mock.enqueueToolCall("weather", arguments: ["city": "Cologne"])
        let events = try await caller.chat("Weather?", ["tools": [weather], "stream": true]).serverSentEvents
        let deltas = events.compactMap { $0.data["choices"]?[0]?["delta"]?["tool_calls"]?[0] }
        #expect(deltas.first?["function"] == ["name": "weather", "arguments": ""])
        #expect(deltas.compactMap { $0["function"]?["arguments"]?.string }.joined() == #"{"city":"Cologne"}"#)

        let answered = try await caller.chat(
            "",
            [
                "messages": [
                    ["role": "user", "content": "Weather?"], ["role": "assistant", "tool_calls": [call]],
                    ["role": "tool", "tool_call_id": call["id"] ?? .null, "content": "Rain"],
                ]
            ])
        #expect(answered.status == 200)
        mock.enqueueToolCall("weather", arguments: ["city": "Cologne"])
        #expect(try await caller.chat("No tools").outputText == #"{"city":"Cologne"}"#)
    }

    @Test func `structured output and reasoning`() async throws {
        let format: JSONValue = [
            "type": "json_schema",
            "json_schema": ["name": "n", "schema": ["type": "object", "properties": ["a": ["type": "boolean"]]]],
        ]
        let reply = try await caller.chat("Hello", ["response_format": format, "reasoning_effort": "high"])
        let value = try JSONValue(parsing: Array((reply.outputText ?? "").utf8))
        #expect(value["a"]?.bool != nil)
        let reasoning = try #require(
            reply.json["usage"]?["completion_tokens_details"]?["reasoning_tokens"]?.int)
        #expect(reasoning > 0)
        #expect(reply.json["usage"]?["completion_tokens"]?.int == reasoning + tokens(reply.outputText ?? ""))
    }
}

@Suite struct `OpenAI's paths on bedrock-runtime` {
    let mock = MockAWS(seed: 5)
    var caller: Caller { Caller(mock) }
    private let body: JSONValue = ["model": "openai.gpt-oss-120b-1:0", "input": "Hello"]

    @Test func `the runtime's own model ids answer, and are billed as the runtime bills`() async throws {
        #expect(try await caller.runtimeOpenAI(.post, "/openai/v1/responses", body).status == 200)
        let chat = try await caller.runtimeOpenAI(
            .post, "/chat/completions",
            ["model": "openai.gpt-oss-120b-1:0", "messages": [["role": "user", "content": "Hello"]]])
        #expect(chat.status == 200)
        #expect(
            Set(mock.bill.rows.map(\.usageType))
                == ["USE1-gpt-oss-120b-input-tokens", "USE1-gpt-oss-120b-output-tokens"])
        let bare = try await caller.runtimeOpenAI(
            .post, "/openai/v1/responses", ["model": "openai.gpt-oss-120b", "input": "Hello"])
        #expect(bare.refusal == Refusal(status: 400, code: "model_not_found", parameter: "model"))
    }

    @Test func `there is only the default project, no background, and no inference profile for Responses`() async throws
    {
        func refusal(_ members: [String: JSONValue], project: String? = nil) async throws -> Refusal {
            let body = JSONValue.object((body.object ?? [:]).merging(members) { $1 })
            return try await caller.runtimeOpenAI(.post, "/openai/v1/responses", body, project: project).refusal
        }
        #expect(try await refusal([:], project: "default").status == 200)
        #expect(try await refusal([:], project: "proj_x").code == "project_not_supported")
        #expect(try await refusal(["background": true]).parameter == "background")
        let profile = try await caller.profile("claims", copying: "openai.gpt-oss-120b-1:0", tags: ["dept": "claims"])
        #expect(try await refusal(["model": .string(profile)]).code == "invalid_value")
        let chat = try await caller.runtimeOpenAI(
            .post, "/openai/v1/chat/completions",
            ["model": .string(profile), "messages": [["role": "user", "content": "Hello"]]])
        #expect(chat.status == 200)
        #expect(mock.bill.rows.contains { $0.tags == ["dept": "claims"] })
    }

    @Test func `the runtime logs its calls where the account wants it, the Projects endpoint does not`() async throws {
        let config: JSONValue = [
            "cloudWatchConfig": ["logGroupName": "calls", "roleArn": "arn:aws:iam::123456789012:role/log"]
        ]
        _ = try await caller.send(
            .put, "bedrock", "bedrock.us-east-1.amazonaws.com", "/logging/modelinvocations",
            fields: ["content-type": "application/json"], body: JSONValue.object(["loggingConfig": config]).serialized()
        )
        #expect(try await caller.respond("Hello").status == 200)
        let answer = try await caller.runtimeOpenAI(.post, "/openai/v1/responses", body)
        let records = try mock.invocationLogEvents().map { try JSONValue(parsing: Array($0.message.utf8)) }
        #expect(records.map { $0["modelId"] } == ["openai.gpt-oss-120b-1:0"])
        #expect(records.first?["operation"] == "CreateResponse")
        #expect(records.first?["output"]?["outputTokenCount"] == answer.json["usage"]?["output_tokens"])
    }

    @Test func `an unknown path answers 200 with an error inside`() async throws {
        let reply = try await caller.runtimeOpenAI(.get, "/openai/v1/models")
        #expect(reply.status == 200)
        #expect(reply.json["Output"]?["__type"] == "com.amazon.coral.service#UnknownOperationException")
    }
}

@Suite struct `Faults and the bill of the Projects endpoint` {
    let mock = MockAWS(seed: 5)
    var caller: Caller { Caller(mock) }

    @Test func `faults come in OpenAI's envelope`() async throws {
        mock.faults.add(.throttle, for: "CreateResponse")
        mock.faults.add(.serverError(503), for: "CreateResponse")
        let throttled = try await caller.respond("Hello")
        #expect(throttled.refusal == Refusal(status: 429, code: "rate_limit_exceeded"))
        #expect(throttled.json["error"]?["type"] == "rate_limit_error")
        let failed = try await caller.respond("Hello")
        #expect((failed.status, failed.json["error"]?["type"]) == (503, "server_error"))
        #expect(mock.bill.rows.isEmpty)

        mock.faults.add(.lostReply, for: "CreateChatCompletion")
        let lost = await #expect(throws: TransportError.self) { try await caller.chat("Hello") }
        #expect(lost?.requestMayHaveBeenProcessed == true)
        #expect(mock.bill.rows.count == 2)
    }

    @Test func `streams break off, end in mid-event or end with an error`() async throws {
        mock.faults.add(.brokenBody)
        let broken = await #expect(throws: TransportError.self) { try await caller.chat("Hello", ["stream": true]) }
        #expect(broken?.code == .connectionLost)
        mock.faults.add(.truncatedFrame)
        let truncated = try await caller.respond("Hello", ["stream": true])
        #expect(!truncated.text.hasSuffix("\n\n"))
        #expect(!truncated.text.contains("response.completed"))

        mock.faults.add(.lateException("server_error", message: "The model stopped."))
        let late = try await caller.respond("Hello", ["stream": true])
        let id = late.serverSentEvents.first?.data["response"]?["id"]?.string ?? ""
        #expect(late.serverSentEvents.last?.type == "error")
        #expect(late.serverSentEvents.last?.data["message"] == "The model stopped.")
        let stored = try await caller.mantle(.get, "/responses/\(id)")
        #expect(stored.json["status"] == "failed")
        #expect(stored.json["error"]?["message"] == "The model stopped.")

        mock.faults.add(.lateException("server_error", message: "The model stopped."))
        let chat = try await caller.chat("Hello", ["stream": true])
        #expect(chat.serverSentEvents.last?.data["error"]?["message"] == "The model stopped.")
        mock.faults.add(.lateException("server_error", message: "The model stopped."))
        let background = try await caller.respond("Hello", ["background": true])
        mock.clock.advance(by: .seconds(60))
        let failed = try await caller.mantle(.get, "/responses/\(background.json["id"]?.string ?? "")")
        #expect(failed.json["status"] == "failed")
    }

    @Test func `a model takes so many input tokens in a minute`() async throws {
        let mock = MockAWS { $0.mantleTokensPerMinute = 10 }
        let caller = Caller(mock)
        #expect(try await caller.respond("Hello").field("x-ratelimit-remaining-tokens") == "5")
        #expect(try await caller.respond("Hello").status == 200)
        let third = try await caller.respond("Hello")
        #expect(third.refusal == Refusal(status: 429, code: "rate_limit_exceeded"))
        #expect(third.refusalMessage.hasSuffix("Limit 10, Used 10, Requested 5."))
        mock.clock.advance(by: .seconds(60))
        #expect(try await caller.respond("Hello").status == 200)
    }

    @Test func `the bill has mantle's meters, the project and its tags at the time of the call`() async throws {
        let project = try await caller.project("claims", tags: ["dept": "claims"])
        _ = try await caller.respond("Hello", project: project)
        _ = try await caller.mantle(.post, "/organization/projects/\(project)", ["add_tags": ["dept": "sales"]])
        _ = try await caller.chat("Hello", project: project, ["service_tier": "flex"])
        _ = try await caller.respond("Hello")
        let input = mock.bill.rows.filter { $0.tokenClass == .input }
        #expect(Set(input.map(\.service)) == ["Amazon Bedrock"])
        #expect(Set(input.map(\.operation)) == ["CreateInference"])
        #expect(Set(input.map(\.modelID)) == ["openai.gpt-oss-120b"])
        let claims = try #require(input.first { $0.tags == ["dept": "claims"] })
        #expect(claims.usageType == "USE1-gpt-oss-120b-mantle-input-tokens-standard")
        #expect(claims.resource.hasSuffix(":project/\(project)"))
        #expect((claims.tokens, claims.quantity, claims.cost) == (5, "0.005", "0.00000075"))
        let sales = try #require(input.first { $0.tags == ["dept": "sales"] })
        #expect(sales.usageType == "USE1-gpt-oss-120b-mantle-input-tokens-flex")
        #expect(sales.cost == "0.000000375")
        let untagged = try #require(input.first { $0.tags.isEmpty })
        #expect(untagged.resource.hasSuffix(":project/default"))
    }

    @Test func `Cost Explorer shows a project's tag once it is active, as the bill has it`() async throws {
        let project = try await caller.project("claims", tags: ["dept": "claims"])
        _ = try await caller.respond("Before the activation", project: project)
        mock.clock.advance(by: .seconds(86_400))
        let activation: JSONValue = ["CostAllocationTagsStatus": [["TagKey": "dept", "Status": "Active"]]]
        #expect(try await caller.costExplorer("UpdateCostAllocationTagsStatus", activation).json["Errors"] == [])
        _ = try await caller.respond("After the activation", project: project)
        _ = try await caller.chat("Without a project")
        mock.clock.advance(by: .seconds(3 * 86_400))
        let costs = try await caller.costExplorer(
            "GetCostAndUsage",
            [
                "TimePeriod": ["Start": "2026-10-02", "End": "2026-10-03"], "Granularity": "DAILY",
                "Metrics": ["UnblendedCost"], "GroupBy": [["Type": "TAG", "Key": "dept"]],
                "Filter": ["Dimensions": ["Key": "SERVICE", "Values": ["Amazon Bedrock"]]],
            ])
        let groups = try #require(costs.json["ResultsByTime"]?[0]?["Groups"]?.array)
        func billed(_ tags: [String: String]) -> Decimal {
            mock.bill.rows.filter { $0.tags == tags && $0.day == "2026-10-02" }
                .compactMap { Decimal(string: $0.cost) }.reduce(0, +)
        }
        #expect(groups.map { $0["Keys"]?[0]?.string } == ["dept$", "dept$claims"])
        let amounts = groups.map { Decimal(string: $0["Metrics"]?["UnblendedCost"]?["Amount"]?.string ?? "") }
        #expect(amounts == [billed([:]), billed(["dept": "claims"])])
    }
}
