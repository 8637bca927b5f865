public import AWSCore

/// Where and how the results of a query are stored. A work group may say so instead.
public struct QueryResultConfiguration: Sendable, Hashable, Codable {
    /// How results are encrypted.
    public struct Encryption: Sendable, Hashable, Codable {
        /// By what results are encrypted.
        public struct Option: OpenStringSet {
            /// The name on the wire.
            public let rawValue: String

            /// An option by its name on the wire.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// By S3, with its own keys.
            public static let sseS3 = Self(rawValue: "SSE_S3")
            /// By S3, with a key of KMS.
            public static let sseKMS = Self(rawValue: "SSE_KMS")
            /// By Athena, with a key of KMS.
            public static let cseKMS = Self(rawValue: "CSE_KMS")
        }

        /// By what.
        public var option: Option
        /// The key, for the KMS options.
        public var kmsKey: String?

        private enum CodingKeys: String, CodingKey {
            case option = "EncryptionOption"
            case kmsKey = "KmsKey"
        }

        /// An encryption.
        public init(option: Option, kmsKey: String? = nil) {
            self.option = option
            self.kmsKey = kmsKey
        }
    }

    /// Who owns the files of results.
    public struct AccessControl: Sendable, Hashable, Codable {
        /// Who owns the files of results.
        public struct Option: OpenStringSet {
            /// The name on the wire.
            public let rawValue: String

            /// An option by its name on the wire.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// The bucket's owner.
            public static let bucketOwnerFullControl = Self(rawValue: "BUCKET_OWNER_FULL_CONTROL")
        }

        /// Who it is.
        public var option: Option

        private enum CodingKeys: String, CodingKey {
            case option = "S3AclOption"
        }

        /// An owner.
        public init(option: Option) {
            self.option = option
        }
    }

    /// A place in S3, such as `s3://acme-athena/results/`.
    public var outputLocation: String?
    /// How the results are encrypted.
    public var encryption: Encryption?
    /// The account that the bucket must belong to, twelve digits.
    public var expectedBucketOwner: String?
    /// Who owns the files of the results.
    public var accessControl: AccessControl?

    private enum CodingKeys: String, CodingKey {
        case outputLocation = "OutputLocation"
        case encryption = "EncryptionConfiguration"
        case expectedBucketOwner = "ExpectedBucketOwner"
        case accessControl = "AclConfiguration"
    }

    /// A place for results.
    public init(
        outputLocation: String? = nil, encryption: Encryption? = nil, expectedBucketOwner: String? = nil,
        accessControl: AccessControl? = nil
    ) {
        self.outputLocation = outputLocation
        self.encryption = encryption
        self.expectedBucketOwner = expectedBucketOwner
        self.accessControl = accessControl
    }
}
