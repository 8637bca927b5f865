public import AWSCore

/// What is new in a block.
public enum ContentBlockDelta: Sendable, Hashable {
    /// More text.
    case text(String)
    /// More of a tool's input.
    case toolUse(ToolUse)
    /// More of a tool's result.
    case toolResult([ToolResult])
    /// More reasoning.
    case reasoningContent(Reasoning)
    /// A citation.
    indirect case citation(CitationDelta)
    /// More of an image.
    indirect case image(Image)
    /// A member that this version does not know, by its name on the wire.
    case unknown(String, JSONValue)

    /// More of a tool's input.
    public struct ToolUse: Sendable, Hashable, Codable {
        /// A fragment of JSON text; the fragments of a block, joined, are the input.
        public var input: String

        /// Creates one from its members.
        public init(input: String) {
            self.input = input
        }
    }

    /// More of a tool's result.
    public enum ToolResult: Sendable, Hashable {
        /// More text.
        case text(String)
        /// A JSON value.
        case json(JSONValue)
        /// A member that this version does not know, by its name on the wire.
        case unknown(String, JSONValue)
    }

    /// More reasoning.
    public enum Reasoning: Sendable, Hashable {
        /// More readable reasoning.
        case text(String)
        /// Reasoning that the provider encrypted.
        case redactedContent(Blob)
        /// The provider's seal on the reasoning so far.
        case signature(String)
        /// A member that this version does not know, by its name on the wire.
        case unknown(String, JSONValue)
    }

    /// More of an image.
    public struct Image: Sendable, Hashable, Codable {
        /// The image.
        public var source: MediaSource?
        /// Why the model could not make it.
        public var error: MediaError?

        /// Creates one from its members.
        public init(source: MediaSource? = nil, error: MediaError? = nil) {
            self.source = source
            self.error = error
        }
    }
}

/// A citation in a stream.
public struct CitationDelta: Sendable, Hashable, Codable {
    /// The source's title.
    public var title: String?
    /// The search result or document that is cited.
    public var source: String?
    /// The passages that are cited.
    public var sourceContent: [SourceContent]?
    /// Where in the source they stand.
    public var location: CitationLocation?

    /// Creates one from its members.
    public init(
        title: String? = nil, source: String? = nil, sourceContent: [SourceContent]? = nil,
        location:
            CitationLocation? = nil
    ) {
        self.title = title
        self.source = source
        self.sourceContent = sourceContent
        self.location = location
    }

    /// A cited passage.
    public struct SourceContent: Sendable, Hashable, Codable {
        /// The passage.
        public var text: String?

        /// Creates one from its members.
        public init(text: String? = nil) {
            self.text = text
        }
    }
}

extension ContentBlockDelta: Codable {
    /// Decodes the one member that is set.
    public init(from decoder: any Decoder) throws {
        let union = try UnionDecoder(decoder)
        switch union.member {
        case "text": self = .text(try union.value())
        case "toolUse": self = .toolUse(try union.value())
        case "toolResult": self = .toolResult(try union.value())
        case "reasoningContent": self = .reasoningContent(try union.value())
        case "citation": self = .citation(try union.value())
        case "image": self = .image(try union.value())
        default: self = .unknown(union.member, try union.value())
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .text(let value): try encoder.encode(member: "text", value)
        case .toolUse(let value): try encoder.encode(member: "toolUse", value)
        case .toolResult(let value): try encoder.encode(member: "toolResult", value)
        case .reasoningContent(let value): try encoder.encode(member: "reasoningContent", value)
        case .citation(let value): try encoder.encode(member: "citation", value)
        case .image(let value): try encoder.encode(member: "image", value)
        case .unknown(let member, let value): try encoder.encode(member: member, value)
        }
    }
}

extension ContentBlockDelta.ToolResult: Codable {
    /// Decodes the one member that is set.
    public init(from decoder: any Decoder) throws {
        let union = try UnionDecoder(decoder)
        switch union.member {
        case "text": self = .text(try union.value())
        case "json": self = .json(try union.value())
        default: self = .unknown(union.member, try union.value())
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .text(let value): try encoder.encode(member: "text", value)
        case .json(let value): try encoder.encode(member: "json", value)
        case .unknown(let member, let value): try encoder.encode(member: member, value)
        }
    }
}

extension ContentBlockDelta.Reasoning: Codable {
    /// Decodes the one member that is set.
    public init(from decoder: any Decoder) throws {
        let union = try UnionDecoder(decoder)
        switch union.member {
        case "text": self = .text(try union.value())
        case "redactedContent": self = .redactedContent(try union.value())
        case "signature": self = .signature(try union.value())
        default: self = .unknown(union.member, try union.value())
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .text(let value): try encoder.encode(member: "text", value)
        case .redactedContent(let value): try encoder.encode(member: "redactedContent", value)
        case .signature(let value): try encoder.encode(member: "signature", value)
        case .unknown(let member, let value): try encoder.encode(member: member, value)
        }
    }
}
