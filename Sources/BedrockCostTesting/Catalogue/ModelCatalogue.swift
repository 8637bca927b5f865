/// The models that every simulated account sees, and their prices.
///
/// Prices: USD per 1,000,000 tokens, on demand, standard tier, as recorded by the public price books of pydantic/genai-prices
/// (2026-08-21) and models.dev (2026-07-02). They are sample figures for tests, not AWS's offer. From the 4.5 generation on,
/// Claude costs 10 % more through anything but `global.`; five-minute cache writes cost 1.25 times and reads 0.1 times the
/// input; one-hour writes cost twice the input. Nova reads cost 0.25 times the input, and its writes cost the input.
enum ModelCatalogue {
    static let models: [FoundationModel] = [
        FoundationModel(
            id: "anthropic.claude-3-haiku-20240307-v1:0", name: "Claude 3 Haiku", provider: "Anthropic",
            dialect: .anthropic, meter: .marketplace("Claude 3 Haiku (Amazon Bedrock Edition)"),
            inputModalities: ["TEXT", "IMAGE"], geographies: ["us", "eu", "apac"], isLegacy: true,
            launch: "2024-03-13", prices: ModelPrices(regional: ["0.25", "1.25"])),
        FoundationModel(
            id: "anthropic.claude-3-5-haiku-20241022-v1:0", name: "Claude 3.5 Haiku", provider: "Anthropic",
            dialect: .anthropic, meter: .marketplace("Claude 3.5 Haiku (Amazon Bedrock Edition)"),
            geographies: ["us"], cacheMinimum: 2_048, maximumOutput: 8_192, isLegacy: true,
            launch: "2024-11-04", prices: ModelPrices(regional: ["0.80", "4", "0.08", "1", "1.60"])),
        FoundationModel(
            id: "anthropic.claude-3-7-sonnet-20250219-v1:0", name: "Claude 3.7 Sonnet", provider: "Anthropic",
            dialect: .anthropic, meter: .marketplace("Claude 3.7 Sonnet (Amazon Bedrock Edition)"),
            inputModalities: ["TEXT", "IMAGE"], isOnDemand: false, geographies: ["us", "eu", "apac"],
            cacheMinimum: 1_024, maximumOutput: 64_000, hasReasoning: true, isLegacy: true, launch: "2025-02-24",
            prices: ModelPrices(regional: ["3", "15", "0.30", "3.75", "6"])),
        FoundationModel(
            id: "anthropic.claude-sonnet-4-5-20250929-v1:0", name: "Claude Sonnet 4.5", provider: "Anthropic",
            dialect: .anthropic, meter: .marketplace("Claude Sonnet 4.5 (Amazon Bedrock Edition)"),
            inputModalities: ["TEXT", "IMAGE"], isOnDemand: false, geographies: ["us", "eu", "jp", "au", "global"],
            cacheMinimum: 1_024, maximumOutput: 64_000, hasReasoning: true, launch: "2025-09-29",
            prices: ModelPrices(
                regional: ["3.30", "16.50", "0.33", "4.125", "6.60"], global: ["3", "15", "0.30", "3.75", "6"])),
        FoundationModel(
            id: "anthropic.claude-haiku-4-5-20251001-v1:0", name: "Claude Haiku 4.5", provider: "Anthropic",
            dialect: .anthropic, meter: .marketplace("Claude Haiku 4.5 (Amazon Bedrock Edition)"),
            inputModalities: ["TEXT", "IMAGE"], isOnDemand: false, geographies: ["us", "eu", "jp", "au", "global"],
            cacheMinimum: 4_096, maximumOutput: 64_000, hasReasoning: true, launch: "2025-10-15",
            prices: ModelPrices(
                regional: ["1.10", "5.50", "0.11", "1.375", "2.20"], global: ["1", "5", "0.10", "1.25", "2"])),
        FoundationModel(
            id: "amazon.nova-micro-v1:0", name: "Nova Micro", provider: "Amazon", dialect: .nova,
            meter: .firstParty("NovaMicro"), geographies: ["us", "eu", "apac"], cacheMinimum: 1_024,
            maximumOutput: 5_120, launch: "2024-12-03",
            prices: ModelPrices(regional: ["0.035", "0.14", "0.00875", "0.035", "0.035"])),
        FoundationModel(
            id: "amazon.nova-lite-v1:0", name: "Nova Lite", provider: "Amazon", dialect: .nova,
            meter: .firstParty("NovaLite"), inputModalities: ["TEXT", "IMAGE", "VIDEO"],
            geographies: ["us", "eu", "apac"], cacheMinimum: 1_024, maximumOutput: 5_120, launch: "2024-12-03",
            prices: ModelPrices(regional: ["0.06", "0.24", "0.015", "0.06", "0.06"])),
        FoundationModel(
            id: "amazon.nova-pro-v1:0", name: "Nova Pro", provider: "Amazon", dialect: .nova,
            meter: .firstParty("NovaPro"), inputModalities: ["TEXT", "IMAGE", "VIDEO"],
            geographies: ["us", "eu", "apac"], cacheMinimum: 1_024, maximumOutput: 5_120, launch: "2024-12-03",
            prices: ModelPrices(regional: ["0.80", "3.20", "0.20", "0.80", "0.80"])),
        FoundationModel(
            id: "amazon.nova-sonic-v1:0", name: "Nova Sonic", provider: "Amazon", dialect: .nova,
            meter: .firstParty("NovaSonic"), inputModalities: ["SPEECH"], isSpeech: true, launch: "2025-04-08",
            prices: ModelPrices(regional: ["0.06", "0.24"])),
        FoundationModel(
            id: "meta.llama3-3-70b-instruct-v1:0", name: "Llama 3.3 70B Instruct", provider: "Meta", dialect: .llama,
            meter: .firstParty("Llama3-3-70B"), geographies: ["us"], maximumOutput: 8_192, launch: "2024-12-19",
            prices: ModelPrices(regional: ["0.72", "0.72"])),
        FoundationModel(
            id: "mistral.mistral-large-2402-v1:0", name: "Mistral Large (24.02)", provider: "Mistral AI",
            dialect: .mistral, meter: .firstParty("MistralLarge"), maximumOutput: 8_192, launch: "2024-04-02",
            prices: ModelPrices(regional: ["4", "12"])),
        FoundationModel(
            id: "openai.gpt-oss-120b-1:0", name: "gpt-oss-120b", provider: "OpenAI", dialect: .openAI,
            meter: .firstParty("gpt-oss-120b"), maximumOutput: 32_768, launch: "2025-08-05",
            prices: ModelPrices(regional: ["0.15", "0.60"])),
        FoundationModel(
            id: "openai.gpt-oss-20b-1:0", name: "gpt-oss-20b", provider: "OpenAI", dialect: .openAI,
            meter: .firstParty("gpt-oss-20b"), maximumOutput: 32_768, launch: "2025-08-05",
            prices: ModelPrices(regional: ["0.07", "0.30"])),
    ]

    static func model(_ id: String) -> FoundationModel? { byID[id] }

    private static let byID = Dictionary(models.map { ($0.id, $0) }) { first, _ in first }
}

/// A Region where Bedrock is offered.
struct BedrockRegion: Sendable {
    let name: String
    /// The short code that usage types start with.
    let billingCode: String
    /// Prefixes of the system-defined profiles that can be called from it.
    let geographies: [String]

    static let all: [BedrockRegion] = [
        .init(name: "us-east-1", billingCode: "USE1", geographies: ["us"]),
        .init(name: "us-east-2", billingCode: "USE2", geographies: ["us"]),
        .init(name: "us-west-2", billingCode: "USW2", geographies: ["us"]),
        .init(name: "eu-west-1", billingCode: "EU", geographies: ["eu"]),
        .init(name: "eu-west-2", billingCode: "EUW2", geographies: ["eu"]),
        .init(name: "eu-west-3", billingCode: "EUW3", geographies: ["eu"]),
        .init(name: "eu-central-1", billingCode: "EUC1", geographies: ["eu"]),
        .init(name: "eu-north-1", billingCode: "EUN1", geographies: ["eu"]),
        .init(name: "ap-northeast-1", billingCode: "APN1", geographies: ["apac", "jp"]),
        .init(name: "ap-southeast-1", billingCode: "APS1", geographies: ["apac"]),
        .init(name: "ap-southeast-2", billingCode: "APS2", geographies: ["apac", "au"]),
        .init(name: "ap-south-1", billingCode: "APS3", geographies: ["apac"]),
        .init(name: "ca-central-1", billingCode: "CAN1", geographies: ["us"]),
        .init(name: "sa-east-1", billingCode: "SAE1", geographies: ["us"]),
    ]

    static let named = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
}

/// A profile that AWS provides in every account, such as `us.anthropic.claude-3-7-sonnet-20250219-v1:0`.
struct SystemProfile: Sendable {
    let geography: String
    let model: FoundationModel

    var id: String { "\(geography).\(model.id)" }

    func arn(in region: String, account: String) -> String {
        "arn:aws:bedrock:\(region):\(account):inference-profile/\(id)"
    }

    /// The models that it routes to when called from `region`.
    func modelARNs(from region: String) -> [String] {
        if geography == "global" {
            return [model.arn(in: region), model.arn(in: "")]
        }
        return (Self.destinations[geography] ?? [region]).map { model.arn(in: $0) }
    }

    var name: String {
        let titles = ["us": "US", "eu": "EU", "apac": "APAC", "jp": "JP", "au": "AU", "global": "Global"]
        return "\(titles[geography] ?? geography) \(model.provider) \(model.name)"
    }

    var description: String {
        geography == "global"
            ? "Routes requests to \(model.provider) \(model.name) globally across all supported AWS Regions."
            : "Routes requests to \(model.provider) \(model.name) in "
                + (Self.destinations[geography] ?? []).joined(separator: ", ") + "."
    }

    /// The profiles that can be called from `region`, in the order of their ids.
    static func available(in region: String) -> [SystemProfile] {
        let geographies = (BedrockRegion.named[region]?.geographies ?? []) + ["global"]
        return ModelCatalogue.models.flatMap { model in
            model.geographies.filter(geographies.contains).map { SystemProfile(geography: $0, model: model) }
        }.sorted { $0.id < $1.id }
    }

    static func named(_ id: String, in region: String) -> SystemProfile? {
        guard let dot = id.firstIndex(of: "."), let model = ModelCatalogue.model(String(id[id.index(after: dot)...]))
        else { return nil }
        let geography = String(id[..<dot])
        let reachable = (BedrockRegion.named[region]?.geographies ?? []) + ["global"]
        guard model.geographies.contains(geography), reachable.contains(geography) else { return nil }
        return SystemProfile(geography: geography, model: model)
    }

    private static let destinations = [
        "us": ["us-east-1", "us-east-2", "us-west-2"],
        "eu": ["eu-central-1", "eu-north-1", "eu-west-1", "eu-west-3"],
        "apac": ["ap-northeast-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2"],
        "jp": ["ap-northeast-1", "ap-northeast-3"],
        "au": ["ap-southeast-2", "ap-southeast-4"],
    ]
}
