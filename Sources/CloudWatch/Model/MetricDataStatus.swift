public import AWSCore

/// Whether a query's data is all there.
public struct MetricDataStatus: OpenStringSet {
    /// The name on the wire.
    public let rawValue: String

    /// A status by its name on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// All of it.
    public static let complete = Self(rawValue: "Complete")
    /// More follows on later pages, or could not be read.
    public static let partialData = Self(rawValue: "PartialData")
    /// The service failed for this query.
    public static let internalError = Self(rawValue: "InternalError")
    /// The caller may not read this metric.
    public static let forbidden = Self(rawValue: "Forbidden")
}
