/// Tags as Bedrock writes them: a list of objects with `key` and `value`, both in lower case.
package struct TagList: Codable {
    private struct Entry: Codable {
        var key: String
        var value: String
    }

    /// The tags, in the list's order.
    package let tags: TagSet

    /// The list of `tags`.
    package init(_ tags: TagSet) { self.tags = tags }

    /// What a service returns is kept, also where it breaks the rules for new tags.
    package init(from decoder: any Decoder) throws {
        tags = TagSet(unvalidated: try [Entry](from: decoder).map { TagSet.Tag(key: $0.key, value: $0.value) })
    }

    /// Encodes the list.
    package func encode(to encoder: any Encoder) throws {
        try tags.map { Entry(key: $0.key, value: $0.value) }.encode(to: encoder)
    }
}
