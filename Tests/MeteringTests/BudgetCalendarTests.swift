import Attribution
import Foundation
import Metering
import Testing

@Suite("The windows and parts of budgets, kept from call to call")
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
        "kept parts are those that are made out anew, forwards, backwards and over a change of clocks"
    )
    func keepsWhatCounts() throws {
        let shares = BudgetShares(
            BudgetCalendar(Self.budgets), tags: ["team": "claims"], attributes: ["user": "alice"])
        let constant = BudgetShares(
            BudgetCalendar(Self.budgets.filter { $0.name != "uneven" }), tags: ["team": "claims"],
            attributes: ["user": "alice"])
        // The night of 25 October 2026, in which Berlin's clocks go back; then an hour later and earlier, by odd steps.
        let start = 1_792_880_000.0
        let moments = Array(stride(from: 0.0, to: 20_000, by: 97.5)) + [4_000_000, 0, 599.5, 600, 601, 3_600]
        for moment in moments {
            let date = Date(timeIntervalSince1970: start + moment)
            let fresh = try Self.budgets.map { budget in
                try budget.part(
                    for: ["team": "claims"], attributes: ["user": "alice"], money: .usd(1), tokens: 7, at: date)
            }
            #expect(try shares.parts(money: .usd(1), tokens: 7, at: date) == fresh, "at \(date)")
            #expect(
                try constant.parts(money: .usd(1), tokens: 7, at: date)
                    == fresh.filter { $0?.balance.budget != "uneven" }, "at \(date)")
        }
    }

    @Test("budgets that do not count a caller have no part, nor do those of money where no price is known")
    func leavesOutWhatDoesNotCount() throws {
        let shares = BudgetShares(
            BudgetCalendar(Self.budgets + [.monthly(.usd(1), for: ["team": "sales"])]), tags: ["team": "claims"],
            attributes: [:])
        let date = Date(timeIntervalSince1970: 1_792_880_000)
        #expect(try shares.parts(money: .usd(1), tokens: 7, at: date).count == Self.budgets.count)
        #expect(try shares.parts(money: nil, tokens: 7, at: date).map(\.balance.budget) == ["even"])
        let euros = #expect(throws: SpendError.self) {
            try shares.parts(money: Money(attoUnits: 1, .eur), tokens: 7, at: date)
        }
        #expect(euros?.code == .mixedUnits)
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
