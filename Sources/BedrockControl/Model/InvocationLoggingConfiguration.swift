/// Where Bedrock writes its log of model invocations, and which bodies it keeps in it.
///
/// There is one configuration per account and Region, and none by default: nothing is logged. Records carry the tokens of
/// each call and the caller's `requestMetadata`. The destination must be in the same account and Region.
public struct InvocationLoggingConfiguration: Sendable, Hashable, Codable {
    /// The log group that records go to.
    public var cloudWatch: CloudWatch?
    /// The bucket that records go to.
    public var s3: S3?
    /// Whether text is kept.
    public var textDataDeliveryEnabled: Bool?
    /// Whether images are kept.
    public var imageDataDeliveryEnabled: Bool?
    /// Whether embeddings are kept.
    public var embeddingDataDeliveryEnabled: Bool?
    /// Whether videos are kept.
    public var videoDataDeliveryEnabled: Bool?
    /// Whether sound recordings are kept.
    public var audioDataDeliveryEnabled: Bool?

    /// Creates one from its members. At least one destination is needed for anything to be logged.
    public init(
        cloudWatch: CloudWatch? = nil, s3: S3? = nil, textDataDeliveryEnabled: Bool? = nil,
        imageDataDeliveryEnabled: Bool? = nil, embeddingDataDeliveryEnabled: Bool? = nil,
        videoDataDeliveryEnabled: Bool? = nil, audioDataDeliveryEnabled: Bool? = nil
    ) {
        self.cloudWatch = cloudWatch
        self.s3 = s3
        self.textDataDeliveryEnabled = textDataDeliveryEnabled
        self.imageDataDeliveryEnabled = imageDataDeliveryEnabled
        self.embeddingDataDeliveryEnabled = embeddingDataDeliveryEnabled
        self.videoDataDeliveryEnabled = videoDataDeliveryEnabled
        self.audioDataDeliveryEnabled = audioDataDeliveryEnabled
    }

    /// A log group of CloudWatch Logs.
    public struct CloudWatch: Sendable, Hashable, Codable {
        /// The log group; 1 to 512 characters.
        public var logGroupName: String
        /// The role by which Bedrock writes to it.
        public var roleARN: String
        /// Where bodies above 100 KB and binary ones go, which a log event does not hold.
        public var largeDataDelivery: S3?

        /// Creates one from its members.
        public init(logGroupName: String, roleARN: String, largeDataDelivery: S3? = nil) {
            self.logGroupName = logGroupName
            self.roleARN = roleARN
            self.largeDataDelivery = largeDataDelivery
        }

        private enum CodingKeys: String, CodingKey {
            case logGroupName
            case roleARN = "roleArn"
            case largeDataDelivery = "largeDataDeliveryS3Config"
        }
    }

    /// A place in Amazon S3.
    public struct S3: Sendable, Hashable, Codable {
        /// The bucket; 3 to 63 characters.
        public var bucketName: String
        /// What the keys begin with; up to 1,024 characters.
        public var keyPrefix: String?

        /// Creates one from its members.
        public init(bucketName: String, keyPrefix: String? = nil) {
            self.bucketName = bucketName
            self.keyPrefix = keyPrefix
        }
    }

    private enum CodingKeys: String, CodingKey {
        case cloudWatch = "cloudWatchConfig"
        case s3 = "s3Config"
        case textDataDeliveryEnabled, imageDataDeliveryEnabled, embeddingDataDeliveryEnabled
        case videoDataDeliveryEnabled, audioDataDeliveryEnabled
    }
}
