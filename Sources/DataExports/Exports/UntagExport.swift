public import AWSCore

/// Data Exports UntagResource: takes tags off an export. Keys that it lacks do not matter.
public struct UntagExport: JSONRPCOperation, Hashable, Codable {
    /// Data Exports.
    public typealias Service = DataExportsService
    /// `UntagResource`.
    public static let name = "UntagResource"
    /// Untagged twice is untagged once.
    public static let isIdempotent = true

    /// What is untagged.
    public var resource: ARN
    /// The keys, at most 200.
    public var keys: [String]

    private enum CodingKeys: String, CodingKey {
        case resource = "ResourceArn"
        case keys = "ResourceTagKeys"
    }

    /// Untags an export.
    public init(_ resource: ARN, keys: [String]) {
        self.resource = resource
        self.keys = keys
    }

    /// An empty reply.
    public struct Output: Sendable, Hashable, Codable {}

    /// Checks ARN and keys by the service's limits.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try resource.validateAsExport("ResourceArn")
        try ExportTagRules.check(resourceTagKeys: keys)
    }
}
