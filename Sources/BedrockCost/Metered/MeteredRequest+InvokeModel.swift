import AWSCore
import Attribution
import BedrockRuntime
import Metering

/// What the bodies of providers' own APIs call the most tokens of an answer.
private let outputLimits: [[String]] = [
    ["max_tokens"], ["max_completion_tokens"], ["inferenceConfig", "maxTokens"], ["inferenceConfig", "max_new_tokens"],
    ["textGenerationConfig", "maxTokenCount"], ["max_gen_len"], ["maxTokens"], ["max_tokens_to_sample"],
]

/// What a model makes, as its id tells: the service tells it by GetFoundationModel only, which callers may not be allowed to ask.
private enum ModelProduct {
    case text, vectors, images, ranking

    init(of model: String) {
        func holds(_ names: String...) -> Bool { names.contains { model.contains($0) } }
        // Models that embed images have both words.
        self =
            if holds("embed") {
                .vectors
            } else if holds("rerank") {
                .ranking
            } else if holds("stability.", "nova-canvas", "titan-image") {
                .images
            } else {
                .text
            }
    }
}

/// A request in a provider's own form, whole or streamed.
protocol ProviderRequest: MeteredRequest {
    var modelID: ModelID { get set }
    var body: [UInt8] { get set }
    var options: InvokeOptions { get set }
}

extension InvokeModel: ProviderRequest {}
extension InvokeModelWithResponseStream: ProviderRequest {}

extension ProviderRequest {
    var target: ModelID {
        get { modelID }
        set { modelID = newValue }
    }

    private var json: JSONValue? { try? JSONValue(parsing: body) }

    /// The limit that the body names. A body that names none keeps none: what the model calls it, is not known here.
    var maxTokens: Int? {
        get {
            guard let json else { return nil }
            return outputLimits.lazy.compactMap { json.number(at: $0) }.first
        }
        set {
            guard let newValue, var json,
                let path = outputLimits.first(where: { json.number(at: $0) != nil })
            else { return }
            json.set(newValue, at: path)
            // The numbers of a body that was just parsed are finite.
            if let bytes = try? json.serialized() { body = bytes }
        }
    }

    var promptShape: PromptShape {
        // The cache points of providers' own bodies are not told apart: the dearer class is held where they are mentioned.
        let text = String(decoding: body, as: UTF8.self)
        let caching: PromptCaching =
            if text.contains("cache_control") || text.contains("cachePoint") {
                text.contains("\"1h\"") ? .oneHour : .fiveMinutes
            } else {
                .none
            }
        return PromptShape(bytes: body.count, messages: 1, caching: caching)
    }

    func bound(_ prompt: PromptShape, by model: String, maxTokens: Int) -> CallBound {
        var besides = TokenUsage.zero
        switch ModelProduct(of: model) {
        case .text: return prompt.bound(maxTokens: maxTokens)
        case .vectors:
            besides.inputImages = json?["inputImage"] == nil ? 0 : 1
            return CallBound(prompt: prompt.size, maxTokens: 0, besides: besides)
        case .images:
            let json = json
            let count = json?.number(at: ["imageGenerationConfig", "numberOfImages"]) ?? json?.number(at: ["samples"])
            besides.outputImages = max(count ?? 1, 1)
        case .ranking:
            // A query is paid for each hundred documents that it ranks.
            besides.searchUnits = max(((json?["documents"]?.array?.count ?? 1) + 99) / 100, 1)
        }
        return CallBound(prompt: .counted(0), maxTokens: 0, besides: besides)
    }

    var priceTier: PriceTier {
        options.performanceConfigLatency == .optimized ? .latencyOptimized : PriceTier(options.serviceTier)
    }

    mutating func attach(_ attribution: CostAttribution, call id: String) throws(TagPolicyError) {
        options.requestMetadata = try attribution.requestMetadata(adding: options.requestMetadata, call: id)
    }
}

extension JSONValue {
    fileprivate func number(at path: [String]) -> Int? {
        var value = self
        for key in path {
            guard let member = value[key] else { return nil }
            value = member
        }
        return value.int.map { Int(clamping: $0) }
    }

    fileprivate mutating func set(_ number: Int, at path: [String]) {
        guard let key = path.first, case .object(var members) = self else { return }
        if path.count == 1 {
            members[key] = .int(Int64(number))
        } else {
            members[key]?.set(number, at: Array(path.dropFirst()))
        }
        self = .object(members)
    }
}
