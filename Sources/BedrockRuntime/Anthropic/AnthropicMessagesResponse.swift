/// An answer of Anthropic's Messages API.
public struct AnthropicMessagesResponse: Sendable, Hashable, Codable {
    /// The message's id.
    public var id: String?
    /// The model that answered, as it names itself.
    public var model: String?
    /// What the model said.
    public var content: [AnthropicMessages.ContentBlock]
    /// Why it stopped, such as `end_turn`.
    public var stopReason: StopReason?
    /// The stop sequence that came up.
    public var stopSequence: String?
    /// The tokens that are billed.
    public var usage: AnthropicUsage

    /// Creates one from its members.
    public init(
        id: String? = nil, model: String? = nil, content: [AnthropicMessages.ContentBlock],
        stopReason: StopReason? = nil, stopSequence: String? = nil, usage: AnthropicUsage
    ) {
        self.id = id
        self.model = model
        self.content = content
        self.stopReason = stopReason
        self.stopSequence = stopSequence
        self.usage = usage
    }

    private enum CodingKeys: String, CodingKey {
        case id, model, content, usage
        case stopReason = "stop_reason"
        case stopSequence = "stop_sequence"
    }

    /// The text of the answer, its blocks joined.
    public var text: String {
        content.reduce(into: "") { joined, block in
            if case .text(let text, _) = block { joined += text }
        }
    }
}
