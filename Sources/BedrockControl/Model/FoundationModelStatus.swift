public import AWSCore

/// Where a model stands in its life.
public struct FoundationModelStatus: OpenStringSet {
    /// The value as Bedrock spells it.
    public let rawValue: String

    /// A value as Bedrock spells it, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// In full service.
    public static let active: Self = "ACTIVE"
    /// To be replaced: see ``FoundationModelLifecycle/endOfLife`` for how long it can be called.
    public static let legacy: Self = "LEGACY"
}
