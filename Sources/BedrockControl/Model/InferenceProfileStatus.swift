public import AWSCore

/// Whether an inference profile can be called.
public struct InferenceProfileStatus: OpenStringSet {
    /// The value as Bedrock spells it.
    public let rawValue: String

    /// A value as Bedrock spells it, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// It can; the only status that Bedrock documents.
    public static let active: Self = "ACTIVE"
}
