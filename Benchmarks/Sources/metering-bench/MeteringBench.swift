import BenchmarkSupport
import CAllocationCount
import Foundation
import Metering

/// Prices usages, and looks rows up in a book as large as one of every model in every Region.
@main
struct MeteringBench {
    static let rounds = 9

    static func main() throws {
        let book = try largeBook()
        let models = (0..<64).map { number in
            PricedModel(id: modelID(number), region: regions[number % regions.count], scope: .geographic)
        }
        guard let day = PriceDay("2026-10-01"), let rates = book.rates(for: models[0], on: day) else {
            preconditionFailure("no price")
        }
        let usages = (0..<64).map { TokenUsage(input: 1_000 + $0 * 37, output: 300 + $0 * 11, cacheRead: 4_000 + $0) }

        var contest = Contest()
        contest.add("cost", iterations: 5_000_000) { iterations in
            var total: Int128 = 0
            for index in 0..<iterations {
                guard case .priced(let amount) = try rates.cost(of: usages[index & 63]) else {
                    preconditionFailure("unpriced")
                }
                total &+= amount.attoUnits
            }
            precondition(total > 0)
        }
        let prices = ["3", "15", "0.3"].compactMap { Decimal(string: $0).map { $0 / 1_000_000 } }
        contest.add("Decimal", iterations: 200_000) { iterations in
            var total = Decimal.zero
            for index in 0..<iterations {
                let usage = usages[index & 63]
                total +=
                    prices[0] * Decimal(usage.input) + prices[1] * Decimal(usage.output)
                    + prices[2] * Decimal(usage.cacheRead)
            }
            precondition(total > 0)
        }
        contest.add("look-up", iterations: 2_000_000) { iterations in
            var found = 0
            for index in 0..<iterations {
                let model = models[index & 63]
                found += book.rates(for: model, tier: .standard, promptTokens: index & 0xFFFFF, on: day) == nil ? 0 : 1
            }
            precondition(found == iterations)
        }
        let numbers = Dictionary(uniqueKeysWithValues: (0..<100).map { (modelID($0), $0) })
        contest.add("dictionary", iterations: 2_000_000) { iterations in
            var total = 0
            for index in 0..<iterations { total += numbers[models[index & 63].id] ?? 0 }
            precondition(total > 0)
        }
        try contest.run(rounds: rounds)

        let allocations = try allocationsPerCall { index in
            guard let rates = book.rates(for: models[index & 63], on: day) else { preconditionFailure("no price") }
            _ = try rates.cost(of: usages[index & 63])
        }
        report(
            "price a usage of three classes", contest.median("cost"), "the same in Foundation's Decimal",
            contest.median("Decimal"), bound: 50, allocations)
        report(
            "look up the rates among \(book.rows.count) rows", contest.median("look-up"),
            "a Dictionary asked for the model's id", contest.median("dictionary"), bound: 300, allocations)
    }

    static let regions = (0..<24).map { "region-\($0)-name" }

    /// A new string each time, as ids that come from requests are.
    static func modelID(_ number: Int) -> String {
        ["provider\(number % 7)", "model-name-\(number)-20260101-v1:0"].joined(separator: ".")
    }

    /// 100 models in 24 Regions, two scopes and three tiers, each with five classes, and a step for long prompts.
    static func largeBook() throws -> PriceBook {
        let provenance = PriceProvenance("benchmark")
        let classes: [UsageClass] = [.input, .output, .cacheRead, .cacheWrite5m, .cacheWrite1h]
        var rows: [PriceRow] = []
        for number in 0..<100 {
            let id = modelID(number)
            for region in regions {
                for scope in [InferenceScope.inRegion, .geographic] {
                    for tier in [PriceTier.standard, .flex, .priority] {
                        for (usageClass, price) in zip(classes, ["3", "15", "0.3", "3.75", "6"]) {
                            let unitPrice = try Money(perUnitOf: 1_000_000, price)
                            rows.append(
                                PriceRow(
                                    model: id, region: region, scope: scope, usageClass, tier: tier,
                                    unitPrice: unitPrice, provenance: provenance))
                        }
                    }
                    rows.append(
                        PriceRow(
                            model: id, region: region, scope: scope, .input, contextAbove: 272_000,
                            unitPrice: try Money(perUnitOf: 1_000_000, "6"), provenance: provenance))
                }
            }
        }
        return PriceBook(rows)
    }

    /// The allocations of one call; where they cannot be counted, as on macOS, none.
    static func allocationsPerCall(_ call: (Int) throws -> Void) throws -> Double {
        let calls = 100_000
        let before = allocation_count()
        for index in 0..<calls { try call(index) }
        // A few per million belong to the measuring itself.
        return (Double(allocation_count() - before) / Double(calls) * 1000).rounded() / 1000
    }

    static func report(
        _ measure: String, _ value: Double, _ reference: String, _ referenceValue: Double, bound: Double,
        _ allocations: Double
    ) {
        func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
        print(
            """
            {"measure": "\(measure)", "reference": "\(reference)", "value_ns": \(rounded(value)), \
            "reference_ns": \(rounded(referenceValue)), "bound": \(bound), "allocations": \(allocations), \
            "pass": \(value <= bound && allocations == 0)}
            """)
    }
}
