import Metering

extension StoreCheck {
    /// Costs in the place of holds.
    static var settling: [Self] {
        [
            Self("a settlement posts the cost and gives the rest back") { bench in
                try await bench.hold("h", [.of(400)])
                let hold = try await bench.settle("h", [.priced("h", 150)])
                try demand(hold.state == .settled && hold.held == [.cents(0)], "the hold is \(hold)")
                try await bench.demandBalance(posted: 150)
            },
            Self("the line is kept as it was given, with its charges") { bench in
                try await bench.hold("h", [.of(400), .tokens(500)])
                let line = LedgerLine.priced("h", 150)
                try await bench.settle("h", [line])
                var expected = line
                expected.charges = [.init(to: .team, .cents(150)), .init(to: .of("tokens"), .tokens(120))]
                let kept = try await bench.line("h")
                try demand(kept == expected, "the line is \(kept)")
            },
            Self("charges that the caller wrote into a line are not believed") { bench in
                try await bench.hold("h", [.of(400)])
                var line = LedgerLine.priced("h", 150)
                line.charges = [.init(to: .of("other"), .cents(9_999))]
                try await bench.settle("h", [line])
                try demand(try await bench.store.balance(.of("other")) == nil, "another balance was charged")
                try await bench.demandBalance(posted: 150)
            },
            Self("a settlement that is repeated changes nothing") { bench in
                try await bench.hold("h", [.of(400)])
                let first = try await bench.settle("h", [.priced("h", 150)])
                try await bench.demandUnchanged {
                    try demand(try await bench.settle("h", [.priced("h", 150)]) == first, "the holds differ")
                }
            },
            Self("a settlement of another amount for the same attempt changes nothing") { bench in
                try await bench.hold("h", [.of(400)])
                try await bench.settle("h", [.priced("h", 150)])
                try await bench.demandUnchanged { try await bench.settle("h", [.priced("h", 399)]) }
            },
            Self("a settlement of several lines charges each") { bench in
                try await bench.hold("h", [.of(400)])
                try await bench.settle("h", [.priced("a", 50), .priced("b", 70), .priced("c", 0)])
                try await bench.demandBalance(posted: 120)
                try demand(try await bench.lines().map(\.id) == ["a", "b", "c"], "the lines are in another order")
            },
            Self("a settlement without lines gives all back") { bench in
                try await bench.hold("h", [.of(400)])
                try demand(try await bench.settle("h", []).state == .settled, "it is not settled")
                try await bench.demandBalance()
            },
            Self("a cost above the hold is posted, above the limit, too") { bench in
                try await bench.hold("h", [.of(900)])
                try await bench.settle("h", [.priced("h", 1_500)])
                try await bench.demandBalance(posted: 1_500)
                try await bench.denial("h2", [.of(1)])
            },
            Self("a cost above the hold is told, with the excess") { bench in
                try await bench.hold("h", [.of(100), .of(500, .of("other"))])
                try await bench.settle("h", [.priced("h", 140)])
                let events = try await bench.events()
                try demand(
                    events.map(\.kind) == [.overHold(hold: "h", balance: .team, by: .cents(40))],
                    "the events are \(events)")
                try demand(events.first?.at == .at(1), "it happened at another time")
            },
            Self("a cost at the hold is not told as above it") { bench in
                try await bench.hold("h", [.of(100)])
                try await bench.settle("h", [.priced("h", 100)])
                try demand(try await bench.events().isEmpty, "it told of something")
            },
            Self("a line that another call has settled is not counted again") { bench in
                try await bench.hold("h1", [.of(100)])
                try await bench.hold("h2", [.of(100)])
                try await bench.settle("h1", [.priced("a", 60)])
                try await bench.settle("h2", [.priced("a", 60)])
                try await bench.demandBalance(posted: 60)
                try demand(try await bench.lines().count == 1, "there are two lines")
            },
            Self("a line may come once in a settlement") { bench in
                try await bench.hold("h", [.of(100)])
                try await bench.demandError(.invalidInput) { () async throws(SpendError) in
                    try await bench.settle("h", [.priced("a", 1), .priced("a", 2)])
                }
            },
            Self("a credit lowers what is posted") { bench in
                try await bench.hold("h", [.of(100)])
                try await bench.settle("h", [.priced("a", 70), .priced("credit", -30)])
                try await bench.demandBalance(posted: 40)
            },
            Self("a line whose outcome nobody saw counts as unknown") { bench in
                try await bench.hold("h", [.of(100)])
                try await bench.settle("h", [.priced("h", 100, state: .unknown)])
                try await bench.demandBalance(unknown: 100)
                try await bench.settle("h", [.priced("h", 40)])
                try await bench.demandBalance(posted: 40)
            },
            Self("a settlement counts in the window of its hold, though the window has ended") { bench in
                try await bench.hold("h", [.of(100, .of("team", "", "2026-10"), resets: -1)], at: -10, expires: 60)
                try await bench.settle("h", [.priced("h", 30)], at: 5)
                try await bench.demandBalance(.of("team", "", "2026-10"), posted: 30)
                try demand(try await bench.store.balance(.team) == nil, "the new window was charged")
            },
            Self("a settlement is taken at a time before its hold was opened, since clocks step") { bench in
                try await bench.hold("h", [.of(100)], at: 10)
                try await bench.settle("h", [.priced("h", 30, at: -5)], at: -5)
                try await bench.demandBalance(posted: 30)
            },
        ]
    }

    /// Holds that are spent bit by bit, as a process does that draws from them.
    static var partial: [Self] {
        [
            Self("a settlement that does not close keeps the rest held") { bench in
                try await bench.hold("h", [.of(400)])
                let hold = try await bench.settle("h", [.priced("a", 150)], closes: false)
                try demand(hold.state == .open && hold.held == [.cents(250)], "the hold is \(hold)")
                try await bench.demandBalance(posted: 150, held: 250)
            },
            Self("lines that follow are taken out of the rest") { bench in
                try await bench.hold("h", [.of(400)])
                for index in 1...4 {
                    try await bench.settle("h", [.priced("a\(index)", 100)], closes: false)
                    try await bench.demandBalance(posted: 100 * index, held: 400 - 100 * index, "after \(index)")
                }
                try await bench.settle("h", [])
                try await bench.demandBalance(posted: 400)
            },
            Self("a partial settlement that is repeated takes nothing again") { bench in
                try await bench.hold("h", [.of(400)])
                try await bench.settle("h", [.priced("a", 150)], closes: false)
                try await bench.demandUnchanged { try await bench.settle("h", [.priced("a", 150)], closes: false) }
            },
            Self("lines above the rest are told once, and hold nothing below zero") { bench in
                try await bench.hold("h", [.of(100)])
                try await bench.settle("h", [.priced("a", 130)], closes: false)
                try await bench.settle("h", [.priced("b", 20)], closes: false)
                try await bench.demandBalance(posted: 150)
                let events = try await bench.events()
                try demand(
                    events.map(\.kind) == [.overHold(hold: "h", balance: .team, by: .cents(30))],
                    "the events are \(events)")
            },
            Self("a credit gives nothing back to the hold that it came through") { bench in
                try await bench.hold("h", [.of(100)])
                try await bench.settle("h", [.priced("credit", -30)], closes: false)
                try await bench.demandBalance(posted: -30, held: 100)
            },
            Self("an actual cost above its estimate is taken out of the rest, so that nothing counts twice") { bench in
                try await bench.hold("h", [.of(500, limit: 500)])
                try await bench.settle("h", [.priced("a", 200, state: .estimated)], closes: false)
                let hold = try await bench.settle("h", [.priced("a", 400)], closes: false)
                try demand(hold.held == [.cents(100)], "it holds \(hold.held)")
                try await bench.demandBalance(posted: 400, held: 100)
            },
            Self("an actual cost below its estimate gives nothing back to the hold") { bench in
                try await bench.hold("h", [.of(500)])
                try await bench.settle("h", [.priced("a", 400, state: .estimated)], closes: false)
                try await bench.settle("h", [.priced("a", 200)], closes: false)
                try await bench.demandBalance(posted: 200, held: 100)
            },
            Self("the unreported rest of an expired hold is parked as unknown") { bench in
                try await bench.hold("h", [.of(400)])
                try await bench.settle("h", [.priced("a", 150)], closes: false)
                try await bench.expire("h")
                try await bench.demandBalance(posted: 150, unknown: 250)
                try demand(try await bench.line("h").cost == .priced(.usd(cents: 250)), "the line costs something else")
            },
            Self("late reports lessen what is parked") { bench in
                try await bench.hold("h", [.of(400)])
                try await bench.expire("h")
                let hold = try await bench.settle("h", [.priced("a", 150)], closes: false)
                try demand(hold.state == .expired, "it is \(hold.state)")
                try await bench.demandBalance(posted: 150, unknown: 250)
                try await bench.settle("h", [.priced("b", 250)], closes: false)
                try await bench.demandBalance(posted: 400)
            },
            Self("a late report that is repeated lessens nothing again") { bench in
                try await bench.hold("h", [.of(400)])
                try await bench.expire("h")
                try await bench.settle("h", [.priced("a", 150)], closes: false)
                try await bench.demandUnchanged { try await bench.settle("h", [.priced("a", 150)], closes: false) }
            },
            Self("late reports above what is parked leave it at nothing") { bench in
                try await bench.hold("h", [.of(400)])
                try await bench.expire("h")
                try await bench.settle("h", [.priced("a", 150), .priced("b", 350)], closes: false)
                try await bench.demandBalance(posted: 500)
            },
            Self("a late report that closes takes all that is parked back") { bench in
                try await bench.hold("h", [.of(400)])
                try await bench.settle("h", [.priced("a", 100)], closes: false)
                try await bench.expire("h")
                let hold = try await bench.settle("h", [.priced("b", 50), .priced("c", 20)])
                try demand(hold.state == .settled, "it is \(hold.state)")
                try await bench.demandBalance(posted: 170)
            },
            Self("late reports lessen the usage of the unknown line, so that tokens do not count twice") { bench in
                let usage = TokenUsage(input: 1_000, output: 500)
                try await bench.hold(
                    "h", [.tokens(1_500, limit: 2_000)], draft: .priced("h", 90, state: .estimated, usage: usage))
                try await bench.expire("h")
                try await bench.settle("h", [.priced("a", 5, usage: .init(input: 400, output: 600))], closes: false)
                let totals = try await bench.store.totals(UsageQuery())
                try demand(
                    totals.first?.usage == TokenUsage(input: 1_000, output: 600), "the totals are \(totals)")
                let balance = try await bench.balance(.of("tokens"))
                try demand(
                    balance.posted == .tokens(1_000) && balance.unknown == .tokens(500), "the balance is \(balance)")
            },
            Self("an actual cost after a late estimate lessens what is parked by the difference") { bench in
                try await bench.hold("h", [.of(400)])
                try await bench.settle("h", [.priced("a", 100, state: .estimated)], closes: false)
                try await bench.expire("h")
                try await bench.settle("h", [.priced("a", 180)], closes: false)
                try await bench.demandBalance(posted: 180, unknown: 220)
            },
            Self("voiding after late reports keeps what was reported") { bench in
                try await bench.hold("h", [.of(400)])
                try await bench.expire("h")
                try await bench.settle("h", [.priced("a", 150)], closes: false)
                try await bench.void("h")
                try await bench.demandBalance(posted: 150)
            },
        ]
    }

    /// Lines that tell more than the ones before.
    static var revisions: [Self] {
        [
            Self("the service's count takes the place of an estimate") { bench in
                try await bench.hold("h", [.of(400)])
                try await bench.settle("h", [.priced("h", 300, state: .estimated)])
                try await bench.settle("h", [.priced("h", 170)])
                try await bench.demandBalance(posted: 170)
                let lines = try await bench.lines()
                try demand(lines.map(\.id) == ["h", "h#1-", "h#2"], "the lines are \(lines.map(\.id))")
            },
            Self("a reversing entry negates all that its line counted") { bench in
                try await bench.hold("h", [.of(400), .tokens(500)])
                var usage = TokenUsage(
                    input: 1, output: 20, cacheRead: 3, cacheWrite5m: 4, cacheWrite1h: 5, reasoning: 6)
                usage.outputImages = 2
                try await bench.settle("h", [.priced("h", 300, state: .estimated, usage: usage)])
                try await bench.settle("h", [.priced("h", 170)])
                let line = try await bench.line("h")
                let reversal = try await bench.line("h#1-")
                try demand(reversal.usage + line.usage == TokenUsage(reasoning: 0), "usage: \(reversal.usage)")
                try demand(reversal.cost == .priced(.usd(cents: -300)), "cost: \(reversal.cost)")
                try demand(
                    reversal.charges == [.init(to: .team, .cents(-300)), .init(to: .of("tokens"), .tokens(-33))],
                    "charges: \(reversal.charges)")
                try demand(reversal.state == .estimated && reversal.isReversal, "it is \(reversal)")
                try demand(reversal.corrects == "h", "it corrects \(String(describing: reversal.corrects))")
            },
            Self("a revision names the line that it replaces, and is charged like it") { bench in
                try await bench.hold("h", [.of(400), .of(400, .of("other"))])
                try await bench.settle("h", [.priced("h", 300, state: .estimated)])
                try await bench.settle("h", [.priced("h", 170, model: "other.model")])
                let line = try await bench.line("h#2")
                try demand(line.corrects == "h" && !line.isReversal, "it is \(line)")
                try demand(line.modelName == "other.model", "the model is \(line.modelName)")
                try demand(
                    line.charges == [.init(to: .team, .cents(170)), .init(to: .of("other"), .cents(170))],
                    "charges: \(line.charges)")
            },
            Self("an estimate does not take the place of the service's count") { bench in
                try await bench.hold("h", [.of(400)])
                try await bench.settle("h", [.priced("h", 170)])
                try await bench.demandUnchanged { try await bench.settle("h", [.priced("h", 300, state: .estimated)]) }
            },
            Self("each state yields to those that tell more") { bench in
                try await bench.hold("h", [.of(400)])
                let states: [LedgerLine.State] = [.unknown, .estimated, .settled, .reconciled]
                for (index, state) in states.enumerated() {
                    try await bench.settle("h", [.priced("h", 10 * (index + 1), state: state)])
                }
                try await bench.demandBalance(posted: 40)
                for state in states {
                    try await bench.demandUnchanged("by \(state)") {
                        try await bench.settle("h", [.priced("h", 1, state: state)])
                    }
                }
                try demand(try await bench.line("h#4").corrects == "h#3", "the fourth revision corrects another")
            },
            Self("a state that this version does not know ranks like an estimate") { bench in
                try await bench.hold("h", [.of(400)])
                try await bench.settle("h", [.priced("h", 10, state: .init(rawValue: "guessed"))])
                try await bench.demandBalance(posted: 10)
                try await bench.settle("h", [.priced("h", 20)])
                try await bench.demandBalance(posted: 20)
            },
            Self("a late event never counts twice, whatever came before it") { bench in
                try await bench.hold("h", [.of(400)])
                try await bench.expire("h")
                try await bench.settle("h", [.priced("h", 300, state: .estimated)])
                try await bench.settle("h", [.priced("h", 170)])
                try await bench.settle("h", [.priced("h", 170)])
                try await bench.demandBalance(posted: 170)
                try demand(try await bench.lines().reduce(0) { $0 + ($1.isReversal ? -1 : 1) } == 1, "not one attempt")
            },
            Self("settling an expired hold with its own attempt replaces the unknown line") { bench in
                try await bench.hold("h", [.of(400)])
                try await bench.expire("h")
                let hold = try await bench.settle("h", [.priced("h", 90)])
                try demand(hold.state == .settled, "it is \(hold.state)")
                try await bench.demandBalance(posted: 90)
            },
            Self("an expired hold that is settled as unknown stays counted") { bench in
                try await bench.hold("h", [.of(400)])
                try await bench.expire("h")
                try await bench.settle("h", [.priced("h", 400, state: .unknown)])
                try await bench.demandBalance(unknown: 400)
            },
        ]
    }
}
