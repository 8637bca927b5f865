public import AWSCore

extension AnthropicMessages {
    /// A part of a message in Anthropic's form: a JSON object that names its `type`.
    public enum ContentBlock: Sendable, Hashable {
        /// Plain text, and how long the prefix up to it is cached, if at all.
        case text(String, cache: CacheTTL? = nil)
        /// An image of the given media type.
        case image(mediaType: String, Blob)
        /// A tool that the model wants to be run.
        case toolUse(id: String, name: String, input: JSONValue)
        /// What a tool gave, as text.
        case toolResult(toolUseID: String, String, isError: Bool = false)
        /// How the model came to its answer, with the provider's seal.
        case thinking(String, signature: String)
        /// Every other block, as it is.
        case other(JSONValue)
    }
}

extension AnthropicMessages.ContentBlock: ExpressibleByStringLiteral {
    /// Plain text.
    public init(stringLiteral value: String) { self = .text(value) }
}

extension AnthropicMessages.ContentBlock: Codable {
    /// Decodes a block. One that has members this version would lose is kept whole, as ``other(_:)``.
    public init(from decoder: any Decoder) throws {
        let value = try JSONValue(from: decoder)
        self = Self.typed(value).flatMap { $0.json == value ? $0 : nil } ?? .other(value)
    }

    /// Encodes the block in Anthropic's form.
    public func encode(to encoder: any Encoder) throws {
        try json.encode(to: encoder)
    }

    private static func typed(_ value: JSONValue) -> Self? {
        switch value["type"]?.string {
        case "text":
            return value["text"]?.string.map { text in
                let ttl = value["cache_control"].map { CacheTTL(rawValue: $0["ttl"]?.string ?? "5m") }
                return .text(text, cache: ttl)
            }
        case "image":
            guard let mediaType = value["source"]?["media_type"]?.string, let data = value["source"]?["data"],
                let bytes = try? AWSJSON.decode(Blob.self, from: data.serialized())
            else { return nil }
            return .image(mediaType: mediaType, bytes)
        case "tool_use":
            guard let id = value["id"]?.string, let name = value["name"]?.string, let input = value["input"] else {
                return nil
            }
            return .toolUse(id: id, name: name, input: input)
        case "tool_result":
            guard let id = value["tool_use_id"]?.string, let content = value["content"]?.string else { return nil }
            return .toolResult(toolUseID: id, content, isError: value["is_error"]?.bool ?? false)
        case "thinking":
            guard let thinking = value["thinking"]?.string, let signature = value["signature"]?.string else {
                return nil
            }
            return .thinking(thinking, signature: signature)
        default: return nil
        }
    }

    private var json: JSONValue {
        switch self {
        case .text(let text, nil): return ["type": "text", "text": .string(text)]
        case .text(let text, let ttl?):
            var control: [String: JSONValue] = ["type": "ephemeral"]
            // Five minutes is the default, and older models refuse the member that says so.
            if ttl != .fiveMinutes { control["ttl"] = .string(ttl.rawValue) }
            return ["type": "text", "text": .string(text), "cache_control": .object(control)]
        case .image(let mediaType, let blob):
            let base64 = (try? AWSJSON.encode(blob)).flatMap { try? JSONValue(parsing: $0) } ?? .null
            return [
                "type": "image",
                "source": ["type": "base64", "media_type": .string(mediaType), "data": base64],
            ]
        case .toolUse(let id, let name, let input):
            return ["type": "tool_use", "id": .string(id), "name": .string(name), "input": input]
        case .toolResult(let id, let content, let isError):
            var members: [String: JSONValue] = [
                "type": "tool_result", "tool_use_id": .string(id), "content": .string(content),
            ]
            if isError { members["is_error"] = true }
            return .object(members)
        case .thinking(let thinking, let signature):
            return ["type": "thinking", "thinking": .string(thinking), "signature": .string(signature)]
        case .other(let value): return value
        }
    }
}
