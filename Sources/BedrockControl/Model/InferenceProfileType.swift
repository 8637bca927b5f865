public import AWSCore

/// Who defined an inference profile.
public struct InferenceProfileType: OpenStringSet {
    /// The value as Bedrock spells it.
    public let rawValue: String

    /// A value as Bedrock spells it, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// AWS: routes calls over the Regions of a geography, or over all. It cannot be tagged.
    public static let systemDefined: Self = "SYSTEM_DEFINED"
    /// The account: copies one model or system-defined profile, and carries the tags that costs are split by.
    public static let application: Self = "APPLICATION"
}
