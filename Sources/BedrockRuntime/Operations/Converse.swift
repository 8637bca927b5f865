public import AWSCore
import HTTPTypes

/// Converse: one turn of a conversation with any model, answered as a whole.
///
/// `POST /model/{modelId}/converse`. Paid, so that an attempt whose reply was lost is not repeated.
public struct Converse: RESTJSONOperation, Hashable {
    /// The service.
    public typealias Service = BedrockRuntimeService
    /// What the operation returns.
    public typealias Output = ConverseResponse
    /// `Converse`.
    public static let name = "Converse"

    /// What is called.
    public var modelID: ModelID
    /// The conversation so far; empty only where the model is a stored prompt.
    public var messages: [Message]
    /// Instructions that stand before the conversation.
    public var system: [SystemContentBlock]?
    /// How the model generates, in terms that all models share.
    public var inferenceConfig: InferenceConfiguration?
    /// The tools that the model may ask for.
    public var toolConfig: ToolConfiguration?
    /// The guardrail that assesses request and answer.
    public var guardrailConfig: GuardrailConfiguration?
    /// Parameters that only this model has, such as `top_k` or `thinking`.
    public var additionalModelRequestFields: JSONValue?
    /// The values of a stored prompt's variables.
    public var promptVariables: [String: PromptVariable]?
    /// JSON Pointers to fields of the model's own answer that shall be returned; at most 10.
    public var additionalModelResponseFieldPaths: [String]?
    /// Pairs that are written to the model-invocation log: 1 to 16, keys of 1 to 256 and values of up to 256
    /// characters out of letters, digits, white space and `:_@$#=/+,-.`. They are no tags and never reach the bill.
    public var requestMetadata: [String: String]?
    /// The latency wanted.
    public var performanceConfig: PerformanceConfiguration?
    /// The tier to be served in.
    public var serviceTier: ServiceTier?
    /// The form of the answer.
    public var outputConfig: OutputConfiguration?

    /// A request of the given parts.
    public init(
        modelID: ModelID, messages: [Message] = [], system: [SystemContentBlock]? = nil,
        inferenceConfig: InferenceConfiguration? = nil,
        toolConfig: ToolConfiguration? = nil,
        guardrailConfig: GuardrailConfiguration? = nil, additionalModelRequestFields: JSONValue? = nil,
        promptVariables: [String: PromptVariable]? = nil,
        additionalModelResponseFieldPaths: [String]? = nil, requestMetadata: [String: String]? = nil,
        performanceConfig: PerformanceConfiguration? = nil, serviceTier: ServiceTier? = nil,
        outputConfig: OutputConfiguration? = nil
    ) {
        self.modelID = modelID
        self.messages = messages
        self.system = system
        self.inferenceConfig = inferenceConfig
        self.toolConfig = toolConfig
        self.guardrailConfig = guardrailConfig
        self.additionalModelRequestFields = additionalModelRequestFields
        self.promptVariables = promptVariables
        self.additionalModelResponseFieldPaths = additionalModelResponseFieldPaths
        self.requestMetadata = requestMetadata
        self.performanceConfig = performanceConfig
        self.serviceTier = serviceTier
        self.outputConfig = outputConfig
    }

    /// Checks the service's limits and patterns.
    public func validate() throws(AWSError) {
        try checkRules()
        guard guardrailConfig?.streamProcessingMode == nil else {
            throw .invalidInput("guardrailConfig.streamProcessingMode", "only ConverseStream takes it")
        }
    }

    /// The rules that ``ConverseStream`` shares.
    func checkRules() throws(AWSError) {
        let rules = ConverseRules(
            modelID: modelID, messages: messages, system: system, inferenceConfig: inferenceConfig,
            toolConfig: toolConfig, promptVariables: promptVariables,
            responseFieldPaths: additionalModelResponseFieldPaths, requestMetadata: requestMetadata)
        try rules.check()
        if let guardrailConfig {
            try GuardrailRules.check(guardrailConfig.guardrailIdentifier, version: guardrailConfig.guardrailVersion)
        }
    }

    /// The request on the wire.
    public func encode() throws -> EncodedRequest {
        try EncodedRequest(.post, "/model/\(modelID)/converse", json: Body(request: self))
    }
}

extension Converse: Codable {
    private enum CodingKeys: String, CodingKey {
        case modelID = "modelId"
        case messages
        case system
        case inferenceConfig
        case toolConfig
        case guardrailConfig
        case additionalModelRequestFields
        case promptVariables
        case additionalModelResponseFieldPaths
        case requestMetadata
        case performanceConfig
        case serviceTier
        case outputConfig
    }

    private struct MetadataKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Decodes the members by their names in the service's model; `modelId` among them.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            modelID: try container.decode(ModelID.self, forKey: .modelID),
            messages: try container.decodeIfPresent([Message].self, forKey: .messages) ?? [])
        system = try container.decodeIfPresent([SystemContentBlock].self, forKey: .system)
        inferenceConfig = try container.decodeIfPresent(InferenceConfiguration.self, forKey: .inferenceConfig)
        toolConfig = try container.decodeIfPresent(ToolConfiguration.self, forKey: .toolConfig)
        guardrailConfig = try container.decodeIfPresent(GuardrailConfiguration.self, forKey: .guardrailConfig)
        additionalModelRequestFields = try container.decodeIfPresent(
            JSONValue.self, forKey: .additionalModelRequestFields)
        promptVariables = try container.decodeIfPresent([String: PromptVariable].self, forKey: .promptVariables)
        additionalModelResponseFieldPaths = try container.decodeIfPresent(
            [String].self, forKey: .additionalModelResponseFieldPaths)
        requestMetadata = try container.decodeIfPresent([String: String].self, forKey: .requestMetadata)
        performanceConfig = try container.decodeIfPresent(PerformanceConfiguration.self, forKey: .performanceConfig)
        serviceTier = try container.decodeIfPresent(ServiceTier.self, forKey: .serviceTier)
        outputConfig = try container.decodeIfPresent(OutputConfiguration.self, forKey: .outputConfig)
    }

    /// Encodes all members by their names in the service's model; `modelId` among them.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(modelID, forKey: .modelID)
        try encodeBody(to: encoder)
    }

    private func encodeBody(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        if !messages.isEmpty { try container.encode(messages, forKey: .messages) }
        try container.encodeIfPresent(system, forKey: .system)
        try container.encodeIfPresent(inferenceConfig, forKey: .inferenceConfig)
        try container.encodeIfPresent(toolConfig, forKey: .toolConfig)
        try container.encodeIfPresent(guardrailConfig, forKey: .guardrailConfig)
        try container.encodeIfPresent(additionalModelRequestFields, forKey: .additionalModelRequestFields)
        try container.encodeIfPresent(promptVariables, forKey: .promptVariables)
        try container.encodeIfPresent(additionalModelResponseFieldPaths, forKey: .additionalModelResponseFieldPaths)
        if let requestMetadata {
            // Pair by pair takes half the time of a whole dictionary, which an encoder must first recognise as one.
            var pairs = container.nestedContainer(keyedBy: MetadataKey.self, forKey: .requestMetadata)
            for (key, value) in requestMetadata { try pairs.encode(value, forKey: MetadataKey(stringValue: key)) }
        }
        try container.encodeIfPresent(performanceConfig, forKey: .performanceConfig)
        try container.encodeIfPresent(serviceTier, forKey: .serviceTier)
        try container.encodeIfPresent(outputConfig, forKey: .outputConfig)
    }

    /// The members that travel in the body: all but the model, which is part of the path.
    struct Body: Encodable {
        let request: Converse

        func encode(to encoder: any Encoder) throws { try request.encodeBody(to: encoder) }
    }
}
