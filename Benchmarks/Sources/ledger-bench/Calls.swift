import Foundation
import Metering

/// Calls as a service would make them: eight models and teams, a hundred users, four budgets for each call.
struct Calls {
    static let models = (0..<8).map { PricedModel(id: "anthropic.claude-example-\($0)-v1:0", region: "us-east-1") }
    let start: Date

    private func balance(_ budget: String, _ scope: String) -> BalanceKey {
        BalanceKey(budget: budget, scope: scope, window: "2026-11@UTC")
    }

    func parts(_ number: Int) -> [HoldPart] {
        let held = SpendAmount.money(Money(attoUnits: 50_000_000_000_000_000))
        let limit = SpendAmount.usd(1_000_000)
        return [
            HoldPart(of: balance("company", ""), held, limit: limit, thresholds: [50, 80, 100]),
            HoldPart(of: balance("team", "team=t\(number % 8)"), held, limit: limit, thresholds: [80, 100]),
            HoldPart(of: balance("user", "user=u\(number % 100)"), held, limit: limit, thresholds: [100]),
            HoldPart(of: balance("model", "model=m\(number / 8 % 8)"), held, limit: limit),
        ]
    }

    func line(_ number: Int, id: String, at date: Date) -> LedgerLine {
        LedgerLine(
            id: "\(id)/1", request: id, occurred: date, target: "us.anthropic.claude-example-v1:0",
            model: Self.models[number / 8 % 8], tags: ["team": "t\(number % 8)", "env": "prod"],
            attributes: ["user": "u\(number % 100)", "session": "s\(number / 1_000)"],
            usage: TokenUsage(input: 1_200 + number % 700, output: 300 + number % 90, cacheRead: 4_000),
            cost: .priced(Money(attoUnits: 9_300_000_000_000_000 + Int128(number % 997) * 1_000_000)), state: .settled)
    }

    /// One call: held, then settled.
    func run(_ number: Int, id: String, on store: some BudgetStore) async throws {
        let now = start.addingTimeInterval(Double(number) / 100)
        let line = line(number, id: id, at: now)
        _ = try await store.perform(
            Reservation(
                id, owner: "bench", parts: parts(number), draft: line, at: now, expires: now.addingTimeInterval(300)))
        _ = try await store.perform(Settlement(of: id, with: [line], at: now))
    }
}
