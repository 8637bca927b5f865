public import AWSCore
public import Attribution

/// Data Exports TagResource: adds tags to an export, or gives them new values.
///
/// They say whose export it is, and who may change it by the policies of IAM; they have nothing to do with what it holds.
public struct TagExport: JSONRPCOperation, Hashable, Codable {
    /// Data Exports.
    public typealias Service = DataExportsService
    /// `TagResource`.
    public static let name = "TagResource"
    /// Tagged twice is tagged once.
    public static let isIdempotent = true

    /// What is tagged.
    public var resource: ARN
    /// The tags, at most 200.
    public var tags: TagSet

    private enum CodingKeys: String, CodingKey {
        case resource = "ResourceArn"
        case tags = "ResourceTags"
    }

    /// Tags an export.
    public init(_ resource: ARN, tags: TagSet) {
        self.resource = resource
        self.tags = tags
    }

    /// Reads the service's form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        resource = try container.decode(ARN.self, forKey: .resource)
        tags = try container.decode(CapitalizedTagList.self, forKey: .tags).tags
    }

    /// Writes the service's form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(resource, forKey: .resource)
        try container.encode(CapitalizedTagList(tags), forKey: .tags)
    }

    /// An empty reply.
    public struct Output: Sendable, Hashable, Codable {}

    /// Checks ARN and tags by the service's rules.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try resource.validateAsExport("ResourceArn")
        try ExportTagRules.check(resourceTags: tags)
    }
}
