public import AWSCore

/// The kinds of alarms.
public struct AlarmType: OpenStringSet {
    /// The name on the wire.
    public let rawValue: String

    /// A kind by its name on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// An alarm on a metric or on metric math.
    public static let metric = Self(rawValue: "MetricAlarm")
    /// An alarm on other alarms' states.
    public static let composite = Self(rawValue: "CompositeAlarm")
}
