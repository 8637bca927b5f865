import AWSCore

/// Reads the body of a Chat Completions call.
struct ChatBody {
    let body: OpenAIBody
    let model: FoundationModel

    /// - Throws: What OpenAI's rules refuse, by the parameter's name.
    func prompt() throws(ServiceFault) -> Prompt {
        var prompt = Prompt()
        for (index, tool) in (body["tools"]?.array ?? []).enumerated() {
            guard let function = tool["function"], let name = function["name"]?.string, OpenAIBody.isName(name) else {
                throw .refused(
                    "tools[\(index)].function.name", "invalid_value",
                    "Invalid 'tools[\(index)].function.name': must match '^[a-zA-Z0-9_-]{1,64}$'.")
            }
            prompt.tools.append(Prompt.Tool(name: name, schema: function["parameters"] ?? [:]))
            prompt.add("tool", tokens: Tokenizer.count(tool), tool.bytes)
        }
        try prompt.readToolChoice(body["tool_choice"], function: "function")
        try addMessages(&prompt)
        let (newer, older) = (
            try body.integer("max_completion_tokens", atLeast: 1), try body.integer("max_tokens", atLeast: 1)
        )
        prompt.maximumTokens = newer ?? older
        if let stop = body["stop"] {
            let sequences = stop.string.map { [$0] } ?? (stop.array ?? []).compactMap(\.string)
            guard (1...4).contains(sequences.count) else {
                throw .refused("stop", "invalid_value", "Invalid 'stop': expected a string or one to four strings.")
            }
            prompt.stopSequences = sequences
        }
        if let count = try body.integer("n", atLeast: 1), count > 1 {
            throw .refused(
                "n", "unsupported_value", "Unsupported value: 'n' is \(count); only 1 choice can be generated.")
        }
        prompt.outputSchema = try OpenAIBody.outputSchema(
            body["response_format"], nestedIn: "json_schema", at: "response_format")
        if let effort = try body.string("reasoning_effort"), model.hasReasoning {
            prompt.reasoningBudget = try OpenAIBody.reasoningBudget(effort, "reasoning_effort")
        }
        return prompt
    }

    private func addMessages(_ prompt: inout Prompt) throws(ServiceFault) {
        guard let value = body["messages"] else { throw .lacking("messages") }
        guard let messages = value.array, !messages.isEmpty else {
            throw .refused("messages", "empty_array", "Invalid 'messages': expected an array of at least one message.")
        }
        var calls: Set<String> = []
        for (index, message) in messages.enumerated() {
            let path = "messages[\(index)]"
            let roles = ["system", "developer", "user", "assistant", "tool"]
            guard let role = message["role"]?.string else { throw .lacking("\(path).role") }
            guard roles.contains(role) else { throw .invalidValue("\(path).role", role, roles) }
            prompt.addMessage(role)
            let uses = message["tool_calls"]?.array ?? []
            for use in uses {
                if let id = use["id"]?.string { calls.insert(id) }
                let arguments = use["function"]?["arguments"]?.string ?? ""
                prompt.add("toolUse", tokens: Tokenizer.count(arguments), arguments.utf8)
            }
            if role == "tool" {
                guard let id = message["tool_call_id"]?.string else { throw .lacking("\(path).tool_call_id") }
                guard calls.contains(id) else {
                    throw .refused(
                        "\(path).role", "invalid_value",
                        "Invalid parameter: messages with role 'tool' must be a response to a preceding message with "
                            + "'tool_calls'.")
                }
            }
            if let text = message["content"]?.string {
                prompt.add(text: text, role == "tool" ? "toolResult" : "text")
            } else if let parts = message["content"]?.array {
                for (part, content) in parts.enumerated() { try prompt.add(part: content, "\(path).content[\(part)]") }
            } else if uses.isEmpty {
                throw .invalidType("\(path).content", "a string or an array of parts")
            }
            prompt.endMessage(model)
        }
    }
}

/// The objects that the Chat Completions API answers with.
struct ChatReply {
    let id: String
    let created: Int64
    let model: String
    let tier: ServiceTier
    let completion: Completion

    private var finishReason: JSONValue {
        switch completion.stopReason {
        case .endTurn, .stopSequence: "stop"
        case .maxTokens: "length"
        case .toolUse: "tool_calls"
        }
    }

    private var usage: JSONValue { completion.count.chatUsage(reasoning: completion.reasoningTokens) }

    private func document(_ object: String, _ choices: JSONValue) -> [String: JSONValue] {
        [
            "id": .string(id), "object": .string(object), "created": .int(created), "model": .string(model),
            "service_tier": .string(tier.rawValue), "system_fingerprint": "fp_mock", "choices": choices,
        ]
    }

    var whole: JSONValue {
        var message: [String: JSONValue] = ["role": "assistant", "content": .null, "refusal": .null]
        for block in completion.blocks {
            switch block {
            case .text(let text): message["content"] = .string(text)
            case .toolUse(let id, let name, let input):
                let function: JSONValue = [
                    "name": .string(name), "arguments": .string(String(decoding: input.bytes, as: UTF8.self)),
                ]
                message["tool_calls"] = [
                    ["id": .string(ResponseObject.callID(id)), "type": "function", "function": function]
                ]
            case .reasoning: break
            }
        }
        let choice: JSONValue = [
            "index": 0, "message": .object(message), "logprobs": .null, "finish_reason": finishReason,
        ]
        var document = document("chat.completion", [choice])
        document["usage"] = usage
        return .object(document)
    }

    /// The chunks of the stream, and its terminator.
    ///
    /// - Parameter includesUsage: Whether a last chunk without choices tells the usage, and the others that there is none yet.
    func chunks(_ writer: ReplyWriter, includesUsage: Bool) -> [[UInt8]] {
        func chunk(_ delta: JSONValue, _ finish: JSONValue = .null) -> [UInt8] {
            let choice: JSONValue = ["index": 0, "delta": delta, "logprobs": .null, "finish_reason": finish]
            var document = document("chat.completion.chunk", [choice])
            if includesUsage { document["usage"] = .null }
            return serverSentEvent(nil, .object(document))
        }
        var chunks = [chunk(["role": "assistant", "content": "", "refusal": .null])]
        for block in completion.blocks {
            switch block {
            case .text(let text): chunks += writer.fragments(of: text).map { chunk(["content": .string($0)]) }
            case .toolUse(let id, let name, let input):
                let opening: JSONValue = [
                    "index": 0, "id": .string(ResponseObject.callID(id)), "type": "function",
                    "function": ["name": .string(name), "arguments": ""],
                ]
                chunks.append(chunk(["tool_calls": [opening]]))
                chunks += writer.fragments(of: String(decoding: input.bytes, as: UTF8.self)).map { fragment in
                    chunk(["tool_calls": [["index": 0, "function": ["arguments": .string(fragment)]]]])
                }
            case .reasoning: break
            }
        }
        chunks.append(chunk([:], finishReason))
        if includesUsage {
            var document = document("chat.completion.chunk", [])
            document["usage"] = usage
            chunks.append(serverSentEvent(nil, .object(document)))
        }
        return chunks + [Array("data: [DONE]\n\n".utf8)]
    }

    /// What stands in the stream where a failure ends it.
    static func failure(_ code: String, _ message: String) -> [UInt8] {
        let error: JSONValue = [
            "message": .string(message), "type": "server_error", "param": .null, "code": .string(code),
        ]
        return serverSentEvent(nil, ["error": error])
    }
}

extension EngineState {
    mutating func createChatCompletion(_ call: Call, _ endpoint: InferenceEndpoint) throws(ServiceFault) -> Reply {
        let body = try OpenAIBody(call)
        let context = try inferenceContext(body, call, endpoint, isChat: true)
        try body.checkCommonMembers()
        let isStreaming = try body.bool("stream") ?? false
        guard isStreaming || body["stream_options"] == nil else {
            throw .refused(
                "stream_options", "invalid_value",
                "The 'stream_options' parameter is only allowed when 'stream' is enabled.")
        }
        let prompt = try ChatBody(body: body, model: context.target.model).prompt()
        let (completion, fields) = try generate(prompt, context, call)
        let reply = ChatReply(
            id: "chatcmpl-" + call.requestID.filter { $0 != "-" }, created: call.now.unixSeconds,
            model: context.target.model.id, tier: context.tier, completion: completion)
        guard isStreaming else {
            settle(completion.count, context, call, isStreaming: false, output: reply.whole)
            return Reply(fields: fields, json: reply.whole)
        }
        let chunks = reply.chunks(
            ReplyWriter(seed: options.seed),
            includesUsage: body["stream_options"]?["include_usage"]?.bool ?? false)
        return stream(
            chunks, completion, context, call, fields: fields, output: reply.whole, failure: ChatReply.failure)
    }
}
