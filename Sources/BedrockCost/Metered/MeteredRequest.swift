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
    var promptSize: PromptSize { get }
    /// How the call is to be served.
    var priceTier: PriceTier { get }

    /// Adds what the invocation log is to say of the call, where the operation has a place for it.
    mutating func attach(_ pairs: [String: String], from attribution: CostAttribution) throws(TagPolicyError)
}

/// How long a prompt is, before anybody has counted its tokens.
struct PromptSize: Sendable {
    /// Bytes of text in UTF-8; a token has one at least.
    var textBytes = 0
    /// Messages, tools and other parts, which the model sees wrapped in a few tokens each.
    var parts = 0
    /// Images, each of which counts up to a model's largest tile.
    var images = 0
    /// Bytes of documents, sound and film.
    var mediaBytes = 0

    /// No model reads more tokens from such a prompt: a token has a byte at least.
    var mostTokens: Int { textBytes + parts * 16 + images * 8_192 + mediaBytes }

    /// About how many tokens there are: four bytes make one in most languages.
    var likelyTokens: Int { textBytes / 4 + parts * 4 + images * 1_600 + mediaBytes / 4 + 1 }
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

    var promptSize: PromptSize {
        var size = PromptSize()
        for block in system ?? [] {
            size.parts += 1
            if case .text(let text) = block { size.textBytes += text.utf8.count } else { size.addEncoded(block) }
        }
        for message in messages {
            size.parts += 1
            for block in message.content {
                if case .text(let text) = block { size.textBytes += text.utf8.count } else { size.add(block) }
            }
        }
        if let toolConfig { size.addEncoded(toolConfig) }
        if let promptVariables { size.addEncoded(promptVariables) }
        return size
    }

    var priceTier: PriceTier {
        if performanceConfig?.latency == .optimized { return .latencyOptimized }
        return PriceTier(serviceTier?.type)
    }

    mutating func attach(_ pairs: [String: String], from attribution: CostAttribution) throws(TagPolicyError) {
        requestMetadata = try attribution.requestMetadata(
            adding: (requestMetadata ?? [:]).merging(pairs) { _, ours in ours })
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

    var promptSize: PromptSize { request.promptSize }
    var priceTier: PriceTier { request.priceTier }

    mutating func attach(_ pairs: [String: String], from attribution: CostAttribution) throws(TagPolicyError) {
        try request.attach(pairs, from: attribution)
    }
}

extension PromptSize {
    /// Adds what is neither text nor common: its bytes on the wire are no fewer than its tokens.
    mutating func addEncoded(_ part: some Encodable) {
        parts += 1
        mediaBytes += (try? AWSJSON.encode(part).count) ?? 0
    }

    /// Adds a block of content.
    mutating func add(_ block: ContentBlock) {
        if case .image = block {
            parts += 1
            images += 1
        } else {
            addEncoded(block)
        }
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
