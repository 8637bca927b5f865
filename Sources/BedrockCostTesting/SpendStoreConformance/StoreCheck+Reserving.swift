import Metering

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension StoreCheck {
    /// What a hold sets aside.
    static var reserving: [Self] {
        [
            Self("a store without operations holds nothing") { bench in
                try demand(try await bench.store.balance(.team) == nil, "there is a balance")
                try demand(try await bench.store.hold("h") == nil, "there is a hold")
                try demand(try await bench.store.line("h") == nil, "there is a line")
                try demand(try await bench.lines().isEmpty, "there are lines")
                try demand(try await bench.store.rollups(from: nil, until: nil).isEmpty, "there are roll-ups")
                try demand(try await bench.store.expiredHolds(at: .at(1e6), limit: 9).isEmpty, "holds expire")
                try demand(try await bench.events().isEmpty, "there are events")
            },
            Self("a reservation holds its amount and posts nothing") { bench in
                let hold = try await bench.hold("h", [.of(400)])
                try demand(
                    hold.held == [.cents(400)] && hold.state == .open, "the hold is \(hold.state) of \(hold.held)")
                try await bench.demandBalance(held: 400)
                try demand(try await bench.lines().isEmpty, "it wrote a line")
            },
            Self("a hold keeps what it was asked with") { bench in
                let parts: [HoldPart] = [
                    .of(
                        7, .of("team", "user=alice"), limit: 90, isEnforced: false, thresholds: [50, 80],
                        carryOver: .init(from: .of("team", "user=alice", "2026-10"), atMost: .cents(3)),
                        alsoCounts: [.of("team", "", "x")], resets: 9_000)
                ]
                let draft = LedgerLine.unpriced("draft", ceiling: 7, state: .estimated)
                _ = try await bench.hold(
                    "h", parts, draft: draft, owner: "process 1", at: 0.25, expires: 61.5, onExpiry: .releases)
                let kept = try await bench.storedHold("h")
                let expected = Hold(
                    id: "h", owner: "process 1", opened: .at(0.25), expires: .at(61.5), state: .open,
                    onExpiry: .releases,
                    parts: parts, held: [.cents(7)], draft: draft)
                try demand(kept == expected, "it kept \(kept)")
            },
            Self("the outcome of a reservation is the hold that the store keeps") { bench in
                let hold = try await bench.hold("h", [.of(400)])
                try demand(try await bench.storedHold("h") == hold, "the two differ")
            },
            Self("holds of one balance add up") { bench in
                for index in 1...4 { try await bench.hold("h\(index)", [.of(100 * index)]) }
                try await bench.demandBalance(held: 1_000)
            },
            Self("a hold may take all that is left, to the last unit") { bench in
                try await bench.hold("h1", [.of(999)])
                try await bench.hold("h2", [.of(1)])
                try await bench.demandBalance(held: 1_000)
                try await bench.denial("h3", [.of(1)])
            },
            Self("a hold of one unit more than is left is denied") { bench in
                let dollars = SpendAmount.usd(10)
                let more = SpendAmount(count: dollars.count + 1, of: dollars.unit)
                _ = try await bench.reserve("h1", [HoldPart(of: .team, more, limit: dollars)]).denied("h1")
                try await bench.hold("h2", [HoldPart(of: .team, dollars, limit: dollars)])
                try await bench.demandBalance(held: 1_000)
            },
            Self("a hold of nothing is a hold") { bench in
                let hold = try await bench.hold("h", [.of(0, limit: 0)])
                try demand(hold.state == .open, "it is \(hold.state)")
                try await bench.demandBalance()
                try await bench.settle("h", [.priced("h", 0)])
                try await bench.demandBalance()
            },
            Self("a hold without budgets is a hold") { bench in
                try await bench.hold("h", [])
                let hold = try await bench.settle("h", [.priced("h", 5)])
                try demand(hold.state == .settled, "it is \(hold.state)")
                try demand(try await bench.line("h").charges.isEmpty, "the line is charged to something")
            },
            Self("a balance without a limit counts and denies nothing") { bench in
                try await bench.hold("h", [.of(1_000_000, limit: nil)])
                let balance = try await bench.balance()
                try demand(balance.limit == nil, "its limit is \(String(describing: balance.limit))")
                try demand(try balance.remaining() == nil, "something remains of no limit")
                try await bench.demandBalance(held: 1_000_000)
            },
            Self("a limit that is not kept denies nothing") { bench in
                try await bench.hold("h1", [.of(900)])
                try await bench.hold("h2", [.of(900, isEnforced: false)])
                try await bench.demandBalance(held: 1_800)
                try await bench.denial("h3", [.of(1)])
            },
            Self("a limit is the one that the last caller brings") { bench in
                try await bench.hold("h1", [.of(900, limit: 1_000)])
                try await bench.denial("h2", [.of(200, limit: 1_000)])
                try await bench.hold("h2", [.of(200, limit: 1_100)])
                try demand(try await bench.balance().limit == .cents(1_100), "the balance has another limit")
                try await bench.denial("h3", [.of(1, limit: 500)])
            },
            Self("a balance tells when its window ends, as its last caller said") { bench in
                try await bench.hold("h1", [.of(1)])
                try demand(try await bench.balance().resets == nil, "it ends")
                try await bench.hold("h2", [.of(1, resets: 86_400)])
                try demand(try await bench.balance().resets == .at(86_400), "it does not end then")
            },
            Self("a budget whose limit is zero lets nothing through but what is free") { bench in
                try await bench.denial("h1", [.of(1, limit: 0)])
                try await bench.hold("h2", [.of(0, limit: 0)])
                try demand(try await bench.storedHold("h2").state == .open, "the free one is not held")
            },
            Self("a hold of another id with the same amounts is another hold") { bench in
                try await bench.hold("h", [.of(100)])
                try await bench.hold("H", [.of(100)])
                try await bench.demandBalance(held: 200)
            },
        ]
    }

    /// All or nothing, over several balances.
    static var scopes: [Self] {
        let eight = (1...8).map { BalanceKey.of("budget \($0)", "user=u\($0)") }
        return [
            Self("eight balances are held in one call") { bench in
                try await bench.hold("h", eight.enumerated().map { .of($0.offset + 1, $0.element) })
                for (index, key) in eight.enumerated() { try await bench.demandBalance(key, held: index + 1) }
            },
            Self("eight balances are charged in one settlement") { bench in
                try await bench.hold("h", eight.map { .of(10, $0) })
                try await bench.settle("h", [.priced("h", 4)])
                for key in eight { try await bench.demandBalance(key, posted: 4) }
                try demand(try await bench.line("h").charges.count == 8, "the line is charged to fewer")
            },
            Self("where the last of eight is short, nothing is held") { bench in
                try await bench.hold("h0", [.of(10, eight[7], limit: 10)])
                let parts = eight.map { HoldPart.of(1, $0, limit: 10) }
                try await bench.demandUnchanged("though it was denied") { try await bench.denial("h", parts) }
                for key in eight.dropLast() {
                    try demand(try await bench.store.balance(key) == nil, "\(key) was opened")
                }
                try demand(try await bench.store.hold("h") == nil, "the hold was kept")
            },
            Self("where the first of eight is short, nothing is held") { bench in
                try await bench.hold("h0", [.of(10, eight[0], limit: 10)])
                try await bench.denial("h", eight.map { .of(1, $0, limit: 10) })
                for key in eight.dropFirst() {
                    try demand(try await bench.store.balance(key) == nil, "\(key) was opened")
                }
            },
            Self("each balance keeps its own limit") { bench in
                try await bench.hold("h1", [.of(5, eight[0], limit: 100), .of(5, eight[1], limit: 5)])
                try await bench.denial("h2", [.of(5, eight[0], limit: 100), .of(5, eight[1], limit: 5)])
                try await bench.hold("h3", [.of(5, eight[0], limit: 100)])
                try await bench.demandBalance(eight[0], held: 10)
                try await bench.demandBalance(eight[1], held: 5)
            },
            Self("the parts of a hold may bear different amounts and units") { bench in
                try await bench.hold("h", [.of(30), .tokens(500)])
                try await bench.settle("h", [.priced("h", 12)])
                try await bench.demandBalance(posted: 12)
                let tokens = try await bench.balance(.of("tokens"))
                try demand(tokens.posted == .tokens(120) && tokens.held == .tokens(0), "it has \(tokens)")
            },
            Self("scopes and windows of one budget are balances apart") { bench in
                let keys: [BalanceKey] = [
                    .of("team", "", "2026-11"), .of("team", "", "2026-12"), .of("team", "user=a", "2026-11"),
                    .of("team", "user=b", "2026-11"),
                ]
                for (index, key) in keys.enumerated() { try await bench.hold("h\(index)", [.of(index + 1, key)]) }
                for (index, key) in keys.enumerated() { try await bench.demandBalance(key, held: index + 1) }
            },
            Self("balances whose names could be mistaken for each other are apart") { bench in
                let keys = [
                    BalanceKey(budget: "a|b", scope: "", window: "w"), BalanceKey(budget: "a", scope: "b", window: "w"),
                    BalanceKey(budget: "a", scope: "b|", window: "w"),
                    BalanceKey(budget: "a", scope: "b", window: "|w"),
                    BalanceKey(budget: "a\\", scope: "b", window: "w"),
                    BalanceKey(budget: "a#b", scope: "", window: "w"),
                    BalanceKey(budget: "a/b", scope: "", window: "w"),
                    BalanceKey(budget: "A|b", scope: "", window: "w"),
                    BalanceKey(budget: "a%b_", scope: "", window: "w"),
                    BalanceKey(budget: "a'b", scope: "", window: "w"),
                ]
                for (index, key) in keys.enumerated() { try await bench.hold("h\(index)", [.of(index + 1, key)]) }
                for (index, key) in keys.enumerated() { try await bench.demandBalance(key, held: index + 1) }
            },
        ]
    }

    /// What a denial tells.
    static var denials: [Self] {
        [
            Self("a denial tells what is asked for, left, held, spent and allowed") { bench in
                try await bench.post(.priced("a", 300), [.of(0)])
                try await bench.hold("h1", [.of(450)])
                let denial = try await bench.denial("h2", [.of(251, resets: 5_000)])
                try demand(denial.shortages.count == 1, "it names \(denial.shortages.count) shortages")
                let expected = SpendDenial.Shortage(
                    balance: .team, requested: .cents(251), remaining: .cents(250), held: .cents(450),
                    spent: .cents(300), allowance: .cents(1_000), resets: .at(5_000), remedy: .holdsMayReturn)
                try demand(denial.shortages.first == expected, "it tells \(denial.shortages)")
            },
            Self("what is unknown counts as spent") { bench in
                try await bench.hold("h1", [.of(600)])
                try await bench.expire("h1")
                let denial = try await bench.denial("h2", [.of(500)])
                try demand(denial.shortages.first?.spent == .cents(600), "spent is \(denial.shortages)")
                try demand(denial.shortages.first?.remaining == .cents(400), "remaining is \(denial.shortages)")
            },
            Self("a denial names every short balance, in the order of the parts") { bench in
                let keys = ["c", "a", "b"].map { BalanceKey.of($0) }
                for key in keys { try await bench.hold("h \(key.budget)", [.of(8, key, limit: 10)]) }
                let denial = try await bench.denial(
                    "h", [.of(3, keys[0], limit: 10), .of(1, keys[1], limit: 10), .of(3, keys[2], limit: 10)])
                try demand(denial.shortages.map(\.balance) == [keys[0], keys[2]], "it names \(denial.shortages)")
            },
            Self("waiting helps where holds may return") { bench in
                try await bench.hold("h1", [.of(900)])
                let denial = try await bench.denial("h2", [.of(1_000)])
                try demand(denial.remedy == .holdsMayReturn, "the remedy is \(denial.remedy)")
                try await bench.void("h1")
                try await bench.hold("h2", [.of(1_000)])
            },
            Self("where the money is spent, only the end of the window helps") { bench in
                try await bench.post(.priced("a", 1), [.of(0)])
                let denial = try await bench.denial("h", [.of(1_000, resets: 9_000)])
                try demand(denial.remedy == .windowEnds, "the remedy is \(denial.remedy)")
            },
            Self("where the window does not end and the money is spent, nothing helps") { bench in
                try await bench.post(.priced("a", 1), [.of(0)])
                let denial = try await bench.denial("h", [.of(1_000)])
                try demand(denial.remedy == .never, "the remedy is \(denial.remedy)")
            },
            Self("a call above the whole allowance is never let through") { bench in
                let denial = try await bench.denial("h", [.of(1_001, resets: 9_000)])
                try demand(denial.remedy == .never, "the remedy is \(denial.remedy)")
                try demand(denial.shortages.first?.remaining == .cents(1_000), "remaining is \(denial.shortages)")
            },
            Self("the remedy of several shortages is the least hopeful one") { bench in
                let (one, two) = (BalanceKey.of("one"), BalanceKey.of("two"))
                try await bench.hold("h1", [.of(900, one)])
                try await bench.post(.priced("a", 900), [.of(0, two)])
                let denial = try await bench.denial("h2", [.of(500, one), .of(500, two, resets: 9_000)])
                try demand(denial.remedy == .windowEnds, "the remedy is \(denial.remedy)")
                try demand(
                    denial.shortages.map(\.remedy) == [.holdsMayReturn, .windowEnds], "each: \(denial.shortages)")
            },
            Self("where more was spent than allowed, what is left is below zero") { bench in
                try await bench.post(.priced("a", 1_200), [.of(0)])
                let denial = try await bench.denial("h", [.of(1)])
                try demand(denial.shortages.first?.remaining == .cents(-200), "remaining is \(denial.shortages)")
                try demand(try await bench.balance().remaining() == .cents(-200), "the balance tells something else")
            },
            Self("a call far above the limit is denied, whatever else is held") { bench in
                try await bench.hold("h1", [.of(1)])
                let huge = SpendAmount(count: .max, of: .money(.usd))
                let denial = try await bench.reserve("h2", [HoldPart(of: .team, huge, limit: .usd(10))]).denied("h2")
                try demand(denial.remedy == .never, "the remedy is \(denial.remedy)")
            },
            Self("a denied call can be asked for again, under the same id") { bench in
                try await bench.hold("h1", [.of(1_000)])
                try await bench.denial("h2", [.of(10)])
                try await bench.settle("h1", [.priced("h1", 100)])
                try await bench.hold("h2", [.of(10)])
                try await bench.demandBalance(posted: 100, held: 10)
            },
        ]
    }
}
