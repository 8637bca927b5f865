public import AWSCore

/// A model's wish that a tool be run.
public struct ToolUseBlock: Sendable, Hashable, Codable {
    /// Names this use, for the ``ToolResultBlock`` that answers it; 1 to 64 characters.
    public var toolUseID: String
    /// The tool's name; 1 to 64 letters, digits, `_` and `-`.
    public var name: String
    /// What the tool gets, by its input schema.
    public var input: JSONValue
    /// Set where the service itself runs the tool.
    public var type: Kind?

    /// Creates one from its members.
    public init(toolUseID: String, name: String, input: JSONValue, type: Kind? = nil) {
        self.toolUseID = toolUseID
        self.name = name
        self.input = input
        self.type = type
    }

    private enum CodingKeys: String, CodingKey {
        case toolUseID = "toolUseId"
        case name
        case input
        case type
    }

    /// Who runs a tool. An open set.
    public struct Kind: OpenStringSet {
        /// The value on the wire.
        public let rawValue: String

        /// A value as the service spells it.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The service runs it.
        public static let serverToolUse: Self = "server_tool_use"
    }
}

/// What a tool gave.
public struct ToolResultBlock: Sendable, Hashable, Codable {
    /// ``ToolUseBlock/toolUseID`` of the request that this answers.
    public var toolUseID: String
    /// What the tool gave.
    public var content: [ToolResultContentBlock]
    /// Whether the tool worked; `nil` counts as success.
    public var status: Status?
    /// Set where the service itself ran the tool.
    public var type: String?

    /// Creates one from its members.
    public init(toolUseID: String, content: [ToolResultContentBlock], status: Status? = nil, type: String? = nil) {
        self.toolUseID = toolUseID
        self.content = content
        self.status = status
        self.type = type
    }

    private enum CodingKeys: String, CodingKey {
        case toolUseID = "toolUseId"
        case content
        case status
        case type
    }

    /// Whether a tool worked. An open set.
    public struct Status: OpenStringSet {
        /// The value on the wire.
        public let rawValue: String

        /// A value as the service spells it.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// It worked.
        public static let success: Self = "success"
        /// It failed; the content says why.
        public static let error: Self = "error"
    }
}

/// A part of what a tool gave.
public enum ToolResultContentBlock: Sendable, Hashable {
    /// A JSON value.
    case json(JSONValue)
    /// Plain text.
    case text(String)
    /// An image.
    case image(ImageBlock)
    /// A document.
    case document(DocumentBlock)
    /// A video.
    case video(VideoBlock)
    /// A search result that the model may cite.
    case searchResult(SearchResultBlock)
    /// A member that this version does not know, by its name on the wire.
    case unknown(String, JSONValue)
}

extension ToolResultContentBlock: ExpressibleByStringLiteral {
    /// Plain text.
    public init(stringLiteral value: String) { self = .text(value) }
}

/// A search result that a model may cite.
public struct SearchResultBlock: Sendable, Hashable, Codable {
    /// Where the result comes from, such as a URL.
    public var source: String
    /// Its title.
    public var title: String
    /// Its text in pieces.
    public var content: [Content]
    /// Whether the model may cite from it.
    public var citations: CitationsConfiguration?

    /// Creates one from its members.
    public init(source: String, title: String, content: [Content], citations: CitationsConfiguration? = nil) {
        self.source = source
        self.title = title
        self.content = content
        self.citations = citations
    }

    /// A piece of a search result.
    public struct Content: Sendable, Hashable, Codable {
        /// The text.
        public var text: String

        /// Creates one from its members.
        public init(_ text: String) {
            self.text = text
        }
    }
}

extension ToolResultContentBlock: Codable {
    /// Decodes the one member that is set.
    public init(from decoder: any Decoder) throws {
        let union = try UnionDecoder(decoder)
        switch union.member {
        case "json": self = .json(try union.value())
        case "text": self = .text(try union.value())
        case "image": self = .image(try union.value())
        case "document": self = .document(try union.value())
        case "video": self = .video(try union.value())
        case "searchResult": self = .searchResult(try union.value())
        default: self = .unknown(union.member, try union.value())
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .json(let value): try encoder.encode(member: "json", value)
        case .text(let value): try encoder.encode(member: "text", value)
        case .image(let value): try encoder.encode(member: "image", value)
        case .document(let value): try encoder.encode(member: "document", value)
        case .video(let value): try encoder.encode(member: "video", value)
        case .searchResult(let value): try encoder.encode(member: "searchResult", value)
        case .unknown(let member, let value): try encoder.encode(member: member, value)
        }
    }
}
