public import AWSCore

/// A kind of resource, as `service` or `service:type`; the type is the one in the resource's ARN.
public struct ResourceType: OpenStringSet {
    /// The type as the Tagging API spells it.
    public let rawValue: String

    /// A type as the Tagging API spells it, up to 256 characters.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Everything of Bedrock's.
    public static let bedrock: Self = "bedrock"
    /// Application inference profiles.
    public static let applicationInferenceProfile: Self = "bedrock:application-inference-profile"
}
