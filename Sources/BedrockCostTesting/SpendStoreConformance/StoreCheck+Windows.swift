import Metering

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension StoreCheck {
    private static let october = BalanceKey.of("team", "", "2026-10")

    /// What an ended window leaves to the next one.
    static var carryOver: [Self] {
        @Sendable func part(_ cents: Int, atMost: Int? = nil, limit: Int = 1_000) -> HoldPart {
            .of(cents, limit: limit, carryOver: .init(from: october, atMost: atMost.map(SpendAmount.cents)))
        }
        return [
            Self("what the window before left is allowed on top of the limit") { bench in
                try await bench.post(.priced("a", 400), [.of(0, october)])
                try await bench.hold("h1", [part(1_600)])
                try await bench.denial("h2", [part(1)])
                let balance = try await bench.balance()
                try demand(balance.carried == .cents(600), "\(balance.carried) are carried")
                try demand(try balance.allowance() == .cents(1_600), "the allowance is another")
                try demand(balance.limit == .cents(1_000), "the limit is another")
            },
            Self("no more is carried over than the part says") { bench in
                try await bench.post(.priced("a", 400), [.of(0, october)])
                try await bench.denial("h1", [part(1_101, atMost: 100)])
                try await bench.hold("h2", [part(1_100, atMost: 100)])
                try demand(try await bench.balance().carried == .cents(100), "something else is carried")
            },
            Self("a cap above the rest carries the rest") { bench in
                try await bench.post(.priced("a", 990), [.of(0, october)])
                try await bench.hold("h", [part(5, atMost: 100)])
                try demand(try await bench.balance().carried == .cents(10), "something else is carried")
            },
            Self("a window in which nothing was called leaves nothing") { bench in
                try await bench.denial("h1", [part(1_001)])
                try await bench.hold("h2", [part(1_000)])
                try demand(try await bench.balance().carried == .cents(0), "something is carried")
            },
            Self("a window that was overspent leaves nothing, and takes nothing") { bench in
                try await bench.post(.priced("a", 1_500), [.of(0, october)])
                try await bench.hold("h", [part(1_000)])
                try demand(try await bench.balance().carried == .cents(0), "something is carried")
            },
            Self("what is still held or unknown in the window before is not carried over") { bench in
                try await bench.hold("h1", [.of(300, october)])
                try await bench.hold("h2", [.of(200, october)])
                try await bench.expire("h2")
                try await bench.hold("h3", [part(1)])
                try demand(try await bench.balance().carried == .cents(500), "something else is carried")
            },
            Self("what is carried over is settled when the window opens, and stays") { bench in
                try await bench.post(.priced("a", 400), [.of(0, october)])
                try await bench.hold("h1", [part(1)])
                try await bench.post(.priced("b", 500), [.of(0, october)])
                try await bench.hold("h2", [part(1)])
                try demand(try await bench.balance().carried == .cents(600), "something else is carried")
            },
            Self("what was carried over counts in the rest that is carried further") { bench in
                try await bench.post(.priced("a", 400), [.of(0, october)])
                try await bench.hold("h1", [part(100)])
                let next = HoldPart.of(
                    1, .of("team", "", "2026-12"), carryOver: .init(from: .team))
                try await bench.hold("h2", [next])
                let balance = try await bench.balance(.of("team", "", "2026-12"))
                try demand(balance.carried == .cents(1_500), "\(balance.carried) are carried")
            },
            Self("a denied call does not fix what is carried over") { bench in
                try await bench.hold("h1", [.of(400, october)])
                try await bench.denial("h2", [part(1_601)])
                try await bench.void("h1")
                try await bench.hold("h3", [part(2_000)])
            },
            Self("what a budget of another unit left is not carried over") { bench in
                try await bench.hold("h1", [.tokens(5, october)])
                try await bench.hold("h2", [part(1_000)])
                try demand(try await bench.balance().carried == .cents(0), "something is carried")
            },
            Self("a window without a limit leaves nothing") { bench in
                try await bench.hold("h1", [.of(5, october, limit: nil)])
                try await bench.hold("h2", [part(1_000)])
                try demand(try await bench.balance().carried == .cents(0), "something is carried")
            },
        ]
    }

    /// Windows that roll, in steps.
    static var rolling: [Self] {
        let steps = (0..<4).map { BalanceKey.of("day", "", "step \($0)") }
        @Sendable func part(_ cents: Int, _ step: Int, thresholds: [Int] = []) -> HoldPart {
            .of(
                cents, steps[step], thresholds: thresholds, alsoCounts: Array(steps[max(0, step - 2)..<step]),
                resets: Double(step) * 3_600)
        }
        return [
            Self("earlier steps of a rolling window count against its limit") { bench in
                try await bench.post(.priced("a", 500), [part(0, 0)])
                try await bench.hold("h1", [part(300, 1)])
                let denial = try await bench.denial("h2", [part(201, 2)])
                let expected = SpendDenial.Shortage(
                    balance: steps[2], requested: .cents(201), remaining: .cents(200), held: .cents(300),
                    spent: .cents(500), allowance: .cents(1_000), resets: .at(7_200), remedy: .holdsMayReturn)
                try demand(denial.shortages == [expected], "it tells \(denial.shortages)")
                try await bench.hold("h2", [part(200, 2)])
            },
            Self("a step that has rolled out counts no more") { bench in
                try await bench.post(.priced("a", 900), [part(0, 0)])
                try await bench.denial("h1", [part(200, 2)])
                try await bench.hold("h2", [part(1_000, 3)])
            },
            Self("unknown cost of earlier steps counts") { bench in
                try await bench.hold("h1", [part(900, 0)])
                try await bench.expire("h1")
                let denial = try await bench.denial("h2", [part(200, 1)])
                try demand(denial.shortages.first?.spent == .cents(900), "it tells \(denial)")
            },
            Self("a hold is held in its own step alone") { bench in
                try await bench.hold("h", [part(10, 2)])
                try await bench.demandBalance(steps[2], held: 10)
                for step in [0, 1] {
                    try demand(try await bench.store.balance(steps[step]) == nil, "step \(step) was opened")
                }
            },
            Self("an extension counts earlier steps, too") { bench in
                try await bench.post(.priced("a", 600), [part(0, 0)])
                try await bench.hold("h", [part(300, 1)])
                _ = try await bench.extend("h", until: 60, granting: [.cents(401)]).denied("h")
                _ = try await bench.extend("h", until: 60, granting: [.cents(400)]).held("h")
            },
            Self("a threshold of a rolling window counts all its steps") { bench in
                try await bench.post(.priced("a", 450), [part(0, 0, thresholds: [80])])
                try await bench.post(.priced("b", 450), [part(0, 1, thresholds: [80])])
                let events = try await bench.events()
                try demand(
                    events.map(\.kind) == [
                        .thresholdCrossed(
                            balance: steps[1], percent: 80, spent: .cents(900), allowance: .cents(1_000))
                    ], "the events are \(events)")
            },
            Self("a rolling window that stays above a threshold does not tell it at each step") { bench in
                for step in 0..<4 { try await bench.post(.priced("a\(step)", 400), [part(0, step, thresholds: [75])]) }
                let events = try await bench.events()
                try demand(events.map(\.id).count == 1, "the events are \(events)")
            },
        ]
    }

    /// What lists of balances show.
    static var balances: [Self] {
        [
            Self("balances are listed by key") { bench in
                for (budget, scope, window) in [
                    ("b", "", "1"), ("a", "x", "2"), ("a b", "", "1"), ("a", "", "9"), ("a", "x", "1"), ("B", "", "1"),
                ] {
                    try await bench.hold(
                        "\(budget)/\(scope)/\(window)",
                        [.of(1, BalanceKey(budget: budget, scope: scope, window: window))])
                }
                let keys = try await bench.store.balances(of: nil, at: .at(0)).map(\.key.description)
                try demand(keys == ["B||1", "a||9", "a|x|1", "a|x|2", "a b||1", "b||1"], "they are \(keys)")
            },
            Self("the balances of one budget are its own") { bench in
                for key in [BalanceKey.of("a", "x"), .of("a", "y"), .of("ab"), .of("A"), .of("a%")] {
                    try await bench.hold("\(key)", [.of(1, key)])
                }
                let keys = try await bench.store.balances(of: "a", at: .at(0)).map(\.key)
                try demand(keys == [.of("a", "x"), .of("a", "y")], "they are \(keys)")
                try demand(try await bench.store.balances(of: "none", at: .at(0)).isEmpty, "another has balances")
            },
            Self("windows that have ended are not listed") { bench in
                try await bench.hold("h1", [.of(1, .of("ended"), resets: 100)])
                try await bench.hold("h2", [.of(1, .of("running"), resets: 101)])
                try await bench.hold("h3", [.of(1, .of("endless"))])
                let keys = try await bench.store.balances(of: nil, at: .at(100)).map(\.key.budget)
                try demand(keys == ["endless", "running"], "at its end: \(keys)")
                let before = try await bench.store.balances(of: nil, at: .at(99.5)).map(\.key.budget)
                try demand(before == ["ended", "endless", "running"], "before: \(before)")
            },
            Self("a listed balance is the one that its key names") { bench in
                try await bench.hold("h1", [.of(50, thresholds: [1], resets: 900)])
                try await bench.hold("h2", [.of(70)])
                try await bench.settle("h1", [.priced("h1", 40)])
                try await bench.expire("h2")
                let listed = try await bench.store.balances(of: "team", at: .at(0))
                let balance = try await bench.balance()
                try demand(listed == [balance], "the list has \(listed), and the key \(balance)")
                try demand(balance.crossed == [1], "crossed are \(balance.crossed)")
            },
            Self("a balance adds up what is committed and what is left") { bench in
                try await bench.post(.priced("a", 100), [.of(0)])
                try await bench.hold("h1", [.of(200)])
                try await bench.hold("h2", [.of(300)])
                try await bench.expire("h2")
                let balance = try await bench.balance()
                try demand(try balance.committed() == .cents(600), "committed is another")
                try demand(try balance.remaining() == .cents(400), "remaining is another")
            },
        ]
    }
}
