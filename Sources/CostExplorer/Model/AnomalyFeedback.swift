public import AWSCore

/// What a person said of an anomaly. Cost Anomaly Detection learns from it.
public struct AnomalyFeedback: OpenStringSet {
    /// The name on the wire.
    public let rawValue: String

    /// A value by its name on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// It was one.
    public static let accurate = Self(rawValue: "YES")
    /// It was none.
    public static let falsePositive = Self(rawValue: "NO")
    /// It was one, and it was meant to be.
    public static let plannedActivity = Self(rawValue: "PLANNED_ACTIVITY")
}
