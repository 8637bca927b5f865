#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension PriceImport {
    /// Reads the models of Bedrock from `model_prices_and_context_window.json`, the price map that LiteLLM publishes.
    ///
    /// Its prices are told by third parties: their standing is ``PriceProvenance/Standing/unconfirmed``. An id without a
    /// geography is read as a price in the Region, although the map gives the global price under some of them; compare the
    /// rows with those of a list of AWS's own. The price of `eu.…` becomes a row for each Region of that geography.
    ///
    /// - Parameters:
    ///   - json: The file.
    ///   - checked: The day on which it was fetched.
    /// - Throws: ``PriceImportError`` where `json` is no such map.
    public init(liteLLM json: [UInt8], checked: PriceDay? = nil) throws(PriceImportError) {
        let entries: [String: LiteLLMEntry]
        do {
            entries = try JSONDecoder().decode([String: LiteLLMEntry].self, from: Data(json))
        } catch {
            throw PriceImportError("this is no price map of LiteLLM: \(Self.summary(of: error))")
        }
        self.init()
        let provenance = PriceProvenance("LiteLLM's price map", checked: checked, standing: .unconfirmed)
        for (key, entry) in entries.sorted(by: { $0.key < $1.key }) where entry.isOfBedrock {
            read(key, entry, provenance)
        }
        resolveConflicts()
    }

    private mutating func read(_ key: String, _ entry: LiteLLMEntry, _ provenance: PriceProvenance) {
        let prices = entry.members.filter { $0.key.contains("cost") }.sorted { $0.key < $1.key }
        guard let place = LiteLLMPlace(key) else {
            for (name, _) in prices { note("\(key) \(name)", .otherProduct, "not billed by the token on Bedrock") }
            return
        }
        for (name, value) in prices {
            let item = "\(key) \(name)"
            guard let meter = LiteLLMMeter(name) else {
                note(item, .unknownMeter, name)
                continue
            }
            guard let usageClass = meter.usageClass else {
                note(item, .otherProduct, name)
                continue
            }
            guard case .number(let number) = value else {
                note(item, .malformed, "not a number")
                continue
            }
            do {
                let unitPrice = try Money(perUnitOf: meter.count, "\(number)")
                for region in place.regions {
                    rows.append(
                        PriceRow(
                            model: place.model, region: region, scope: place.scope,
                            place.variant.map { UsageClass(rawValue: "\(usageClass)/\($0)") } ?? usageClass,
                            tier: meter.tier, contextAbove: meter.contextAbove, unitPrice: unitPrice,
                            provenance: provenance))
                }
            } catch {
                note(item, .malformed, error.message)
            }
        }
    }
}

/// One model of the map: members of any type, of which the numbers keep all their digits.
private struct LiteLLMEntry: Decodable {
    enum Value: Decodable {
        case number(Decimal)
        case text(String)
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if (try? container.decode(Bool.self)) == nil, let number = try? container.decode(Decimal.self) {
                self = .number(number)
            } else {
                self = .other
            }
        }
    }

    let members: [String: Value]

    init(from decoder: any Decoder) throws {
        members = (try? decoder.singleValueContainer().decode([String: Value].self)) ?? [:]
    }

    var isOfBedrock: Bool {
        if case .text(let provider) = members["litellm_provider"] { provider.hasPrefix("bedrock") } else { false }
    }
}

/// The model and place that a key of the map names, such as `bedrock/eu-west-2/meta.llama3-8b-instruct-v1:0`.
private struct LiteLLMPlace {
    var model: String
    var scope: InferenceScope
    var regions: [String?]
    /// The size and quality of images, which some keys begin with.
    var variant: String?

    /// `nil` for capacity by the hour and for models that are billed elsewhere.
    init?(_ key: String) {
        var parts = key.split(separator: "/").map(String.init)
        guard let name = parts.popLast(),
            !parts.contains(where: { $0.hasSuffix("commitment") || $0 == "claude_platform" })
        else { return nil }
        parts.removeAll { ["bedrock", "bedrock_mantle", "bedrock_converse", "invoke", "converse"].contains($0) }
        let region = parts.last.flatMap { Self.isRegion($0) ? $0 : nil }
        if region != nil { parts.removeLast() }
        variant = parts.isEmpty ? nil : parts.joined(separator: "-")
        guard let priced = PricedModel(name, calledIn: region ?? "") else { return nil }
        model = priced.id
        scope = priced.scope
        let geography = name.prefix { $0 != "." }
        if let region {
            regions = [region]
        } else if scope == .geographic, let all = InferenceGeography.regions(String(geography)) {
            regions = all
        } else {
            regions = [nil]
        }
    }

    private static func isRegion(_ text: String) -> Bool {
        let parts = text.split(separator: "-")
        return parts.count >= 3 && parts[0].count == 2 && parts.last.map { Int($0) != nil } ?? false
    }
}

/// What a member such as `cache_creation_input_token_cost_above_1hr_above_200k_tokens` is the price of.
private struct LiteLLMMeter {
    /// `nil` for what is not billed by use.
    var usageClass: UsageClass?
    var tier: PriceTier = .standard
    var contextAbove = 0
    /// How many units of the class the price is for.
    var count = 1

    /// `nil` for a name that is not understood.
    init?(_ name: String) {
        var rest = name[...]
        for (suffix, tier) in Self.tiers where rest.hasSuffix(suffix) {
            rest = rest.dropLast(suffix.count)
            self.tier = tier
        }
        if rest.hasSuffix("k_tokens"), let mark = rest.ranges(of: "_above_").last {
            guard let thousands = Int(rest[mark.upperBound...].dropLast("k_tokens".count)), thousands < 1_000_000 else {
                return nil
            }
            contextAbove = thousands * 1_000
            rest = rest[..<mark.lowerBound]
        }
        guard let (usageClass, count) = Self.classes[String(rest)] else { return nil }
        self.usageClass = usageClass
        self.count = count
    }

    private static let tiers: [(String, PriceTier)] = [
        ("_batches", .batch), ("_flex", .flex), ("_priority", .priority),
        ("_ultrafast", PriceTier(rawValue: "ultrafast")),
    ]

    private static let classes: [String: (UsageClass?, Int)] = [
        "input_cost_per_token": (.input, 1), "output_cost_per_token": (.output, 1),
        "cache_read_input_token_cost": (.cacheRead, 1), "cache_creation_input_token_cost": (.cacheWrite5m, 1),
        "cache_creation_input_token_cost_above_1hr": (.cacheWrite1h, 1),
        "input_cost_per_audio_token": (.inputAudioTokens, 1), "output_cost_per_audio_token": (.outputAudioTokens, 1),
        "input_cost_per_image_token": (UsageClass(rawValue: "inputImageTokens"), 1),
        "output_cost_per_image_token": (UsageClass(rawValue: "outputImageTokens"), 1),
        "input_cost_per_image": (.inputImages, 1), "output_cost_per_image": (.outputImages, 1),
        "input_cost_per_audio_per_second": (.inputAudioMilliseconds, 1_000),
        "input_cost_per_video_per_second": (.inputVideoMilliseconds, 1_000),
        "output_cost_per_audio_per_second": (.outputAudioMilliseconds, 1_000),
        "output_cost_per_video_per_second": (.outputVideoMilliseconds, 1_000),
        "input_cost_per_query": (.searchUnits, 1), "input_cost_per_second": (nil, 1), "cost_per_second": (nil, 1),
        "search_context_cost_per_query": (nil, 1), "guardrail_cost_per_unit": (nil, 1),
    ]
}
