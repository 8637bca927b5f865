import Attribution
import Foundation
import Metering
import Testing

@Suite("The windows of budgets, kept from call to call")
struct BudgetCalendarTests {
    private static let berlin = try? TimeZoneRules(named: "Europe/Berlin")

    private static let budgets: [SpendBudget] = [
        .monthly(.usd(10)),
        .daily(.usd(10), perValueOf: ["user"], in: berlin ?? .utc, named: "per-user"),
        SpendBudget("hour", .usd(10), per: .hourly(in: berlin ?? .utc), carryOver: .everything),
        SpendBudget("even", .tokens(10), per: .rolling(over: .seconds(3_600), steps: 6)),
        SpendBudget("uneven", .usd(10), per: .rolling(over: .seconds(3_601), steps: 6)),
        SpendBudget("ever", .usd(10), per: .lifetime),
    ]

    @Test(
        "a kept window makes the same part as one that is made out anew, forwards, backwards and over a change of clocks"
    )
    func keepsWhatCounts() throws {
        let calendar = BudgetCalendar(Self.budgets)
        // The night of 25 October 2026, in which Berlin's clocks go back; then an hour later and earlier, by odd steps.
        let start = 1_792_880_000.0
        let moments = Array(stride(from: 0.0, to: 20_000, by: 97.5)) + [4_000_000, 0, 599.5, 600, 601, 3_600]
        for moment in moments {
            let date = Date(timeIntervalSince1970: start + moment)
            for (index, budget) in Self.budgets.enumerated() {
                let kept = try budget.part(
                    for: ["team": "claims"], attributes: ["user": "alice"], money: .usd(1), tokens: 7,
                    in: calendar.windows(ofBudgetAt: index, at: date))
                let fresh = try budget.part(
                    for: ["team": "claims"], attributes: ["user": "alice"], money: .usd(1), tokens: 7, at: date)
                #expect(kept == fresh, "\(budget.name) at \(date)")
            }
        }
    }

    @Test("a rolling budget whose steps do not make up its length counts one more of them at the beginning of a step")
    func coversUnevenSteps() throws {
        let calendar = BudgetCalendar(Self.budgets)
        let step = 601.0
        let start = (1_792_880_000 / step).rounded(.down) * step
        let counts = [0.0, 300, 600].map {
            calendar.windows(ofBudgetAt: 4, at: Date(timeIntervalSince1970: start + $0)).earlier.count
        }
        #expect(counts == [6, 6, 5])
    }
}
