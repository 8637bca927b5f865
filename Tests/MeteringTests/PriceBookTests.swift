import Foundation
import Metering
import Testing

private let sonnet = "anthropic.claude-sonnet-4-5-20250929-v1:0"
private let list = PriceProvenance("a list")
private let contract = PriceProvenance("our contract", standing: .contract)

private func day(_ text: String) throws -> PriceDay { try #require(PriceDay(text)) }

private func row(
    _ usageClass: UsageClass = .input, _ price: String, model: String = "m", region: String? = nil,
    scope: InferenceScope = .inRegion, tier: PriceTier = .standard, above: Int = 0, from: String? = nil,
    until: String? = nil, _ provenance: PriceProvenance = list
) throws -> PriceRow {
    PriceRow(
        model: model, region: region, scope: scope, usageClass, tier: tier, contextAbove: above,
        from: from.flatMap { PriceDay($0) }, until: until.flatMap { PriceDay($0) }, unitPrice: try Money(price),
        provenance: provenance)
}

@Suite struct `The price of a usage` {
    private let today = PriceDay(secondsSince1970: 1_793_000_000)
    private let model = PricedModel(id: "m", region: "us-east-1")

    @Test func `is the exact sum over its classes`() throws {
        let usage = TokenUsage(input: 1_234, output: 567, cacheRead: 89_000, cacheWrite5m: 1_000, cacheWrite1h: 10)
        let model = PricedModel(id: sonnet, region: "us-east-1", scope: .global)
        let cost = try PriceBook.bundled.cost(of: usage, of: model, on: today)
        // 1234 × 3 + 567 × 15 + 89000 × 0.3 + 1000 × 3.75 + 10 × 6, in millionths.
        #expect(try cost == .priced(Money("0.042717")))
    }

    @Test func `is not known where a class that was used has no price`() throws {
        let book = PriceBook([try row(.input, "0.000003"), try row(.output, "0.000015")])
        let cost = try book.cost(of: TokenUsage(input: 10, cacheRead: 5, cacheWrite1h: 1), of: model, on: today)
        #expect(cost == .unpriced(missing: [.cacheRead, .cacheWrite1h]))
        #expect(cost.amount == nil)
        #expect(try book.cost(of: TokenUsage(input: 10), of: model, on: today).amount == Money("0.00003"))
    }

    @Test func `counts images, sound, film and queries, each at its own price`() throws {
        let prices = zip(UsageClass.counted, 1...)
        let book = PriceBook(try prices.map { try row($0, "0.0\($1)") })
        var usage = TokenUsage(input: 1)
        usage.inputAudioTokens = 10
        usage.outputAudioTokens = 10
        usage.inputImages = 1
        usage.outputImages = 2
        usage.inputAudioMilliseconds = 100
        usage.outputAudioMilliseconds = 200
        usage.inputVideoMilliseconds = 300
        usage.outputVideoMilliseconds = 6_000
        usage.searchUnits = 3
        // 0.01 + 10 × 0.06 + 10 × 0.07 + 0.08 + 2 × 0.09 + 100 × 0.010 + 200 × 0.011 + 300 × 0.012 + 6000 × 0.013
        // + 3 × 0.014
        #expect(try book.cost(of: usage, of: model, on: today) == .priced(Money("86.412")))
    }

    @Test func `is not known where film was made and only text has a price`() throws {
        let book = PriceBook([try row(.input, "0.000003"), try row(.inputImages, "0.1")])
        var usage = TokenUsage(input: 10)
        usage.outputVideoMilliseconds = 1
        usage.searchUnits = 1
        #expect(
            try book.cost(of: usage, of: model, on: today)
                == .unpriced(missing: [.outputVideoMilliseconds, .searchUnits]))
    }

    @Test func `is not known of a model that is not in the book, in another scope or tier`() throws {
        let book = PriceBook([try row(.input, "0.000003")])
        let usage = TokenUsage(input: 1)
        #expect(
            try book.cost(of: usage, of: PricedModel(id: "n", region: "us-east-1"), on: today)
                == .unpriced(missing: []))
        #expect(
            try book.cost(of: usage, of: PricedModel(id: "m", region: "us-east-1", scope: .global), on: today).amount
                == nil)
        #expect(try book.cost(of: usage, of: model, tier: .flex, on: today).amount == nil)
    }

    @Test func `that an amount cannot hold is an error`() throws {
        let book = PriceBook([try row(.input, "100000000000000")])
        #expect(throws: MoneyError.self) { try book.cost(of: TokenUsage(input: .max), of: model, on: today) }
    }

    @Test func `equals the sum of exact products for any usage`() throws {
        var generator = SystemRandomNumberGenerator()
        let model = PricedModel(id: sonnet, region: "eu-west-1", scope: .geographic)
        let rates = try #require(PriceBook.bundled.rates(for: model, on: today))
        for _ in 0..<10_000 {
            let counts = (0..<5).map { _ in Int.random(in: 0...2_000_000, using: &generator) }
            let usage = TokenUsage(
                input: counts[0], output: counts[1], cacheRead: counts[2], cacheWrite5m: counts[3],
                cacheWrite1h: counts[4])
            let oracle =
                Decimal(counts[0]) * Decimal(string: "3.30")! + Decimal(counts[1]) * Decimal(string: "16.50")!
                + Decimal(counts[2]) * Decimal(string: "0.33")! + Decimal(counts[3]) * Decimal(string: "4.125")!
                + Decimal(counts[4]) * Decimal(string: "6.60")!
            let cost = try #require(try rates.cost(of: usage).amount)
            #expect(Decimal(string: "\(cost)") == oracle / 1_000_000)
        }
    }
}

@Suite struct `The row that counts` {
    private func price(
        _ rows: [PriceRow], on day: String = "2026-06-15", region: String = "us-east-1", prompt: Int = 0
    ) throws -> String? {
        let rates = PriceBook(rows).rates(
            for: PricedModel(id: "m", region: region), promptTokens: prompt, on: try #require(PriceDay(day)))
        return rates?.unitPrice(.input)?.description
    }

    @Test func `is the one that holds on the day`() throws {
        let rows = [
            try row(.input, "2", from: "2026-01-01", until: "2026-09-01"), try row(.input, "3", from: "2026-09-01"),
        ]
        #expect(try price(rows, on: "2025-12-31") == nil)
        #expect(try price(rows, on: "2026-01-01") == "2")
        #expect(try price(rows, on: "2026-08-31") == "2")
        #expect(try price(rows, on: "2026-09-01") == "3")
    }

    @Test func `is the latest where several hold`() throws {
        let rows = [try row(.input, "2"), try row(.input, "3", from: "2026-06-01")]
        #expect(try price(rows, on: "2026-05-31") == "2")
        #expect(try price(rows, on: "2026-06-01") == "3")
    }

    @Test func `is the Region's own before the one for all Regions`() throws {
        let rows = [try row(.input, "2"), try row(.input, "3", region: "eu-west-1")]
        #expect(try price(rows, region: "eu-west-1") == "3")
        #expect(try price(rows, region: "us-east-1") == "2")
    }

    @Test func `is the one for long prompts once the prompt is longer`() throws {
        let rows = [try row(.input, "2"), try row(.input, "4", above: 272_000)]
        #expect(try price(rows, prompt: 272_000) == "2")
        #expect(try price(rows, prompt: 272_001) == "4")
    }

    @Test func `is found for each day and length of prompt as a search of all rows finds it`() throws {
        var random = SystemRandomNumberGenerator()
        let days = (1...28).map { "2026-06-\($0 < 10 ? "0" : "")\($0)" }
        for _ in 0..<40 {
            let rows = try (0..<12).map { _ in
                let bounds = [days.randomElement(using: &random), days.randomElement(using: &random)].compactMap { $0 }
                return try row(
                    .input, "\(Int.random(in: 100...400, using: &random))",
                    region: Bool.random(using: &random) ? "us-east-1" : nil,
                    above: [0, 0, 100, 200].randomElement(using: &random) ?? 0,
                    from: Bool.random(using: &random) ? bounds.min() : nil,
                    until: Bool.random(using: &random) ? bounds.max() : nil,
                    Int.random(in: 0..<4, using: &random) == 0 ? contract : list)
            }
            let book = PriceBook(rows)
            let taken = book.rows
            for day in days.compactMap({ PriceDay($0) }) {
                for prompt in [0, 100, 101, 200, 201] {
                    for region in ["us-east-1", "eu-west-1"] {
                        let best = taken.filter {
                            ($0.effectiveFrom.map { $0 <= day } ?? true) && ($0.effectiveUntil.map { day < $0 } ?? true)
                                && ($0.contextAbove == 0 || prompt > $0.contextAbove)
                                && ($0.region == nil || $0.region == region)
                        }
                        .max { left, right in
                            func rank(_ row: PriceRow) -> [Int] {
                                [
                                    row.provenance.standing == .contract ? 1 : 0, row.region == nil ? 0 : 1,
                                    row.contextAbove,
                                ]
                            }
                            if rank(left) != rank(right) { return rank(left).lexicographicallyPrecedes(rank(right)) }
                            guard let after = right.effectiveFrom else { return false }
                            return left.effectiveFrom.map { $0 < after } ?? true
                        }
                        let rates = book.rates(
                            for: PricedModel(id: "m", region: region), promptTokens: prompt, on: day)
                        #expect(rates?.unitPrice(.input) == best?.unitPrice)
                    }
                }
            }
        }
    }

    @Test func `is the contract's before any list's, in whatever order they came`() throws {
        let own = try row(.input, "1", contract)
        let later = try row(.input, "3", region: "us-east-1", from: "2026-06-01")
        #expect(try price([own, later]) == "1")
        #expect(try price([later, own]) == "1")
    }

    @Test func `is of one currency: what is priced in another has no price`() throws {
        var yuan = try row(.output, "7")
        yuan.unitPrice = try Money("7", .cny)
        let book = PriceBook([try row(.input, "2"), yuan])
        let rates = try #require(
            book.rates(for: PricedModel(id: "m", region: "us-east-1"), on: try day("2026-06-15")))
        #expect(rates.currency == .usd)
        #expect(try rates.cost(of: TokenUsage(input: 1, output: 1)) == .unpriced(missing: [.output]))
    }
}

@Suite struct `A suspicious price` {
    @Test func `is quarantined with the reason, and prices nothing`() throws {
        var book = PriceBook()
        book.add([try row(.input, "0.000003")])
        let quarantined = book.add([
            try row(.output, "-0.1"), try row(.cacheRead, "0"), try row(.input, "0.0000151", from: "2026-01-01"),
            try row(.input, "0.00000059", from: "2026-02-01"),
            try row(.cacheWrite5m, "1", from: "2026-02-01", until: "2026-02-01"),
        ])
        #expect(
            Set(quarantined.map(\.description)) == [
                "m inRegion output standard: -0.1 is below zero", "m inRegion cacheRead standard: a price of zero",
                "m inRegion input standard: from 0.000003 to 0.0000151",
                "m inRegion input standard: from 0.000003 to 0.00000059",
                "m inRegion cacheWrite5m standard: it ends before it begins",
            ])
        #expect(book.quarantine == quarantined)
        #expect(book.rows.count == 1)
    }

    @Test func `is one that jumps by more than five times, not by five`() throws {
        var book = PriceBook([try row(.input, "0.000003")])
        #expect(book.add([try row(.input, "0.000015", from: "2026-01-01")]).isEmpty)
        #expect(book.add([try row(.input, "0.000003", from: "2026-02-01")]).isEmpty)
    }

    @Test func `counts once somebody has accepted it`() throws {
        let odd = try row(.input, "0")
        var book = PriceBook([odd])
        #expect(book.quarantine.count == 1)
        book.accept(odd)
        #expect(book.quarantine.isEmpty)
        #expect(book.rows == [odd])
    }

    @Test func `is no jump where a contract says it`() throws {
        var book = PriceBook([try row(.input, "0.000003")])
        #expect(book.add([try row(.input, "0.0000001", contract)]).isEmpty)
    }
}

@Suite struct `The model of a price` {
    @Test(arguments: [
        ("amazon.nova-lite-v1:0", "amazon.nova-lite-v1:0", InferenceScope.inRegion),
        ("us.amazon.nova-lite-v1:0", "amazon.nova-lite-v1:0", .geographic),
        ("global.\(sonnet)", sonnet, .global),
        ("us-gov.\(sonnet)", sonnet, .geographic),
        ("arn:aws:bedrock:us-east-1::foundation-model/\(sonnet)", sonnet, .inRegion),
        ("arn:aws:bedrock:us-east-1:123456789012:inference-profile/global.\(sonnet)", sonnet, .global),
    ])
    func `is told by its id or by a system-defined profile`(
        _ name: String, _ id: String, _ scope: InferenceScope
    ) throws {
        #expect(PricedModel(name, calledIn: "us-east-1") == PricedModel(id: id, region: "us-east-1", scope: scope))
    }

    @Test func `is not told by an application inference profile, but by the models behind it`() {
        let arn = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6"
        #expect(PricedModel(arn, calledIn: "us-east-1") == nil)
        func model(_ regions: String...) -> PricedModel? {
            PricedModel(
                foundationModels: regions.map { "arn:aws:bedrock:\($0)::foundation-model/\(sonnet)" },
                calledIn: "us-east-1")
        }
        #expect(model("us-east-1") == PricedModel(id: sonnet, region: "us-east-1"))
        #expect(model("us-east-1", "us-west-2") == PricedModel(id: sonnet, region: "us-east-1", scope: .geographic))
        #expect(model("us-east-1", "") == PricedModel(id: sonnet, region: "us-east-1", scope: .global))
        #expect(model() == nil)
        #expect(PricedModel(foundationModels: [arn], calledIn: "us-east-1") == nil)
    }
}

@Suite struct `A day of prices` {
    @Test(arguments: ["1970-01-01", "1999-12-31", "2000-02-29", "2024-02-29", "2026-10-01", "2100-03-01", "1969-07-20"])
    func `is read and written`(_ text: String) throws {
        #expect(try day(text).description == text)
    }

    @Test(arguments: [
        "", "2026-1-01", "2026-13-01", "2026-02-29", "2026-04-31", "2026/01/01", "26-01-01", "+026-01-01",
    ])
    func `that does not exist is none`(_ text: String) {
        #expect(PriceDay(text) == nil)
    }

    @Test func `is that of UTC`() throws {
        #expect(PriceDay(secondsSince1970: 1_793_000_000).description == "2026-10-26")
        #expect(PriceDay(secondsSince1970: 86_399.9).description == "1970-01-01")
        #expect(PriceDay(secondsSince1970: -0.1).description == "1969-12-31")
    }

    @Test func `that is none is an error in JSON`() {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([PriceDay].self, from: Data(#"["2026-02-30"]"#.utf8))
        }
    }
}

@Suite struct `The price of one unit` {
    @Test func `comes of the price of a thousand or a million`() throws {
        #expect(try Money(perUnitOf: 1_000_000, "3.75") == Money("0.00000375"))
        #expect(try Money(perUnitOf: 1_000, "0.00024") == Money("0.00000024"))
    }

    @Test func `is exact or an error`() {
        #expect(throws: MoneyError.self) { try Money(perUnitOf: 3, "1") }
        let none = #expect(throws: MoneyError.self) { try Money(perUnitOf: 0, "1") }
        #expect(none?.code == .malformed)
    }
}
