import AWSCore

/// Reads the body of InvokeModel in the language of the model's vendor.
struct InvokeBody {
    let model: FoundationModel
    let body: JSONValue

    func prompt() throws(ServiceFault) -> Prompt {
        var prompt: Prompt
        switch model.dialect {
        case .anthropic: prompt = try anthropic()
        case .nova:
            // Nova's own body has Converse's form.
            prompt = try ConverseBody(model: model, body: body).prompt()
            prompt.maximumTokens =
                body["inferenceConfig"]?["maxTokens"]?.int ?? body["inferenceConfig"]?["max_new_tokens"]?.int
        case .llama: prompt = try plain(limit: "max_gen_len", fallback: 512)
        case .mistral: prompt = try plain(limit: "max_tokens", fallback: 8_192)
        case .openAI: prompt = try openAI()
        }
        try ConverseBody.checkCachePoints(prompt, model)
        return prompt
    }

    private static func malformed(_ detail: String) -> ServiceFault {
        .validation("Malformed input request: \(detail), please reformat your input and try again.")
    }

    // MARK: Anthropic Messages

    private func anthropic() throws(ServiceFault) -> Prompt {
        for key in ["anthropic_version", "max_tokens", "messages"] where body[key] == nil {
            throw Self.malformed("#: required key [\(key)] not found")
        }
        guard body["anthropic_version"]?.string == "bedrock-2023-05-31" else {
            throw Self.malformed("#/anthropic_version: the value is not bedrock-2023-05-31")
        }
        var prompt = Prompt()
        guard let maximum = body["max_tokens"]?.int, maximum >= 1 else {
            throw .validation("max_tokens: Input should be greater than or equal to 1")
        }
        guard maximum <= model.maximumOutput else {
            throw .validation(
                "max_tokens: \(maximum) > \(model.maximumOutput), which is the maximum allowed number of output tokens "
                    + "for \(model.id)")
        }
        prompt.maximumTokens = maximum
        prompt.stopSequences = body["stop_sequences"]?.array?.compactMap(\.string) ?? []
        for tool in body["tools"]?.array ?? [] {
            guard let name = tool["name"]?.string else { throw .validation("tools: Field required: name") }
            let definition = tool.without("cache_control")
            prompt.tools.append(Prompt.Tool(name: name, schema: tool["input_schema"] ?? [:]))
            prompt.add("tool", tokens: Tokenizer.count(definition), definition.bytes)
            try addCachePoint(of: tool, &prompt)
        }
        switch body["tool_choice"]?["type"]?.string {
        case "any": prompt.forcedTool = prompt.tools.first
        case "tool":
            let name = body["tool_choice"]?["name"]?.string
            guard let tool = prompt.tools.first(where: { $0.name == name }) else {
                throw .validation("Tool '\(name ?? "")' not found in provided tools")
            }
            prompt.forcedTool = tool
        default: break
        }
        if let text = body["system"]?.string { prompt.add(text: text, "system") }
        for block in body["system"]?.array ?? [] {
            prompt.add(text: block["text"]?.string ?? "", "system")
            try addCachePoint(of: block, &prompt)
        }
        guard let messages = body["messages"]?.array, !messages.isEmpty else {
            throw .validation("messages: at least one message is required")
        }
        for (index, message) in messages.enumerated() {
            guard let role = message["role"]?.string, ["user", "assistant"].contains(role) else {
                throw .validation("messages.\(index).role: Input should be 'user' or 'assistant'")
            }
            if index == 0, role != "user" {
                throw .validation("messages: first message must use the \"user\" role")
            }
            prompt.addMessage(role)
            if let text = message["content"]?.string {
                guard !text.isEmpty else {
                    throw .validation("messages.\(index): user messages must have non-empty content")
                }
                prompt.add(text: text)
                continue
            }
            guard let blocks = message["content"]?.array, !blocks.isEmpty else {
                throw .validation("messages.\(index): user messages must have non-empty content")
            }
            for (blockIndex, block) in blocks.enumerated() {
                try addAnthropic(block, &prompt, at: "messages.\(index).content.\(blockIndex)")
                try addCachePoint(of: block, &prompt)
            }
        }
        if let thinking = body["thinking"] {
            prompt.reasoningBudget = try ConverseBody.reasoningBudget(thinking, model)
        }
        return prompt
    }

    private func addAnthropic(_ block: JSONValue, _ prompt: inout Prompt, at path: String) throws(ServiceFault) {
        let plain = block.without("cache_control")
        switch block["type"]?.string {
        case "text":
            guard let text = block["text"]?.string, text.contains(where: { !$0.isWhitespace }) else {
                throw .validation("\(path).text: text content blocks must contain non-whitespace text")
            }
            prompt.add(text: text)
        case "image":
            guard model.inputModalities.contains("IMAGE") else {
                throw .validation("\(path): this model does not support images")
            }
            prompt.add("image", tokens: Tokenizer.perImage, plain.bytes)
        case "document":
            let data = block["source"]?["data"]?.string ?? ""
            let tokens =
                block["source"]?["type"]?.string == "base64" ? Tokenizer.count(base64: data) : Tokenizer.count(data)
            prompt.add("document", tokens: tokens, plain.bytes)
        case "tool_use": prompt.add("toolUse", tokens: Tokenizer.count(block["input"] ?? [:]), plain.bytes)
        case "tool_result":
            if let text = block["content"]?.string {
                prompt.add("toolResult", tokens: Tokenizer.count(text), plain.bytes)
            } else {
                for part in block["content"]?.array ?? [] { try addAnthropic(part, &prompt, at: "\(path).content") }
            }
        case "thinking":
            prompt.add("reasoning", tokens: Tokenizer.count(block["thinking"]?.string ?? ""), plain.bytes)
        case let kind:
            throw .validation(
                "\(path): Input tag '\(kind ?? "")' found using 'type' does not match any of the expected tags")
        }
    }

    private func addCachePoint(of block: JSONValue, _ prompt: inout Prompt) throws(ServiceFault) {
        guard let control = block["cache_control"], control != .null else { return }
        guard let life = Prompt.CacheLife(rawValue: control["ttl"]?.string ?? "5m") else {
            throw .validation("cache_control.ttl: Input should be '5m' or '1h'")
        }
        prompt.pieces.append(.cachePoint(life))
    }

    // MARK: Other vendors

    private func plain(limit: String, fallback: Int) throws(ServiceFault) -> Prompt {
        guard let text = body["prompt"]?.string else { throw Self.malformed("#: required key [prompt] not found") }
        var prompt = Prompt()
        prompt.add(text: text)
        prompt.maximumTokens = min(body[limit]?.int ?? fallback, model.maximumOutput)
        prompt.stopSequences = body["stop"]?.array?.compactMap(\.string) ?? []
        return prompt
    }

    private func openAI() throws(ServiceFault) -> Prompt {
        guard let messages = body["messages"]?.array, !messages.isEmpty else {
            throw Self.malformed("#: required key [messages] not found")
        }
        var prompt = Prompt()
        for message in messages {
            prompt.addMessage(message["role"]?.string ?? "user")
            if let text = message["content"]?.string { prompt.add(text: text) }
            for part in message["content"]?.array ?? [] { prompt.add(text: part["text"]?.string ?? "") }
        }
        prompt.maximumTokens = body["max_completion_tokens"]?.int ?? body["max_tokens"]?.int
        return prompt
    }
}

extension JSONValue {
    /// The object without its member `name`; other values stay as they are.
    func without(_ name: String) -> JSONValue {
        guard var members = object else { return self }
        members[name] = nil
        return .object(members)
    }
}
