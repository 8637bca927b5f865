public import AWSCore

/// UntagResources: takes tags off up to 20 resources of any service.
///
/// A reply may be good and yet hold failures: see ``TagResources/Output/failures``.
public struct UntagResources: JSONRPCOperation, Codable {
    /// The Tagging API.
    public typealias Service = TaggingService
    /// The same as of TagResources.
    public typealias Output = TagResources.Output
    /// `UntagResources`.
    public static let name = "UntagResources"
    /// Untagged twice is untagged once.
    public static let isIdempotent = true

    /// The resources, 1 to 20.
    public var resources: [ARN]
    /// The keys, 1 to 50.
    public var keys: [String]

    /// Untags resources.
    public init(_ resources: [ARN], keys: [String]) {
        self.resources = resources
        self.keys = keys
    }

    /// Checks ARNs and keys by the service's limits.
    public func validate() throws(AWSError) {
        try InputRules.check(arns: resources, 1...20)
        try InputRules.check("TagKeys", count: keys.count, 1...50)
        for key in keys { try InputRules.check("TagKeys", length: key, 1...128) }
    }

    private enum CodingKeys: String, CodingKey {
        case resources = "ResourceARNList"
        case keys = "TagKeys"
    }
}
