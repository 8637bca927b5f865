public import AWSCore
public import Attribution
import HTTPTypes

/// ListTagsForResource: the tags of a profile or another Bedrock resource, all in one reply.
public struct ListTagsForResource: RESTJSONOperation, Codable {
    /// The control plane.
    public typealias Service = BedrockControlService
    /// `ListTagsForResource`.
    public static let name = "ListTagsForResource"
    /// It only reads.
    public static let isIdempotent = true

    /// The resource, an ARN of 20 to 1,011 characters.
    public var resource: ARN

    /// Asks for a resource's tags.
    public init(_ resource: ARN) { self.resource = resource }

    /// What ListTagsForResource returns.
    public struct Output: Sendable, Hashable {
        /// The tags, as the service has them.
        public var tags: TagSet

        /// A reply.
        public init(tags: TagSet) { self.tags = tags }
    }

    /// Checks the ARN by the service's limits.
    public func validate() throws(AWSError) { try InputRules.check(resourceARN: resource) }

    /// `POST /listTagsForResource`.
    public func encode() throws -> EncodedRequest { try EncodedRequest(.post, "/listTagsForResource", json: self) }

    private enum CodingKeys: String, CodingKey {
        case resource = "resourceARN"
    }
}

extension ListTagsForResource.Output: Codable {
    private enum CodingKeys: String, CodingKey {
        case tags
    }

    /// Decodes the service's own member; without a list there are no tags.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        tags = try container.decodeIfPresent(TagList.self, forKey: .tags)?.tags ?? [:]
    }

    /// Encodes the service's own member.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(TagList(tags), forKey: .tags)
    }
}
