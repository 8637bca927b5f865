import Attribution
import Foundation
import Metering
import Testing

@Suite struct `Reports of usage` {
    private func rollup(
        _ day: String, model: String = "m", tags: TagSet = [:], _ currency: Currency? = .usd,
        state: LedgerLine.State = .settled, lines: Int = 1, input: Int = 10, cents: Int = 5
    ) throws -> UsageRollup {
        UsageRollup(
            key: .init(day: try #require(PriceDay(day)), model: model, tags: tags, currency: currency, state: state),
            lines: lines, usage: TokenUsage(input: input),
            attoUnits: currency == nil ? 0 : Int128(cents) * 10_000_000_000_000_000)
    }

    @Test func `nothing has no rows`() throws {
        #expect(try UsageQuery().totals(of: []).isEmpty)
        #expect(try UsageQuery().totals(of: [rollup("2026-11-10", lines: 0, input: 0, cents: 0)]).isEmpty)
    }

    @Test func `the first day counts, and the last one no longer`() throws {
        let days = try ["2026-11-09", "2026-11-10", "2026-11-11", "2026-11-12"].map { try rollup($0) }
        let query = UsageQuery(from: PriceDay("2026-11-10"), until: PriceDay("2026-11-12"), by: [.day])
        #expect(try query.totals(of: days).map(\.group) == [["2026-11-10"], ["2026-11-11"]])
        #expect(try UsageQuery(from: PriceDay("2026-11-12")).totals(of: days).map(\.lines) == [1])
        #expect(try UsageQuery(until: PriceDay("2026-11-12")).totals(of: days).map(\.lines) == [3])
    }

    @Test func `groups come in the order of their values, the one without a value last`() throws {
        let rollups = try [["team": "b"], ["env": "x"], ["team": "a"], ["team": ""]].map {
            try rollup("2026-11-10", tags: try TagSet($0))
        }
        let totals = try UsageQuery(by: [.tag("team"), .model]).totals(of: rollups)
        #expect(totals.map(\.group) == [["", "m"], ["a", "m"], ["b", "m"], [nil, "m"]])
    }

    @Test func `estimated and unknown parts are told, and are within the cost`() throws {
        let rollups = try [LedgerLine.State.estimated, .unknown, .settled, .reconciled, .init(rawValue: "new")]
            .enumerated().map { try rollup("2026-11-10", state: $1, cents: 1 << $0) }
        let total = try #require(try UsageQuery().totals(of: rollups).first)
        #expect(total.cost == .usd(cents: 31))
        #expect(total.estimated == .usd(cents: 1))
        #expect(total.unknown == .usd(cents: 2))
        #expect(total.lines == 5)
        #expect(total.usage == TokenUsage(input: 50))
    }

    @Test func `lines without a price join the row of dollars, or of the group's only currency`() throws {
        let unpriced = try rollup("2026-11-10", nil)
        let euros = try rollup("2026-11-10", .eur)
        let dollars = try rollup("2026-11-10")
        func rows(_ rollups: [UsageRollup]) throws -> [String] {
            try UsageQuery().totals(of: rollups).map { "\($0.cost.currency) \($0.lines) \($0.unpricedLines)" }
        }
        #expect(try rows([unpriced]) == ["USD 1 1"])
        #expect(try rows([unpriced, euros]) == ["EUR 2 1"])
        #expect(try rows([unpriced, euros, dollars]) == ["EUR 1 0", "USD 2 1"])
    }

    @Test func `what was taken back leaves no row, though reasoning was told`() throws {
        let desk = SpendDesk()
        for cents in [5, nil] {
            let line = desk.line("a", cents, usage: TokenUsage(input: 3, output: 2, reasoning: 1))
            var reversal = UsageRollup(line)
            reversal.lines = -1
            reversal.usage = TokenUsage(input: -3, output: -2, reasoning: -1)
            reversal.attoUnits = -reversal.attoUnits
            #expect(try UsageQuery().totals(of: [UsageRollup(line), reversal]).isEmpty)
        }
    }

    @Test func `only lines with all of the tags asked for count`() throws {
        let rollups = [
            try rollup("2026-11-10", tags: ["a": "1", "b": "2"], cents: 1),
            try rollup("2026-11-10", tags: ["a": "1"], cents: 2),
            try rollup("2026-11-10", tags: ["a": "1", "b": "3"], cents: 4),
        ]
        #expect(try UsageQuery(where: ["a": "1", "b": "2"]).totals(of: rollups).map(\.cost) == [.usd(cents: 1)])
        #expect(try UsageQuery(where: ["a": "1"]).totals(of: rollups).map(\.cost) == [.usd(cents: 7)])
    }

    @Test func `a cost beyond 128 bits is an error`() throws {
        var huge = try rollup("2026-11-10")
        huge.attoUnits = .max
        let error = #expect(throws: SpendError.self) { try UsageQuery().totals(of: [huge, huge]) }
        #expect(error?.code == .overflow)
        #expect(error?.underlyingError is MoneyError)
    }

    @Test func `lines are found by day, state and call, all of them together`() throws {
        var line = SpendDesk().line("a", 1)
        line.request = "r"
        #expect(LineQuery().contains(line))
        #expect(LineQuery(from: line.day, state: .settled, request: "r").contains(line))
        #expect(!LineQuery(until: line.day).contains(line))
        #expect(!LineQuery(from: line.day, state: .estimated, request: "r").contains(line))
        #expect(!LineQuery(state: .settled, request: "other").contains(line))
    }
}
