public import AWSCore
public import Metering

/// Which anomalies are listed, by what they cost in total.
public struct AnomalyImpactFilter: Sendable, Hashable, Codable {
    /// How an impact is compared.
    public struct Comparison: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A value by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The same amount.
        public static let equal = Self(rawValue: "EQUAL")
        /// At least.
        public static let greaterThanOrEqual = Self(rawValue: "GREATER_THAN_OR_EQUAL")
        /// At most.
        public static let lessThanOrEqual = Self(rawValue: "LESS_THAN_OR_EQUAL")
        /// More than.
        public static let greaterThan = Self(rawValue: "GREATER_THAN")
        /// Less than.
        public static let lessThan = Self(rawValue: "LESS_THAN")
        /// From one amount to another.
        public static let between = Self(rawValue: "BETWEEN")
    }

    /// How it is compared.
    public var comparison: Comparison
    private var startNumber: WireDollars
    private var endNumber: WireDollars?

    /// With what it is compared; the lower bound of ``Comparison/between``.
    public var start: Money { startNumber.money }
    /// The upper bound of ``Comparison/between``.
    public var end: Money? { endNumber?.money }

    private enum CodingKeys: String, CodingKey {
        case comparison = "NumericOperator"
        case startNumber = "StartValue"
        case endNumber = "EndValue"
    }

    /// A filter; amounts are in US dollars.
    public init(_ comparison: Comparison, _ start: Money, _ end: Money? = nil) {
        self.comparison = comparison
        self.startNumber = WireDollars(start)
        self.endNumber = end.map(WireDollars.init)
    }

    /// Anomalies that cost `amount` or more.
    public static func atLeast(_ amount: Money) -> AnomalyImpactFilter {
        AnomalyImpactFilter(.greaterThanOrEqual, amount)
    }
}
