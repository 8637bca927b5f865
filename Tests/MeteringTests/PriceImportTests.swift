import Foundation
import Metering
import Testing

/// A product of an offer file, and its price.
private struct Product {
    var attributes: [String: String]
    var unit = "1K tokens"
    var price = "0.003"
    var effectiveDate = "2026-10-01T00:00:00Z"
    var beginRange = "0"

    init(
        _ usageType: String, _ attributes: [String: String] = [:], unit: String = "1K tokens", _ price: String = "0.003"
    ) {
        self.attributes = ["usagetype": usageType, "regionCode": "us-east-1"].merging(attributes) { $1 }
        self.unit = unit
        self.price = price
    }

    var product: [String: Any] { ["sku": "SKU1", "attributes": attributes] }
    var terms: [String: Any] {
        let dimension: [String: Any] = [
            "unit": unit, "beginRange": beginRange, "endRange": "Inf", "pricePerUnit": ["USD": price],
            "description": "",
        ]
        return ["SKU1.TERM": ["effectiveDate": effectiveDate, "priceDimensions": ["SKU1.TERM.RATE": dimension]]]
    }

    func read(aliases: [PriceListAlias] = []) throws -> PriceImport {
        let offer: [String: Any] = [
            "version": "20261001", "products": ["SKU1": product], "terms": ["OnDemand": ["SKU1": terms]],
        ]
        let json = try JSONSerialization.data(withJSONObject: offer)
        return try PriceImport(awsOffer: Array(json), aliases: aliases, checked: PriceDay("2026-10-02"))
    }
}

/// What a row is the price of, in words.
private func subjects(_ list: PriceImport) -> Set<String> {
    Set(
        list.rows.map {
            "\($0.model) \($0.region ?? "*") \($0.scope) \($0.usageClass) \($0.tier) \($0.contextAbove) \($0.unitPrice)"
        })
}

@Suite struct `The price list of AWS` {
    private let nova = ["model": "Nova Lite", "feature": "On-demand Inference", "inferenceType": "Input tokens"]

    @Test func `tells prices of the Region, which profiles of its geography share`() throws {
        let list = try Product("USE1-NovaLite-input-tokens", nova, "0.00006").read()
        #expect(
            subjects(list) == [
                "amazon.nova-lite-v1:0 us-east-1 inRegion input standard 0 0.00000006",
                "amazon.nova-lite-v1:0 us-east-1 geographic input standard 0 0.00000006",
            ])
        #expect(list.notes.isEmpty)
        let row = try #require(list.rows.first)
        #expect(row.effectiveFrom == PriceDay("2026-10-01"))
        #expect(row.provenance == PriceProvenance("AWS Price List 20261001", checked: PriceDay("2026-10-02")))
    }

    @Test(arguments: [
        // The Marketplace: a million tokens each, in two spellings.
        ("USE1-MP:USE1_InputTokenCount_Global-Units", "Units", "3", "global input standard 0 0.000003"),
        ("USE1-MP:USE1_CacheReadInputTokenCount_Global-Units", "Units", "0.3", "global cacheRead standard 0 0.0000003"),
        (
            "USE1-MP:USE1_CacheWrite1hInputTokenCount_Global-Units", "Units", "6",
            "global cacheWrite1h standard 0 0.000006"
        ),
        ("USE1-MP:USE1_OutputTokenCount_Global_Batch-Units", "Units", "7.5", "global output batch 0 0.0000075"),
        ("USE1-MP:USE1_MillionBatchInputTokens_Global-Units", "Units", "1.5", "global input batch 0 0.0000015"),
        (
            "USE1-MP:USE1_cache_write_tokens_global_standard-Units", "1M tokens", "3.75",
            "global cacheWrite5m standard 0 0.00000375"
        ),
        (
            "USE1-MP:USE1_input_tokens_long_ctx_global_standard-Units", "1M tokens", "6",
            "global input standard 200000 0.000006"
        ),
        ("USE1-MP:USE1_InputTokenCount_LCtx_Global-Units", "Units", "6", "global input standard 200000 0.000006"),
        (
            "USE1-MP:USE1_OutputTokenCount_Global_LatencyOptimized-Units", "Units", "20",
            "global output latencyOptimized 0 0.00002"
        ),
    ])
    func `tells prices of the Marketplace by the usage type`(
        _ usageType: String, _ unit: String, _ price: String, _ expected: String
    ) throws {
        let name = ["servicename": "Claude Sonnet 4.5 (Amazon Bedrock Edition)"]
        let list = try Product(usageType, name, unit: unit, price).read()
        #expect(subjects(list) == ["anthropic.claude-sonnet-4-5-20250929-v1:0 us-east-1 \(expected)"])
        #expect(list.notes.isEmpty)
    }

    @Test(arguments: [
        ("USE1-zai.glm-5-mantle-output-tokens-global-flex", "", "", "zai.glm-5", "output flex"),
        ("USE1-zai.glm-5-mantle-cache-write-tokens-30m-global-standard", "", "", "zai.glm-5", "cacheWrite5m standard"),
        (
            "USE1-Nova2.0Lite-input-tokens-priority-cross-region-global", "Nova 2.0 Lite",
            "Input tokens global priority",
            "amazon.nova-2-lite-v1:0", "input priority"
        ),
        (
            "USE1-NovaSonic2.0-speech-output-tokens-cross-region-global", "Nova Sonic 2.0",
            "Speech Understanding output token", "amazon.nova-2-sonic-v1:0", "outputAudioTokens standard"
        ),
        (
            "USE1-NovaSonic-text-input-tokens-cross-region-global", "Nova Sonic", "Text Input Token",
            "amazon.nova-sonic-v1:0", "input standard"
        ),
        (
            "USE1-Llama3-1-70B-input-tokens-cross-region-global", "Llama 3.1 70B Latency Optimized", "Input tokens",
            "meta.llama3-1-70b-instruct-v1:0", "input latencyOptimized"
        ),
        ("USE1-xai.grok-4.3-mantle-input-tokens-global-batch", "xai.grok-4.3", "", "xai.grok-4.3", "input batch"),
    ])
    func `tells class and tier by the usage type and the type of inference`(
        _ usageType: String, _ model: String, _ inference: String, _ id: String, _ expected: String
    ) throws {
        let list = try Product(usageType, ["model": model, "inferenceType": inference]).read()
        #expect(subjects(list) == ["\(id) us-east-1 global \(expected) 0 0.000003"])
        #expect(list.notes.isEmpty)
    }

    @Test func `tells batches by the feature alone`() throws {
        let attributes = ["model": "Qwen3 32B", "feature": "Batch Inference", "inferenceType": "Input tokens"]
        let list = try Product("USE1-Qwen3-32B-input-tokens", attributes).read()
        #expect(Set(list.rows.map(\.tier)) == [.batch])
    }

    @Test func `tells images by size and quality, and time by the second`() throws {
        let canvas = try Product(
            "USE1-NovaCanvas-T2I-1024-Premium", ["model": "Nova Canvas", "inferenceType": "T2I 1024 Premium"],
            unit: "image",
            "0.06"
        ).read()
        #expect(canvas.rows.first?.usageClass == UsageClass(rawValue: "outputImages/t2i-1024-premium"))
        #expect(try canvas.rows.first?.unitPrice == Money("0.06"))
        let film = try Product(
            "USW2-Ray-V2-Medfps-HDRes", ["model": "Ray v2", "inferenceType": "Video"], unit: "Second", "1.5"
        ).read()
        #expect(film.rows.first?.usageClass == .outputVideoMilliseconds)
        #expect(try film.rows.first?.unitPrice == Money("0.0015"))
        let rerank = try Product(
            "USE1-MP:USE1_search_units-Units", ["servicename": "Cohere Rerank v3.5 (Amazon Bedrock Edition)"],
            unit: "Units",
            "0.002"
        ).read()
        #expect(rerank.rows.first?.usageClass == .searchUnits)
        #expect(try rerank.rows.first?.unitPrice == Money("0.002"))
    }

    @Test func `names models by titanModel, or by nothing but the usage type`() throws {
        let titan = try Product(
            "USE1-TitanEmbeddingV2-Text-input-tokens", ["titanModel": "TitanEmbeddingsV2-Text-input"]
        )
        .read()
        #expect(titan.rows.first?.model == "amazon.titan-embed-text-v2:0")
        let bare = try Product("USE1-TitanEmbeddingV2-Text-input-tokens", ["inferenceType": "Input tokens"]).read()
        #expect(bare.rows.first?.model == "amazon.titan-embed-text-v2:0")
    }

    @Test func `gives a model of two ids two rows, and takes names from the caller`() throws {
        let kimi = try Product("USE1-KimiK2Thinking-input-tokens", ["model": "Kimi K2 Thinking"]).read()
        #expect(Set(kimi.rows.map(\.model)) == ["moonshot.kimi-k2-thinking", "moonshotai.kimi-k2-thinking"])
        let alias = PriceListAlias("brand  NEW", "acme.new-v1:0")
        let new = try Product("USE1-BrandNew-input-tokens", ["model": "Brand New"]).read(aliases: [alias])
        #expect(Set(new.rows.map(\.model)) == ["acme.new-v1:0"])
    }

    @Test(arguments: [
        ("USE1-NovaPro-Customization-Training", "Nova Pro", "", "1K tokens", "otherProduct: customization"),
        ("USE1-NovaLite-input-tokens-custom-model", "Nova Lite", "", "1K tokens", "otherProduct: custom"),
        ("USE1-NovaLite-input-tokens", "Nova Lite", "Training", "1K tokens", "otherProduct: Training"),
        ("USE1-MP:USE1_Reserved_1Month_InputTPM_Geo-Units", "", "", "1M TPM Hour", "otherProduct: reserved"),
        ("USE1-New-input-tokens", "New Thing", "", "1K tokens", "unknownModel: New Thing"),
        ("USE1-NovaLite-input-tokens-quantum", "Nova Lite", "", "1K tokens", "unknownMeter: quantum"),
        ("USE1-NovaLite-input-output-tokens", "Nova Lite", "", "1K tokens", "unknownMeter: input output tokens"),
        ("USE1-NovaLite-input-tokens", "Nova Lite", "", "image", "unknownUnit: \"image\" for input"),
        ("USE1-NovaLite-input-tokens", "Nova Lite", "", "1KTPMHour", "unknownUnit: \"1KTPMHour\" for input"),
    ])
    func `has other products, and prices that are not understood, which are told`(
        _ usageType: String, _ model: String, _ featureType: String, _ unit: String, _ expected: String
    ) throws {
        let list = try Product(usageType, ["model": model, "featureType": featureType], unit: unit).read()
        #expect(list.rows.isEmpty)
        #expect(list.notes.map(\.description) == ["SKU1 \(usageType): \(expected)"])
    }

    @Test func `is told where it lacks something`() throws {
        var product = Product("USE1-NovaLite-input-tokens", nova, "three")
        #expect(
            try product.read().notes.first?.description.hasSuffix(#"malformed: "three" is not a decimal number"#)
                == true)
        product.price = "0.00000000000000000001"
        #expect(try product.read().notes.first?.reason == .malformed)
        product.price = "1"
        product.beginRange = "1000000"
        #expect(try product.read().notes.first?.reason == .volumeStep)
        product.beginRange = "0"
        product.effectiveDate = "soon"
        #expect(try product.read().notes.first?.detail == "effectiveDate soon")
        product.attributes["regionCode"] = nil
        #expect(try product.read().notes.first?.detail == "no regionCode")
    }

    @Test func `of two prices for the same thing gives the higher, and a note`() throws {
        let products = ["0.003", "0.004", "0.003"].enumerated().map { index, price in
            let product = Product("USE1-NovaLite-input-tokens", nova, price)
            return #"{"product":\#(json(product.product)),"terms":{"OnDemand":\#(json(product.terms))}}"#
        }
        let list = PriceImport(awsProducts: products)
        #expect(list.rows.map(\.unitPrice) == [try Money("0.000004"), try Money("0.000004")])
        #expect(list.notes.map(\.reason) == Array(repeating: .conflict, count: 4))
        #expect(list.notes.first?.detail == "0.000004 USD stays, 0.000003 USD does not")
    }

    private func json(_ value: [String: Any]) -> String {
        (try? JSONSerialization.data(withJSONObject: value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    @Test func `is an error where it is none, and a note where one product is none`() throws {
        let error = #expect(throws: PriceImportError.self) { try PriceImport(awsOffer: Array("{}".utf8)) }
        #expect(error?.message == "this is no offer file of the AWS Price List: products is missing")
        let list = PriceImport(awsProducts: ["nothing", "{}"])
        #expect(
            list.notes.map(\.description) == [
                "product 1: malformed: not valid", "product 2: malformed: product is missing",
            ])
    }
}

@Suite struct `LiteLLM's price map` {
    private func read(_ entries: String) throws -> PriceImport {
        try PriceImport(liteLLM: Array("{\(entries)}".utf8))
    }

    @Test func `keeps every digit of its numbers`() throws {
        let list = try read(
            #""global.m.x":{"litellm_provider":"bedrock_converse","input_cost_per_token":1.44375e-07,"max_tokens":5}"#)
        #expect(subjects(list) == ["m.x * global input standard 0 0.000000144375"])
        #expect(list.rows.first?.provenance.standing == .unconfirmed)
        #expect(list.notes.isEmpty)
    }

    @Test func `tells tiers, steps and lives of cache writes by the names of its members`() throws {
        let list = try read(
            """
            "m.x":{"litellm_provider":"bedrock","output_cost_per_token_batches":1e-6,
            "cache_creation_input_token_cost_above_1hr_above_200k_tokens":2e-6,
            "cache_read_input_token_cost_above_272k_tokens_ultrafast":3e-6,"input_cost_per_video_per_second":0.0007}
            """)
        #expect(
            subjects(list) == [
                "m.x * inRegion output batch 0 0.000001", "m.x * inRegion cacheWrite1h standard 200000 0.000002",
                "m.x * inRegion cacheRead ultrafast 272000 0.000003",
                "m.x * inRegion inputVideoMilliseconds standard 0 0.0000007",
            ])
    }

    @Test func `tells the place by its keys`() throws {
        let list = try read(
            """
            "bedrock/eu-west-2/m.a":{"litellm_provider":"bedrock","input_cost_per_token":1e-6},
            "jp.m.b":{"litellm_provider":"bedrock","input_cost_per_token":1e-6},
            "bedrock_mantle/m.c":{"litellm_provider":"bedrock_mantle","input_cost_per_token":1e-6},
            "1024-x-1024/50-steps/m.d":{"litellm_provider":"bedrock","output_cost_per_image":0.06},
            "gpt":{"litellm_provider":"openai","input_cost_per_token":1e-6}
            """)
        #expect(
            subjects(list) == [
                "m.a eu-west-2 inRegion input standard 0 0.000001",
                "m.b ap-northeast-1 geographic input standard 0 0.000001",
                "m.b ap-northeast-3 geographic input standard 0 0.000001", "m.c * inRegion input standard 0 0.000001",
                "m.d * inRegion outputImages/1024-x-1024-50-steps standard 0 0.06",
            ])
    }

    @Test func `has prices that are told and not read`() throws {
        let list = try read(
            """
            "m.x":{"litellm_provider":"bedrock","input_cost_per_smell":1,"output_cost_per_token":"1e-6",
            "search_context_cost_per_query":{"search_context_size_low":0.01}},
            "bedrock/us-east-1/1-month-commitment/m.x":{"litellm_provider":"bedrock","input_cost_per_second":0.01}
            """)
        #expect(list.rows.isEmpty)
        #expect(
            list.notes.map(\.description) == [
                "bedrock/us-east-1/1-month-commitment/m.x input_cost_per_second: otherProduct: "
                    + "not billed by the token on Bedrock",
                "m.x input_cost_per_smell: unknownMeter: input_cost_per_smell",
                "m.x output_cost_per_token: malformed: not a number",
                "m.x search_context_cost_per_query: otherProduct: search_context_cost_per_query",
            ])
        let error = #expect(throws: PriceImportError.self) { try PriceImport(liteLLM: Array("[]".utf8)) }
        #expect(error?.message == "this is no price map of LiteLLM: a value of another type")
    }
}

@Suite struct `A book as a table` {
    private func sorted(_ rows: [PriceRow]) -> [String] {
        PriceBook(rows).csv().split(separator: "\n").map(String.init)
    }

    @Test func `goes through CSV and JSON without loss`() throws {
        var book = PriceBook.bundled
        let odd = PriceProvenance("a \"list\", and\nmore", checked: PriceDay("2026-10-01"), standing: .contract)
        book.add([
            PriceRow(
                model: "m,x", region: "eu-west-1", scope: .global, .outputVideoMilliseconds, tier: .flex,
                contextAbove: 5, from: PriceDay("2026-01-01"), until: PriceDay("2026-02-01"),
                unitPrice: try Money("0.000000000000000001", .eur), provenance: odd)
        ])
        let fromCSV = try PriceImport(csv: book.csv())
        #expect(fromCSV.notes.isEmpty)
        #expect(Set(fromCSV.rows) == Set(book.rows))
        let fromJSON = try PriceImport(json: try book.json())
        #expect(fromJSON.notes.isEmpty)
        #expect(Set(fromJSON.rows) == Set(book.rows))
        #expect(PriceBook(fromCSV.rows).csv() == book.csv())
    }

    @Test func `needs no more than a model, a class and a price`() throws {
        let list = try PriceImport(csv: "price,class,model\r\n3e-6,input,m\r\n\r\n\"4\",output,m")
        #expect(subjects(list) == ["m * inRegion input standard 0 0.000003", "m * inRegion output standard 0 4"])
    }

    @Test(arguments: [
        ("m,input", "2 fields where there are 3 columns"), (",input,1", "no model"), ("m,input,", "no price"),
        ("m,input,one", "\"one\" is not a decimal number"),
    ])
    func `has lines that cannot be read, which are told`(_ line: String, _ detail: String) throws {
        let list = try PriceImport(csv: "model,class,price\n\(line)\nm,output,2\n")
        #expect(list.rows.count == 1)
        #expect(list.notes.map(\.description) == ["line 2: malformed: \(detail)"])
    }

    @Test(arguments: [
        ("from", "yesterday", "from \"yesterday\" is not YYYY-MM-DD"), ("per", "-1", "per \"-1\" is no whole number"),
        ("contextAbove", "x", "contextAbove \"x\" is no whole number"),
        ("standing", "maybe", "standing \"maybe\" is not known"),
        ("per", "3", "1 for 3 units is no whole number of 10⁻¹⁸ each"),
    ])
    func `tells which value is wrong`(_ column: String, _ value: String, _ detail: String) throws {
        let list = try PriceImport(csv: "model,class,price,\(column)\nm,input,1,\(value)\n")
        #expect(list.notes.map(\.detail) == [detail])
    }

    @Test(arguments: [
        ("", "the table has no line of names"), ("model,price", "the table has no column \"class\""),
        ("model,class,price,colour", "the table has a column \"colour\", which is not known"),
        ("model,class,price\n\"m,input,1", "the quote that opens in the record of line 2 is not closed"),
    ])
    func `is refused as a whole where its form is wrong`(_ text: String, _ message: String) {
        let error = #expect(throws: PriceImportError.self) { try PriceImport(csv: text) }
        #expect(error?.message == message)
    }

    @Test func `in JSON has rows that cannot be read, which are told`() throws {
        let list = try PriceImport(json: Array(#"[{"model":"m"},7]"#.utf8))
        #expect(
            list.notes.map(\.description)
                == [
                    "row 1: malformed: usageClass is missing at Index 0",
                    "row 2: malformed: a value of another type at Index 1",
                ])
        let error = #expect(throws: PriceImportError.self) { try PriceImport(json: Array("{}".utf8)) }
        #expect(error?.message == "this is no JSON array of prices: a value of another type")
    }
}

@Suite struct `A contract` {
    @Test func `is a part of the list's prices, for its own time`() throws {
        let list = PriceProvenance("a list")
        var book = PriceBook([
            PriceRow(model: "a.x", .input, unitPrice: try Money("0.000003"), provenance: list),
            PriceRow(
                model: "a.x", .output, until: PriceDay("2026-06-01"), unitPrice: try Money("0.00001"), provenance: list),
            PriceRow(
                model: "a.x", .output, from: PriceDay("2026-11-15"), unitPrice: try Money("0.00002"), provenance: list),
            PriceRow(model: "b.x", .input, unitPrice: try Money("0.000005"), provenance: list),
        ])
        let start = try #require(PriceDay("2026-11-01"))
        let rows = try book.contractRows(at: "0.88", from: start, source: "EDP") { $0.model.hasPrefix("a.") }
        // The output's first price ends before the contract begins.
        #expect(rows.count == 2 && rows.allSatisfy { $0.provenance == PriceProvenance("EDP", standing: .contract) })
        #expect(book.add(rows).isEmpty)
        func price(_ usageClass: UsageClass, _ model: String, _ day: String) throws -> String? {
            book.rates(for: PricedModel(id: model, region: "r"), on: try #require(PriceDay(day)))?.unitPrice(
                usageClass)?
                .description
        }
        #expect(try price(.input, "a.x", "2026-10-31") == "0.000003")
        #expect(try price(.input, "a.x", "2026-11-01") == "0.00000264")
        #expect(try price(.output, "a.x", "2026-11-14") == nil)
        #expect(try price(.output, "a.x", "2026-11-15") == "0.0000176")
        #expect(try price(.input, "b.x", "2026-11-01") == "0.000005")
    }

    @Test func `is exact or an error`() throws {
        let book = PriceBook([
            PriceRow(
                model: "m", .input, unitPrice: try Money("0.000000000000000001"), provenance: PriceProvenance("a list"))
        ])
        let error = #expect(throws: MoneyError.self) { try book.contractRows(at: "0.5", source: "EDP") }
        #expect(error?.code == .tooPrecise)
    }
}
