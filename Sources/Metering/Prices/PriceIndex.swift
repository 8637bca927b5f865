/// One model's rates, worked out ahead for every place, day and length of prompt that its rows tell apart: a look-up compares
/// a few values and makes nothing.
final class PriceIndex: Sendable {
    /// The rates of one scope and tier.
    private struct Place: Sendable {
        let scope: InferenceScope
        let tier: PriceTier
        /// The latest first, and of one day the longest prompts first, so that the first step that is met counts.
        let steps: [Step]
    }

    /// The rates from a day on, for prompts longer than `contextAbove`; 0 stands for all.
    private struct Step: Sendable {
        let day: Int
        let contextAbove: Int
        let rates: Rates?
    }

    private let regions: [String: [Place]]
    private let elsewhere: [Place]

    /// An index of the rows of one model.
    init(_ rows: [PriceRow]) {
        let byRegion = Dictionary(grouping: rows, by: \.region)
        let general = byRegion[nil] ?? []
        elsewhere = Self.places(general)
        var regions: [String: [Place]] = [:]
        for case (let region?, let own) in byRegion { regions[region] = Self.places(general + own) }
        self.regions = regions
    }

    func rates(
        in region: String, _ scope: InferenceScope, _ tier: PriceTier, promptTokens: Int, on day: PriceDay
    ) -> Rates? {
        for place in regions[region] ?? elsewhere where place.scope == scope && place.tier == tier {
            for step in place.steps
            where step.day <= day.number && (step.contextAbove == 0 || promptTokens > step.contextAbove) {
                return step.rates
            }
        }
        return nil
    }

    // MARK: Working the rates out

    private struct Service: Hashable {
        let scope: InferenceScope
        let tier: PriceTier
    }

    private static func places(_ rows: [PriceRow]) -> [Place] {
        Dictionary(grouping: rows) { Service(scope: $0.scope, tier: $0.tier) }
            .map { Place(scope: $0.scope, tier: $0.tier, steps: steps($1)) }
    }

    private static func steps(_ rows: [PriceRow]) -> [Step] {
        var days: Set<Int> = [.min]
        var lengths: Set<Int> = [0]
        for row in rows {
            if let from = row.effectiveFrom { days.insert(from.number) }
            if let until = row.effectiveUntil { days.insert(until.number) }
            if row.contextAbove > 0 { lengths.insert(row.contextAbove) }
        }
        return days.sorted(by: >).flatMap { day in
            let current = rows.filter { $0.holds(on: day) }
            return lengths.sorted(by: >).map { length in
                Step(day: day, contextAbove: length, rates: rates(current.filter { $0.contextAbove <= length }))
            }
        }
    }

    /// The rates of the rows that go before others of their class.
    private static func rates(_ rows: [PriceRow]) -> Rates? {
        var best: [UsageClass: PriceRow] = [:]
        for row in rows {
            if let rival = best[row.usageClass], !goes(row, before: rival) { continue }
            best[row.usageClass] = row
        }
        // Amounts of two currencies have no sum: the contract's, or else the input's, is the one that counts.
        let first = best.values.sorted { $0.usageClass.rawValue < $1.usageClass.rawValue }.first
        let contract = best.values.first { $0.provenance.standing == .contract }
        guard let currency = (contract ?? best[.input] ?? first)?.unitPrice.currency else { return nil }
        return Rates(best.filter { $0.value.unitPrice.currency == currency }, currency: currency)
    }

    private static func goes(_ row: PriceRow, before other: PriceRow) -> Bool {
        func rank(_ row: PriceRow) -> (Int, Int, Int, Int) {
            (
                row.provenance.standing == .contract ? 1 : 0, row.region == nil ? 0 : 1, row.contextAbove,
                row.effectiveFrom?.number ?? .min
            )
        }
        return rank(row) > rank(other)
    }
}
