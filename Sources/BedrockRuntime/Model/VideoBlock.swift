public import AWSCore

/// A video in a message.
public struct VideoBlock: Sendable, Hashable, Codable {
    /// How the video is encoded.
    public var format: Format
    /// The video.
    public var source: Source

    /// Creates one from its members.
    public init(format: Format, source: Source) {
        self.format = format
        self.source = source
    }

    /// An MP4 video.
    public static func mp4(_ bytes: [UInt8]) -> Self { Self(format: .mp4, source: .bytes(Blob(bytes))) }

    /// How a video is encoded. An open set.
    public struct Format: OpenStringSet {
        /// The value on the wire.
        public let rawValue: String

        /// A value as the service spells it.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// MKV.
        public static let mkv: Self = "mkv"
        /// MOV.
        public static let mov: Self = "mov"
        /// MP4.
        public static let mp4: Self = "mp4"
        /// WEBM.
        public static let webm: Self = "webm"
        /// FLV.
        public static let flv: Self = "flv"
        /// MPEG.
        public static let mpeg: Self = "mpeg"
        /// MPG.
        public static let mpg: Self = "mpg"
        /// WMV.
        public static let wmv: Self = "wmv"
        /// 3GP.
        public static let threeGP: Self = "three_gp"
    }

    /// Where the bytes of a video come from.
    public enum Source: Sendable, Hashable {
        /// The bytes themselves.
        case bytes(Blob)
        /// An object in Amazon S3 that the caller may read.
        case s3Location(S3Location)
        /// A member that this version does not know, by its name on the wire.
        case unknown(String, JSONValue)
    }
}

extension VideoBlock.Source: Codable {
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
