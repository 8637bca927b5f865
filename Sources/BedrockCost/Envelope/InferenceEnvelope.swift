/// A request for an inference as the AWS blog series on cost management writes it: a model by a short name, a prompt with
/// parameters that mean the same for every model, and tags that say who pays.
///
/// ```json
/// {
///   "model": "claude-3-5-haiku",
///   "prompt": {
///     "messages": [{ "role": "user", "content": "Explain the benefits of using S3." }],
///     "parameters": { "max_tokens": 2000, "temperature": 0.7, "top_p": 0.9, "top_k": 50 }
///   },
///   "tags": { "applicationId": "aws-documentation-helper", "costCenter": "support", "environment": "production" }
/// }
/// ```
///
/// ``call(models:policy:profiles:requestID:at:)`` makes a `Converse` request of it.
public struct InferenceEnvelope: Sendable, Hashable {
    /// What is asked for: an alias, or the id or ARN of a model or a profile.
    public var model: String
    /// The conversation.
    public var prompt: Prompt
    /// Who pays.
    public var tags: [String: String]

    /// An envelope of the given parts; ``call(models:policy:profiles:requestID:at:)`` checks them.
    public init(model: String, prompt: Prompt, tags: [String: String]) {
        self.model = model
        self.prompt = prompt
        self.tags = tags
    }

    /// The conversation, and how the model shall answer.
    public struct Prompt: Sendable, Hashable {
        /// The messages, in order.
        public var messages: [Message]
        /// How the model generates.
        public var parameters: Parameters

        /// A prompt of the given parts.
        public init(messages: [Message], parameters: Parameters = Parameters()) {
            self.messages = messages
            self.parameters = parameters
        }
    }

    /// A text and who says it.
    public struct Message: Sendable, Hashable {
        /// `system`, `user` or `assistant`.
        public var role: String
        /// The text, at least one character.
        public var content: String

        /// A message.
        public init(role: String, content: String) {
            self.role = role
            self.content = content
        }
    }

    /// How the model generates; what is `nil` is left to the alias's defaults, and then to the model.
    public struct Parameters: Sendable, Hashable {
        /// `max_tokens`: the most tokens to generate, at least 1.
        public var maxTokens: Int?
        /// `temperature`: how freely the model chooses, 0 to 1.
        public var temperature: Double?
        /// `top_p`: the share of likely choices that it chooses from, 0 to 1.
        public var topP: Double?
        /// `top_k`: the number of likely choices that it chooses from, at least 1; some models have no such parameter.
        public var topK: Int?
        /// `stop`: texts at which it stops, one or a list.
        public var stop: [String]?

        /// Parameters.
        public init(
            maxTokens: Int? = nil, temperature: Double? = nil, topP: Double? = nil, topK: Int? = nil,
            stop: [String]? = nil
        ) {
            self.maxTokens = maxTokens
            self.temperature = temperature
            self.topP = topP
            self.topK = topK
            self.stop = stop
        }

        /// These parameters, with `defaults` for what is `nil`.
        func filled(with defaults: Parameters) -> Parameters {
            Parameters(
                maxTokens: maxTokens ?? defaults.maxTokens, temperature: temperature ?? defaults.temperature,
                topP: topP ?? defaults.topP, topK: topK ?? defaults.topK, stop: stop ?? defaults.stop)
        }
    }
}
