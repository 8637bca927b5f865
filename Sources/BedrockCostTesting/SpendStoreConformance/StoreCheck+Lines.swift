import Attribution
import Metering

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension StoreCheck {
    /// Lines for which nothing was held.
    static var posting: [Self] {
        [
            Self("a posted line is charged to each of its balances") { bench in
                try await bench.post(.priced("a", 30), [.of(0), .of(0, .of("other"))])
                try await bench.demandBalance(posted: 30)
                try await bench.demandBalance(.of("other"), posted: 30)
                try demand(try await bench.line("a").charges.count == 2, "it is charged to fewer")
            },
            Self("a posted line is never denied") { bench in
                try await bench.post(.priced("a", 3_000), [.of(0, limit: 10)])
                try await bench.demandBalance(posted: 3_000)
            },
            Self("a line that is posted twice counts once") { bench in
                try await bench.post(.priced("a", 30), [.of(0)])
                try await bench.demandUnchanged { try await bench.post(.priced("a", 30), [.of(0)]) }
            },
            Self("a posted line that tells more takes the place of one that told less") { bench in
                try await bench.post(.priced("a", 30, state: .unknown), [.of(0)])
                try await bench.demandBalance(unknown: 30)
                try await bench.post(.priced("a", 20), [.of(0)])
                try await bench.demandBalance(posted: 20)
                try demand(try await bench.lines().map(\.id) == ["a", "a#1-", "a#2"], "there are other lines")
            },
            Self("a posted line that tells less changes nothing") { bench in
                try await bench.post(.priced("a", 30, state: .reconciled), [.of(0)])
                try await bench.demandUnchanged { try await bench.post(.priced("a", 99), [.of(0)]) }
            },
            Self("a line without budgets is in the ledger all the same") { bench in
                try await bench.post(.priced("a", 30))
                let totals = try await bench.store.totals(UsageQuery())
                try demand(totals.first?.cost == .usd(cents: 30), "the total is \(totals)")
                try demand(try await bench.store.balances(of: nil, at: .at(0)).isEmpty, "there is a balance")
            },
            Self("a posting takes nothing out of holds") { bench in
                try await bench.hold("h", [.of(100)])
                try await bench.post(.priced("a", 30), [.of(0)])
                try await bench.demandBalance(posted: 30, held: 100)
            },
            Self("a posted line settles what an expired hold left unknown") { bench in
                try await bench.hold("h", [.of(100)])
                try await bench.expire("h")
                try await bench.post(.priced("h", 30))
                try await bench.demandBalance(posted: 30)
                try await bench.demandUnchanged("by a late event") {
                    _ = try await bench.settle("h", [.priced("h", 30)], closes: false)
                }
            },
        ]
    }

    /// Lines that were wrong.
    static var correcting: [Self] {
        [
            Self("a correction appends a reversing entry and a new revision") { bench in
                try await bench.post(.priced("a", 30), [.of(0)])
                try await bench.correct("a", to: 45)
                try await bench.demandBalance(posted: 45)
                let lines = try await bench.lines()
                try demand(lines.map(\.id) == ["a", "a#1-", "a#2"], "the lines are \(lines.map(\.id))")
                try demand(lines.map(\.isReversal) == [false, true, false], "the reversals are elsewhere")
                try demand(lines.map(\.corrects) == [nil, "a", "a"], "they correct others")
                try demand(lines.last?.state == .reconciled, "the state is another")
                try demand(lines.last?.source == "invocationLog", "the source is another")
            },
            Self("a corrected line stays as it was appended") { bench in
                try await bench.post(.priced("a", 30), [.of(0)])
                let before = try await bench.line("a")
                try await bench.correct("a", to: 45)
                try demand(try await bench.line("a") == before, "it changed")
            },
            Self("a correction that is repeated changes nothing") { bench in
                try await bench.post(.priced("a", 30), [.of(0)])
                try await bench.correct("a", to: 45)
                try await bench.demandUnchanged { try await bench.correct("a", to: 45) }
                try await bench.demandUnchanged { try await bench.correct("a", to: 99) }
            },
            Self("a revision can be corrected again") { bench in
                try await bench.post(.priced("a", 30), [.of(0)])
                try await bench.correct("a", to: 45)
                try await bench.correct("a#2", to: 40)
                try await bench.demandBalance(posted: 40)
                let line = try await bench.line("a#3")
                try demand(line.corrects == "a#2" && line.cost == .priced(.usd(cents: 40)), "it is \(line)")
                try demand(try await bench.line("a#2-").isReversal, "the second was not taken back")
            },
            Self("a line can be withdrawn, and then costs nothing") { bench in
                try await bench.post(.priced("a", 30), [.of(0)])
                try await bench.withdraw("a")
                try await bench.demandBalance()
                try demand(try await bench.lines().map(\.id) == ["a", "a#1-"], "there are other lines")
                try await bench.demandUnchanged { try await bench.withdraw("a") }
            },
            Self("a withdrawn line is not posted again by a late event") { bench in
                try await bench.post(.priced("a", 30), [.of(0)])
                try await bench.withdraw("a")
                try await bench.demandUnchanged { try await bench.post(.priced("a", 30), [.of(0)]) }
            },
            Self("a withdrawn line comes back where something tells more") { bench in
                try await bench.post(.priced("a", 30, state: .estimated), [.of(0)])
                try await bench.withdraw("a")
                try await bench.post(.priced("a", 25), [.of(0)])
                try await bench.demandBalance(posted: 25)
                try demand(try await bench.lines().map(\.id) == ["a", "a#1-", "a#2"], "there are other lines")
            },
            Self("a correction of an unknown line makes it known") { bench in
                try await bench.hold("h", [.of(100)])
                try await bench.expire("h")
                try await bench.correct("h", to: 12)
                try await bench.demandBalance(posted: 12)
                try await bench.settle("h", [.priced("h", 11)])
                try await bench.demandBalance(posted: 12)
            },
            Self("a correction of usage moves budgets of tokens") { bench in
                try await bench.post(.priced("a", 30), [.tokens(0)])
                try await bench.correct("a", to: 30, usage: TokenUsage(input: 5))
                let balance = try await bench.balance(.of("tokens"))
                try demand(balance.posted == .tokens(5), "\(balance.posted) are posted")
            },
            Self("a correction keeps day, tags, model and attributes") { bench in
                var line = LedgerLine.priced("a", 30, at: 100_000, tags: ["team": "x", "env": "prod"])
                line.attributes = ["user": "alice"]
                try await bench.post(line)
                try await bench.correct("a", to: 31)
                let revised = try await bench.line("a#2")
                try demand(
                    revised.day == line.day && revised.tags == line.tags && revised.model == line.model
                        && revised.attributes == line.attributes, "it is \(revised)")
            },
            Self("a line that is not there cannot be corrected") { bench in
                let error = try await bench.demandError(.noSuchLine) { () async throws(SpendError) in
                    try await bench.correct("nowhere", to: 1)
                }
                try demand(error.message.contains("nowhere"), "the error does not name it: \(error)")
            },
            Self("a reversing entry cannot be corrected") { bench in
                try await bench.post(.priced("a", 30))
                try await bench.correct("a", to: 45)
                try await bench.demandError(.invalidInput) { () async throws(SpendError) in
                    try await bench.correct("a#1-", to: 1)
                }
            },
            Self("a correction to what is less sure is refused") { bench in
                try await bench.post(.priced("a", 30), [.of(0)])
                for state in [LedgerLine.State.estimated, .unknown] {
                    try await bench.demandError(.invalidInput) { () async throws(SpendError) in
                        try await bench.correct("a", to: 1, state: state)
                    }
                }
            },
            Self("many corrections leave the last one's amount") { bench in
                try await bench.post(.priced("a", 30), [.of(0)])
                try await bench.correct("a", to: 1)
                for revision in 2...12 { try await bench.correct("a#\(revision)", to: revision) }
                try await bench.demandBalance(posted: 12)
                try demand(try await bench.lines().count == 25, "there are other lines")
            },
        ]
    }

    /// Lines, page by page.
    static var pages: [Self] {
        let day = 86_400.0
        @Sendable func fill(_ bench: StoreBench) async throws {
            for index in 0..<25 {
                try await bench.post(
                    .priced(
                        "a\(index)", index, state: index % 3 == 0 ? .estimated : .settled,
                        at: Double(index % 5) * day, request: "r\(index % 4)"))
            }
        }
        return [
            Self("lines come in the order in which they were appended") { bench in
                try await fill(bench)
                let ids = try await bench.lines(LineQuery(limit: 1_000)).map(\.id)
                try demand(ids == (0..<25).map { "a\($0)" }, "they come as \(ids)")
            },
            Self("pages of any size have all lines, each once") { bench in
                try await fill(bench)
                for limit in [1, 2, 5, 24, 25, 26] {
                    let ids = try await bench.lines(LineQuery(limit: limit)).map(\.id)
                    try demand(Set(ids).count == 25 && ids.count == 25, "pages of \(limit) have \(ids.count) lines")
                }
            },
            Self("a page is cut at its limit, and names the next one") { bench in
                try await fill(bench)
                let page = try await bench.store.lines(LineQuery(limit: 10), after: nil)
                try demand(page.lines.count == 10 && page.next != nil, "it has \(page.lines.count) lines")
            },
            Self("a page that was read before stays as it was when lines are appended") { bench in
                try await fill(bench)
                let first = try await bench.store.lines(LineQuery(limit: 10), after: nil)
                try await bench.post(.priced("late", 1))
                let again = try await bench.store.lines(LineQuery(limit: 10), after: nil)
                try demand(first.lines == again.lines, "the first page changed")
                var ids = first.lines.map(\.id)
                var next = first.next
                while let page = next {
                    let found = try await bench.store.lines(LineQuery(limit: 10), after: page)
                    ids += found.lines.map(\.id)
                    next = found.next
                }
                try demand(ids.count == 26 && Set(ids).count == 26, "going on finds \(ids.count) lines")
            },
            Self("lines are found by their days in UTC") { bench in
                try await fill(bench)
                // Noon and later: the day of the first line is 10 November.
                for (from, until, count) in [
                    ("2026-11-10", "2026-11-11", 5), ("2026-11-11", "2026-11-14", 15), ("2026-11-15", "2027-01-01", 0),
                ] {
                    let lines = try await bench.lines(
                        LineQuery(from: PriceDay(from), until: PriceDay(until), limit: 3))
                    try demand(lines.count == count, "from \(from) until \(until) there are \(lines.count)")
                }
                try demand(try await bench.lines(LineQuery(from: PriceDay("2026-11-14"))).count == 5, "from the 14th")
                try demand(
                    try await bench.lines(LineQuery(until: PriceDay("2026-11-12"))).count == 10, "until the 12th")
            },
            Self("the last moment of a day in UTC belongs to it") { bench in
                let noon = 43_200.0
                try await bench.post(.priced("a", 1, at: noon - 0.001))
                try await bench.post(.priced("b", 1, at: noon))
                let first = try await bench.lines(LineQuery(until: PriceDay("2026-11-11")))
                try demand(first.map(\.id) == ["a"], "the first day has \(first.map(\.id))")
                let second = try await bench.store.rollups(from: PriceDay("2026-11-11"), until: nil)
                try demand(second.map(\.lines) == [1], "the second day has \(second)")
            },
            Self("lines are found by state and by call") { bench in
                try await fill(bench)
                try demand(try await bench.lines(LineQuery(state: .estimated, limit: 4)).count == 9, "by state")
                try demand(try await bench.lines(LineQuery(request: "r1", limit: 4)).count == 6, "by call")
                let both = try await bench.lines(LineQuery(state: .estimated, request: "r1", limit: 1))
                try demand(both.map(\.id) == ["a9", "a21"], "by both: \(both.map(\.id))")
                try demand(try await bench.lines(LineQuery(state: .unknown)).isEmpty, "by a state that no line has")
            },
            Self("all attempts of a call are found by it") { bench in
                for attempt in 1...3 {
                    var line = LedgerLine.priced("c\(attempt)", attempt, request: "call")
                    line.attempt = attempt
                    try await bench.post(line)
                }
                let lines = try await bench.lines(LineQuery(request: "call"))
                try demand(lines.map(\.attempt) == [1, 2, 3], "they are \(lines.map(\.attempt))")
            },
            Self("a page of nothing is refused") { bench in
                try await bench.demandError(.invalidInput) { () async throws(SpendError) in
                    _ = try await bench.store.lines(LineQuery(limit: 0), after: nil)
                }
            },
            Self("a page that no page named is refused") { bench in
                try await fill(bench)
                for page in ["", "no such page", "-1"] {
                    try await bench.demandError(.invalidInput) { () async throws(SpendError) in
                        _ = try await bench.store.lines(LineQuery(limit: 5), after: page)
                    }
                }
            },
        ]
    }

    /// Reports, which are made from roll-ups.
    static var reports: [Self] {
        [
            Self("a report of all is the sum of the lines") { bench in
                for index in 1...6 { try await bench.post(.priced("a\(index)", index, at: Double(index) * 40_000)) }
                let totals = try await bench.store.totals(UsageQuery())
                try demand(totals.count == 1 && totals.first?.group == [], "the groups are \(totals.map(\.group))")
                try demand(
                    totals.first?.lines == 6 && totals.first?.cost == .usd(cents: 21), "the totals are \(totals)")
                try demand(totals.first?.usage == TokenUsage(input: 600, output: 120), "the usage is \(totals)")
            },
            Self("a report by a tag has a row for each value, and one for none") { bench in
                for (index, tags) in [["team": "b"], ["team": "a"], ["team": "b"], ["env": "x"]].enumerated() {
                    try await bench.post(.priced("a\(index)", 10, tags: try TagSet(tags)))
                }
                let totals = try await bench.store.totals(UsageQuery(by: [.tag("team")]))
                try demand(totals.map(\.group) == [["a"], ["b"], [nil]], "the groups are \(totals.map(\.group))")
                try demand(totals.map(\.lines) == [1, 2, 1], "the lines are \(totals.map(\.lines))")
            },
            Self("a report by model and day has a row for each pair") { bench in
                try await bench.post(.priced("a", 1, model: "m1"))
                try await bench.post(.priced("b", 2, model: "m2"))
                try await bench.post(.priced("c", 4, at: 86_400, model: "m1"))
                try await bench.post(.priced("d", 8, model: "m1"))
                let totals = try await bench.store.totals(UsageQuery(by: [.model, .day]))
                try demand(
                    totals.map(\.group) == [["m1", "2026-11-10"], ["m1", "2026-11-11"], ["m2", "2026-11-10"]],
                    "the groups are \(totals.map(\.group))")
                try demand(
                    totals.map(\.cost) == [9, 4, 2].map { .usd(cents: $0) }, "the costs are \(totals.map(\.cost))")
            },
            Self("a report where the model is not known names what was called") { bench in
                try await bench.post(.unpriced("a"))
                let totals = try await bench.store.totals(UsageQuery(by: [.model]))
                try demand(totals.map(\.group) == [["private.model"]], "the groups are \(totals.map(\.group))")
                try demand(totals.first?.unpricedLines == 1, "it is priced")
            },
            Self("a report takes only lines with the tags asked for, and only the days") { bench in
                try await bench.post(.priced("a", 1, tags: ["team": "a", "env": "prod"]))
                try await bench.post(.priced("b", 2, tags: ["team": "a", "env": "test"]))
                try await bench.post(.priced("c", 4, tags: ["team": "a", "env": "prod"]))
                try await bench.post(.priced("d", 8, at: 90_000, tags: ["team": "a", "env": "prod"]))
                let totals = try await bench.store.totals(
                    UsageQuery(until: PriceDay("2026-11-11"), where: ["env": "prod"]))
                try demand(totals.map(\.cost) == [.usd(cents: 5)], "the totals are \(totals)")
            },
            Self("tags in another order are the same tags") { bench in
                try await bench.post(.priced("a", 1, tags: ["team": "a", "env": "prod"]))
                try await bench.post(.priced("b", 2, tags: ["env": "prod", "team": "a"]))
                let rollups = try await bench.store.rollups(from: nil, until: nil)
                try demand(rollups.map(\.lines) == [2], "the roll-ups are \(rollups)")
            },
            Self("a report tells how much is estimated and how much is unknown") { bench in
                try await bench.post(.priced("a", 1, state: .estimated))
                try await bench.post(.priced("b", 2, state: .unknown))
                try await bench.post(.priced("c", 4))
                let total = try await bench.store.totals(UsageQuery()).first
                try demand(total?.cost == .usd(cents: 7), "the cost is \(String(describing: total))")
                try demand(
                    total?.estimated == .usd(cents: 1) && total?.unknown == .usd(cents: 2), "the parts are wrong")
            },
            Self("a report has a row for each currency") { bench in
                try await bench.post(.priced("a", 100))
                try await bench.post(.foreign("b", 200, .eur))
                let totals = try await bench.store.totals(UsageQuery())
                try demand(totals.map(\.cost.currency) == [.eur, .usd], "the rows are \(totals)")
            },
            Self("a withdrawn line leaves nothing in a report") { bench in
                let usage = TokenUsage(input: 5, output: 5, reasoning: 3)
                try await bench.post(.priced("a", 100, usage: usage))
                try await bench.withdraw("a")
                try await bench.post(.unpriced("b", usage: usage))
                try await bench.withdraw("b")
                let totals = try await bench.store.totals(UsageQuery())
                try demand(totals.isEmpty, "the totals are \(totals)")
            },
            Self("a correction moves the roll-ups of its day") { bench in
                try await bench.post(.priced("a", 100, state: .estimated))
                try await bench.correct("a", to: 60)
                let total = try await bench.store.totals(UsageQuery(by: [.day])).first
                try demand(total?.cost == .usd(cents: 60) && total?.lines == 1, "\(String(describing: total))")
                try demand(total?.estimated == .usd(0), "something is still estimated")
            },
            Self("roll-ups are those of the days asked for") { bench in
                for index in 0..<4 { try await bench.post(.priced("a\(index)", 1, at: Double(index) * 86_400)) }
                let days = try await bench.store.rollups(from: PriceDay("2026-11-11"), until: PriceDay("2026-11-13"))
                try demand(
                    Set(days.map(\.key.day.description)) == ["2026-11-11", "2026-11-12"], "the days are \(days)")
            },
        ]
    }
}
