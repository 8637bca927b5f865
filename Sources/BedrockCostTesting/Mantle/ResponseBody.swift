import AWSCore

/// Reads the body of a Responses call.
struct ResponseBody {
    let body: OpenAIBody
    let model: FoundationModel
    /// What ids of items are made from.
    let stem: String
    /// The items of the conversation before, where the call continues one.
    let context: [JSONValue]
    /// The call's own input, each item with an id.
    let input: [JSONValue]

    /// - Parameter find: The stored item of an id, for references.
    init(
        _ body: OpenAIBody, model: FoundationModel, stem: String, context: [JSONValue],
        find: (String) -> JSONValue?
    ) throws(ServiceFault) {
        self.body = body
        self.model = model
        self.stem = stem
        self.context = context
        guard let value = body["input"] else { throw .lacking("input") }
        var items: [JSONValue] = []
        if let text = value.string {
            items = [["type": "message", "role": "user", "content": [["type": "input_text", "text": .string(text)]]]]
        } else if let list = value.array {
            items = list
        } else {
            throw .invalidType("input", "a string or an array of items")
        }
        var identified: [JSONValue] = []
        for (index, item) in items.enumerated() {
            guard var members = item.object else { throw .invalidType("input[\(index)]", "an object") }
            if members["type"] == "item_reference" {
                let id = members["id"]?.string ?? ""
                guard let item = find(id) else {
                    throw .refused("input", "item_not_found", "Item with id '\(id)' not found.")
                }
                identified.append(item)
                continue
            }
            if members["type"] == nil, members["role"] != nil { members["type"] = "message" }
            if let text = members["content"]?.string {
                let kind: JSONValue = members["role"]?.string == "assistant" ? "output_text" : "input_text"
                members["content"] = [["type": kind, "text": .string(text)]]
            }
            if members["id"]?.string == nil { members["id"] = .string("msg_\(stem)i\(index)") }
            identified.append(.object(members))
        }
        self.input = identified
    }

    /// - Throws: What OpenAI's rules refuse, by the parameter's name.
    func prompt() throws(ServiceFault) -> Prompt {
        var prompt = Prompt()
        for (index, tool) in (try array("tools")).enumerated() {
            guard let type = tool["type"]?.string else { throw .lacking("tools[\(index)].type") }
            if type == "function" {
                guard let name = tool["name"]?.string, OpenAIBody.isName(name) else {
                    throw .refused(
                        "tools[\(index)].name", "invalid_value",
                        "Invalid 'tools[\(index)].name': must match '^[a-zA-Z0-9_-]{1,64}$'.")
                }
                prompt.tools.append(Prompt.Tool(name: name, schema: tool["parameters"] ?? [:]))
            }
            prompt.add("tool", tokens: Tokenizer.count(tool), tool.bytes)
        }
        try prompt.readToolChoice(body["tool_choice"], function: nil)
        if let instructions = try body.string("instructions") { prompt.add(text: instructions, "system") }
        var calls: Set<String> = []
        for (index, item) in (context + input).enumerated() {
            try add(item, "input[\(max(0, index - context.count))]", &prompt, &calls)
            prompt.endMessage(model)
        }
        prompt.maximumTokens = try body.integer("max_output_tokens", atLeast: 16)
        prompt.outputSchema = try OpenAIBody.outputSchema(body["text"]?["format"], nestedIn: nil, at: "text.format")
        if let effort = body["reasoning"]?["effort"]?.string, model.hasReasoning {
            prompt.reasoningBudget = try OpenAIBody.reasoningBudget(effort, "reasoning.effort")
        }
        return prompt
    }

    private func array(_ name: String) throws(ServiceFault) -> [JSONValue] {
        guard let value = body[name] else { return [] }
        guard let list = value.array else { throw .invalidType(name, "an array") }
        return list
    }

    private func add(
        _ item: JSONValue, _ path: String, _ prompt: inout Prompt, _ calls: inout Set<String>
    ) throws(ServiceFault) {
        switch item["type"]?.string {
        case "message":
            let roles = ["user", "assistant", "system", "developer"]
            guard let role = item["role"]?.string else { throw .lacking("\(path).role") }
            guard roles.contains(role) else { throw .invalidValue("\(path).role", role, roles) }
            guard let parts = item["content"]?.array else { throw .lacking("\(path).content") }
            prompt.addMessage(role)
            for (index, part) in parts.enumerated() { try prompt.add(part: part, "\(path).content[\(index)]") }
        case "function_call":
            guard let id = item["call_id"]?.string else { throw .lacking("\(path).call_id") }
            calls.insert(id)
            let arguments = item["arguments"]?.string ?? ""
            prompt.add("toolUse", tokens: Tokenizer.count(arguments), arguments.utf8)
        case "function_call_output":
            guard let id = item["call_id"]?.string else { throw .lacking("\(path).call_id") }
            guard calls.contains(id) else {
                throw .refused(
                    "input", "invalid_value", "No tool call found for function call output with call_id \(id).")
            }
            if let text = item["output"]?.string {
                prompt.add("toolResult", tokens: Tokenizer.count(text), text.utf8)
            } else {
                for (index, part) in (item["output"]?.array ?? []).enumerated() {
                    try prompt.add(part: part, "\(path).output[\(index)]")
                }
            }
        case "reasoning":
            let texts = ((item["content"]?.array ?? []) + (item["summary"]?.array ?? [])).compactMap {
                $0["text"]?.string
            }
            for text in texts { prompt.add("reasoning", tokens: Tokenizer.count(text), text.utf8) }
        case let other:
            throw .invalidValue(
                "\(path).type", other ?? "", ["message", "function_call", "function_call_output", "reasoning"])
        }
    }
}

extension Prompt {
    /// Adds a part of a message, of Responses or of Chat Completions.
    mutating func add(part: JSONValue, _ path: String) throws(ServiceFault) {
        switch part["type"]?.string {
        case "text", "input_text", "output_text", "refusal":
            guard let text = part["text"]?.string ?? part["refusal"]?.string else { throw .lacking("\(path).text") }
            add(text: text)
        case "input_image", "image_url": add("image", tokens: Tokenizer.perImage, part.bytes)
        case "input_audio": add("audio", tokens: Tokenizer.perAudio, part.bytes)
        case "input_file", "file":
            let data = (part["file"] ?? part)["file_data"]?.string ?? ""
            // A data URL's bytes stand behind the comma.
            let encoded = data.split(separator: ",").last.map(String.init) ?? ""
            add("document", tokens: Tokenizer.count(base64: encoded), part.bytes)
        case let other:
            throw .invalidValue("\(path).type", other ?? "", ["text", "image", "audio", "file"])
        }
    }
}
