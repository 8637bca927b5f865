public import AWSCore

/// How long the periods are that a cost query is split into.
public struct Granularity: OpenStringSet {
    /// The name on the wire.
    public let rawValue: String

    /// A granularity by its name on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Calendar months in UTC.
    public static let monthly = Self(rawValue: "MONTHLY")
    /// Days in UTC.
    public static let daily = Self(rawValue: "DAILY")
    /// Hours; for the last 14 days, where the payer has switched it on.
    public static let hourly = Self(rawValue: "HOURLY")
}
