/// Tags as the services of billing and monitoring write them: a list of objects with `Key` and `Value`.
package struct CapitalizedTagList: Codable {
    private struct Entry: Codable {
        var key: String
        var value: String

        private enum CodingKeys: String, CodingKey {
            case key = "Key"
            case value = "Value"
        }
    }

    /// The tags, in the list's order.
    package let tags: TagSet

    /// The list of `tags`.
    package init(_ tags: TagSet) { self.tags = tags }

    /// What a caller wrote is kept, also where it breaks the rules, so that they can be told.
    package init(from decoder: any Decoder) throws {
        tags = TagSet(unvalidated: try [Entry](from: decoder).map { TagSet.Tag(key: $0.key, value: $0.value) })
    }

    /// Encodes the list.
    package func encode(to encoder: any Encoder) throws {
        try tags.map { Entry(key: $0.key, value: $0.value) }.encode(to: encoder)
    }
}
