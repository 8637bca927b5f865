public import AWSCore

/// How a model came to its answer.
public enum ReasoningContentBlock: Sendable, Hashable {
    /// Readable reasoning.
    case reasoningText(Text)
    /// Reasoning that the provider encrypted; it is sent back unchanged.
    case redactedContent(Blob)
    /// A member that this version does not know, by its name on the wire.
    case unknown(String, JSONValue)

    /// Readable reasoning.
    public struct Text: Sendable, Hashable, Codable {
        /// What the model thought.
        public var text: String
        /// The provider's seal on the text; text and seal are sent back unchanged.
        public var signature: String?

        /// Creates one from its members.
        public init(text: String, signature: String? = nil) {
            self.text = text
            self.signature = signature
        }
    }
}

extension ReasoningContentBlock: Codable {
    /// Decodes the one member that is set.
    public init(from decoder: any Decoder) throws {
        let union = try UnionDecoder(decoder)
        switch union.member {
        case "reasoningText": self = .reasoningText(try union.value())
        case "redactedContent": self = .redactedContent(try union.value())
        default: self = .unknown(union.member, try union.value())
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .reasoningText(let value): try encoder.encode(member: "reasoningText", value)
        case .redactedContent(let value): try encoder.encode(member: "redactedContent", value)
        case .unknown(let member, let value): try encoder.encode(member: member, value)
        }
    }
}
