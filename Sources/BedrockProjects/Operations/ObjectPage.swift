import AWSCore

/// One page of a list in OpenAI's form: `{"object":"list","data":[…],"first_id","last_id","has_more"}`.
public struct ObjectPage<Item: Codable & Sendable & Hashable>: Sendable, Hashable, Codable {
    /// The page's elements.
    public var data: [Item]
    /// The id of the first one.
    public var firstID: String?
    /// The id of the last one, the cursor of the next page.
    public var lastID: String?
    /// Whether more pages follow; `false` where the service does not say.
    public var hasMore: Bool

    /// A page.
    public init(data: [Item], firstID: String? = nil, lastID: String? = nil, hasMore: Bool = false) {
        self.data = data
        self.firstID = firstID
        self.lastID = lastID
        self.hasMore = hasMore
    }

    /// The cursor of the next page; `nil` at the end: there is no more, or nothing to go on from.
    public var nextCursor: String? {
        guard hasMore, let lastID, !lastID.isEmpty else { return nil }
        return lastID
    }

    static func check(limit: Int?) throws(AWSError) {
        if let limit, !(1...100).contains(limit) {
            throw .invalidInput("limit", "must be from 1 to 100, not \(limit)")
        }
    }

    private enum CodingKeys: String, CodingKey {
        case data
        case firstID = "first_id"
        case lastID = "last_id"
        case hasMore = "has_more"
    }

    /// Decodes the service's object.
    ///
    /// - Throws: `DecodingError` where `data` is missing: such a reply is no page.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        data = try container.decode([Item].self, forKey: .data)
        firstID = try container.decodeIfPresent(String.self, forKey: .firstID)
        lastID = try container.decodeIfPresent(String.self, forKey: .lastID)
        hasMore = try container.decodeIfPresent(Bool.self, forKey: .hasMore) ?? false
    }
}
