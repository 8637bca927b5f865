public import AWSCore

/// The input of the Responses API.
///
/// ```swift
/// var request = ResponseRequest(model: "openai.gpt-oss-120b", input: "Classify: the car was stolen.")
/// request.instructions = "Answer with one word."
/// request.reasoning = ReasoningOptions(effort: .low)
/// ```
public struct ResponseRequest: Sendable, Hashable {
    /// The model, by the id that `models()` lists, such as `openai.gpt-oss-120b`. Inference profiles are not taken.
    public var model: ModelID
    /// What the model is given.
    public var input: ResponseInput
    /// What goes before the input, in place of the instructions of an earlier response.
    public var instructions: String?
    /// The most tokens of the answer, reasoning included; at least 16.
    public var maxOutputTokens: Int?
    /// The most calls of the service's own tools.
    public var maxToolCalls: Int?
    /// Randomness, 0 to 2.
    public var temperature: Double?
    /// The share of probability that tokens are chosen from, 0 to 1.
    public var topP: Double?
    /// What the model may call.
    public var tools: [FunctionTool] = []
    /// Tools of other kinds than functions, as JSON.
    public var otherTools: [JSONValue] = []
    /// Whether, and which, tool is called; the service decides where `nil`.
    public var toolChoice: FunctionToolChoice?
    /// Whether the model may ask for several calls at once.
    public var parallelToolCalls: Bool?
    /// The form of the answer's text.
    public var format: TextFormat?
    /// How wordy the answer is.
    public var verbosity: Verbosity?
    /// How much the model reasons.
    public var reasoning: ReasoningOptions?
    /// Whether the service keeps the response for 30 days; it does where `nil`.
    public var store: Bool?
    /// The stored response that this one goes on from. It must be of the same project.
    public var previousResponseID: ResponseID?
    /// Whether the response is made in the background: the call returns at once, and the response is asked for until it is
    /// finished.
    public var background: Bool?
    /// Up to 16 pairs that are kept with the response. They are no cost tags.
    public var metadata: [String: String] = [:]
    /// How urgently the request is served, and at which price.
    public var serviceTier: ProcessingTier?
    /// Requests of one key are routed to one cache of prompts.
    public var promptCacheKey: String?
    /// What happens where the conversation is too long.
    public var truncation: Truncation?
    /// Parts of the response that the service leaves out unless they are named, such as `reasoning.encrypted_content`.
    public var include: [String] = []
    /// Members that this type does not know, by their names on the wire. A member it knows goes before.
    public var additionalMembers: [String: JSONValue] = [:]

    /// A request.
    public init(model: ModelID, input: ResponseInput) {
        self.model = model
        self.input = input
    }

    /// A request, changed by `configure`.
    public init(model: ModelID, input: ResponseInput, configure: (inout Self) -> Void) {
        self.init(model: model, input: input)
        configure(&self)
    }

    func json(stream: Bool) -> JSONValue {
        var members = additionalMembers
        members["model"] = .string(model.rawValue)
        members["input"] = input.json
        members.set("instructions", instructions.map(JSONValue.string))
        members.set("max_output_tokens", maxOutputTokens.map { .int(Int64($0)) })
        members.set("max_tool_calls", maxToolCalls.map { .int(Int64($0)) })
        members.set("temperature", temperature.map(JSONValue.double))
        members.set("top_p", topP.map(JSONValue.double))
        let tools = tools.map(\.responsesJSON) + otherTools
        members.set("tools", tools.isEmpty ? nil : .array(tools))
        members.set("tool_choice", toolChoice?.responsesJSON)
        members.set("parallel_tool_calls", parallelToolCalls.map(JSONValue.bool))
        members.set("text", text)
        members.set("reasoning", reasoning?.json)
        members.set("store", store.map(JSONValue.bool))
        members.set("previous_response_id", previousResponseID.map { .string($0.rawValue) })
        members.set("background", background.map(JSONValue.bool))
        members.set("metadata", metadata.isEmpty ? nil : .object(metadata.mapValues { .string($0) }))
        members.set("service_tier", serviceTier.map { .string($0.rawValue) })
        members.set("prompt_cache_key", promptCacheKey.map(JSONValue.string))
        members.set("truncation", truncation.map { .string($0.rawValue) })
        members.set("include", include.isEmpty ? nil : .array(include.map { .string($0) }))
        if stream { members["stream"] = true }
        return .object(members)
    }

    private var text: JSONValue? {
        guard format != nil || verbosity != nil else { return nil }
        var members = additionalMembers["text"]?.object ?? [:]
        members.set("format", format?.responsesJSON)
        members.set("verbosity", verbosity.map { .string($0.rawValue) })
        return .object(members)
    }

    func validate(on route: InferenceRoute) throws(AWSError) {
        try InferenceRules.check(model, on: route)
        try InferenceRules.check("temperature", temperature, 0...2)
        try InferenceRules.check("top_p", topP, 0...1)
        if let maxOutputTokens, maxOutputTokens < 16 {
            throw .invalidInput("max_output_tokens", "must be at least 16, not \(maxOutputTokens)")
        }
        try InferenceRules.check(metadata: metadata)
        try InferenceRules.check(tools, choice: toolChoice)
        try format?.validate()
        try previousResponseID?.validate("previous_response_id")
        if case .items(let items) = input, items.isEmpty, previousResponseID == nil {
            throw .invalidInput("input", "must not be empty")
        }
        guard background == true else { return }
        if route.isRuntime {
            throw .invalidInput(
                "background", "bedrock-runtime makes no responses in the background; bedrock-mantle does")
        }
        if store == false {
            throw .invalidInput("background", "a response in the background must be stored, or nobody could fetch it")
        }
    }
}

extension [String: JSONValue] {
    /// Sets a member, and leaves it as it is where there is no value.
    mutating func set(_ name: String, _ value: JSONValue?) {
        if let value { self[name] = value }
    }
}
