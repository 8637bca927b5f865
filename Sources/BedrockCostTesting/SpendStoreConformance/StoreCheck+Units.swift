import Metering

extension StoreCheck {
    /// Tokens, money and currencies.
    static var units: [Self] {
        [
            Self("a budget of tokens counts all classes of usage") { bench in
                try await bench.hold("h", [.tokens(500)])
                let usage = TokenUsage(
                    input: 1, output: 20, cacheRead: 30, cacheWrite5m: 4, cacheWrite1h: 50, reasoning: 15)
                try await bench.settle("h", [.priced("h", 7, usage: usage)])
                let balance = try await bench.balance(.of("tokens"))
                try demand(balance.posted == .tokens(105), "\(balance.posted) are posted")
            },
            Self("a budget of tokens is kept to the last token") { bench in
                try await bench.hold("h1", [.tokens(999)])
                _ = try await bench.reserve("h2", [.tokens(2)]).denied("h2")
                try await bench.hold("h3", [.tokens(1)])
            },
            Self("money and tokens are limited in one call") { bench in
                try await bench.hold("h1", [.of(10), .tokens(900)])
                let denial = try await bench.reserve("h2", [.of(10), .tokens(101)]).denied("h2")
                try demand(denial.shortages.map(\.balance) == [.of("tokens")], "short: \(denial)")
                try demand(denial.shortages.first?.remaining == .tokens(100), "left: \(denial)")
            },
            Self("a budget of another currency is charged in it") { bench in
                let euros = { (count: Int) in
                    SpendAmount(count: Int128(count) * 1_000_000_000_000_000_000, of: .money(.eur))
                }
                let part = HoldPart(of: .of("eu"), euros(5), limit: euros(10))
                try await bench.hold("h", [part])
                try await bench.settle("h", [.foreign("h", 300, .eur)])
                let balance = try await bench.balance(.of("eu"))
                try demand(balance.posted == euros(3) && balance.held == euros(0), "it has \(balance.posted)")
            },
            Self("a cost in another currency than the budget's charges the whole hold") { bench in
                try await bench.hold("h", [.of(500)])
                try await bench.settle("h", [.foreign("h", 300, .eur)])
                try await bench.demandBalance(posted: 500)
            },
            Self("a cost in another currency charges the line's ceiling where it names one") { bench in
                try await bench.hold("h", [.of(500)])
                try await bench.settle("h", [.foreign("h", 300, .eur, ceiling: .usd(cents: 330))])
                try await bench.demandBalance(posted: 330)
            },
            Self("a budget of money cannot be asked for tokens") { bench in
                try await bench.hold("h1", [.of(5)])
                let error = try await bench.demandError(.mixedUnits) { () async throws(SpendError) in
                    try await bench.reserve("h2", [.tokens(5, .team)])
                }
                try demand(error.message.contains("team"), "the error does not name the budget: \(error)")
            },
            Self("a budget of dollars cannot be asked for euros, nor charged in them") { bench in
                let euros = SpendAmount(count: 5, of: .money(.eur))
                try await bench.hold("h1", [.of(5)])
                try await bench.demandError(.mixedUnits) { () async throws(SpendError) in
                    try await bench.reserve("h2", [.of(1, .of("other")), HoldPart(of: .team, euros)])
                }
                try await bench.demandError(.mixedUnits) { () async throws(SpendError) in
                    try await bench.post(.priced("a", 1), [.of(0, .of("other")), HoldPart(of: .team, euros)])
                }
            },
            Self("a balance that counts with another unit cannot be part of a rolling window") { bench in
                try await bench.hold("h1", [.tokens(5)])
                try await bench.demandError(.mixedUnits) { () async throws(SpendError) in
                    try await bench.reserve("h2", [.of(5, alsoCounts: [.of("tokens")])])
                }
            },
        ]
    }

    /// Lines without a price.
    static var unpriced: [Self] {
        [
            Self("a line without a price charges the whole hold") { bench in
                try await bench.hold("h", [.of(500)])
                try await bench.settle("h", [.unpriced("h")])
                try await bench.demandBalance(posted: 500)
                let line = try await bench.line("h")
                try demand(line.cost == .unpriced(missing: [.input, .output]), "its cost is \(line.cost)")
            },
            Self("a line without a price charges its ceiling where it names one") { bench in
                try await bench.hold("h", [.of(500)])
                try await bench.settle("h", [.unpriced("h", ceiling: 200)])
                try await bench.demandBalance(posted: 200)
            },
            Self("the parts of a hold each charge what they hold for a line without a price") { bench in
                try await bench.hold("h", [.of(500), .of(300, .of("other")), .tokens(400)])
                try await bench.settle("h", [.unpriced("h")])
                try await bench.demandBalance(posted: 500)
                try await bench.demandBalance(.of("other"), posted: 300)
                let balance = try await bench.balance(.of("tokens"))
                try demand(balance.posted == .tokens(120), "\(balance.posted) tokens are posted")
            },
            Self("a price that is found later takes the place of the hold") { bench in
                try await bench.hold("h", [.of(500)])
                try await bench.settle("h", [.unpriced("h")])
                try await bench.correct("h", to: 70)
                try await bench.demandBalance(posted: 70)
                let total = try await bench.store.totals(UsageQuery()).first
                try demand(total?.unpricedLines == 0 && total?.cost == .usd(cents: 70), "\(String(describing: total))")
            },
            Self("a correction that knows no price keeps the charge") { bench in
                try await bench.hold("h", [.of(500)])
                try await bench.settle("h", [.priced("h", 80)])
                try await bench.store.perform(
                    Correction(
                        of: "h",
                        to: .init(usage: .sample, cost: .unpriced(missing: []), state: .reconciled, source: "log")))
                try await bench.demandBalance(posted: 80)
            },
            Self("what is posted without a price and a ceiling charges no money") { bench in
                try await bench.post(.unpriced("a"), [.of(0), .tokens(0)])
                try await bench.demandBalance()
                let balance = try await bench.balance(.of("tokens"))
                try demand(balance.posted == .tokens(120), "\(balance.posted) tokens are posted")
                try await bench.post(.unpriced("b", ceiling: 40), [.of(0)])
                try await bench.demandBalance(posted: 40)
            },
            Self("two lines without a price share the hold") { bench in
                try await bench.hold("h", [.of(500)])
                try await bench.settle("h", [.priced("a", 100), .unpriced("b"), .unpriced("c")])
                try await bench.demandBalance(posted: 500)
            },
            Self("a late line without a price is charged what is parked") { bench in
                try await bench.hold("h", [.of(500)])
                try await bench.settle("h", [.priced("a", 100)], closes: false)
                try await bench.expire("h")
                try await bench.settle("h", [.unpriced("b")])
                try await bench.demandBalance(posted: 500)
            },
            Self("a line without a price after its hold was voided is charged what was held") { bench in
                try await bench.hold("h", [.of(500)])
                try await bench.void("h")
                try await bench.settle("h", [.unpriced("h")])
                try await bench.demandBalance(posted: 500)
            },
            Self("a report counts lines without a price, in the row of their group's currency") { bench in
                try await bench.post(.unpriced("a"))
                try await bench.post(.priced("b", 30))
                let totals = try await bench.store.totals(UsageQuery())
                try demand(totals.count == 1 && totals.first?.unpricedLines == 1, "the totals are \(totals)")
                try demand(
                    totals.first?.lines == 2 && totals.first?.cost == .usd(cents: 30), "the totals are \(totals)")
            },
        ]
    }

    /// Amounts of every size.
    static var amounts: [Self] {
        let atto = SpendAmount(count: 1, of: .money(.usd))
        let max = SpendAmount(count: .max, of: .money(.usd))
        @Sendable func line(_ id: String, _ amount: SpendAmount) -> LedgerLine {
            var line = LedgerLine.priced(id, 0)
            if let money = amount.money { line.cost = .priced(money) }
            return line
        }
        return [
            Self("the smallest amount of money is held and posted exactly") { bench in
                try await bench.hold("h", [HoldPart(of: .team, SpendAmount(count: 3, of: atto.unit), limit: .usd(1))])
                try await bench.settle("h", [line("h", atto)])
                let balance = try await bench.balance()
                try demand(balance.posted == atto && balance.held == .zero(atto.unit), "it has \(balance.posted)")
                let total = try await bench.store.totals(UsageQuery()).first?.cost
                try demand(total == atto.money, "the total is \(String(describing: total))")
            },
            Self("amounts beyond 64 bits are held and posted exactly") { bench in
                let big = SpendAmount(count: 123_456_789_012_345_678_901_234_567_890_123_456, of: .money(.usd))
                let limit = SpendAmount(count: big.count + 1, of: big.unit)
                try await bench.hold("h", [HoldPart(of: .team, big, limit: limit)])
                try demand(try await bench.balance().held == big, "something else is held")
                _ = try await bench.reserve(
                    "h2", [HoldPart(of: .team, SpendAmount(count: 2, of: big.unit), limit: limit)]
                ).denied("h2")
                try await bench.settle("h", [line("h", big)])
                try demand(try await bench.balance().posted == big, "something else is posted")
                let rollup = try await bench.store.rollups(from: nil, until: nil).first
                try demand(rollup?.attoUnits == big.count, "the roll-up has \(String(describing: rollup))")
            },
            Self("a tiny amount next to a big one is not lost") { bench in
                let big = SpendAmount(count: .max - 1, of: .money(.usd))
                try await bench.post(line("a", big), [.of(0, limit: nil)])
                try await bench.post(line("b", atto), [.of(0, limit: nil)])
                try demand(try await bench.balance().posted == max, "something else is posted")
            },
            Self("a credit beyond 64 bits is posted exactly") { bench in
                let credit = SpendAmount(count: -(Int128.max / 3), of: .money(.usd))
                try await bench.post(line("a", credit), [.of(0, limit: nil)])
                try demand(try await bench.balance().posted == credit, "something else is posted")
                try demand(try await bench.line("a").cost == .priced(credit.money ?? .usd(0)), "the line differs")
            },
            Self("a sum beyond 128 bits is refused") { bench in
                try await bench.post(line("a", max), [.of(0, limit: nil)])
                try await bench.demandError(.overflow) { () async throws(SpendError) in
                    try await bench.post(line("b", atto), [.of(0, limit: nil)])
                }
                try await bench.demandError(.overflow) { () async throws(SpendError) in
                    try await bench.post(line("b", atto))
                }
            },
            Self("a hold beyond 128 bits is refused, and none of its parts is held") { bench in
                try await bench.hold("h1", [HoldPart(of: .team, max)])
                try await bench.demandError(.overflow) { () async throws(SpendError) in
                    try await bench.reserve("h2", [.of(1, .of("other")), HoldPart(of: .team, atto)])
                }
            },
            Self("a settlement whose second line overflows writes neither") { bench in
                try await bench.hold("h", [.of(1, .of("other")), .of(5, limit: nil)])
                try await bench.demandError(.overflow) { () async throws(SpendError) in
                    try await bench.settle("h", [line("a", max), line("b", atto)])
                }
                try await bench.settle("h", [line("a", atto)])
            },
            Self("many tokens are counted exactly") { bench in
                let many = TokenUsage(input: 400_000_000_000_000, output: 1)
                try await bench.post(.priced("a", 1, usage: many), [.tokens(0)])
                try await bench.post(.priced("b", 1, usage: many, model: "other"), [.tokens(0)])
                let balance = try await bench.balance(.of("tokens"))
                try demand(balance.posted == .tokens(800_000_000_000_002), "\(balance.posted) are posted")
            },
            Self("a threshold of a limit near the end of 128 bits is told") { bench in
                let half = SpendAmount(count: .max / 2 + 1, of: .money(.usd))
                let part = HoldPart(of: .team, .zero(half.unit), limit: max, thresholds: [50, 51])
                try await bench.post(line("a", half), [part])
                let events = try await bench.events()
                try demand(
                    events.map(\.kind)
                        == [.thresholdCrossed(balance: .team, percent: 50, spent: half, allowance: max)],
                    "the events are \(events)")
            },
        ]
    }
}
