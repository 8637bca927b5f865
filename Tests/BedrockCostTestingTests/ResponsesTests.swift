import AWSCore
import BedrockCostTesting
import Foundation
import HTTPTypes
import Testing

private let lookup: JSONValue = [
    "type": "function", "name": "lookup",
    "parameters": [
        "type": "object", "required": ["id"], "properties": ["id": ["type": "string"], "limit": ["type": "integer"]],
    ],
]

@Suite struct `The Responses API` {
    let mock = MockAWS(seed: 5)
    var caller: Caller { Caller(mock) }

    private func tokens(_ text: String) -> Int { (text.utf8.count + 3) / 4 }
    private func terra(_ text: String, _ members: [String: JSONValue] = [:]) async throws -> Caller.Reply {
        let body: [String: JSONValue] = ["model": "openai.gpt-5.6-terra", "input": .string(text)]
        return try await caller.mantle(.post, "/openai/v1/responses", .object(body.merging(members) { $1 }))
    }

    @Test func `an answer tells its tokens, counted by the documented rule`() async throws {
        let reply = try await caller.respond(
            "Grüße aus Köln", ["instructions": "Be brief.", "max_output_tokens": 400, "metadata": ["team": "claims"]])
        let text = try #require(reply.outputText)
        let input = tokens("Grüße aus Köln") + 3 + tokens("Be brief.")
        #expect(reply.status == 200)
        #expect(reply.json["object"] == "response")
        #expect(reply.json["status"] == "completed")
        #expect(reply.json["id"]?.string?.hasPrefix("resp_") == true)
        #expect(reply.json["completed_at"] == 1_790_841_600)
        #expect(reply.json["metadata"] == ["team": "claims"])
        #expect(reply.json["usage"]?["input_tokens"]?.int == input)
        #expect(reply.json["usage"]?["output_tokens"]?.int == tokens(text))
        #expect(reply.json["usage"]?["total_tokens"]?.int == input + tokens(text))
        #expect(reply.json["usage"]?["input_tokens_details"] == ["cached_tokens": 0, "cache_write_tokens": 0])
        #expect(reply.field("x-ratelimit-limit-tokens") == "20000000")
        #expect(reply.field("x-ratelimit-remaining-tokens") == String(20_000_000 - input))
        #expect(reply.field("x-ratelimit-reset-tokens") == "60s")
        #expect(mock.bill.tokens == [.input: input, .output: tokens(text)])
    }

    @Test func `the stream says what the whole answer says, step by step`() async throws {
        let whole = try await caller.respond("Hello", ["reasoning": ["effort": "low"]])
        let stream = try await caller.respond("Hello", ["reasoning": ["effort": "low"], "stream": true])
        #expect(stream.fields[.contentType] == "text/event-stream; charset=utf-8")
        let events = stream.serverSentEvents
        #expect(events.allSatisfy { $0.type == $0.data["type"]?.string })
        #expect(events.map { $0.data["sequence_number"]?.int } == events.indices.map { $0 })
        let types = events.compactMap(\.type).reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
        #expect(
            types == [
                "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added",
                "response.reasoning_text.delta", "response.reasoning_text.done", "response.content_part.done",
                "response.output_item.done", "response.output_item.added", "response.content_part.added",
                "response.output_text.delta", "response.output_text.done", "response.content_part.done",
                "response.output_item.done", "response.completed",
            ])
        let text = events.filter { $0.type == "response.output_text.delta" }.compactMap { $0.data["delta"]?.string }
        #expect(text.count > 1)
        #expect(text.joined() == whole.outputText)
        let last = try #require(events.last?.data["response"])
        #expect(last["usage"] == whole.json["usage"])
        let reasoning = try #require(last["usage"]?["output_tokens_details"]?["reasoning_tokens"]?.int)
        #expect((1...16).contains(reasoning))
        #expect(events.first?.data["response"]?["usage"] == .null)
        #expect(mock.bill.rows.filter { $0.tokenClass == .input }.map(\.tokens) == [2 * (tokens("Hello") + 3)])
    }

    @Test func `an answer that hits its limit is incomplete`() async throws {
        mock.enqueueReply(String(repeating: "word ", count: 100))
        let reply = try await caller.respond("Hello", ["max_output_tokens": 16])
        #expect(reply.json["status"] == "incomplete")
        #expect(reply.json["incomplete_details"] == ["reason": "max_output_tokens"])
        #expect(reply.json["usage"]?["output_tokens"] == 16)
        mock.enqueueReply(String(repeating: "word ", count: 100))
        let stream = try await caller.respond("Hello", ["max_output_tokens": 16, "stream": true])
        #expect(stream.serverSentEvents.last?.type == "response.incomplete")
        let low = try await caller.respond("Hello", ["max_output_tokens": 5])
        #expect(low.refusal == Refusal(status: 400, code: "integer_below_min_value", parameter: "max_output_tokens"))
    }

    @Test func `a conversation continues within its project`() async throws {
        let project = try await caller.project("claims")
        mock.enqueueReply("First answer")
        let first = try await caller.respond("First question", project: project)
        let id = try #require(first.json["id"])
        let second = try await caller.respond("Second question", project: project, ["previous_response_id": id])
        let before = tokens("First question") + 3 + tokens("First answer") + 3
        #expect(second.json["usage"]?["input_tokens"]?.int == before + tokens("Second question") + 3)
        #expect(second.json["previous_response_id"] == id)

        let item = try #require(first.json["output"]?[0]?["id"])
        let input: JSONValue = [["type": "item_reference", "id": item], ["role": "user", "content": "And?"]]
        let referring = try await caller.respond("", project: project, ["input": input])
        #expect(referring.json["usage"]?["input_tokens"]?.int == tokens("First answer") + 3 + 1 + 3)
        #expect(try await caller.respond("", ["input": input]).refusal.code == "item_not_found")
        for stranger in [nil, try await caller.project("sales")] {
            let refused = try await caller.respond("More", project: stranger, ["previous_response_id": id])
            #expect(
                refused.refusal
                    == Refusal(status: 400, code: "previous_response_not_found", parameter: "previous_response_id"))
            let path = "/responses/\(id.string ?? "")"
            #expect(try await caller.mantle(.get, path, project: stranger).refusal.code == "response_not_found")
        }
    }

    @Test func `stored answers can be read, listed and deleted for thirty days`() async throws {
        let stored = try await caller.respond("Hello")
        let path = "/responses/\(try #require(stored.json["id"]?.string))"
        #expect(try await caller.mantle(.get, path).json == stored.json)
        let items = try await caller.mantle(.get, "\(path)/input_items").json
        #expect(items["data"]?[0]?["content"]?[0]?["text"] == "Hello")
        #expect(items["has_more"] == false)
        #expect(
            try await caller.mantle(.post, "\(path)/cancel").refusalMessage == "Cannot cancel a synchronous response.")
        let deleted = try await caller.mantle(.delete, path)
        #expect(deleted.json["deleted"] == true)
        #expect(try await caller.mantle(.get, path).refusal == Refusal(status: 404, code: "response_not_found"))

        let unstored = try await caller.respond("Hello", ["store": false])
        let other = try await caller.mantle(.get, "/responses/\(unstored.json["id"]?.string ?? "")")
        #expect(other.status == 404)
        let old = "/responses/\(try await caller.respond("Hello").json["id"]?.string ?? "")"
        mock.clock.advance(by: .seconds(30 * 86_400 - 1))
        #expect(try await caller.mantle(.get, old).status == 200)
        mock.clock.advance(by: .seconds(1))
        #expect(try await caller.mantle(.get, old).status == 404)
    }

    @Test func `the background moves on with the clock and is billed at its end`() async throws {
        let queued = try await caller.respond("Hello", ["background": true])
        #expect(queued.json["status"] == "queued")
        #expect(queued.json["usage"] == .null)
        let path = "/responses/\(try #require(queued.json["id"]?.string))"
        #expect(mock.bill.rows.isEmpty)
        mock.clock.advance(by: .seconds(1))
        #expect(try await caller.mantle(.get, path).json["status"] == "in_progress")
        mock.clock.advance(by: .seconds(60))
        #expect(mock.bill.rows.count == 2)
        let done = try await caller.mantle(.get, path)
        #expect(done.json["status"] == "completed")
        #expect(done.json["usage"]?["output_tokens"]?.int == mock.bill.tokens[.output])
        #expect(try await caller.mantle(.post, "\(path)/cancel").json["status"] == "completed")
        let unstored = try await caller.respond("Hello", ["background": true, "store": false])
        #expect(unstored.refusal == Refusal(status: 400, code: "invalid_value", parameter: "background"))
    }

    @Test func `a cancelled response costs what was generated by then`() async throws {
        mock.enqueueReply(String(repeating: "word", count: 1_000))
        let early = try await caller.respond("Hello", ["background": true])
        let path = "/responses/\(try #require(early.json["id"]?.string))"
        #expect(try await caller.mantle(.post, "\(path)/cancel").json["status"] == "cancelled")
        #expect(mock.bill.rows.isEmpty)

        mock.enqueueReply(String(repeating: "word", count: 1_000))
        let late = try await caller.respond("Hello", ["background": true])
        // One second in the queue, then 80 ms and 11 ms for each token.
        mock.clock.advance(by: .seconds(1 + 5.54))
        let cancelled = try await caller.mantle(.post, "/responses/\(late.json["id"]?.string ?? "")/cancel")
        #expect(cancelled.json["status"] == "cancelled")
        #expect(mock.bill.tokens[.output] == 500)
        mock.clock.advance(by: .seconds(60))
        #expect(mock.bill.tokens[.output] == 500)
    }

    @Test func `tools are called where the caller or a test demands it`() async throws {
        let free = try await caller.respond("Hello", ["tools": [lookup]])
        #expect(free.outputText != nil)
        let forced = try await caller.respond("Hello", ["tools": [lookup], "tool_choice": "required"])
        let call = try #require(forced.json["output"]?[0])
        #expect(call["type"] == "function_call")
        #expect(call["name"] == "lookup")
        let arguments = try JSONValue(parsing: Array((call["arguments"]?.string ?? "").utf8))
        #expect(arguments["id"]?.string?.isEmpty == false)

        mock.enqueueToolCall("lookup", arguments: ["id": "4711"])
        let scripted = try await caller.respond("Hello", ["tools": [lookup], "stream": true])
        let done = scripted.serverSentEvents.first { $0.type == "response.function_call_arguments.done" }
        #expect(done?.data["arguments"] == #"{"id":"4711"}"#)
        let result: JSONValue = [
            ["role": "user", "content": "Hello"], call,
            ["type": "function_call_output", "call_id": call["call_id"] ?? .null, "output": "settled"],
        ]
        #expect(try await caller.respond("", ["input": result]).status == 200)
        let stray: JSONValue = [["type": "function_call_output", "call_id": "call_x", "output": ""]]
        let refused = try await caller.respond("", ["input": stray])
        #expect(refused.refusalMessage == "No tool call found for function call output with call_id call_x.")
        let absent = try await caller.respond(
            "", ["tools": [lookup], "tool_choice": ["type": "function", "name": "other"]])
        #expect(absent.refusalMessage == "Tool choice 'other' not found in 'tools' parameter.")
    }

    @Test func `structured output satisfies its schema`() async throws {
        let schema: JSONValue = [
            "type": "object", "additionalProperties": false,
            "required": ["verdict", "amount", "items", "note", "owner", "due"],
            "properties": [
                "verdict": ["enum": ["approve", "refuse"]],
                "amount": ["type": "integer", "minimum": 500, "maximum": 505],
                "items": ["type": "array", "minItems": 2, "items": ["type": "string", "minLength": 20]],
                "note": ["type": ["null", "string"]], "owner": ["$ref": "#/$defs/Person"],
                "due": ["anyOf": [["type": "string", "format": "date"], ["type": "null"]]],
            ],
            "$defs": ["Person": ["type": "object", "required": ["name"], "properties": ["name": ["const": "alice"]]]],
        ]
        let reply = try await caller.respond(
            "Hello", ["text": ["format": ["type": "json_schema", "name": "claim", "schema": schema, "strict": true]]])
        let value = try JSONValue(parsing: Array((reply.outputText ?? "").utf8))
        #expect(["approve", "refuse"].contains(value["verdict"]?.string))
        #expect((500...505).contains(value["amount"]?.int ?? 0))
        #expect(value["items"]?.array?.count == 2)
        #expect(value["items"]?.array?.allSatisfy { ($0.string?.count ?? 0) >= 20 } == true)
        #expect(value["note"]?.string != nil)
        #expect(value["owner"] == ["name": "alice"])
        #expect(value["due"] == "2026-10-01")
        let nameless = try await caller.respond("Hello", ["text": ["format": ["type": "json_schema", "schema": [:]]]])
        #expect(nameless.refusal.parameter == "text.format.name")
    }

    @Test func `OpenAI's newer models stand under their own root, know no chat, and cache by themselves`() async throws
    {
        let prompt = String(repeating: "prompt. ", count: 700)
        let first = try await terra(prompt)
        #expect(first.json["usage"]?["input_tokens_details"] == ["cached_tokens": 0, "cache_write_tokens": 1403])
        let again = try await terra(prompt)
        #expect(again.json["usage"]?["input_tokens_details"] == ["cached_tokens": 1403, "cache_write_tokens": 0])
        #expect(again.json["usage"]?["input_tokens"] == 1403)
        #expect(mock.bill.tokens[.cacheRead] == 1403)
        mock.clock.advance(by: .seconds(1_801))
        let later = try await terra(prompt)
        #expect(later.json["usage"]?["input_tokens_details"]?["cache_write_tokens"] == 1403)

        let plain = try await caller.respond("Hello", ["model": "openai.gpt-5.6-terra"])
        #expect(plain.refusal == Refusal(status: 400, code: "unsupported_model", parameter: "model"))
        #expect(plain.refusalMessage == "The model 'openai.gpt-5.6-terra' does not support the '/v1/responses' API")
        let chat = try await caller.mantle(
            .post, "/openai/v1/chat/completions", ["model": "openai.gpt-5.6-terra", "messages": []])
        #expect(
            chat.refusalMessage
                == "The model 'openai.gpt-5.6-terra' does not support the '/openai/v1/chat/completions' API")
        let unknown = try await caller.respond("Hello", ["model": "openai.gpt-oss-120b-1:0"])
        #expect(unknown.refusal == Refusal(status: 404, code: "model_not_found", parameter: "model"))
    }

    @Test func `a prompt beyond 272,000 tokens costs GPT-5.6's higher rates`() async throws {
        _ = try await terra(String(repeating: "four", count: 272_000))
        // 272,000 tokens, three for the message: all written to the cache, at 5.50 USD for a million.
        let row = try #require(mock.bill.rows.first { $0.tokenClass == .cacheWrite5m })
        #expect(row.tokens == 272_003)
        #expect(row.cost == "1.4960165")
    }

    @Test func `models are listed for each Region`() async throws {
        func ids(_ region: String) async throws -> [String] {
            var caller = caller
            caller.region = region
            return try await caller.mantle(.get, "/models").json["data"]?.array?.compactMap { $0["id"]?.string } ?? []
        }
        #expect(try await ids("us-east-1").contains("openai.gpt-oss-120b"))
        #expect(try await ids("us-east-1").contains("openai.gpt-5.4") == false)
        #expect(try await ids("us-west-2").contains("openai.gpt-5.4"))
        let model = try await caller.mantle(.get, "/models/openai.gpt-oss-20b")
        #expect(model.json["object"] == "model")
        #expect(model.json["owned_by"] == "openai")
        #expect(try await caller.mantle(.get, "/models/none").refusal.code == "model_not_found")
    }

    @Test func `input that OpenAI refuses is refused by its name`() async throws {
        func refusal(_ members: [String: JSONValue]) async throws -> Refusal {
            try await caller.respond("Hello", members).refusal
        }
        let missing = try await refusal(["input": .null])
        #expect(missing == Refusal(status: 400, code: "missing_required_parameter", parameter: "input"))
        #expect(try await refusal(["input": 5]) == Refusal(status: 400, code: "invalid_type", parameter: "input"))
        #expect(try await refusal(["model": .null]).parameter == "model")
        #expect(try await refusal(["temperature": 2.5]).code == "decimal_out_of_range")
        #expect(try await refusal(["service_tier": "gold"]).parameter == "service_tier")
        #expect(try await refusal(["reasoning": ["effort": "extreme"]]).parameter == "reasoning.effort")
        #expect(try await refusal(["input": [["role": "robot", "content": "x"]]]).parameter == "input[0].role")
        #expect(try await refusal(["input": [["type": "spell"]]]).parameter == "input[0].type")
        #expect(
            try await refusal(["metadata": ["k": .string(String(repeating: "v", count: 513))]]).parameter == "metadata")
        var broken = caller
        broken.tamper = { _, _ in }
        let reply = try await broken.send(
            .post, "bedrock-mantle", "bedrock-mantle.us-east-1.api.aws", "/v1/responses", body: Array("{".utf8))
        #expect(reply.refusalMessage == "We could not parse the JSON body of your request.")
        #expect(mock.bill.rows.isEmpty)
    }
}
