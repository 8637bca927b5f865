public import AWSCore
public import Attribution

/// A resource that is tagged, or was once: then it has no tags.
public struct TaggedResource: Sendable, Hashable {
    /// Its ARN.
    public var arn: ARN
    /// Its tags, as the service has them.
    public var tags: TagSet
    /// How it fares by the organization's tag policies, where that was asked for.
    public var compliance: TagCompliance?

    /// A resource.
    public init(arn: ARN, tags: TagSet, compliance: TagCompliance? = nil) {
        self.arn = arn
        self.tags = tags
        self.compliance = compliance
    }
}

extension TaggedResource: Codable {
    private enum CodingKeys: String, CodingKey {
        case arn = "ResourceARN"
        case tags = "Tags"
        case compliance = "ComplianceDetails"
    }

    private struct Tag: Codable {
        var key: String
        var value: String

        private enum CodingKeys: String, CodingKey {
            case key = "Key"
            case value = "Value"
        }
    }

    /// Decodes the service's own members; without a list there are no tags.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        arn = try container.decode(ARN.self, forKey: .arn)
        let tags = try container.decodeIfPresent([Tag].self, forKey: .tags) ?? []
        self.tags = TagSet(unvalidated: tags.map { TagSet.Tag(key: $0.key, value: $0.value) })
        compliance = try container.decodeIfPresent(TagCompliance.self, forKey: .compliance)
    }

    /// Encodes the service's own members.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(arn, forKey: .arn)
        try container.encode(tags.map { Tag(key: $0.key, value: $0.value) }, forKey: .tags)
        try container.encodeIfPresent(compliance, forKey: .compliance)
    }
}

/// What an organization's tag policies say about a resource.
public struct TagCompliance: Sendable, Hashable, Codable {
    /// Keys that are written otherwise than the policy writes them.
    public var noncompliantKeys: [String]?
    /// Keys with values that the policy does not allow.
    public var keysWithNoncompliantValues: [String]?
    /// Whether the resource keeps the policies.
    public var isCompliant: Bool?

    /// What the policies say.
    public init(
        noncompliantKeys: [String]? = nil, keysWithNoncompliantValues: [String]? = nil, isCompliant: Bool? = nil
    ) {
        self.noncompliantKeys = noncompliantKeys
        self.keysWithNoncompliantValues = keysWithNoncompliantValues
        self.isCompliant = isCompliant
    }

    private enum CodingKeys: String, CodingKey {
        case noncompliantKeys = "NoncompliantKeys"
        case keysWithNoncompliantValues = "KeysWithNoncompliantValues"
        case isCompliant = "ComplianceStatus"
    }
}
