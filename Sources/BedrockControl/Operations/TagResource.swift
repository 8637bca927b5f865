public import AWSCore
public import Attribution
import HTTPTypes

/// TagResource: adds tags to a profile or another Bedrock resource, or gives them new values.
public struct TagResource: RESTJSONOperation, Codable {
    /// The control plane.
    public typealias Service = BedrockControlService
    /// `TagResource`.
    public static let name = "TagResource"
    /// Tagged twice is tagged once.
    public static let isIdempotent = true

    /// The resource, an ARN of 20 to 1,011 characters.
    public var resource: ARN
    /// The tags. With those that the resource has there may be at most 50.
    public var tags: TagSet

    /// Tags a resource.
    public init(_ resource: ARN, tags: TagSet) {
        self.resource = resource
        self.tags = tags
    }

    /// An empty reply.
    public struct Output: Sendable, Hashable, Codable {}

    /// Checks ARN and tags by the service's rules.
    public func validate() throws(AWSError) {
        try InputRules.check(resourceARN: resource)
        try InputRules.check(tags: tags)
    }

    /// `POST /tagResource`.
    public func encode() throws -> EncodedRequest { try EncodedRequest(.post, "/tagResource", json: self) }
}

extension TagResource {
    private enum CodingKeys: String, CodingKey {
        case resource = "resourceARN"
        case tags
    }

    /// Decodes the service's own members.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        resource = try container.decode(ARN.self, forKey: .resource)
        tags = try container.decode(TagList.self, forKey: .tags).tags
    }

    /// Encodes the service's own members, as in the request's body.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(resource, forKey: .resource)
        try container.encode(TagList(tags), forKey: .tags)
    }
}
