/// A class of usage that has a price of its own. The set is open: a price list may know classes that this version does not.
public struct UsageClass: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name, such as `input`.
    public let rawValue: String

    /// A class by its name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The name.
    public var description: String { rawValue }

    /// Input tokens outside the prompt cache.
    public static let input = Self(rawValue: "input")
    /// Output tokens, reasoning included.
    public static let output = Self(rawValue: "output")
    /// Input tokens read from a prompt cache.
    public static let cacheRead = Self(rawValue: "cacheRead")
    /// Input tokens written to a prompt cache for five minutes.
    public static let cacheWrite5m = Self(rawValue: "cacheWrite5m")
    /// Input tokens written to a prompt cache for one hour.
    public static let cacheWrite1h = Self(rawValue: "cacheWrite1h")
}
