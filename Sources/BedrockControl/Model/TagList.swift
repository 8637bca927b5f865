import Attribution

/// Tags as Bedrock's control plane writes them: a list of `key` and `value`.
struct TagList: Codable {
    private struct Entry: Codable {
        var key: String
        var value: String
    }

    let tags: TagSet

    init(_ tags: TagSet) { self.tags = tags }

    /// What a service returns is kept, also where it breaks the rules for new tags.
    init(from decoder: any Decoder) throws {
        tags = TagSet(unvalidated: try [Entry](from: decoder).map { TagSet.Tag(key: $0.key, value: $0.value) })
    }

    func encode(to encoder: any Encoder) throws {
        try tags.map { Entry(key: $0.key, value: $0.value) }.encode(to: encoder)
    }
}
