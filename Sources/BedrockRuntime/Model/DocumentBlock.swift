public import AWSCore

/// A document in a message.
public struct DocumentBlock: Sendable, Hashable, Codable {
    /// How the document is encoded.
    public var format: Format?
    /// A neutral name for the document, which the model sees; 1 to 200 characters.
    public var name: String
    /// The document.
    public var source: Source
    /// How the model shall treat the document.
    public var context: String?
    /// Whether the model may cite from the document.
    public var citations: CitationsConfiguration?

    /// Creates one from its members.
    public init(
        format: Format? = nil, name: String, source: Source, context: String? = nil,
        citations:
            CitationsConfiguration? = nil
    ) {
        self.format = format
        self.name = name
        self.source = source
        self.context = context
        self.citations = citations
    }

    /// A PDF document.
    public static func pdf(_ bytes: [UInt8], named name: String) -> Self {
        Self(format: .pdf, name: name, source: .bytes(Blob(bytes)))
    }
    /// A document of plain text.
    public static func text(_ text: String, named name: String) -> Self {
        Self(format: .txt, name: name, source: .text(text))
    }

    /// How a document is encoded. An open set.
    public struct Format: OpenStringSet {
        /// The value on the wire.
        public let rawValue: String

        /// A value as the service spells it.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// PDF.
        public static let pdf: Self = "pdf"
        /// CSV.
        public static let csv: Self = "csv"
        /// DOC.
        public static let doc: Self = "doc"
        /// DOCX.
        public static let docx: Self = "docx"
        /// XLS.
        public static let xls: Self = "xls"
        /// XLSX.
        public static let xlsx: Self = "xlsx"
        /// HTML.
        public static let html: Self = "html"
        /// Plain text.
        public static let txt: Self = "txt"
        /// Markdown.
        public static let md: Self = "md"
    }

    /// Where the bytes of a document come from.
    public enum Source: Sendable, Hashable {
        /// The bytes themselves.
        case bytes(Blob)
        /// An object in Amazon S3 that the caller may read.
        case s3Location(S3Location)
        /// The text itself.
        case text(String)
        /// The text in pieces, which citations then point at.
        case content([TextBlock])
        /// A member that this version does not know, by its name on the wire.
        case unknown(String, JSONValue)
    }
}

/// A piece of text, where a service may add other kinds: part of a document, of generated content, or of a cited
/// source.
public enum TextBlock: Sendable, Hashable {
    /// Plain text.
    case text(String)
    /// A member that this version does not know, by its name on the wire.
    case unknown(String, JSONValue)
}

/// Whether a model may cite.
public struct CitationsConfiguration: Sendable, Hashable, Codable {
    /// Whether citations are made.
    public var enabled: Bool

    /// Creates one from its members.
    public init(enabled: Bool) {
        self.enabled = enabled
    }
}

extension DocumentBlock.Source: Codable {
    /// Decodes the one member that is set.
    public init(from decoder: any Decoder) throws {
        let union = try UnionDecoder(decoder)
        switch union.member {
        case "bytes": self = .bytes(try union.value())
        case "s3Location": self = .s3Location(try union.value())
        case "text": self = .text(try union.value())
        case "content": self = .content(try union.value())
        default: self = .unknown(union.member, try union.value())
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .bytes(let value): try encoder.encode(member: "bytes", value)
        case .s3Location(let value): try encoder.encode(member: "s3Location", value)
        case .text(let value): try encoder.encode(member: "text", value)
        case .content(let value): try encoder.encode(member: "content", value)
        case .unknown(let member, let value): try encoder.encode(member: member, value)
        }
    }
}

extension TextBlock: Codable {
    /// Decodes the one member that is set.
    public init(from decoder: any Decoder) throws {
        let union = try UnionDecoder(decoder)
        switch union.member {
        case "text": self = .text(try union.value())
        default: self = .unknown(union.member, try union.value())
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .text(let value): try encoder.encode(member: "text", value)
        case .unknown(let member, let value): try encoder.encode(member: member, value)
        }
    }
}
