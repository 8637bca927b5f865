extension PriceBook {
    /// Prices of the common models of Bedrock in US dollars, as public price books recorded them on 21 August 2026. They are not
    /// AWS's offer: override them by your price list or contract, and hold what they give against a bill.
    ///
    /// Rows whose standing is ``PriceProvenance/Standing/unconfirmed`` are computed, disputed, or carried over from another
    /// Region:
    ///
    /// - batches at half the price of calls;
    /// - the geographic prices of Claude from generation 4.5 on, a tenth above the global ones, and of Sonnet 5 altogether;
    /// - cache writes for one hour at twice the input's price, and the cache writes of Nova at the input's price;
    /// - models of Amazon, Meta, Mistral, OpenAI and others, whose prices are those of us-east-1: elsewhere they may cost more;
    /// - models of which two price books tell different prices.
    public static let bundled = PriceBook(BundledPrices.rows)
}

/// The table behind ``PriceBook/bundled``.
private enum BundledPrices {
    private static let checked = PriceDay("2026-08-21")
    private static let confirmed = PriceProvenance("pydantic/genai-prices, 2026-08-21", checked: checked)
    private static let disputed = PriceProvenance(
        "pydantic/genai-prices, 2026-08-21", checked: checked, standing: .unconfirmed)
    private static let ofOneRegion = PriceProvenance(
        "pydantic/genai-prices, 2026-08-21, us-east-1", checked: checked, standing: .unconfirmed)
    private static let computed = PriceProvenance(
        "computed from pydantic/genai-prices, 2026-08-21", checked: checked, standing: .unconfirmed)

    /// When a price holds, and for what prompts.
    private struct Period {
        var from: PriceDay?
        var until: PriceDay?
        var contextAbove = 0
    }

    static var rows: [PriceRow] {
        let rows = claude + amazon + others + openAI
        // No prompt cache in batches, and no sound.
        let batched = rows.filter { [.input, .output].contains($0.usageClass) && !$0.model.contains("sonic") }
        return rows
            + batched.compactMap { row in
                guard let half = try? ExactDecimal("0.5"), let price = try? row.unitPrice.multiplied(by: half) else {
                    return nil
                }
                var batch = row
                (batch.tier, batch.unitPrice, batch.provenance) = (.batch, price, computed)
                return batch
            }
    }

    // MARK: Claude

    private static var claude: [PriceRow] {
        var rows: [PriceRow] = []
        // Before generation 4.5: one price wherever it runs.
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
            rows += [InferenceScope.inRegion, .geographic, .global].flatMap {
                table("anthropic.\(id)", $0, prices, confirmed)
            }
        }
        // From generation 4.5 on, everything but a global profile costs a tenth more.
        let haiku = ("1 5 0.10 1.25 2", "1.10 5.50 0.11 1.375 2.20")
        let sonnet = ("3 15 0.30 3.75 6", "3.30 16.50 0.33 4.125 6.60")
        let opus = ("5 25 0.50 6.25 10", "5.50 27.50 0.55 6.875 11")
        for (id, (global, elsewhere)) in [
            ("claude-haiku-4-5-20251001-v1:0", haiku), ("claude-haiku-4-5", haiku),
            ("claude-sonnet-4-5-20250929-v1:0", sonnet), ("claude-sonnet-4-6", sonnet),
            ("claude-opus-4-5-20251101-v1:0", opus), ("claude-opus-4-6-v1", opus), ("claude-opus-4-7", opus),
            ("claude-opus-4-8", opus), ("claude-opus-5", opus),
            ("claude-fable-5", ("10 50 1 12.50 20", "11 55 1.10 13.75 22")),
        ] {
            rows += table("anthropic.\(id)", .global, global, confirmed)
            rows += table("anthropic.\(id)", .inRegion, elsewhere, confirmed)
            rows += table("anthropic.\(id)", .geographic, elsewhere, disputed)
        }
        // An introductory price; what it is outside of global profiles nobody has published.
        let change = PriceDay("2026-09-01")
        for (global, elsewhere, period) in [
            ("2 10 0.20 2.50 4", "2.20 11 0.22 2.75 4.40", Period(until: change)),
            ("3 15 0.30 3.75 6", "3.30 16.50 0.33 4.125 6.60", Period(from: change)),
        ] {
            rows += table("anthropic.claude-sonnet-5", .global, global, confirmed, period)
            for scope in [InferenceScope.inRegion, .geographic] {
                rows += table("anthropic.claude-sonnet-5", scope, elsewhere, computed, period)
            }
        }
        return rows
    }

    // MARK: Amazon

    private static var amazon: [PriceRow] {
        var rows: [PriceRow] = []
        for (id, prices) in [
            ("amazon.nova-micro-v1:0", "0.035 0.14 0.00875"),
            ("amazon.nova-lite-v1:0", "0.06 0.24 0.015"),
            ("amazon.nova-pro-v1:0", "0.80 3.20 0.20"),
            ("amazon.nova-premier-v1:0", "2.50 12.50 0.625"),
        ] {
            rows += regional(id, prices)
            rows += writesAtInput(regional(id, String(prices.prefix { $0 != " " })))
        }
        let global = table("amazon.nova-2-lite-v1:0", .global, "0.30 2.50 0.075", confirmed)
        let geographic = [InferenceScope.inRegion, .geographic].flatMap {
            table("amazon.nova-2-lite-v1:0", $0, "0.33 2.75 0.0825", ofOneRegion)
        }
        rows += global + geographic + writesAtInput((global + geographic).filter { $0.usageClass == .input })
        rows += regional("amazon.nova-sonic-v1:0", "0.06 0.24") + speech("amazon.nova-sonic-v1:0", "3.4 13.6")
        rows += regional("amazon.nova-2-sonic-v1:0", "0.33 2.75") + speech("amazon.nova-2-sonic-v1:0", "3 12")
        rows += regional("amazon.titan-embed-text-v1", "0.10")
        rows += regional("amazon.titan-embed-text-v2:0", "0.02", Period(), disputed)
        return rows
    }

    private static func writesAtInput(_ inputs: [PriceRow]) -> [PriceRow] {
        inputs.flatMap { input in
            [UsageClass.cacheWrite5m, .cacheWrite1h].map {
                var row = input
                (row.usageClass, row.provenance) = ($0, computed)
                return row
            }
        }
    }

    private static func speech(_ id: String, _ prices: String) -> [PriceRow] {
        regional(id, prices).map {
            var row = $0
            row.usageClass = row.usageClass == .input ? .inputAudioTokens : .outputAudioTokens
            return row
        }
    }

    // MARK: Other providers

    private static var others: [PriceRow] {
        agreed.flatMap { regional($0, $1) } + contested.flatMap { regional($0, $1, Period(), disputed) }
    }

    private static let agreed = [
        ("meta.llama3-1-8b-instruct-v1:0", "0.22 0.22"), ("meta.llama3-1-70b-instruct-v1:0", "0.72 0.72"),
        ("meta.llama3-2-1b-instruct-v1:0", "0.10 0.10"), ("meta.llama3-2-3b-instruct-v1:0", "0.15 0.15"),
        ("meta.llama3-2-11b-instruct-v1:0", "0.16 0.16"), ("meta.llama3-2-90b-instruct-v1:0", "0.72 0.72"),
        ("meta.llama3-3-70b-instruct-v1:0", "0.72 0.72"), ("meta.llama4-scout-17b-instruct-v1:0", "0.17 0.66"),
        ("meta.llama4-maverick-17b-instruct-v1:0", "0.24 0.97"), ("mistral.mistral-large-2402-v1:0", "4 12"),
        ("mistral.mistral-large-3-675b-instruct", "0.50 1.50"), ("mistral.mistral-small-2402-v1:0", "1 3"),
        ("mistral.mistral-7b-instruct-v0:2", "0.15 0.20"), ("mistral.mixtral-8x7b-instruct-v0:1", "0.45 0.70"),
        ("mistral.pixtral-large-2502-v1:0", "2 6"), ("mistral.ministral-3-3b-instruct", "0.10 0.10"),
        ("mistral.ministral-3-8b-instruct", "0.15 0.15"), ("mistral.ministral-3-14b-instruct", "0.20 0.20"),
        ("mistral.magistral-small-2509", "0.50 1.50"), ("mistral.devstral-2-123b", "0.40 2.00"),
        ("deepseek.r1-v1:0", "1.35 5.40"), ("deepseek.v3-v1:0", "0.58 1.68"), ("deepseek.v3.1", "0.58 1.68"),
        ("deepseek.v3.2", "0.62 1.85"), ("qwen.qwen3-32b-v1:0", "0.15 0.60"), ("qwen.qwen3-32b", "0.15 0.60"),
        ("qwen.qwen3-coder-30b-a3b-v1:0", "0.15 0.60"), ("qwen.qwen3-coder-30b-a3b-instruct", "0.15 0.60"),
        ("qwen.qwen3-235b-a22b-2507-v1:0", "0.22 0.88"), ("qwen.qwen3-235b-a22b-2507", "0.22 0.88"),
        ("google.gemma-3-4b-it", "0.04 0.08"), ("minimax.minimax-m2", "0.30 1.20"),
        ("minimax.minimax-m2.1", "0.30 1.20"), ("minimax.minimax-m2.5", "0.30 1.20"),
        ("moonshot.kimi-k2-thinking", "0.60 2.50"), ("moonshotai.kimi-k2-thinking", "0.60 2.50"),
        ("moonshotai.kimi-k2.5", "0.60 3.00"), ("zai.glm-4.7", "0.60 2.20"), ("zai.glm-5", "1.00 3.20"),
        ("xai.grok-4.3", "1.25 2.50 0.20"), ("writer.palmyra-x4-v1:0", "2.50 10"), ("writer.palmyra-x5-v1:0", "0.60 6"),
        // The runtime's id, and the one of bedrock-mantle.
        ("openai.gpt-oss-120b-1:0", "0.15 0.60"), ("openai.gpt-oss-120b", "0.15 0.60"),
        ("openai.gpt-oss-20b-1:0", "0.07 0.30"), ("openai.gpt-oss-20b", "0.07 0.30"),
    ]

    /// Where two price books differ, the higher price.
    private static let contested = [
        ("mistral.voxtral-small-24b-2507", "0.15 0.35"), ("qwen.qwen3-coder-480b-a35b-v1:0", "0.45 1.80"),
        ("qwen.qwen3-coder-480b-a35b-instruct", "0.45 1.80"), ("google.gemma-3-12b-it", "0.09 0.29"),
        ("google.gemma-3-27b-it", "0.23 0.38"),
    ]

    // MARK: OpenAI

    private static var openAI: [PriceRow] {
        let cut = PriceDay("2026-07-30")
        let long = 272_000
        return regional("openai.gpt-5.4", "2.75 16.50 0.275") + regional("openai.gpt-5.5", "5.50 33 0.55")
            + regional("openai.gpt-5.6-sol", "5.50 33 0.55 6.875")
            + regional("openai.gpt-5.6-sol", "11 49.50 1.10 13.75", Period(contextAbove: long))
            + regional("openai.gpt-5.6-terra", "2.75 16.50", Period(until: cut))
            + regional("openai.gpt-5.6-terra", "2.20 13.20 0.22 2.75", Period(from: cut))
            + regional("openai.gpt-5.6-terra", "4.40 19.80", Period(from: cut, contextAbove: long))
            + regional("openai.gpt-5.6-luna", "1.10 6.60", Period(until: cut))
            + regional("openai.gpt-5.6-luna", "0.22 1.32 0.022 0.275", Period(from: cut))
            + regional("openai.gpt-5.6-luna", "0.44 1.98", Period(from: cut, contextAbove: long))
            // As of sol: the cache at a tenth and five quarters of the input, long prompts at twice the price, and at one
            // and a half for the output.
            + cache("openai.gpt-5.6-terra", "0.275 3.4375", Period(until: cut))
            + cache("openai.gpt-5.6-terra", "0.44 5.50", Period(from: cut, contextAbove: long))
            + cache("openai.gpt-5.6-luna", "0.11 1.375", Period(until: cut))
            + cache("openai.gpt-5.6-luna", "0.044 0.55", Period(from: cut, contextAbove: long))
            + regional(
                "openai.gpt-5.6-terra", "5.50 24.75 0.55 6.875", Period(until: cut, contextAbove: long),
                computed)
            + regional(
                "openai.gpt-5.6-luna", "2.20 9.90 0.22 2.75", Period(until: cut, contextAbove: long), computed)
    }

    private static func cache(_ id: String, _ prices: String, _ period: Period) -> [PriceRow] {
        regional(id, "1 1 \(prices)", period).filter { [.cacheRead, .cacheWrite5m].contains($0.usageClass) }.map {
            var row = $0
            row.provenance = computed
            return row
        }
    }

    // MARK: Rows

    /// Rows of a model whose price was looked up in us-east-1 and may be another one elsewhere.
    private static func regional(
        _ id: String, _ prices: String, _ period: Period = Period(), _ provenance: PriceProvenance = ofOneRegion
    ) -> [PriceRow] {
        [InferenceScope.inRegion, .geographic, .global].flatMap { table(id, $0, prices, provenance, period) }
    }

    /// Rows of prices per million tokens in the order input, output, cache read, five-minute write, one-hour write.
    private static func table(
        _ id: String, _ scope: InferenceScope, _ prices: String, _ provenance: PriceProvenance,
        _ period: Period = Period()
    ) -> [PriceRow] {
        let classes: [UsageClass] = [.input, .output, .cacheRead, .cacheWrite5m, .cacheWrite1h]
        return zip(classes, prices.split(separator: " ")).compactMap { usageClass, text in
            guard let price = try? Money(perUnitOf: 1_000_000, String(text)) else { return nil }
            return PriceRow(
                model: id, scope: scope, usageClass, contextAbove: period.contextAbove,
                from: period.from, until: period.until, unitPrice: price,
                provenance: usageClass == .cacheWrite1h ? computed : provenance)
        }
    }
}
