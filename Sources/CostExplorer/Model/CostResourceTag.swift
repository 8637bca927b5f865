/// A tag of a cost category, an anomaly monitor or a subscription itself: for access control, not for cost allocation.
public struct CostResourceTag: Sendable, Hashable, Codable {
    /// The key, 1 to 128 characters.
    public var key: String
    /// The value, up to 256 characters.
    public var value: String

    private enum CodingKeys: String, CodingKey {
        case key = "Key"
        case value = "Value"
    }

    /// A tag.
    public init(_ key: String, _ value: String) {
        self.key = key
        self.value = value
    }
}
