public import AWSCore

/// How a filter's values are compared. Cost queries know three of the options; the others belong to cost categories and
/// anomaly subscriptions. Where a filter names none, values are compared exactly.
public struct MatchOption: OpenStringSet {
    /// The name on the wire.
    public let rawValue: String

    /// An option by its name on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The whole value.
    public static let equals = Self(rawValue: "EQUALS")
    /// No value at all: the tag or category is not there.
    public static let absent = Self(rawValue: "ABSENT")
    /// Upper and lower case differ.
    public static let caseSensitive = Self(rawValue: "CASE_SENSITIVE")
    /// Upper and lower case are the same.
    public static let caseInsensitive = Self(rawValue: "CASE_INSENSITIVE")
    /// The start of the value.
    public static let startsWith = Self(rawValue: "STARTS_WITH")
    /// The end of the value.
    public static let endsWith = Self(rawValue: "ENDS_WITH")
    /// A part of the value.
    public static let contains = Self(rawValue: "CONTAINS")
    /// A number that is at least as large.
    public static let greaterThanOrEqual = Self(rawValue: "GREATER_THAN_OR_EQUAL")
}
