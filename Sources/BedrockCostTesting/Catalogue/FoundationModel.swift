import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A model that the simulator offers, with everything that its behaviour and its bill depend on.
struct FoundationModel: Sendable {
    /// The language of InvokeModel bodies.
    enum Dialect: Sendable { case anthropic, nova, llama, mistral, openAI }

    /// How the model appears in a bill.
    enum Meter: Sendable, Equatable {
        /// Under `Amazon Bedrock`, metered per 1,000 tokens, with this name inside the usage type.
        case firstParty(String)
        /// Under a service name of its own, metered per 1,000,000 tokens.
        case marketplace(String)
    }

    let id: String
    let name: String
    let provider: String
    let dialect: Dialect
    let meter: Meter
    var inputModalities = ["TEXT"]
    /// Whether the plain model id can be called; models without it answer only through profiles.
    var isOnDemand = true
    /// Prefixes of the system-defined profiles that route to it.
    var geographies: [String] = []
    /// The tokens that a prefix needs before it is cached; `nil` where the model has no prompt caching.
    var cacheMinimum: Int?
    /// How long a cached prefix lives where the caller cannot choose, in seconds.
    var cacheLifetime: Double?
    var maximumOutput = 4_096
    var hasTools = true
    var hasReasoning = false
    /// Whether it is spoken with in sessions, and called in no other way.
    var isSpeech = false
    var isLegacy = false
    /// The day of its launch.
    var launch = "2024-03-13"
    let prices: ModelPrices
    /// The rates of calls whose input exceeds a number of tokens.
    var longContext: (inputAbove: Int, prices: ModelPrices)?

    /// The rates of a call with `input` tokens of prompt, cached ones included.
    func prices(forInput input: Int) -> ModelPrices {
        if let longContext, input > longContext.inputAbove { longContext.prices } else { prices }
    }

    func arn(in region: String) -> String { "arn:aws:bedrock:\(region)::foundation-model/\(id)" }

    var inferenceTypes: [String] {
        (isOnDemand ? ["ON_DEMAND"] : []) + (geographies.isEmpty ? [] : ["INFERENCE_PROFILE"])
    }

    /// The members of `FoundationModelSummary` and `FoundationModelDetails`, which are the same.
    func document(in region: String) -> JSONValue {
        var lifecycle: [String: JSONValue] = [
            "status": .string(isLegacy ? "LEGACY" : "ACTIVE"), "startOfLifeTime": .string("\(launch)T00:00:00Z"),
        ]
        if isLegacy {
            lifecycle["legacyTime"] = "2026-03-01T00:00:00Z"
            lifecycle["publicExtendedAccessTime"] = "2027-03-01T00:00:00Z"
            lifecycle["endOfLifeTime"] = "2027-09-01T00:00:00Z"
        }
        return [
            "modelArn": .string(arn(in: region)),
            "modelId": .string(id),
            "modelName": .string(name),
            "providerName": .string(provider),
            "inputModalities": .array(inputModalities.map { .string($0) }),
            "outputModalities": isSpeech ? ["SPEECH", "TEXT"] : ["TEXT"],
            "responseStreamingSupported": true,
            "customizationsSupported": [],
            "inferenceTypesSupported": .array(inferenceTypes.map { .string($0) }),
            "modelLifecycle": .object(lifecycle),
        ]
    }
}
