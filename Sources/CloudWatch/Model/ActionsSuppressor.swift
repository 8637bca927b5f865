public import AWSCore

/// What holds a composite alarm's actions back.
public struct ActionsSuppressor: OpenStringSet {
    /// The name on the wire.
    public let rawValue: String

    /// A cause by its name on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The alarm waits for its suppressor.
    public static let waitPeriod = Self(rawValue: "WaitPeriod")
    /// The suppressor has just gone back to OK.
    public static let extensionPeriod = Self(rawValue: "ExtensionPeriod")
    /// The suppressor is in alarm.
    public static let alarm = Self(rawValue: "Alarm")
}
