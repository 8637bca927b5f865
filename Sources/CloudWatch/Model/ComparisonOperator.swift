public import AWSCore

/// How an alarm compares a data point with its threshold.
public struct ComparisonOperator: OpenStringSet {
    /// The name on the wire.
    public let rawValue: String

    /// A comparison by its name on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `>=`
    public static let greaterOrEqual = Self(rawValue: "GreaterThanOrEqualToThreshold")
    /// `>`
    public static let greater = Self(rawValue: "GreaterThanThreshold")
    /// `<`
    public static let less = Self(rawValue: "LessThanThreshold")
    /// `<=`
    public static let lessOrEqual = Self(rawValue: "LessThanOrEqualToThreshold")
    /// Outside an anomaly detection band.
    public static let outsideBand = Self(rawValue: "LessThanLowerOrGreaterThanUpperThreshold")
    /// Below an anomaly detection band.
    public static let belowBand = Self(rawValue: "LessThanLowerThreshold")
    /// Above an anomaly detection band.
    public static let aboveBand = Self(rawValue: "GreaterThanUpperThreshold")

    /// Whether the threshold is an anomaly detection band.
    var needsBand: Bool { [.outsideBand, .belowBand, .aboveBand].contains(self) }
}
