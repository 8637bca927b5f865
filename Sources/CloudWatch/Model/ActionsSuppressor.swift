/// What holds a composite alarm's actions back.
public struct ActionsSuppressor: RawRepresentable, Hashable, Sendable, Codable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    /// The name on the wire.
    public let rawValue: String

    /// A cause by its name on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// A cause by its name on the wire.
    public init(stringLiteral value: String) { self.init(rawValue: value) }

    /// The name on the wire.
    public var description: String { rawValue }

    /// The alarm waits for its suppressor.
    public static let waitPeriod = Self(rawValue: "WaitPeriod")
    /// The suppressor has just gone back to OK.
    public static let extensionPeriod = Self(rawValue: "ExtensionPeriod")
    /// The suppressor is in alarm.
    public static let alarm = Self(rawValue: "Alarm")
}
