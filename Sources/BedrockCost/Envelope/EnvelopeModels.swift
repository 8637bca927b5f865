public import AWSCore
public import Attribution

/// The names by which callers ask for models, and what each of them calls.
///
/// ```swift
/// let models: EnvelopeModels = [
///     "claude-3-5-haiku": "us.anthropic.claude-3-5-haiku-20241022-v1:0",
///     "sales": .profile(tagged: ["costCenter": "sales"], of: "anthropic.claude-3-haiku-20240307-v1:0"),
/// ]
/// ```
public struct EnvelopeModels: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    /// The aliases and what they call.
    public var aliases: [String: EnvelopeModel]
    /// Whether callers may also write the id or ARN of a model or a profile. Without it they reach the aliases only.
    public var allowsModelIDs = true

    /// Aliases and what they call.
    public init(_ aliases: [String: EnvelopeModel], allowingModelIDs: Bool = true) {
        self.aliases = aliases
        self.allowsModelIDs = allowingModelIDs
    }

    /// Aliases and what they call; of an alias that comes twice the last one counts.
    public init(dictionaryLiteral elements: (String, EnvelopeModel)...) {
        self.init(Dictionary(elements) { _, last in last })
    }

    /// What `name` calls; `nil` where it is neither an alias nor a model's id.
    ///
    /// Ids have a vendor before a dot, ARNs have colons; aliases with neither are told apart from them.
    func model(_ name: String) -> EnvelopeModel? {
        if let model = aliases[name] { return model }
        let isID = name.hasPrefix("arn:") || name.contains(".") && !name.contains(where: \.isWhitespace)
        return allowsModelIDs && isID ? .model(ModelID(rawValue: name)) : nil
    }
}

/// What an alias calls: a model, or a cost centre's inference profile.
public struct EnvelopeModel: Sendable, Hashable, ExpressibleByStringLiteral {
    enum Target: Sendable, Hashable {
        case model(ModelID)
        case profile(tagged: TagSet)
    }

    let target: Target
    /// The foundation model that answers, where the target's id does not tell.
    let foundation: ModelID?
    /// The parameters of calls that have none of their own. A limit of tokens is worth setting: a call without one reserves
    /// the model's largest answer from the account's quota.
    public var defaults: InferenceEnvelope.Parameters

    /// The model or system-defined profile `id`, or the ARN of any profile.
    ///
    /// - Parameters:
    ///   - id: What is called.
    ///   - foundation: The foundation model behind it, for the ARN of an application inference profile, which hides it: it
    ///     decides how `top_k` is written.
    ///   - defaults: The parameters of calls that have none of their own.
    public static func model(
        _ id: ModelID, of foundation: ModelID? = nil, defaults: InferenceEnvelope.Parameters = .init()
    ) -> Self {
        Self(target: .model(id), foundation: foundation, defaults: defaults)
    }

    /// The inference profile that has `tags`, found when a call is made.
    ///
    /// - Parameters:
    ///   - tags: The profile's tags, such as those of a cost centre.
    ///   - foundation: The foundation model behind it; it also picks among profiles of several models.
    ///   - defaults: The parameters of calls that have none of their own.
    public static func profile(
        tagged tags: TagSet, of foundation: ModelID? = nil, defaults: InferenceEnvelope.Parameters = .init()
    ) -> Self {
        Self(target: .profile(tagged: tags), foundation: foundation, defaults: defaults)
    }

    /// The model or system-defined profile of the given id.
    public init(stringLiteral id: String) { self = .model(ModelID(rawValue: id)) }

    private init(target: Target, foundation: ModelID?, defaults: InferenceEnvelope.Parameters) {
        self.target = target
        self.foundation = foundation
        self.defaults = defaults
    }
}
