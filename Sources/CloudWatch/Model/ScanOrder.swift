public import AWSCore

/// In which order data points are returned.
public struct ScanOrder: OpenStringSet {
    /// The name on the wire.
    public let rawValue: String

    /// An order by its name on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The newest data first: the service's default.
    public static let newestFirst = Self(rawValue: "TimestampDescending")
    /// The oldest data first.
    public static let oldestFirst = Self(rawValue: "TimestampAscending")
}
