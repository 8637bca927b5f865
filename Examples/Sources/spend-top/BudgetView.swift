import BedrockCost
import ExampleKit
import Foundation

/// One look at all budgets after the other, so that it can tell how fast they are spent.
struct BudgetView {
    /// What was spent of each balance at earlier looks of the last hour.
    private var looks: [(at: Date, spent: [BalanceKey: SpendAmount])] = []

    /// The budgets as they stand, a line each.
    mutating func frame(of store: some BudgetStore, at date: Date) async throws -> String {
        let balances = try await store.balances(of: nil, at: date)
        var spent: [BalanceKey: SpendAmount] = [:]
        for balance in balances { spent[balance.key] = try balance.posted.adding(balance.unknown) }
        var table = Table("budget", "scope", "spent", "held", "limit", "used", "per hour", "")
        for balance in balances {
            guard let allowance = try balance.allowance(), let now = spent[balance.key] else { continue }
            let share = Double(now.count) / Double(max(allowance.count, 1))
            table.add(
                balance.key.budget, balance.key.scope, text(now), text(balance.held), text(allowance),
                String(format: "%3.0f %%", share * 100), burn(of: balance.key, now: now, at: date), bar(share))
        }
        looks.append((date, spent))
        looks.removeAll { $0.at < date.addingTimeInterval(-3_600) }
        return "\(date.formatted(.iso8601))\n\(table)\n"
    }

    /// What an hour costs at the pace since the oldest look of the last hour.
    private func burn(of key: BalanceKey, now: SpendAmount, at date: Date) -> String {
        guard let first = looks.first, first.at < date else { return "–" }
        let seconds = Int128(date.timeIntervalSince(first.at).rounded())
        let since = now.count - (first.spent[key]?.count ?? 0)
        return text(SpendAmount(count: since * 3_600 / max(seconds, 1), of: now.unit))
    }

    private func text(_ amount: SpendAmount) -> String {
        amount.money.map { "\($0.formatted(fractionDigits: 4)) \($0.currency)" } ?? "\(amount.count)"
    }

    private func bar(_ share: Double) -> String {
        let full = Int((min(max(share, 0), 1) * 20).rounded(.down))
        return String(repeating: "█", count: full) + String(repeating: "░", count: 20 - full)
    }
}
