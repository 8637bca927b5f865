import Attribution
import Metering

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The budgets of one history, and how its small whole numbers are written for a store.
///
/// The model and the generator count in plain integers; `scale` says how many 10⁻¹⁸ dollars one of them is, so that the same history
/// is run with the tiniest amounts and with those beyond 64 bits.
struct SpendWorld: Sendable {
    struct Budget: Sendable {
        let key: BalanceKey
        var countsTokens = false
        var limit: Int?
        var isEnforced = true
        var thresholds: [Int] = []
        /// The budget whose rest is carried over, and the most that is.
        var carryOver: (from: Int, atMost: Int?)?
        var alsoCounts: [Int] = []
        var resets: Int?
    }

    let name: String
    let scale: Int128
    let budgets: [Budget]

    init(name: String, scale: Int128) {
        self.name = name
        self.scale = scale
        func key(_ budget: String, _ window: String) -> BalanceKey {
            BalanceKey(budget: "\(name) \(budget)", scope: budget == "user" ? "user=a" : "", window: window)
        }
        budgets = [
            Budget(key: key("team", "10"), limit: 2_000, thresholds: [50, 80, 100], resets: 5_000),
            Budget(key: key("user", "10"), limit: 700, thresholds: [100]),
            Budget(key: key("tokens", "10"), countsTokens: true, limit: 3_000, thresholds: [25, 75]),
            Budget(key: key("team", "11"), limit: 800, thresholds: [50], carryOver: (0, 300), resets: 9_000),
            Budget(key: key("day", "1"), limit: 900, thresholds: [60], resets: 100),
            Budget(key: key("day", "2"), limit: 900, thresholds: [60], alsoCounts: [4], resets: 200),
            Budget(key: key("day", "3"), limit: 900, thresholds: [60], alsoCounts: [4, 5], resets: 300),
            Budget(key: key("soft", "10"), limit: 300, isEnforced: false, thresholds: [10, 100, 300]),
            Budget(key: key("count", "10"), thresholds: [10]),
            Budget(key: key("none", "10"), limit: 0, thresholds: [1]),
        ]
    }

    var tags: TagSet { TagSet(unvalidated: [.init(key: "history", value: name)]) }

    func date(_ seconds: Int) -> Date { Date(timeIntervalSince1970: 1_794_312_000 + Double(seconds)) }

    func amount(_ count: Int, of budget: Int) -> SpendAmount {
        budgets[budget].countsTokens ? .tokens(count) : .money(money(count))
    }

    func money(_ count: Int) -> Money { Money(attoUnits: Int128(count) * scale) }

    /// The number that an amount of a store stands for; `nil` where it is none of this history's.
    func count(_ amount: SpendAmount) -> Int? {
        let scale = amount.unit == .tokens ? 1 : scale
        return amount.count % scale == 0 ? Int(exactly: amount.count / scale) : nil
    }

    func count(_ money: Money) -> Int? { count(SpendAmount.money(money)) }

    func part(_ part: SpendStep.Part) -> HoldPart {
        let budget = budgets[part.budget]
        return HoldPart(
            of: budget.key, amount(part.amount, of: part.budget), limit: part.limit.map { amount($0, of: part.budget) },
            isEnforced: budget.isEnforced, thresholds: budget.thresholds,
            carryOver: budget.carryOver.map { carryOver in
                HoldPart.CarryOver(
                    from: budgets[carryOver.from].key,
                    atMost: carryOver.atMost.map { amount($0, of: carryOver.from) })
            }, alsoCounts: budget.alsoCounts.map { budgets[$0].key }, resets: budget.resets.map(date))
    }

    func line(_ line: SpendStep.Line) -> LedgerLine {
        LedgerLine(
            id: line.id, occurred: date(line.at), target: "amazon.nova-lite-v1:0", tags: tags,
            usage: TokenUsage(input: line.tokens), cost: cost(line.cost), ceiling: line.ceiling.map(money),
            state: line.state.state)
    }

    func cost(_ count: Int?) -> UsageCost { count.map { .priced(money($0)) } ?? .unpriced(missing: [.input]) }
}
