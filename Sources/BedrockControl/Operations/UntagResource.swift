public import AWSCore
import HTTPTypes

/// UntagResource: takes tags off a profile or another Bedrock resource. Keys that it lacks do not matter.
public struct UntagResource: RESTJSONOperation, Codable {
    /// The control plane.
    public typealias Service = BedrockControlService
    /// `UntagResource`.
    public static let name = "UntagResource"
    /// Untagged twice is untagged once.
    public static let isIdempotent = true

    /// The resource, an ARN of 20 to 1,011 characters.
    public var resource: ARN
    /// The keys, at most 200.
    public var keys: [String]

    /// Untags a resource.
    public init(_ resource: ARN, keys: [String]) {
        self.resource = resource
        self.keys = keys
    }

    /// An empty reply.
    public struct Output: Sendable, Hashable, Codable {}

    /// Checks ARN and keys by the service's limits.
    public func validate() throws(AWSError) {
        try InputRules.check(resourceARN: resource)
        try InputRules.check(tagKeys: keys)
    }

    /// `POST /untagResource`.
    public func encode() throws -> EncodedRequest { try EncodedRequest(.post, "/untagResource", json: self) }

    private enum CodingKeys: String, CodingKey {
        case resource = "resourceARN"
        case keys = "tagKeys"
    }
}
