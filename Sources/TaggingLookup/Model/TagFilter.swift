public import Attribution

/// Which resources GetResources shows: those with a key, and with one of the values where there are any.
public struct TagFilter: Sendable, Hashable, Codable {
    /// The key, 1 to 128 characters.
    public var key: String
    /// The values that will do, at most 20 of up to 256 characters; any value will where there are none.
    public var values: [String]?

    /// Resources with the tag `key`, of one of `values`, or of any where that is empty.
    public init(_ key: String, in values: [String] = []) {
        self.key = key
        self.values = values.isEmpty ? nil : values
    }

    /// The filters that all of `tags` pass.
    public static func all(of tags: TagSet) -> [TagFilter] {
        tags.map { TagFilter($0.key, in: [$0.value]) }
    }

    private enum CodingKeys: String, CodingKey {
        case key = "Key"
        case values = "Values"
    }
}
