public import AWSCore
public import Attribution

/// TagResources: gives the same tags to up to 20 resources of any service.
///
/// The caller needs the permission `tag:TagResources` and that of the resources' own service. A reply may be good and yet
/// hold failures: see ``Output/failures``.
public struct TagResources: JSONRPCOperation {
    /// The Tagging API.
    public typealias Service = TaggingService
    /// `TagResources`.
    public static let name = "TagResources"
    /// Tagged twice is tagged once.
    public static let isIdempotent = true

    /// The resources, 1 to 20.
    public var resources: [ARN]
    /// The tags, 1 to 50.
    public var tags: TagSet

    /// Tags resources.
    public init(_ resources: [ARN], tags: TagSet) {
        self.resources = resources
        self.tags = tags
    }

    /// What TagResources and UntagResources return.
    public struct Output: Sendable, Hashable, Codable {
        /// The resources that were left as they were, by ARN. Empty where all is well.
        public var failures: [String: TaggingFailure]

        /// A reply.
        public init(failures: [String: TaggingFailure]) { self.failures = failures }

        private enum CodingKeys: String, CodingKey {
            case failures = "FailedResourcesMap"
        }

        /// Decodes the service's own member; without a map there are no failures.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            failures = try container.decodeIfPresent([String: TaggingFailure].self, forKey: .failures) ?? [:]
        }
    }

    /// Checks ARNs and tags by the service's limits, and by Bedrock's rules where a resource is Bedrock's.
    public func validate() throws(AWSError) {
        try InputRules.check(arns: resources, 1...20)
        try InputRules.check(tags: tags, for: resources)
    }
}

extension TagResources: Codable {
    private enum CodingKeys: String, CodingKey {
        case resources = "ResourceARNList"
        case tags = "Tags"
    }

    /// Decodes the service's own members.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        resources = try container.decode([ARN].self, forKey: .resources)
        let tags = try container.decode([String: String].self, forKey: .tags).sorted { $0.key < $1.key }
        self.tags = TagSet(unvalidated: tags.map { TagSet.Tag(key: $0.key, value: $0.value) })
    }

    /// Encodes the service's own members, as in the request's body.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(resources, forKey: .resources)
        try container.encode(tags, forKey: .tags)
    }
}
