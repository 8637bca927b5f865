/// Whether an inference profile can be called.
public struct InferenceProfileStatus: RawRepresentable, Hashable, Sendable, Codable, ExpressibleByStringLiteral,
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

    /// It can; the only status that Bedrock documents.
    public static let active: Self = "ACTIVE"
}
