/// Where a model stands in its life.
public struct FoundationModelStatus: RawRepresentable, Hashable, Sendable, Codable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    /// The value as Bedrock spells it.
    public let rawValue: String

    /// A value as Bedrock spells it, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// A value as Bedrock spells it, known or not.
    public init(stringLiteral value: String) { self.init(rawValue: value) }

    /// The value as Bedrock spells it.
    public var description: String { rawValue }

    /// In full service.
    public static let active: Self = "ACTIVE"
    /// To be replaced: see ``FoundationModelLifecycle/endOfLife`` for how long it can be called.
    public static let legacy: Self = "LEGACY"
}
