public import AWSCore

/// How recently a metric must have had data to be listed.
public struct RecentActivity: OpenStringSet {
    /// The name on the wire.
    public let rawValue: String

    /// A span by its name on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// In the last three hours: the only span that the service knows.
    public static let lastThreeHours = Self(rawValue: "PT3H")
}
