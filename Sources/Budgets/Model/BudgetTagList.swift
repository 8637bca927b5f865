import Attribution

/// Tags of a budget itself as AWS Budgets writes them: a list of `Key` and `Value`.
struct BudgetTagList: Codable {
    private struct Entry: Codable {
        var key: String
        var value: String

        private enum CodingKeys: String, CodingKey {
            case key = "Key"
            case value = "Value"
        }
    }

    let tags: TagSet

    init(_ tags: TagSet) { self.tags = tags }

    init(from decoder: any Decoder) throws {
        tags = TagSet(unvalidated: try [Entry](from: decoder).map { TagSet.Tag(key: $0.key, value: $0.value) })
    }

    func encode(to encoder: any Encoder) throws {
        try tags.map { Entry(key: $0.key, value: $0.value) }.encode(to: encoder)
    }
}
