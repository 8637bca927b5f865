public import AWSCore

/// A request of Anthropic's Messages API in the form that Bedrock takes, for ``InvokeModel`` and its stream.
///
/// The members that every request has are typed; all others go into ``additionalFields``, by their names on the wire.
public struct AnthropicMessages: Sendable, Hashable {
    /// The version of the API on Bedrock.
    public static let version = "bedrock-2023-05-31"

    /// The most tokens to generate.
    public var maxTokens: Int
    /// The conversation.
    public var messages: [Message]
    /// Instructions that stand before it.
    public var system: [ContentBlock]?
    /// How freely the model chooses, 0 to 1.
    public var temperature: Double?
    /// The share of likely choices that it chooses from, 0 to 1.
    public var topP: Double?
    /// How many of the likeliest choices it chooses from.
    public var topK: Int?
    /// Texts at which it stops.
    public var stopSequences: [String]?
    /// The tools that the model may ask for, as in Anthropic's API.
    public var tools: [JSONValue]?
    /// Which tool it uses, as in Anthropic's API.
    public var toolChoice: JSONValue?
    /// Features in preview, as in the `anthropic_beta` member.
    public var betas: [String]?
    /// All other members, such as `thinking`, by their names on the wire.
    public var additionalFields: [String: JSONValue]

    /// A request of the given parts.
    public init(
        maxTokens: Int, messages: [Message], system: [ContentBlock]? = nil, temperature: Double? = nil,
        topP: Double? = nil, topK: Int? = nil, stopSequences: [String]? = nil, tools: [JSONValue]? = nil,
        toolChoice: JSONValue? = nil, betas: [String]? = nil, additionalFields: [String: JSONValue] = [:]
    ) {
        self.maxTokens = maxTokens
        self.messages = messages
        self.system = system
        self.temperature = temperature
        self.topP = topP
        self.topK = topK
        self.stopSequences = stopSequences
        self.tools = tools
        self.toolChoice = toolChoice
        self.betas = betas
        self.additionalFields = additionalFields
    }

    /// The request as the operation that sends it.
    ///
    /// - Throws: `EncodingError` for a number that JSON cannot hold.
    public func invokeModel(_ modelID: ModelID, options: InvokeOptions = InvokeOptions()) throws -> InvokeModel {
        InvokeModel(
            modelID: modelID, body: try AWSJSON.encode(self), contentType: "application/json",
            accept: "application/json", options: options)
    }

    /// A turn of the conversation.
    public struct Message: Sendable, Hashable, Codable {
        /// Who speaks: `user` or `assistant`.
        public var role: BedrockRuntime.Message.Role
        /// What is said, in order.
        public var content: [ContentBlock]

        /// Creates one from its members.
        public init(role: BedrockRuntime.Message.Role, content: [ContentBlock]) {
            self.role = role
            self.content = content
        }

        /// A turn of the user.
        public static func user(_ content: ContentBlock...) -> Self { Self(role: .user, content: content) }

        /// A turn of the model.
        public static func assistant(_ content: ContentBlock...) -> Self { Self(role: .assistant, content: content) }

        /// Decodes a turn, of which the content may be a bare string.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            role = try container.decode(BedrockRuntime.Message.Role.self, forKey: .role)
            if let text = try? container.decode(String.self, forKey: .content) {
                content = [.text(text)]
            } else {
                content = try container.decode([ContentBlock].self, forKey: .content)
            }
        }

        private enum CodingKeys: CodingKey { case role, content }
    }
}

extension AnthropicMessages: Encodable {
    /// Encodes the members by their names on the wire. A typed member wins over an additional one of its name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: MemberName.self)
        for (name, value) in additionalFields { try container.encode(value, forKey: MemberName(name)) }
        try container.encode(Self.version, forKey: MemberName("anthropic_version"))
        try container.encode(maxTokens, forKey: MemberName("max_tokens"))
        try container.encode(messages, forKey: MemberName("messages"))
        try container.encodeIfPresent(system, forKey: MemberName("system"))
        try container.encodeIfPresent(temperature, forKey: MemberName("temperature"))
        try container.encodeIfPresent(topP, forKey: MemberName("top_p"))
        try container.encodeIfPresent(topK, forKey: MemberName("top_k"))
        try container.encodeIfPresent(stopSequences, forKey: MemberName("stop_sequences"))
        try container.encodeIfPresent(tools, forKey: MemberName("tools"))
        try container.encodeIfPresent(toolChoice, forKey: MemberName("tool_choice"))
        try container.encodeIfPresent(betas, forKey: MemberName("anthropic_beta"))
    }
}
