/// A value of a dimension, and what the service knows about it.
public struct DimensionValue: Sendable, Hashable, Codable {
    /// The value, such as an account id or a service's name.
    public var value: String?
    /// What describes it, such as the account's name under `description`.
    public var attributes: [String: String]?

    private enum CodingKeys: String, CodingKey {
        case value = "Value"
        case attributes = "Attributes"
    }

    /// A value.
    public init(value: String?, attributes: [String: String]? = nil) {
        self.value = value
        self.attributes = attributes
    }
}
