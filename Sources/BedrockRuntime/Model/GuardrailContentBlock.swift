public import AWSCore

/// Content that a guardrail assesses.
public enum GuardrailContentBlock: Sendable, Hashable {
    /// Text.
    case text(Text)
    /// An image.
    case image(Image)
    /// A member that this version does not know, by its name on the wire.
    case unknown(String, JSONValue)

    /// Text that a guardrail assesses.
    public struct Text: Sendable, Hashable, Codable {
        /// The text.
        public var text: String
        /// What the text is for the contextual grounding check.
        public var qualifiers: [Qualifier]?

        /// Creates one from its members.
        public init(text: String, qualifiers: [Qualifier]? = nil) {
            self.text = text
            self.qualifiers = qualifiers
        }
    }

    /// What a text is for the contextual grounding check. An open set.
    public struct Qualifier: OpenStringSet {
        /// The value on the wire.
        public let rawValue: String

        /// A value as the service spells it.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The source that answers must agree with.
        public static let groundingSource: Self = "grounding_source"
        /// The question that answers must be relevant to.
        public static let query: Self = "query"
        /// Content to be assessed like any other.
        public static let guardContent: Self = "guard_content"
    }

    /// An image that a guardrail assesses.
    public struct Image: Sendable, Hashable, Codable {
        /// How the image is encoded.
        public var format: Format
        /// The image.
        public var source: Source

        /// Creates one from its members.
        public init(format: Format, source: Source) {
            self.format = format
            self.source = source
        }

        /// How an image is encoded. An open set.
        public struct Format: OpenStringSet {
            /// The value on the wire.
            public let rawValue: String

            /// A value as the service spells it.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// PNG.
            public static let png: Self = "png"
            /// JPEG.
            public static let jpeg: Self = "jpeg"
        }

        /// Where the bytes of an image come from.
        public enum Source: Sendable, Hashable {
            /// The bytes themselves.
            case bytes(Blob)
            /// A member that this version does not know, by its name on the wire.
            case unknown(String, JSONValue)
        }
    }
}

extension GuardrailContentBlock: Codable {
    /// Decodes the one member that is set.
    public init(from decoder: any Decoder) throws {
        let union = try UnionDecoder(decoder)
        switch union.member {
        case "text": self = .text(try union.value())
        case "image": self = .image(try union.value())
        default: self = .unknown(union.member, try union.value())
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .text(let value): try encoder.encode(member: "text", value)
        case .image(let value): try encoder.encode(member: "image", value)
        case .unknown(let member, let value): try encoder.encode(member: member, value)
        }
    }
}

extension GuardrailContentBlock.Image.Source: Codable {
    /// Decodes the one member that is set.
    public init(from decoder: any Decoder) throws {
        let union = try UnionDecoder(decoder)
        switch union.member {
        case "bytes": self = .bytes(try union.value())
        default: self = .unknown(union.member, try union.value())
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .bytes(let value): try encoder.encode(member: "bytes", value)
        case .unknown(let member, let value): try encoder.encode(member: member, value)
        }
    }
}
