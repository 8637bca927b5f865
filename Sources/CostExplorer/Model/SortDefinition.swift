public import AWSCore

/// By what, and in which direction, values are sorted.
public struct SortDefinition: Sendable, Hashable, Codable {
    /// A direction.
    public struct Order: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// An order by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The smallest first.
        public static let ascending = Self(rawValue: "ASCENDING")
        /// The largest first.
        public static let descending = Self(rawValue: "DESCENDING")
    }

    /// The metric, such as `UnblendedCost`.
    public var key: CostMetric
    /// The direction; the service's default where `nil`.
    public var order: Order?

    private enum CodingKeys: String, CodingKey {
        case key = "Key"
        case order = "SortOrder"
    }

    /// Sorts by a metric.
    public init(by key: CostMetric, _ order: Order? = nil) {
        self.key = key
        self.order = order
    }
}
