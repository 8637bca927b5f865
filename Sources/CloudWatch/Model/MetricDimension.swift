/// A name and a value that tell one series of a metric from others.
///
/// A series is found by all of its dimensions, never by some: `Model` alone does not find what was sent with `Model` and
/// `CostCenter`. ``MetricExpression/search(_:dimensions:metric:where:statistic:period:)`` does.
public struct MetricDimension: Sendable, Hashable, Codable {
    /// The name, 1 to 255 characters.
    public var name: String
    /// The value, 1 to 1,024 characters.
    public var value: String

    /// A dimension.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case value = "Value"
    }
}

/// Which dimensions a listed metric has to have.
public struct DimensionFilter: Sendable, Hashable, Codable {
    /// The name that the metric has to have.
    public var name: String
    /// The value; any where `nil`.
    public var value: String?

    /// Metrics with a dimension of this name and, where it is given, this value.
    public init(_ name: String, _ value: String? = nil) {
        self.name = name
        self.value = value
    }

    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case value = "Value"
    }
}
