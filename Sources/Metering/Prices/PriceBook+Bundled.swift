extension PriceBook {
    /// Prices of the common models of Bedrock, as two public price books recorded them. They are not AWS's offer: override
    /// them by your price list or contract, and hold what they give against a bill.
    ///
    /// On demand, standard tier, in US dollars. Rows whose standing is ``PriceProvenance/Standing/unconfirmed`` are computed or
    /// disputed: the geographic prices of Claude from generation 4.5 on (10 % above the global ones), one-hour cache writes
    /// (twice the input), and the cache writes of Nova (at the input's price).
    public static let bundled = PriceBook(BundledPrices.rows)
}

/// The table behind ``PriceBook/bundled``.
private enum BundledPrices {
    private static let genaiPrices = "pydantic/genai-prices, 2026-08-21"

    private static let confirmed = PriceProvenance(genaiPrices, checked: PriceDay("2026-08-21"))
    private static let unconfirmed = PriceProvenance(
        genaiPrices, checked: PriceDay("2026-08-21"), standing: .unconfirmed)

    static var rows: [PriceRow] {
        var rows: [PriceRow] = []
        // Claude before generation 4.5: one price wherever it runs.
        for (id, prices) in [
            ("claude-3-haiku-20240307-v1:0", "0.25 1.25"),
            ("claude-3-5-haiku-20241022-v1:0", "0.80 4 0.08 1.00"),
            ("claude-3-sonnet-20240229-v1:0", "3 15"),
            ("claude-3-5-sonnet-20240620-v1:0", "3 15"),
            ("claude-3-5-sonnet-20241022-v2:0", "3 15 0.30 3.75"),
            ("claude-3-7-sonnet-20250219-v1:0", "3 15 0.30 3.75"),
            ("claude-3-opus-20240229-v1:0", "15 75"),
            ("claude-opus-4-20250514-v1:0", "15 75 1.50 18.75"),
            ("claude-opus-4-1-20250805-v1:0", "15 75 1.50 18.75"),
            ("claude-sonnet-4-20250514-v1:0", "3 15 0.30 3.75"),
        ] {
            rows += everywhere("anthropic.\(id)", prices)
        }
        // From generation 4.5 on, everything but a global profile costs a tenth more.
        for (id, global, elsewhere) in [
            ("claude-haiku-4-5-20251001-v1:0", "1 5 0.10 1.25 2", "1.10 5.50 0.11 1.375 2.20"),
            ("claude-sonnet-4-5-20250929-v1:0", "3 15 0.30 3.75 6", "3.30 16.50 0.33 4.125 6.60"),
            ("claude-sonnet-4-6", "3 15 0.30 3.75 6", "3.30 16.50 0.33 4.125 6.60"),
            ("claude-opus-4-5-20251101-v1:0", "5 25 0.50 6.25 10", "5.50 27.50 0.55 6.875 11"),
        ] {
            rows += table("anthropic.\(id)", .global, global)
            for scope in [InferenceScope.inRegion, .geographic] {
                rows += table(
                    "anthropic.\(id)", scope, elsewhere, standing: scope == .geographic ? unconfirmed : confirmed)
            }
        }
        for (id, prices) in [
            ("amazon.nova-micro-v1:0", "0.035 0.14 0.00875"),
            ("amazon.nova-lite-v1:0", "0.06 0.24 0.015"),
            ("amazon.nova-pro-v1:0", "0.80 3.20 0.20"),
            ("amazon.nova-premier-v1:0", "2.50 12.50 0.625"),
        ] {
            rows += everywhere(id, prices)
            let input = String(prices.prefix { $0 != " " })
            for scope in [InferenceScope.inRegion, .geographic, .global] {
                rows += [UsageClass.cacheWrite5m, .cacheWrite1h].compactMap {
                    row(id, scope, $0, perMillion: input, unconfirmed)
                }
            }
        }
        for (id, prices) in [
            ("amazon.titan-embed-text-v1", "0.10"),
            ("meta.llama3-1-8b-instruct-v1:0", "0.22 0.22"),
            ("meta.llama3-1-70b-instruct-v1:0", "0.72 0.72"),
            ("meta.llama3-2-1b-instruct-v1:0", "0.10 0.10"),
            ("meta.llama3-2-3b-instruct-v1:0", "0.15 0.15"),
            ("meta.llama3-2-11b-instruct-v1:0", "0.16 0.16"),
            ("meta.llama3-2-90b-instruct-v1:0", "0.72 0.72"),
            ("meta.llama3-3-70b-instruct-v1:0", "0.72 0.72"),
            ("meta.llama4-scout-17b-instruct-v1:0", "0.17 0.66"),
            ("meta.llama4-maverick-17b-instruct-v1:0", "0.24 0.97"),
            ("mistral.mistral-large-2402-v1:0", "4 12"),
            ("mistral.mistral-small-2402-v1:0", "1 3"),
            ("mistral.mistral-7b-instruct-v0:2", "0.15 0.20"),
            ("mistral.mixtral-8x7b-instruct-v0:1", "0.45 0.70"),
            ("mistral.pixtral-large-2502-v1:0", "2 6"),
            ("deepseek.r1-v1:0", "1.35 5.40"),
            // The runtime's id, and the one of bedrock-mantle.
            ("openai.gpt-oss-120b-1:0", "0.15 0.60"), ("openai.gpt-oss-120b", "0.15 0.60"),
            ("openai.gpt-oss-20b-1:0", "0.07 0.30"), ("openai.gpt-oss-20b", "0.07 0.30"),
        ] {
            rows += everywhere(id, prices)
        }
        return rows
    }

    /// Rows of a model that costs the same wherever it runs.
    private static func everywhere(_ id: String, _ prices: String) -> [PriceRow] {
        [InferenceScope.inRegion, .geographic, .global].flatMap { table(id, $0, prices) }
    }

    /// Rows of prices per million tokens in the order input, output, cache read, five-minute write, one-hour write.
    private static func table(
        _ id: String, _ scope: InferenceScope, _ prices: String, standing: PriceProvenance = confirmed
    ) -> [PriceRow] {
        let classes: [UsageClass] = [.input, .output, .cacheRead, .cacheWrite5m, .cacheWrite1h]
        return zip(classes, prices.split(separator: " ")).compactMap { usageClass, price in
            row(id, scope, usageClass, perMillion: String(price), usageClass == .cacheWrite1h ? unconfirmed : standing)
        }
    }

    private static func row(
        _ id: String, _ scope: InferenceScope, _ usageClass: UsageClass, perMillion: String,
        _ provenance: PriceProvenance
    ) -> PriceRow? {
        guard let price = try? Money(perUnitOf: 1_000_000, perMillion) else { return nil }
        return PriceRow(model: id, scope: scope, usageClass, unitPrice: price, provenance: provenance)
    }
}

extension Money {
    /// The price of one unit, from the price of `units` of them.
    ///
    /// - Throws: ``MoneyError`` of code ``MoneyError/Code/malformed``, ``MoneyError/Code/overflow``, or
    ///   ``MoneyError/Code/tooPrecise`` where the price of one has more than eighteen digits after the point.
    public init(perUnitOf units: Int, _ decimal: String, _ currency: Currency = .usd) throws(MoneyError) {
        let price = try Money(decimal, currency).attoUnits
        guard units > 0 else { throw MoneyError(.malformed, "a price is told for one unit or more, not for \(units)") }
        let (quotient, remainder) = price.quotientAndRemainder(dividingBy: Int128(units))
        guard remainder == 0 else {
            throw MoneyError(.tooPrecise, "\(decimal) for \(units) units is no whole number of 10⁻¹⁸ each")
        }
        self.init(attoUnits: quotient, currency)
    }
}
