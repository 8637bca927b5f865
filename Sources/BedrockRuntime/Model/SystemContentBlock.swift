public import AWSCore

/// A part of the instructions that stand before a conversation.
public enum SystemContentBlock: Sendable, Hashable {
    /// Instructions; at least one character.
    case text(String)
    /// Content that a guardrail assesses.
    case guardContent(GuardrailContentBlock)
    /// The end of a prefix to be cached; see ``cachePoint(ttl:)``.
    case cachePoint(CachePointBlock)
    /// A member that this version does not know, by its name on the wire.
    case unknown(String, JSONValue)

    /// The end of a prefix that the model may cache.
    ///
    /// - Parameter ttl: How long the prefix lives; `nil` leaves it to the service (five minutes).
    public static func cachePoint(ttl: CacheTTL? = nil) -> Self { .cachePoint(CachePointBlock(ttl: ttl)) }
}

extension SystemContentBlock: ExpressibleByStringLiteral {
    /// Instructions in plain text.
    public init(stringLiteral value: String) { self = .text(value) }
}

extension SystemContentBlock: Codable {
    /// Decodes the one member that is set.
    public init(from decoder: any Decoder) throws {
        let union = try UnionDecoder(decoder)
        switch union.member {
        case "text": self = .text(try union.value())
        case "guardContent": self = .guardContent(try union.value())
        case "cachePoint": self = .cachePoint(try union.value())
        default: self = .unknown(union.member, try union.value())
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .text(let value): try encoder.encode(member: "text", value)
        case .guardContent(let value): try encoder.encode(member: "guardContent", value)
        case .cachePoint(let value): try encoder.encode(member: "cachePoint", value)
        case .unknown(let member, let value): try encoder.encode(member: member, value)
        }
    }
}
