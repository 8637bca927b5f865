public import AWSCore

/// A way to adapt a model to one's own data.
public struct ModelCustomization: OpenStringSet {
    /// The value as Bedrock spells it.
    public let rawValue: String

    /// A value as Bedrock spells it, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Training with labelled examples.
    public static let fineTuning: Self = "FINE_TUNING"
    /// Training with plain text.
    public static let continuedPreTraining: Self = "CONTINUED_PRE_TRAINING"
    /// Training on the answers of a larger model.
    public static let distillation: Self = "DISTILLATION"
}
