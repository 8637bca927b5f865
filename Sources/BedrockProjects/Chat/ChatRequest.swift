public import AWSCore

/// The input of the Chat Completions API.
public struct ChatRequest: Sendable, Hashable {
    /// The model, by the id that `models()` lists, such as `openai.gpt-oss-120b`. Inference profiles are not taken.
    public var model: ModelID
    /// The conversation so far.
    public var messages: [ChatMessage]
    /// The most tokens of the answer, reasoning included.
    public var maxCompletionTokens: Int?
    /// Randomness, 0 to 2.
    public var temperature: Double?
    /// The share of probability that tokens are chosen from, 0 to 1.
    public var topP: Double?
    /// Up to four texts that end the answer.
    public var stop: [String] = []
    /// How many answers are made; each is billed.
    public var choices: Int?
    /// What the model may call.
    public var tools: [FunctionTool] = []
    /// Whether, and which, tool is called; the service decides where `nil`.
    public var toolChoice: FunctionToolChoice?
    /// Whether the model may ask for several calls at once.
    public var parallelToolCalls: Bool?
    /// The form of the answer's text.
    public var format: TextFormat?
    /// How wordy the answer is.
    public var verbosity: Verbosity?
    /// How much the model reasons.
    public var reasoningEffort: ReasoningEffort?
    /// Whether the service keeps the answer.
    public var store: Bool?
    /// Up to 16 pairs that are kept with a stored answer. They are no cost tags.
    public var metadata: [String: String] = [:]
    /// How urgently the request is served, and at which price.
    public var serviceTier: ProcessingTier?
    /// Requests of one key are routed to one cache of prompts.
    public var promptCacheKey: String?
    /// Whether a stream ends with the usage. `true` by default: without it nobody learns what a streamed answer cost.
    public var includesUsageInStream = true
    /// Members that this type does not know, by their names on the wire. A member it knows goes before.
    public var additionalMembers: [String: JSONValue] = [:]

    /// A request.
    public init(model: ModelID, messages: [ChatMessage]) {
        self.model = model
        self.messages = messages
    }

    /// A request, changed by `configure`.
    public init(model: ModelID, messages: [ChatMessage], configure: (inout Self) -> Void) {
        self.init(model: model, messages: messages)
        configure(&self)
    }

    func json(stream: Bool) -> JSONValue {
        var members = additionalMembers
        members["model"] = .string(model.rawValue)
        members["messages"] = .array(messages.map(\.json))
        members.set("max_completion_tokens", maxCompletionTokens.map { .int(Int64($0)) })
        members.set("temperature", temperature.map(JSONValue.double))
        members.set("top_p", topP.map(JSONValue.double))
        members.set("stop", stop.isEmpty ? nil : .array(stop.map(JSONValue.string)))
        members.set("n", choices.map { .int(Int64($0)) })
        members.set("tools", tools.isEmpty ? nil : .array(tools.map(\.chatJSON)))
        members.set("tool_choice", toolChoice?.chatJSON)
        members.set("parallel_tool_calls", parallelToolCalls.map(JSONValue.bool))
        members.set("response_format", format?.chatJSON)
        members.set("verbosity", verbosity.map { .string($0.rawValue) })
        members.set("reasoning_effort", reasoningEffort.map { .string($0.rawValue) })
        members.set("store", store.map(JSONValue.bool))
        members.set("metadata", metadata.isEmpty ? nil : .object(metadata.mapValues { .string($0) }))
        members.set("service_tier", serviceTier.map { .string($0.rawValue) })
        members.set("prompt_cache_key", promptCacheKey.map(JSONValue.string))
        if stream {
            members["stream"] = true
            var options = additionalMembers["stream_options"]?.object ?? [:]
            options["include_usage"] = .bool(includesUsageInStream)
            members["stream_options"] = .object(options)
        }
        return .object(members)
    }

    func validate(on route: InferenceRoute) throws(AWSError) {
        try InferenceRules.check(model, on: route)
        guard !messages.isEmpty else { throw .invalidInput("messages", "must not be empty") }
        try InferenceRules.check("temperature", temperature, 0...2)
        try InferenceRules.check("top_p", topP, 0...1)
        if let maxCompletionTokens, maxCompletionTokens < 1 {
            throw .invalidInput("max_completion_tokens", "must be positive, not \(maxCompletionTokens)")
        }
        guard stop.count <= 4 else { throw .invalidInput("stop", "at most 4 texts, not \(stop.count)") }
        if let choices, !(1...128).contains(choices) {
            throw .invalidInput("n", "must be from 1 to 128, not \(choices)")
        }
        try InferenceRules.check(metadata: metadata)
        try InferenceRules.check(tools, choice: toolChoice)
        try format?.validate()
    }
}
