public import AWSCore

/// What an alarm found at its last evaluation.
public struct AlarmState: OpenStringSet {
    /// The name on the wire.
    public let rawValue: String

    /// A state by its name on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The metric is on the right side of the threshold.
    public static let ok = Self(rawValue: "OK")
    /// The metric crossed the threshold.
    public static let alarm = Self(rawValue: "ALARM")
    /// The alarm is new, or there is not enough data.
    public static let insufficientData = Self(rawValue: "INSUFFICIENT_DATA")
}
