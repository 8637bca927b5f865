/// How a call is served, as far as its price depends on it.
public struct PriceTier: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name, such as `standard`.
    public let rawValue: String

    /// A tier by its name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The tier that a service names: its `default`, `auto` and `on_demand` are ``standard``.
    public init(servedAs name: String) {
        self.init(rawValue: ["default", "auto", "on_demand"].contains(name) ? "standard" : name)
    }

    /// The name.
    public var description: String { rawValue }

    /// On demand.
    public static let standard = Self(rawValue: "standard")
    /// On demand, slower and cheaper.
    public static let flex = Self(rawValue: "flex")
    /// On demand, served first.
    public static let priority = Self(rawValue: "priority")
    /// A batch job.
    public static let batch = Self(rawValue: "batch")
    /// On demand with optimised latency.
    public static let latencyOptimized = Self(rawValue: "latencyOptimized")
}

/// Where a price comes from, and how far it can be trusted.
public struct PriceProvenance: Hashable, Sendable, Codable {
    /// How a price was established.
    public enum Standing: String, Sendable, Codable {
        /// Published, or agreed upon.
        case confirmed
        /// Computed, or told by third parties only. Hold it against a bill before you charge by it.
        case unconfirmed
        /// The payer's own contract. It goes before every list price.
        case contract
    }

    /// Who says so, such as the name and version of a price list.
    public var source: String
    /// The day on which somebody looked.
    public var checked: PriceDay?
    /// How the price was established.
    public var standing: Standing

    /// A provenance.
    public init(_ source: String, checked: PriceDay? = nil, standing: Standing = .confirmed) {
        self.source = source
        self.checked = checked
        self.standing = standing
    }
}

/// One price: of one class of usage of one model, in one place and tier, for a time.
public struct PriceRow: Hashable, Sendable, Codable {
    /// The foundation model's id, without a geography.
    public var model: String
    /// The Region that is called; `nil` for all of them.
    public var region: String?
    /// Where the call runs.
    public var scope: InferenceScope
    /// What is counted.
    public var usageClass: UsageClass
    /// How the call is served.
    public var tier: PriceTier
    /// The prompt's tokens above which the price holds; 0 for a price that holds from the first.
    public var contextAbove: Int
    /// The first day on which it holds; `nil` where it has always held.
    public var effectiveFrom: PriceDay?
    /// The first day on which it no longer holds; `nil` where no end is known.
    public var effectiveUntil: PriceDay?
    /// The price of one unit of the class: a token, an image, a millisecond.
    public var unitPrice: Money
    /// Where it comes from.
    public var provenance: PriceProvenance

    /// A price.
    public init(
        model: String, region: String? = nil, scope: InferenceScope = .inRegion, _ usageClass: UsageClass,
        tier: PriceTier = .standard, contextAbove: Int = 0, from effectiveFrom: PriceDay? = nil,
        until effectiveUntil: PriceDay? = nil, unitPrice: Money, provenance: PriceProvenance
    ) {
        self.model = model
        self.region = region
        self.scope = scope
        self.usageClass = usageClass
        self.tier = tier
        self.contextAbove = contextAbove
        self.effectiveFrom = effectiveFrom
        self.effectiveUntil = effectiveUntil
        self.unitPrice = unitPrice
        self.provenance = provenance
    }

    private enum CodingKeys: String, CodingKey {
        case model, region, scope, usageClass, tier, contextAbove, effectiveFrom, effectiveUntil, unitPrice, provenance
    }

    /// Decodes a row; scope, tier and context may be left out.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            model: try container.decode(String.self, forKey: .model),
            region: try container.decodeIfPresent(String.self, forKey: .region),
            scope: try container.decodeIfPresent(InferenceScope.self, forKey: .scope) ?? .inRegion,
            try container.decode(UsageClass.self, forKey: .usageClass),
            tier: try container.decodeIfPresent(PriceTier.self, forKey: .tier) ?? .standard,
            contextAbove: try container.decodeIfPresent(Int.self, forKey: .contextAbove) ?? 0,
            from: try container.decodeIfPresent(PriceDay.self, forKey: .effectiveFrom),
            until: try container.decodeIfPresent(PriceDay.self, forKey: .effectiveUntil),
            unitPrice: try container.decode(Money.self, forKey: .unitPrice),
            provenance: try container.decode(PriceProvenance.self, forKey: .provenance))
    }

    /// What two prices must share to stand for the same thing at different times.
    var subject: Subject {
        Subject(region: region, scope: scope, tier: tier, usageClass: usageClass, contextAbove: contextAbove)
    }

    /// What a price is for, beside its model.
    struct Subject: Hashable {
        let region: String?
        let scope: InferenceScope
        let tier: PriceTier
        let usageClass: UsageClass
        let contextAbove: Int
    }

    /// Whether it holds on a day, counted since 1970.
    func holds(on day: Int) -> Bool {
        (effectiveFrom.map { $0.number <= day } ?? true) && (effectiveUntil.map { day < $0.number } ?? true)
    }
}
