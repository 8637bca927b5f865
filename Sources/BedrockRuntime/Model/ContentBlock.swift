public import AWSCore

/// A part of a ``Message``.
public enum ContentBlock: Sendable, Hashable {
    /// Plain text.
    case text(String)
    /// An image.
    case image(ImageBlock)
    /// A document, such as a PDF.
    case document(DocumentBlock)
    /// A video.
    case video(VideoBlock)
    /// A sound recording.
    case audio(AudioBlock)
    /// A tool that the model wants to be run.
    case toolUse(ToolUseBlock)
    /// What a tool gave, as the answer to a ``toolUse(_:)``.
    case toolResult(ToolResultBlock)
    /// Content that a guardrail assesses; with one such block in a request, the others are not assessed.
    case guardContent(GuardrailContentBlock)
    /// The end of a prefix to be cached; see ``cachePoint(ttl:)``.
    case cachePoint(CachePointBlock)
    /// How the model came to its answer.
    case reasoningContent(ReasoningContentBlock)
    /// Generated text with the sources it cites.
    case citationsContent(CitationsContentBlock)
    /// A search result that the model may cite.
    case searchResult(SearchResultBlock)
    /// A member that this version does not know, by its name on the wire.
    case unknown(String, JSONValue)

    /// The end of a prefix that the model may cache: what precedes this block is read from the cache the next time.
    ///
    /// - Parameter ttl: How long the prefix lives; `nil` leaves it to the service (five minutes).
    public static func cachePoint(ttl: CacheTTL? = nil) -> Self { .cachePoint(CachePointBlock(ttl: ttl)) }

    /// The answer to the tool use `id`.
    ///
    /// - Parameters:
    ///   - id: ``ToolUseBlock/toolUseID`` of the request.
    ///   - content: What the tool gave.
    ///   - status: Whether the tool worked; `nil` counts as success.
    public static func toolResult(
        for id: String, _ content: ToolResultContentBlock..., status: ToolResultBlock.Status? = nil
    ) -> Self {
        .toolResult(ToolResultBlock(toolUseID: id, content: content, status: status))
    }
}

extension ContentBlock: ExpressibleByStringLiteral {
    /// Plain text.
    public init(stringLiteral value: String) { self = .text(value) }
}

extension ContentBlock: Codable {
    /// Decodes the one member that is set.
    public init(from decoder: any Decoder) throws {
        let union = try UnionDecoder(decoder)
        switch union.member {
        case "text": self = .text(try union.value())
        case "image": self = .image(try union.value())
        case "document": self = .document(try union.value())
        case "video": self = .video(try union.value())
        case "audio": self = .audio(try union.value())
        case "toolUse": self = .toolUse(try union.value())
        case "toolResult": self = .toolResult(try union.value())
        case "guardContent": self = .guardContent(try union.value())
        case "cachePoint": self = .cachePoint(try union.value())
        case "reasoningContent": self = .reasoningContent(try union.value())
        case "citationsContent": self = .citationsContent(try union.value())
        case "searchResult": self = .searchResult(try union.value())
        default: self = .unknown(union.member, try union.value())
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .text(let value): try encoder.encode(member: "text", value)
        case .image(let value): try encoder.encode(member: "image", value)
        case .document(let value): try encoder.encode(member: "document", value)
        case .video(let value): try encoder.encode(member: "video", value)
        case .audio(let value): try encoder.encode(member: "audio", value)
        case .toolUse(let value): try encoder.encode(member: "toolUse", value)
        case .toolResult(let value): try encoder.encode(member: "toolResult", value)
        case .guardContent(let value): try encoder.encode(member: "guardContent", value)
        case .cachePoint(let value): try encoder.encode(member: "cachePoint", value)
        case .reasoningContent(let value): try encoder.encode(member: "reasoningContent", value)
        case .citationsContent(let value): try encoder.encode(member: "citationsContent", value)
        case .searchResult(let value): try encoder.encode(member: "searchResult", value)
        case .unknown(let member, let value): try encoder.encode(member: member, value)
        }
    }
}
