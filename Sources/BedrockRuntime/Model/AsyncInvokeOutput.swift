public import AWSCore

/// Where the output of an asynchronous invocation goes.
public enum AsyncInvokeOutput: Sendable, Hashable {
    /// A place in Amazon S3.
    case s3(S3)
    /// A member that this version does not know, by its name on the wire.
    case unknown(String, JSONValue)

    /// A place in Amazon S3, in the caller's own account and with the bucket's own encryption.
    ///
    /// - Parameter uri: `s3://bucket` or `s3://bucket/prefix`; 1 to 1,024 characters.
    public static func s3(_ uri: String) -> Self { .s3(S3(uri: uri)) }

    /// A place in Amazon S3.
    public struct S3: Sendable, Hashable, Codable {
        /// `s3://bucket` or `s3://bucket/prefix`; 1 to 1,024 characters.
        public var uri: String
        /// The ARN of the KMS key or alias that the output is encrypted with.
        public var kmsKeyID: String?
        /// The twelve-digit account that owns the bucket, where it is not the caller's.
        public var bucketOwner: String?

        /// Creates one from its members.
        public init(uri: String, kmsKeyID: String? = nil, bucketOwner: String? = nil) {
            self.uri = uri
            self.kmsKeyID = kmsKeyID
            self.bucketOwner = bucketOwner
        }

        private enum CodingKeys: String, CodingKey {
            case uri = "s3Uri"
            case kmsKeyID = "kmsKeyId"
            case bucketOwner
        }
    }
}

extension AsyncInvokeOutput: Codable {
    /// Decodes the one member that is set.
    public init(from decoder: any Decoder) throws {
        let union = try UnionDecoder(decoder)
        switch union.member {
        case "s3OutputDataConfig": self = .s3(try union.value() as S3)
        default: self = .unknown(union.member, try union.value())
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .s3(let value): try encoder.encode(member: "s3OutputDataConfig", value)
        case .unknown(let member, let value): try encoder.encode(member: member, value)
        }
    }
}
