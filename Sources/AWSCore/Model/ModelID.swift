/// What a call is sent to: the id of a foundation model, or the id or ARN of an inference profile, a prompt, a prompt
/// router, a provisioned, custom or imported model. 1 to 2,048 characters.
///
/// Any value is kept as written. What a profile's id stands for is the service's to know, so nothing is read out of it.
public struct ModelID: OpenStringSet {
    /// The id or ARN as the service takes it.
    public let rawValue: String

    /// An id or ARN as the service takes it.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// The model, profile or prompt that `arn` names.
    public init(_ arn: ARN) { self.init(rawValue: arn.rawValue) }

    /// The ARN, where it is one.
    public var arn: ARN? { ARN(rawValue: rawValue) }
    /// Whether a stored prompt is meant, which brings its own messages.
    public var isPrompt: Bool { arn?.resourceType == "prompt" }
}

/// What can stand for a model in a call: a ``ModelID``, an ``ARN``, an inference profile.
public protocol ModelIdentifying: Sendable {
    /// The id or ARN that calls are sent to.
    var modelID: ModelID { get }
}

extension ModelID: ModelIdentifying {
    /// Itself.
    public var modelID: ModelID { self }
}

extension ARN: ModelIdentifying {
    /// The model, profile or prompt that the ARN names.
    public var modelID: ModelID { ModelID(self) }
}
