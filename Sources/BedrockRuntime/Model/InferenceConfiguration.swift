/// How a model generates, in terms that all models share. What is `nil` is left to the model.
public struct InferenceConfiguration: Sendable, Hashable, Codable {
    /// The most tokens to generate; at least 1. Quota is reserved for all of them until the answer is complete.
    public var maxTokens: Int?
    /// How freely the model chooses, 0 to 1.
    public var temperature: Double?
    /// The share of likely choices that it chooses from, 0 to 1.
    public var topP: Double?
    /// Texts at which it stops; at most 2,500, none empty.
    public var stopSequences: [String]?

    /// Creates one from its members.
    public init(
        maxTokens: Int? = nil, temperature: Double? = nil, topP: Double? = nil, stopSequences: [String]? = nil
    ) {
        self.maxTokens = maxTokens
        self.temperature = temperature
        self.topP = topP
        self.stopSequences = stopSequences
    }
}
