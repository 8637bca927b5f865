public import AWSCore

/// How a model can be called.
public struct ModelInferenceType: OpenStringSet {
    /// The value as Bedrock spells it.
    public let rawValue: String

    /// A value as Bedrock spells it, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// By its id, paid by use.
    public static let onDemand: Self = "ON_DEMAND"
    /// Through provisioned throughput.
    public static let provisioned: Self = "PROVISIONED"
    /// Through an inference profile only.
    public static let inferenceProfile: Self = "INFERENCE_PROFILE"
}
