public import AWSCore

/// What a model takes in or gives out.
public struct ModelModality: OpenStringSet {
    /// The value as Bedrock spells it.
    public let rawValue: String

    /// A value as Bedrock spells it, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Text.
    public static let text: Self = "TEXT"
    /// Images.
    public static let image: Self = "IMAGE"
    /// Embedding vectors.
    public static let embedding: Self = "EMBEDDING"
    /// Speech.
    public static let speech: Self = "SPEECH"
    /// Videos.
    public static let video: Self = "VIDEO"
}
