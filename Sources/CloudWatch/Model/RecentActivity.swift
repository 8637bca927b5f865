/// How recently a metric must have had data to be listed.
public struct RecentActivity: RawRepresentable, Hashable, Sendable, Codable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    /// The name on the wire.
    public let rawValue: String

    /// A span by its name on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// A span by its name on the wire.
    public init(stringLiteral value: String) { self.init(rawValue: value) }

    /// The name on the wire.
    public var description: String { rawValue }

    /// In the last three hours: the only span that the service knows.
    public static let lastThreeHours = Self(rawValue: "PT3H")
}
