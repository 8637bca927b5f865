public import AWSCore

/// Why an alarm's state may not be what it seems.
public struct AlarmEvaluationState: OpenStringSet {
    /// The name on the wire.
    public let rawValue: String

    /// A reason by its name on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Not all data could be looked at.
    public static let partialData = Self(rawValue: "PARTIAL_DATA")
    /// The evaluation failed; it will be tried again.
    public static let evaluationFailure = Self(rawValue: "EVALUATION_FAILURE")
    /// The alarm's definition cannot be evaluated.
    public static let evaluationError = Self(rawValue: "EVALUATION_ERROR")
}
