public import AWSCore

/// An image in a message.
public struct ImageBlock: Sendable, Hashable, Codable {
    /// How the image is encoded.
    public var format: Format
    /// The image.
    public var source: Source
    /// Why the model could not make the image; only in answers.
    public var error: MediaError?

    /// Creates one from its members.
    public init(format: Format, source: Source, error: MediaError? = nil) {
        self.format = format
        self.source = source
        self.error = error
    }

    /// A PNG image.
    public static func png(_ bytes: [UInt8]) -> Self { Self(format: .png, source: .bytes(Blob(bytes))) }
    /// A JPEG image.
    public static func jpeg(_ bytes: [UInt8]) -> Self { Self(format: .jpeg, source: .bytes(Blob(bytes))) }
    /// A GIF image.
    public static func gif(_ bytes: [UInt8]) -> Self { Self(format: .gif, source: .bytes(Blob(bytes))) }
    /// A WebP image.
    public static func webp(_ bytes: [UInt8]) -> Self { Self(format: .webp, source: .bytes(Blob(bytes))) }

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
        /// GIF.
        public static let gif: Self = "gif"
        /// WEBP.
        public static let webp: Self = "webp"
    }

    /// Where the bytes of an image come from.
    public enum Source: Sendable, Hashable {
        /// The bytes themselves.
        case bytes(Blob)
        /// An object in Amazon S3 that the caller may read.
        case s3Location(S3Location)
        /// A member that this version does not know, by its name on the wire.
        case unknown(String, JSONValue)
    }
}

/// An object in Amazon S3.
public struct S3Location: Sendable, Hashable, Codable {
    /// `s3://bucket/key`; 1 to 1,024 characters.
    public var uri: String
    /// The twelve-digit account that owns the bucket, where it is not the caller's.
    public var bucketOwner: String?

    /// Creates one from its members.
    public init(uri: String, bucketOwner: String? = nil) {
        self.uri = uri
        self.bucketOwner = bucketOwner
    }
}

/// Why a model could not make an image or a sound recording.
public struct MediaError: Sendable, Hashable, Codable {
    /// The reason in words.
    public var message: String?

    /// Creates one from its members.
    public init(message: String? = nil) {
        self.message = message
    }
}

extension ImageBlock.Source: Codable {
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
