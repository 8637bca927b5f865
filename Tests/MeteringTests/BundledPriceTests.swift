import Foundation
import Metering
import Testing

private let sonnet = "anthropic.claude-sonnet-4-5-20250929-v1:0"

/// Dollars for a million tokens.
private func price(
    _ usageClass: UsageClass, _ model: String, _ scope: InferenceScope = .inRegion, region: String = "us-east-1",
    tier: PriceTier = .standard, prompt: Int = 0, on day: String = "2026-10-01"
) throws -> String? {
    let rates = PriceBook.bundled.rates(
        for: PricedModel(id: model, region: region, scope: scope), tier: tier, promptTokens: prompt,
        on: try #require(PriceDay(day)))
    return try rates?.unitPrice(usageClass)?.multiplied(by: 1_000_000).description
}

@Suite struct `The bundled prices` {
    @Test func `are all plausible, dated and sourced`() {
        let book = PriceBook.bundled
        #expect(book.quarantine.isEmpty)
        #expect(book.rows.count > 900)
        #expect(Set(book.rows.map(\.model)).count > 70)
        #expect(book.rows.allSatisfy { $0.provenance.checked == PriceDay("2026-08-21") })
    }

    @Test func `mark what is computed, disputed or carried over`() throws {
        let rows = PriceBook.bundled.rows
        func areUnconfirmed(_ isMeant: (PriceRow) -> Bool) -> Bool {
            let meant = rows.filter(isMeant)
            return !meant.isEmpty && meant.allSatisfy { $0.provenance.standing == .unconfirmed }
        }
        #expect(areUnconfirmed { $0.usageClass == .cacheWrite1h })
        #expect(areUnconfirmed { $0.tier == .batch })
        #expect(areUnconfirmed { $0.model == sonnet && $0.scope == .geographic })
        #expect(areUnconfirmed { $0.model == "anthropic.claude-sonnet-5" && $0.scope != .global })
        #expect(areUnconfirmed { $0.model.hasPrefix("meta.") })
        #expect(areUnconfirmed { $0.model == "qwen.qwen3-coder-480b-a35b-v1:0" })
        #expect(areUnconfirmed { $0.model.hasPrefix("amazon.nova") && $0.usageClass == .cacheWrite5m })
        let global = rows.filter { $0.model == sonnet && $0.scope == .global && $0.tier == .standard }
        #expect(global.filter { $0.provenance.standing == .confirmed }.count == 4)
    }

    @Test(arguments: [
        ("anthropic.claude-haiku-4-5-20251001-v1:0", InferenceScope.global, "1", "5"),
        ("anthropic.claude-haiku-4-5-20251001-v1:0", .geographic, "1.1", "5.5"),
        ("anthropic.claude-opus-4-8", .inRegion, "5.5", "27.5"), ("anthropic.claude-fable-5", .global, "10", "50"),
        ("amazon.nova-2-lite-v1:0", .global, "0.3", "2.5"), ("amazon.nova-2-lite-v1:0", .geographic, "0.33", "2.75"),
        ("mistral.devstral-2-123b", .inRegion, "0.4", "2"), ("xai.grok-4.3", .inRegion, "1.25", "2.5"),
        ("openai.gpt-5.5", .inRegion, "5.5", "33"), ("writer.palmyra-x5-v1:0", .geographic, "0.6", "6"),
    ])
    func `are those of the price book`(_ model: String, _ scope: InferenceScope, _ input: String, _ output: String)
        throws
    {
        #expect(try price(.input, model, scope) == input)
        #expect(try price(.output, model, scope) == output)
    }

    @Test func `end and begin on their days`() throws {
        let model = "anthropic.claude-sonnet-5"
        #expect(try price(.input, model, .global, on: "2026-08-31") == "2")
        #expect(try price(.input, model, .global, on: "2026-09-01") == "3")
        #expect(try price(.output, "openai.gpt-5.6-luna", on: "2026-07-29") == "6.6")
        #expect(try price(.output, "openai.gpt-5.6-luna", on: "2026-07-30") == "1.32")
    }

    @Test(arguments: ["2026-07-29", "2026-07-30"]) func `rise for long prompts in every class`(_ day: String) throws {
        for model in ["openai.gpt-5.6-sol", "openai.gpt-5.6-terra", "openai.gpt-5.6-luna"] {
            for usageClass in [UsageClass.input, .output, .cacheRead, .cacheWrite5m] {
                let short = try #require(try price(usageClass, model, prompt: 272_000, on: day))
                let long = try #require(try price(usageClass, model, prompt: 272_001, on: day))
                let factor: Decimal = usageClass == .output ? 1.5 : 2
                #expect(Decimal(string: long) == Decimal(string: short)! * factor)
            }
        }
    }

    @Test func `are halved in batches, which have no cache`() throws {
        #expect(try price(.input, sonnet, .global, tier: .batch) == "1.5")
        #expect(try price(.output, "amazon.nova-micro-v1:0", tier: .batch) == "0.07")
        #expect(try price(.cacheRead, sonnet, .global, tier: .batch) == nil)
        let cost = try PriceBook.bundled.cost(
            of: TokenUsage(input: 1, cacheRead: 1), of: PricedModel(id: sonnet, region: "us-east-1", scope: .global),
            tier: .batch, on: try #require(PriceDay("2026-10-01")))
        #expect(cost == .unpriced(missing: [.cacheRead]))
    }

    @Test func `tell speech from text`() throws {
        #expect(try price(.inputAudioTokens, "amazon.nova-sonic-v1:0") == "3.4")
        #expect(try price(.outputAudioTokens, "amazon.nova-2-sonic-v1:0") == "12")
        #expect(try price(.input, "amazon.nova-sonic-v1:0") == "0.06")
        #expect(try price(.inputAudioTokens, "amazon.nova-sonic-v1:0", tier: .batch) == nil)
    }

    @Test func `go through JSON without loss`() throws {
        let rows = PriceBook.bundled.rows
        let decoded = try JSONDecoder().decode([PriceRow].self, from: try JSONEncoder().encode(rows))
        #expect(decoded == rows)
        let short =
            #"{"model":"m","usageClass":"input","unitPrice":{"amount":"1"},"provenance":{"source":"s","standing":"confirmed"}}"#
        #expect(
            try JSONDecoder().decode(PriceRow.self, from: Data(short.utf8))
                == PriceRow(model: "m", .input, unitPrice: try Money("1"), provenance: PriceProvenance("s")))
    }
}
