import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A model as the Projects endpoint offers it.
struct MantleModel: Sendable {
    /// Under the endpoint's own id, which has no version behind it.
    let model: FoundationModel
    /// The path below which it answers: OpenAI's newer models have one of their own.
    var root = OpenAIPath.Root.plain
    var hasChatCompletions = true
    /// The Regions that have it; `nil` for all.
    var regions: Set<String>?

    var document: JSONValue {
        [
            "id": .string(model.id), "object": "model",
            "created": .int(Int64(Date(iso8601: "\(model.launch)T00:00:00Z")?.timeIntervalSince1970 ?? 0)),
            "owned_by": .string(model.provider.lowercased()),
        ]
    }

    /// Prices: as ``ModelCatalogue``, from pydantic/genai-prices (2026-08-21). A million tokens cost the same here and on
    /// bedrock-runtime. GPT-5.6 costs more where the prompt exceeds 272,000 tokens.
    static let all: [MantleModel] = [
        MantleModel(
            model: FoundationModel(
                id: "deepseek.v3.1", name: "DeepSeek-V3.1", provider: "DeepSeek", dialect: .openAI,
                meter: .firstParty("deepseek.v3.1"), maximumOutput: 32_768, launch: "2025-09-18",
                prices: ModelPrices(regional: ["0.58", "1.68"]))),
        MantleModel(
            model: FoundationModel(
                id: "mistral.mistral-large-3-675b-instruct", name: "Mistral Large 3", provider: "Mistral",
                dialect: .openAI, meter: .firstParty("mistral-large-3"), maximumOutput: 32_768, launch: "2025-12-02",
                prices: ModelPrices(regional: ["0.50", "1.50"]))),
        MantleModel(
            model: FoundationModel(
                id: "openai.gpt-5.4", name: "GPT-5.4", provider: "OpenAI", dialect: .openAI,
                meter: .firstParty("gpt-5.4"), cacheMinimum: 1_024, cacheLifetime: 300, maximumOutput: 128_000,
                hasReasoning: true, launch: "2026-04-28",
                prices: ModelPrices(regional: ["2.75", "16.50", "0.275"])),
            root: .openAI, hasChatCompletions: false, regions: ["us-east-2", "us-west-2"]),
        MantleModel(
            model: FoundationModel(
                id: "openai.gpt-5.6-luna", name: "GPT-5.6 Luna", provider: "OpenAI", dialect: .openAI,
                meter: .firstParty("gpt-5.6-luna"), cacheMinimum: 1_024, cacheLifetime: 1_800, maximumOutput: 128_000,
                hasReasoning: true, launch: "2026-07-13",
                prices: ModelPrices(regional: ["0.22", "1.32", "0.022", "0.275"]),
                longContext: (272_000, ModelPrices(regional: ["0.44", "1.98", "0.044", "0.55"]))),
            root: .openAI, hasChatCompletions: false),
        MantleModel(
            model: FoundationModel(
                id: "openai.gpt-5.6-terra", name: "GPT-5.6 Terra", provider: "OpenAI", dialect: .openAI,
                meter: .firstParty("gpt-5.6-terra"), cacheMinimum: 1_024, cacheLifetime: 1_800, maximumOutput: 128_000,
                hasReasoning: true, launch: "2026-07-13",
                prices: ModelPrices(regional: ["2.20", "13.20", "0.22", "2.75"]),
                longContext: (272_000, ModelPrices(regional: ["4.40", "19.80", "0.44", "5.50"]))),
            root: .openAI, hasChatCompletions: false),
        MantleModel(
            model: FoundationModel(
                id: "openai.gpt-oss-120b", name: "gpt-oss-120b", provider: "OpenAI", dialect: .openAI,
                meter: .firstParty("gpt-oss-120b"), maximumOutput: 32_768, hasReasoning: true, launch: "2025-08-05",
                prices: ModelPrices(regional: ["0.15", "0.60"]))),
        MantleModel(
            model: FoundationModel(
                id: "openai.gpt-oss-20b", name: "gpt-oss-20b", provider: "OpenAI", dialect: .openAI,
                meter: .firstParty("gpt-oss-20b"), maximumOutput: 32_768, hasReasoning: true, launch: "2025-08-05",
                prices: ModelPrices(regional: ["0.07", "0.30"]))),
        MantleModel(
            model: FoundationModel(
                id: "qwen.qwen3-32b", name: "Qwen3 32B", provider: "Qwen", dialect: .openAI,
                meter: .firstParty("qwen3-32b"), maximumOutput: 32_768, hasReasoning: true, launch: "2025-09-18",
                prices: ModelPrices(regional: ["0.15", "0.60"]))),
    ]

    /// The models of a Region, in the order of their ids.
    static func available(in region: String) -> [MantleModel] {
        all.filter { $0.regions?.contains(region) ?? true }
    }
}

extension EngineState {
    func listMantleModels(_ call: Call) -> Reply {
        let models = MantleModel.available(in: call.region)
        return Reply(json: ["object": "list", "data": .array(models.map(\.document))])
    }

    func retrieveMantleModel(_ call: Call) throws(ServiceFault) -> Reply {
        Reply(json: try mantleModel(call.route.label, call).document)
    }

    /// The model `id` of the Region.
    func mantleModel(_ id: String, _ call: Call) throws(ServiceFault) -> MantleModel {
        guard let model = MantleModel.available(in: call.region).first(where: { $0.model.id == id }) else {
            throw .refused("model", "model_not_found", "The model '\(id)' does not exist", status: 404)
        }
        return model
    }
}
