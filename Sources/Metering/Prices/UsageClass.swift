/// A class of usage that has a price of its own. The set is open: a price list may know classes that this version does not.
///
/// Each class of ``counted`` has the name of the member of ``TokenUsage`` that counts it.
public struct UsageClass: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name, such as `input`.
    public let rawValue: String

    /// A class by its name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The name.
    public var description: String { rawValue }

    /// The classes that a ``TokenUsage`` counts.
    public static let counted = TokenUsage.members.map(\.usageClass)

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
    /// Input tokens of sound.
    public static let inputAudioTokens = Self(rawValue: "inputAudioTokens")
    /// Output tokens of sound.
    public static let outputAudioTokens = Self(rawValue: "outputAudioTokens")
    /// Images read.
    public static let inputImages = Self(rawValue: "inputImages")
    /// Images made.
    public static let outputImages = Self(rawValue: "outputImages")
    /// Milliseconds of sound heard. A price list that tells a price per second has a thousandth of it here.
    public static let inputAudioMilliseconds = Self(rawValue: "inputAudioMilliseconds")
    /// Milliseconds of sound made.
    public static let outputAudioMilliseconds = Self(rawValue: "outputAudioMilliseconds")
    /// Milliseconds of film watched.
    public static let inputVideoMilliseconds = Self(rawValue: "inputVideoMilliseconds")
    /// Milliseconds of film made.
    public static let outputVideoMilliseconds = Self(rawValue: "outputVideoMilliseconds")
    /// Queries of a reranking or search model.
    public static let searchUnits = Self(rawValue: "searchUnits")
}
