public import AWSCore

/// Where the bytes of an image, a sound recording or a video come from.
public enum MediaSource: Sendable, Hashable {
    /// The bytes themselves.
    case bytes(Blob)
    /// An object in Amazon S3 that the caller may read.
    case s3Location(S3Location)
    /// A member that this version does not know, by its name on the wire.
    case unknown(String, JSONValue)
}

extension MediaSource: Codable {
    /// Decodes the one member that is set.
    public init(from decoder: any Decoder) throws {
        let union = try UnionDecoder(decoder)
        switch union.member {
        case "bytes": self = .bytes(try union.value())
        case "s3Location": self = .s3Location(try union.value())
        default: self = .unknown(union.member, try union.value())
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .bytes(let value): try encoder.encode(member: "bytes", value)
        case .s3Location(let value): try encoder.encode(member: "s3Location", value)
        case .unknown(let member, let value): try encoder.encode(member: member, value)
        }
    }
}
