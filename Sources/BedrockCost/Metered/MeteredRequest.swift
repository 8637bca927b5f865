import AWSCore
import Attribution
import BedrockProjects
import BedrockRuntime
import Metering

/// A request that costs money, as far as its cost depends on it.
protocol MeteredRequest: Sendable {
    /// What is called.
    var target: ModelID { get set }
    /// The most tokens that the answer may have; `nil` where the request does not say.
    var maxTokens: Int? { get set }
    /// How long the prompt is.
    var promptShape: PromptShape { get }
    /// How the call is to be served.
    var priceTier: PriceTier { get }
    /// The most that the call may use.
    ///
    /// - Parameters:
    ///   - prompt: What its prompt is made of.
    ///   - model: The id of the model that answers.
    ///   - maxTokens: The most tokens of an answer that is made of them.
    func bound(_ prompt: PromptShape, by model: String, maxTokens: Int) -> CallBound

    /// Adds what the invocation log is to say of who pays and of the call, where the operation has a place for it.
    mutating func attach(_ attribution: CostAttribution, call id: String) throws(TagPolicyError)
}

extension MeteredRequest {
    func bound(_ prompt: PromptShape, by model: String, maxTokens: Int) -> CallBound {
        prompt.bound(maxTokens: maxTokens)
    }
}

/// What a prompt is made of, before anybody has counted its tokens.
struct PromptShape: Sendable {
    /// Bytes of text in UTF-8, and of what is written as text, such as tools.
    var bytes = 0
    /// The system prompt and messages.
    var messages = 0
    /// Images, each of which counts up to a model's largest tile.
    var images = 0
    /// Whether tools are defined.
    var hasTools = false
    /// Whether it may be written to a prompt cache.
    var caching = PromptCaching.none

    /// The most tokens that a model may read from it.
    var size: PromptSize {
        .atMost(utf8Bytes: bytes, messages: messages, hasTools: hasTools, attachmentTokens: images * 8_192)
    }

    /// The most that a call with it may use, whose answer is made of tokens.
    func bound(maxTokens: Int) -> CallBound { CallBound(prompt: size, maxTokens: maxTokens, caching: caching) }

    /// About how many tokens there are: four bytes make one in most languages.
    var likelyTokens: Int { bytes / 4 + messages * 4 + images * 1_600 + 1 }
}

extension Converse: MeteredRequest {
    var target: ModelID {
        get { modelID }
        set { modelID = newValue }
    }

    var maxTokens: Int? {
        get { inferenceConfig?.maxTokens }
        set {
            inferenceConfig = inferenceConfig ?? InferenceConfiguration()
            inferenceConfig?.maxTokens = newValue
        }
    }

    var promptShape: PromptShape {
        var shape = PromptShape()
        if let system {
            shape.messages += 1
            for block in system {
                switch block {
                case .text(let text): shape.bytes += text.utf8.count
                case .cachePoint(let point): shape.caching.allow(point.ttl)
                default: shape.addEncoded(block)
                }
            }
        }
        for message in messages {
            shape.messages += 1
            for block in message.content { shape.add(block) }
        }
        if let toolConfig {
            shape.hasTools = true
            shape.addEncoded(toolConfig)
            for case .cachePoint(let point) in toolConfig.tools { shape.caching.allow(point.ttl) }
        }
        if let promptVariables { shape.addEncoded(promptVariables) }
        return shape
    }

    var priceTier: PriceTier {
        if performanceConfig?.latency == .optimized { return .latencyOptimized }
        return PriceTier(serviceTier?.type)
    }

    mutating func attach(_ attribution: CostAttribution, call id: String) throws(TagPolicyError) {
        requestMetadata = try attribution.requestMetadata(adding: requestMetadata, call: id)
    }
}

extension CostAttribution {
    /// The metadata with pairs of the caller's own, and with the call's id where the service takes one more.
    func requestMetadata(adding own: [String: String]?, call id: String) throws(TagPolicyError) -> [String: String] {
        try metadata(adding: own).addingWhereThereIsRoom(MeteredBedrock.callKey, id).pairs
    }
}

extension ConverseStream: MeteredRequest {
    var target: ModelID {
        get { request.target }
        set { request.target = newValue }
    }

    var maxTokens: Int? {
        get { request.maxTokens }
        set { request.maxTokens = newValue }
    }

    var promptShape: PromptShape { request.promptShape }
    var priceTier: PriceTier { request.priceTier }

    mutating func attach(_ attribution: CostAttribution, call id: String) throws(TagPolicyError) {
        try request.attach(attribution, call: id)
    }
}

extension PromptShape {
    /// Adds what is neither text nor an image: its bytes on the wire are no fewer than its tokens. What has no form there is found out
    /// when the request is sent.
    mutating func addEncoded(_ part: some Encodable) {
        bytes += (try? AWSJSON.encode(part).count) ?? 0
    }

    mutating func add(_ block: ContentBlock) {
        switch block {
        case .text(let text): bytes += text.utf8.count
        case .image: images += 1
        case .cachePoint(let point): caching.allow(point.ttl)
        default: addEncoded(block)
        }
    }
}

extension PromptCaching {
    /// A cache point allows writes for its time to live; five minutes where it names none.
    mutating func allow(_ ttl: CacheTTL?) {
        if ttl == .oneHour { self = .oneHour } else if self == .none { self = .fiveMinutes }
    }
}

extension PriceTier {
    /// The tier that a request asks for, or that an answer says it was served with.
    init(_ tier: ServiceTierType?) {
        switch tier {
        case .flex: self = .flex
        case .priority: self = .priority
        default: self = .standard
        }
    }
}
