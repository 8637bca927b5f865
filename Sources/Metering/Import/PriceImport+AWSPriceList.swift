#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension PriceImport {
    /// Reads an offer file of the AWS Price List: `index.json` of `AmazonBedrock`, `AmazonBedrockFoundationModels` or
    /// `AmazonBedrockService`, for one Region or for all.
    ///
    /// The list names models as they are marketed; ``PriceListAlias/known`` tells their ids. A price that is not told for global
    /// routing holds in the Region and for profiles of its geography, which are billed at the price of the Region that is called.
    /// Prices of images and films by size become rows of classes such as `outputImages/t2i-1024-standard`, of which none
    /// is taken for all: add a row of ``UsageClass/outputImages`` for the size you use.
    ///
    /// - Parameters:
    ///   - json: The file.
    ///   - aliases: Ids for names that are not known, or that are wrong.
    ///   - checked: The day on which the file was fetched.
    /// - Throws: ``PriceImportError`` where `json` is no offer file. What a single price lacks is a note.
    public init(
        awsOffer json: [UInt8], aliases: [PriceListAlias] = [], checked: PriceDay? = nil
    ) throws(PriceImportError) {
        let offer: OfferFile
        do {
            offer = try JSONDecoder().decode(OfferFile.self, from: Data(json))
        } catch {
            throw PriceImportError("this is no offer file of the AWS Price List: \(Self.summary(of: error))")
        }
        self.init()
        let reader = OfferReader(aliases: aliases, version: offer.version, checked: checked)
        for (sku, product) in offer.products.sorted(by: { $0.key < $1.key }) {
            reader.read(sku, product.attributes ?? [:], (offer.terms.onDemand ?? [:])[sku] ?? [:], into: &self)
        }
        resolveConflicts()
    }

    /// Reads the `PriceList` of GetProducts' answer: an array of JSON texts, one of each product.
    ///
    /// - Parameters:
    ///   - products: The texts. One that is not understood becomes a note.
    ///   - aliases: Ids for names that are not known, or that are wrong.
    ///   - checked: The day on which they were fetched.
    public init(awsProducts products: [String], aliases: [PriceListAlias] = [], checked: PriceDay? = nil) {
        self.init()
        for (index, text) in products.enumerated() {
            do {
                let item = try JSONDecoder().decode(ProductText.self, from: Data(text.utf8))
                let reader = OfferReader(aliases: aliases, version: item.version, checked: checked)
                reader.read(
                    item.product.sku ?? "product \(index + 1)", item.product.attributes ?? [:],
                    item.terms.onDemand ?? [:], into: &self)
            } catch {
                note("product \(index + 1)", .malformed, Self.summary(of: error))
            }
        }
        resolveConflicts()
    }

    /// What a decoder objects to, without the document's text.
    static func summary(of error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        let (what, path): (String, [any CodingKey]) =
            switch error {
            case .keyNotFound(let key, let context): ("\(key.stringValue) is missing", context.codingPath)
            case .typeMismatch(_, let context), .valueNotFound(_, let context):
                ("a value of another type", context.codingPath)
            case .dataCorrupted(let context): ("not valid", context.codingPath)
            @unknown default: ("not valid", [])
            }
        return path.isEmpty ? what : "\(what) at \(path.map(\.stringValue).joined(separator: "."))"
    }
}

private struct OfferFile: Decodable {
    var version: String?
    var products: [String: OfferProduct]
    var terms: OfferTerms<[String: [String: OfferTerm]]>
}

private struct ProductText: Decodable {
    var version: String?
    var product: OfferProduct
    var terms: OfferTerms<[String: OfferTerm]>
}

private struct OfferProduct: Decodable {
    var sku: String?
    var attributes: [String: String]?
}

private struct OfferTerms<Terms: Decodable>: Decodable {
    var onDemand: Terms?

    private enum CodingKeys: String, CodingKey { case onDemand = "OnDemand" }
}

private struct OfferTerm: Decodable {
    var effectiveDate: String?
    var priceDimensions: [String: Dimension]?

    struct Dimension: Decodable {
        var unit: String?
        var beginRange: String?
        var pricePerUnit: [String: String]?
    }
}

/// Makes rows of the products of an offer.
private struct OfferReader {
    private let names: [String: [String]]
    private let usageNames: [String: [String]]
    private let provenance: PriceProvenance

    init(aliases: [PriceListAlias], version: String?, checked: PriceDay?) {
        var names: [String: [String]] = [:]
        var usageNames: [String: [String]] = [:]
        for alias in PriceListAlias.known + aliases {
            names[alias.key] = alias.models
            usageNames[PriceListAlias.compact(alias.name)] = alias.models
        }
        self.names = names
        self.usageNames = usageNames
        provenance = PriceProvenance(version.map { "AWS Price List \($0)" } ?? "AWS Price List", checked: checked)
    }

    func read(
        _ sku: String, _ attributes: [String: String], _ terms: [String: OfferTerm], into list: inout PriceImport
    ) {
        let usageType = UsageTypeName(attributes["usagetype"] ?? "")
        let item = "\(sku) \(usageType.text)"
        if let other = Self.otherProduct(attributes) {
            return list.note(item, .otherProduct, other)
        }
        var words = usageType.meter
        for name in ["inferenceType", "tokenType", "service_tier"] {
            words += PriceMeter.words(of: attributes[name] ?? "")
        }
        // Batches are told by the feature alone, or by any other attribute.
        if (attributes["feature"] ?? "").lowercased().contains("batch") { words.append("batch") }
        guard !words.isEmpty else { return list.note(item, .unknownMeter, "no usage type") }
        let meter: PriceMeter
        switch PriceMeter.reading(words) {
        case .meter(let understood): meter = understood
        case .otherProduct(let word): return list.note(item, .otherProduct, word)
        case .unknown(let word): return list.note(item, .unknownMeter, word)
        }
        var name = attributes["model"] ?? attributes["titanModel"] ?? attributes["servicename"] ?? ""
        var tier = meter.tier
        if name.lowercased().hasSuffix(" latency optimized") {
            name = String(name.dropLast(" latency optimized".count))
            tier = .latencyOptimized
        }
        guard let models = models(named: name, usageType) else {
            return list.note(item, .unknownModel, name.isEmpty ? usageType.modelName : name)
        }
        guard let region = attributes["regionCode"], !region.isEmpty else {
            return list.note(item, .malformed, "no regionCode")
        }
        guard !terms.isEmpty else { return list.note(item, .malformed, "no price on demand") }
        for term in terms.sorted(by: { $0.key < $1.key }).map(\.value) {
            for dimension in (term.priceDimensions ?? [:]).sorted(by: { $0.key < $1.key }).map(\.value) {
                guard let price = price(dimension, of: meter.usageClass, item, into: &list) else { continue }
                let from = term.effectiveDate.flatMap { PriceDay(String($0.prefix(10))) }
                if term.effectiveDate != nil, from == nil {
                    list.note(item, .malformed, "effectiveDate \(term.effectiveDate ?? "")")
                    continue
                }
                for model in models {
                    for scope in meter.isGlobal ? [InferenceScope.global] : [.inRegion, .geographic] {
                        list.rows.append(
                            PriceRow(
                                model: model, region: region, scope: scope, meter.usageClass, tier: tier,
                                contextAbove: meter.isLongContext ? Self.contextStep(of: model) : 0, from: from,
                                unitPrice: price, provenance: provenance))
                    }
                }
            }
        }
    }

    private func price(
        _ dimension: OfferTerm.Dimension, of usageClass: UsageClass, _ item: String, into list: inout PriceImport
    ) -> Money? {
        guard dimension.beginRange.map({ $0 == "0" || $0.isEmpty }) ?? true else {
            list.note(item, .volumeStep, "from \(dimension.beginRange ?? "")")
            return nil
        }
        let unit = dimension.unit ?? ""
        guard let count = PriceUnit(unit)?.count(of: usageClass) else {
            list.note(item, .unknownUnit, "\"\(unit)\" for \(usageClass)")
            return nil
        }
        guard let (currency, amount) = dimension.pricePerUnit?.first, dimension.pricePerUnit?.count == 1 else {
            list.note(item, .malformed, "no pricePerUnit, or one in several currencies")
            return nil
        }
        do {
            return try Money(perUnitOf: count, amount, Currency(rawValue: currency))
        } catch {
            list.note(item, .malformed, error.message)
            return nil
        }
    }

    private func models(named name: String, _ usageType: UsageTypeName) -> [String]? {
        if let model = usageType.modelID { return [model] }
        if let models = names[PriceListAlias.key(name)] { return models }
        // Some attributes hold the id itself, and some products nothing but a usage type.
        if name.contains("."), !name.contains(" "), name.lowercased() == name { return [name] }
        guard name.isEmpty else { return nil }
        return usageNames[PriceListAlias.compact(usageType.modelName)]
    }

    /// The prompt's length above which a price "for long contexts" holds; the list does not tell it.
    private static func contextStep(of model: String) -> Int {
        model.hasPrefix("openai.") ? 272_000 : 200_000
    }

    /// What a product is, where its attributes say that it is no inference on demand.
    private static func otherProduct(_ attributes: [String: String]) -> String? {
        if let type = attributes["featureType"] ?? attributes["featuretype"], type.lowercased().contains("training") {
            return type
        }
        guard let feature = attributes["feature"], !feature.isEmpty else { return nil }
        let words = feature.lowercased()
        return words.contains("inference") || words.contains("rerank") || words.contains("prompt cach") ? nil : feature
    }
}

/// A usage type taken apart: `USE1-NovaLite-input-tokens-batch`, `USE1-zai.glm-5-mantle-output-tokens-flex` or
/// `USE1-MP:USE1_InputTokenCount_Global-Units`.
private struct UsageTypeName {
    let text: String
    /// What stands between the Region and the meter.
    let modelName: String
    /// The model's id, where the usage type has it.
    let modelID: String?
    /// The words of the meter.
    let meter: [String]

    init(_ text: String) {
        self.text = text
        if let mark = text.firstRange(of: "MP:") {
            // The Marketplace: the Region stands once more before the meter, and the model elsewhere.
            let rest = text[mark.upperBound...]
            modelName = ""
            modelID = nil
            meter = PriceMeter.words(of: rest.drop { $0 != "_" })
            return
        }
        var parts = text.split(separator: "-")[...]
        if let first = parts.first, first.allSatisfy({ $0.isUppercase || $0.isNumber }) { parts.removeFirst() }
        let start = parts.firstIndex { Self.meterStarts.contains($0) } ?? parts.endIndex
        modelName = parts[..<start].joined(separator: "-")
        modelID = start < parts.endIndex && parts[start] == "mantle" ? modelName : nil
        meter = parts[start...].flatMap { PriceMeter.words(of: $0) }
    }

    private static let meterStarts: Set<Substring> = [
        "mantle", "input", "output", "cache", "cacheread", "cachewrite", "text", "speech", "audio", "prompt", "search",
        "T2I", "I2I", "T2V", "I2V", "Custom", "Customization", "ProvisionedThroughput", "Provisioned",
    ]
}
