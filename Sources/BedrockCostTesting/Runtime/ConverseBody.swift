import AWSCore

/// Reads and checks the body of Converse and ConverseStream, by the service's rules.
struct ConverseBody {
    let model: FoundationModel
    /// The members of the body; Nova's InvokeModel takes the same.
    let body: JSONValue

    /// - Throws: `ValidationException`, or `AccessDeniedException` for cache points on a model without prompt caching.
    func prompt() throws(ServiceFault) -> Prompt {
        var prompt = Prompt()
        try addTools(&prompt)
        try addSystem(&prompt)
        try addMessages(&prompt)
        try readInferenceConfig(&prompt)
        try readReasoning(&prompt)
        try Self.checkCachePoints(prompt, model)
        return prompt
    }

    static func checkCachePoints(_ prompt: Prompt, _ model: FoundationModel) throws(ServiceFault) {
        guard prompt.cachePointCount > 0 else { return }
        guard model.cacheMinimum != nil else {
            throw .accessDenied(
                "You invoked an unsupported model or your request did not allow prompt caching. "
                    + "See the documentation for more information.")
        }
        guard prompt.cachePointCount <= 4 else {
            throw .validation("A maximum of 4 cache points may be provided. Found \(prompt.cachePointCount).")
        }
    }

    // MARK: Tools

    private func addTools(_ prompt: inout Prompt) throws(ServiceFault) {
        guard let config = body["toolConfig"], config != .null else { return }
        guard model.hasTools else { throw .validation("This model doesn't support tool use.") }
        guard let tools = config["tools"]?.array else { throw .missing("toolConfig.tools") }
        guard !tools.isEmpty else {
            throw .constraint("toolConfig.tools", "[]", "Member must have length greater than or equal to 1")
        }
        for (index, tool) in tools.enumerated() {
            let path = "toolConfig.tools.\(index + 1).member"
            switch try member(of: tool, ["toolSpec", "systemTool", "cachePoint"], at: path) {
            case ("toolSpec", let spec):
                guard let name = spec["name"]?.string else { throw .missing("\(path).toolSpec.name") }
                try Constraint.toolName.check(name, at: "\(path).toolSpec.name")
                guard let schema = spec["inputSchema"]?["json"] else { throw .missing("\(path).toolSpec.inputSchema") }
                guard !prompt.tools.contains(where: { $0.name == name }) else {
                    throw .validation("The tool name '\(name)' is used more than once in toolConfig.")
                }
                prompt.tools.append(Prompt.Tool(name: name, schema: schema))
                prompt.add("tool", tokens: Tokenizer.count(spec), spec.bytes)
            case ("cachePoint", let point): prompt.pieces.append(.cachePoint(try life(point)))
            case (_, let tool): prompt.add("tool", tokens: Tokenizer.count(tool), tool.bytes)
            }
        }
        guard let choice = config["toolChoice"], choice != .null else { return }
        switch try member(of: choice, ["auto", "any", "tool"], at: "toolConfig.toolChoice") {
        case ("any", _): prompt.forcedTool = prompt.tools.first
        case ("tool", let wanted):
            guard let tool = prompt.tools.first(where: { $0.name == wanted["name"]?.string }) else {
                throw .validation(
                    "The tool '\(wanted["name"]?.string ?? "")' in toolConfig.toolChoice is not among toolConfig.tools."
                )
            }
            prompt.forcedTool = tool
        default: break
        }
    }

    // MARK: System and messages

    private func addSystem(_ prompt: inout Prompt) throws(ServiceFault) {
        for (index, block) in (body["system"]?.array ?? []).enumerated() {
            switch try member(of: block, ["text", "guardContent", "cachePoint"], at: "system.\(index + 1).member") {
            case ("text", let text):
                guard let text = text.string, !text.isEmpty else {
                    throw .constraint(
                        "system.\(index + 1).member.text", "", "Member must have length greater than or equal to 1")
                }
                prompt.add(text: text, "system")
            case ("cachePoint", let point): prompt.pieces.append(.cachePoint(try life(point)))
            case (_, let block): prompt.add(text: block["text"]?["text"]?.string ?? "", "system")
            }
        }
    }

    private func addMessages(_ prompt: inout Prompt) throws(ServiceFault) {
        guard let messages = body["messages"]?.array, !messages.isEmpty else {
            throw .validation(
                "A conversation must start with a user message. Try again with a conversation that starts with a "
                    + "user message.")
        }
        var previousRole: String?
        var openToolUses: Set<String> = []
        for (index, message) in messages.enumerated() {
            guard let role = message["role"]?.string else { throw .missing("messages.\(index + 1).member.role") }
            guard ["user", "assistant"].contains(role) else {
                throw .constraint(
                    "messages.\(index + 1).member.role", role, "Member must satisfy enum value set: [user, assistant]")
            }
            if previousRole == nil, role != "user" {
                throw .validation(
                    "A conversation must start with a user message. Try again with a conversation that starts with a "
                        + "user message.")
            }
            if previousRole == role {
                throw .validation(
                    "A conversation must alternate between user and assistant roles. Make sure the conversation "
                        + "alternates between user and assistant roles and try again.")
            }
            previousRole = role
            guard let content = message["content"]?.array, !content.isEmpty else {
                throw .validation(
                    "The content field in the Message object at messages.\(index) is empty. Add a ContentBlock object "
                        + "to the content field and try again.")
            }
            prompt.addMessage(role)
            var toolUses: Set<String> = []
            for (blockIndex, block) in content.enumerated() {
                let path = "messages.\(index).content.\(blockIndex)"
                switch try member(of: block, Self.blockKinds, at: path) {
                case ("toolUse", let use):
                    guard let id = use["toolUseId"]?.string else { throw .missing("\(path).toolUse.toolUseId") }
                    toolUses.insert(id)
                    prompt.add("toolUse", tokens: Tokenizer.count(use["input"] ?? [:]), use.bytes)
                case ("toolResult", let result):
                    guard let id = result["toolUseId"]?.string, openToolUses.contains(id) else {
                        throw .validation(
                            "The number of toolResult blocks at messages.\(index).content exceeds the number of toolUse "
                                + "blocks of previous turn.")
                    }
                    for part in result["content"]?.array ?? [] {
                        if let json = part["json"] {
                            prompt.add("toolResult", tokens: Tokenizer.count(json), json.bytes)
                        } else {
                            try add(part, &prompt, at: path)
                        }
                    }
                case ("cachePoint", let point): prompt.pieces.append(.cachePoint(try life(point)))
                default: try add(block, &prompt, at: path)
                }
            }
            openToolUses = toolUses
        }
    }

    private static let blockKinds = [
        "text", "image", "document", "video", "audio", "toolUse", "toolResult", "guardContent", "cachePoint",
        "reasoningContent", "citationsContent", "searchResult",
    ]

    private func add(_ block: JSONValue, _ prompt: inout Prompt, at path: String) throws(ServiceFault) {
        switch try member(of: block, Self.blockKinds, at: path) {
        case ("text", let text):
            guard let text = text.string, text.contains(where: { !$0.isWhitespace }) else {
                throw .validation(
                    "The text field in the ContentBlock object at \(path) is blank. Add text to the text field, and "
                        + "try again.")
            }
            prompt.add(text: text)
        case ("image", let image):
            guard model.inputModalities.contains("IMAGE") else {
                throw .validation("This model doesn't support the image content block that you provided.")
            }
            prompt.add("image", tokens: Tokenizer.perImage, image.bytes)
        case ("video", let video):
            guard model.inputModalities.contains("VIDEO") else {
                throw .validation("This model doesn't support the video content block that you provided.")
            }
            prompt.add("video", tokens: Tokenizer.perVideo, video.bytes)
        case ("audio", let audio): prompt.add("audio", tokens: Tokenizer.perAudio, audio.bytes)
        case ("document", let document):
            let source = document["source"]
            let tokens =
                if let data = source?["bytes"]?.string { Tokenizer.count(base64: data) } else {
                    Tokenizer.count(
                        source?["text"]?.string ?? source.map { String(decoding: $0.bytes, as: UTF8.self) } ?? "")
                }
            prompt.add("document", tokens: tokens, document.bytes)
        case ("reasoningContent", let reasoning):
            prompt.add(
                "reasoning", tokens: Tokenizer.count(reasoning["reasoningText"]?["text"]?.string ?? ""), reasoning.bytes
            )
        case ("guardContent", let content): prompt.add(text: content["text"]?["text"]?.string ?? "", "guard")
        case (let kind, let other): prompt.add(kind, tokens: Tokenizer.count(other), other.bytes)
        }
    }

    // MARK: Parameters

    private func readInferenceConfig(_ prompt: inout Prompt) throws(ServiceFault) {
        guard let config = body["inferenceConfig"], config != .null else { return }
        if let value = config["maxTokens"], value != .null {
            guard let maximum = value.int, maximum >= 1 else {
                throw .constraint(
                    "inferenceConfig.maxTokens", String(decoding: value.bytes, as: UTF8.self),
                    "Member must have value greater than or equal to 1")
            }
            guard maximum <= model.maximumOutput else {
                throw .validation(
                    "The maximum tokens you requested exceeds the model limit of \(model.maximumOutput). Try again with "
                        + "a maximum tokens value that is lower than \(model.maximumOutput).")
            }
            prompt.maximumTokens = maximum
        }
        for name in ["temperature", "topP"] {
            guard let value = config[name], value != .null else { continue }
            guard let number = value.double, (0...1).contains(number) else {
                throw .constraint(
                    "inferenceConfig.\(name)", String(decoding: value.bytes, as: UTF8.self),
                    "Member must have value between 0 and 1")
            }
        }
        let sequences = config["stopSequences"]?.array ?? []
        guard sequences.count <= 2_500, !sequences.contains("") else {
            throw .constraint(
                "inferenceConfig.stopSequences", nil, "Member must have at most 2500 elements, none of them empty")
        }
        prompt.stopSequences = sequences.compactMap(\.string)
    }

    private func readReasoning(_ prompt: inout Prompt) throws(ServiceFault) {
        guard let thinking = body["additionalModelRequestFields"]?["thinking"] else { return }
        prompt.reasoningBudget = try Self.reasoningBudget(thinking, model)
    }

    /// The budget in Anthropic's `thinking` parameter.
    static func reasoningBudget(_ thinking: JSONValue, _ model: FoundationModel) throws(ServiceFault) -> Int? {
        guard thinking["type"]?.string == "enabled" else { return nil }
        guard model.hasReasoning else {
            throw .validation("The model returned the following errors: thinking: Extra inputs are not permitted")
        }
        guard let budget = thinking["budget_tokens"]?.int, budget >= 1_024 else {
            throw .validation(
                "The model returned the following errors: thinking.enabled.budget_tokens: Input should be greater than "
                    + "or equal to 1024")
        }
        return budget
    }

    private func life(_ point: JSONValue) throws(ServiceFault) -> Prompt.CacheLife {
        guard let ttl = point["ttl"]?.string else { return .fiveMinutes }
        guard let life = Prompt.CacheLife(rawValue: ttl) else {
            throw .constraint("cachePoint.ttl", ttl, "Member must satisfy enum value set: [5m, 1h]")
        }
        return life
    }

    /// The one member of a union.
    private func member(
        of value: JSONValue, _ known: [String], at path: String
    ) throws(ServiceFault) -> (String, JSONValue) {
        let set = (value.object ?? [:]).filter { $0.value != .null }
        guard set.count == 1, let only = set.first, known.contains(only.key) else {
            throw .validation(
                "The value at \(path) must set exactly one of the following keys: \(known.joined(separator: ", ")).")
        }
        return (only.key, only.value)
    }
}
