#if SQLite
import Attribution
import Foundation
import GRDB
import Metering
import Testing

@testable import SQLiteLedger

struct RoundTripTests {
    /// A line in which nothing is as it mostly is.
    static let full: LedgerLine = {
        var line = LedgerLine(
            id: "å/1 \"quoted\" \\ \n\t\u{1}", request: "r", attempt: 3,
            occurred: Date(timeIntervalSinceReferenceDate: 815_227_200.123_456_7), target: "us.model",
            model: PricedModel(id: "model", region: "eu-central-1", scope: .geographic), tier: .flex,
            tags: ["b": "2", "a": "\u{1F600} \"\\\u{0}"], attributes: ["user": "u", "": "empty"],
            usage: TokenUsage(
                input: 1, output: 2, cacheRead: 3, cacheWrite5m: 4, cacheWrite1h: 5, reasoning: 6),
            cost: .priced(Money(attoUnits: -9_000_000_000_000_000_000_123_456_789_012_345_678, .cny)),
            ceiling: Money(attoUnits: 1, .eur), state: .estimated, source: "stream")
        line.charges = [
            LedgerLine.Charge(to: key("b", "team=\"x\""), .money(Money(attoUnits: -1))),
            LedgerLine.Charge(to: key("t"), .tokens(-5)),
        ]
        return line
    }()

    @Test func aLineIsReadAsItWasWritten() async throws {
        try await withLedger { store in
            var unpriced = Self.full
            unpriced.id = "unpriced"
            unpriced.cost = .unpriced(missing: [.input, UsageClass(rawValue: "new \"class\"")])
            unpriced.model = nil
            unpriced.ceiling = nil
            unpriced.usage.reasoning = nil
            unpriced.charges = []
            for line in [Self.full, unpriced] {
                try await store.perform(Verbatim(lines: [line]))
                let read = try #require(try await store.line(line.id))
                #expect(read == line)
                #expect(read.occurred.timeIntervalSinceReferenceDate == line.occurred.timeIntervalSinceReferenceDate)
            }
        }
    }

    @Test func everyClassOfUsageHasAColumn() async throws {
        var usage = TokenUsage(reasoning: 1)
        for (index, column) in UsageColumns.columns.enumerated() { usage[keyPath: column.path] = index + 10 }
        // A class without a column would still be zero.
        let counts = Mirror(reflecting: usage).children.compactMap { $0.value as? Int }
        #expect(counts.count == UsageColumns.columns.count + 1)
        #expect(counts.allSatisfy { $0 != 0 })
        try await withLedger { store in
            var line = line("a")
            line.usage = usage
            try await store.perform(Posting(line, at: noon))
            #expect(try await store.line("a")?.usage == usage)
            #expect(try await store.rollups(from: nil, until: nil).map(\.usage) == [usage])
        }
    }

    @Test func aHoldIsReadAsItWasWritten() async throws {
        try await withLedgerPath { path in
            let store = try SQLiteSpendStore(path: path)
            var part = HoldPart(
                of: key("b", "scope"), .money(Money(attoUnits: 1_234_567_890_123_456_789)), limit: .usd(5),
                isEnforced: false, thresholds: [50, 100],
                carryOver: HoldPart.CarryOver(from: key("b", "old"), atMost: .usd(1)),
                alsoCounts: [key("b", "1"), key("b", "2")], resets: noon + 0.1)
            part.limit = .usd(5)
            var draft = Self.full
            draft.id = "draft"
            let hold = Hold(
                id: "h", owner: "o", opened: noon, expires: .distantFuture, state: .open, onExpiry: .releases,
                parts: [part, HoldPart(of: key("t"), .tokens(7))],
                held: [.money(Money(attoUnits: 5)), .tokens(3)], draft: draft)
            try await store.perform(Verbatim(holds: [hold]))
            #expect(try await store.hold("h") == hold)
            let changed = Hold(
                id: "h", owner: "o", opened: noon, expires: noon, state: .settled, onExpiry: .releases,
                parts: [part, HoldPart(of: key("t"), .tokens(9))], held: [.usd(0), .tokens(9)], draft: draft)
            try await store.perform(Verbatim(holds: [changed]))
            try await store.close()

            let again = try SQLiteSpendStore(path: path)
            #expect(try await again.hold("h") == changed)
            // Through the connection that writes, too.
            let seen = try await again.perform(HoldReading("h"))
            #expect(seen == changed)
            try await again.close()
        }
    }

    @Test func aBalanceIsReadAsItWasWritten() async throws {
        try await withLedger { store in
            let balances = [
                Balance(
                    key: key("b"), limit: .usd(3), carried: .money(Money(attoUnits: 1)),
                    posted: .money(Money(attoUnits: -2_000_000_000_000_000_001)), held: .usd(4), unknown: .usd(5),
                    resets: noon + 0.25, crossed: [50, 80]),
                Balance(
                    key: key("t"), limit: nil, carried: .tokens(0), posted: .tokens(.max), held: .tokens(1),
                    unknown: .tokens(2), resets: nil, crossed: []),
            ]
            for balance in balances {
                try await store.perform(Verbatim(balances: [balance]))
                #expect(try await store.balance(balance.key) == balance)
            }
            #expect(try await store.balances(of: nil, at: noon) == balances)
        }
    }

    @Test func eachKindOfEventIsReadAsItWasWritten() async throws {
        try await withLedger { store in
            let events = [
                SpendEvent(
                    id: "1", at: noon,
                    kind: .thresholdCrossed(balance: key("b"), percent: 80, spent: .usd(8), allowance: .usd(10))),
                SpendEvent(
                    id: "2", at: noon + 0.001,
                    kind: .holdExpired(
                        hold: "h", owner: "o", charges: [LedgerLine.Charge(to: key("t"), .tokens(5))])),
                SpendEvent(id: "3", at: noon, kind: .overHold(hold: "h", balance: key("b"), by: cents(1))),
            ]
            try await store.perform(Verbatim(events: events))
            #expect(try await store.claimEvents(by: "me", until: noon + 1, at: noon, limit: 10) == events)
        }
    }

    @Test(arguments: [
        Int128.max, .min, .max / 3, Int128(Int64.max) * 1_000_000_000_000_000_000 + 1, Int128(Int64.max), -1, 0,
        -1_000_000_000_000_000_000, 999_999_999_999_999_999,
    ])
    func everyAmountOf128BitsIsKeptExactly(count: Int128) async throws {
        try await withLedger { store in
            var line = line("a")
            line.cost = .priced(Money(attoUnits: count))
            line.ceiling = Money(attoUnits: count, .eur)
            line.charges = [LedgerLine.Charge(to: key("b"), SpendAmount(count: count, of: .tokens))]
            let balance = Balance(
                key: key("b"), limit: SpendAmount(count: count, of: .tokens), carried: .tokens(0),
                posted: SpendAmount(count: count, of: .tokens), held: .tokens(0), unknown: .tokens(0), resets: nil,
                crossed: [])
            let hold = Hold(
                id: "h", owner: "o", opened: noon, expires: noon, state: .open, onExpiry: .releases,
                parts: [HoldPart(of: key("b"), SpendAmount(count: count, of: .money(.usd)))],
                held: [SpendAmount(count: count, of: .money(.usd))], draft: line)
            try await store.perform(Verbatim(lines: [line], holds: [hold], balances: [balance]))
            #expect(try await store.line("a") == line)
            #expect(try await store.hold("h") == hold)
            #expect(try await store.balance(key("b")) == balance)
            #expect(try await store.rollups(from: nil, until: nil).map(\.attoUnits) == [count])
            let shown = try await store.pool.read { db in
                try String.fetchOne(db, sql: "SELECT cost FROM readable_lines")
            }
            #expect(try ExactDecimal(#require(shown)).atoms == count)
        }
    }

    @Test func aDaySumBeyond128BitsIsRefusedAndHarmsNothing() async throws {
        try await withLedger { store in
            var line = line("a")
            line.cost = .priced(Money(attoUnits: .max))
            try await store.perform(Posting(line, at: noon))
            line.id = "b"
            let another = line
            let error = await spendError { try await store.perform(Posting(another, at: noon)) }
            #expect(error?.code == .overflow)
            #expect(error?.message == "the cost of a day exceeds what an amount can hold")
            #expect(try await store.line("b") == nil)
            #expect(try await store.rollups(from: nil, until: nil).map(\.lines) == [1])
        }
    }

    @Test func textsThatWouldBeCutShortAreRefused() async throws {
        try await withLedger { store in
            let posted = await spendError { try await store.perform(Posting(line("a\u{0}b"), at: noon)) }
            #expect(posted?.code == .invalidInput)
            #expect(posted?.message == "a ledger in SQLite takes no text with a NUL character")
            let held = await spendError {
                _ = try await store.perform(reservation("h", [HoldPart(of: key("b\u{0}"), cents(1))]))
            }
            #expect(held?.code == .invalidInput)
        }
    }

    @Test func codesOfCurrenciesThatStandForSomethingElseAreRefused() async throws {
        try await withLedger { store in
            for code in ["", "tokens"] {
                var line = line("a")
                line.cost = .priced(Money(attoUnits: 1, Currency(rawValue: code)))
                let odd = line
                let error = await spendError { try await store.perform(Posting(odd, at: noon)) }
                #expect(error?.code == .invalidInput)
                #expect(error?.message == "a ledger in SQLite takes no currency of the code \"\(code)\"")
            }
        }
    }

    @Test func attemptsOfDaysThatDoNotSortAsTextAreRefused() async throws {
        try await withLedger { store in
            for seconds in [-62_162_035_200.1, 253_402_300_800] {
                // The operations of the library refuse them before; one of somebody else's may not.
                let odd = Verbatim(lines: [line("a", at: Date(timeIntervalSince1970: seconds))])
                let error = await spendError { try await store.perform(odd) }
                #expect(error?.code == .invalidInput)
                #expect(error?.message == "a ledger in SQLite takes attempts from 0000-03-01 to 9999-12-31")
            }
            try await store.perform(Verbatim(lines: [line("first", at: Date(timeIntervalSince1970: -62_162_035_200))]))
            #expect(try await store.rollups(from: nil, until: nil).map(\.key.day.description) == ["0000-03-01"])
        }
    }

    @Test func peopleCanReadTheFileInTheShell() async throws {
        try await withLedger { store in
            let date = Date(timeIntervalSince1970: 1_793_534_400.25)
            var line = line("a", at: date, tags: ["team": "claims", "env": "prod"])
            line.cost = .priced(Money(attoUnits: -1_500_000_000_000_000_001))
            try await store.perform(Posting(line, to: [HoldPart(of: key("b"), cents(0), limit: .usd(2))], at: noon))
            func rows(_ sql: String) throws -> [Row] {
                try store.pool.read { db in try Row.fetchAll(db, sql: sql) }
            }
            let lines = try rows("SELECT occurred, day, tags, cost, charges FROM readable_lines")
            let balances = try rows("SELECT \"limit\", posted, held FROM readable_balances")
            let rollups = try rows("SELECT lines, input, output, cost FROM readable_rollups")
            #expect(
                lines == [
                    [
                        "occurred": "2026-11-01T12:00:00.250Z", "day": "2026-11-01",
                        "tags": #"{"env":"prod","team":"claims"}"#, "cost": "-1.500000000000000001",
                        "charges": #"[["b","","2026-11@UTC","USD",-1,-500000000000000001]]"#,
                    ]
                ])
            #expect(
                balances == [
                    [
                        "limit": "2.000000000000000000", "posted": "-1.500000000000000001",
                        "held": "0.000000000000000000",
                    ]
                ])
            #expect(rollups == [["lines": 1, "input": 100, "output": 20, "cost": "-1.500000000000000001"]])
        }
    }
}

/// Writes what it is told, without the rules of the other operations.
struct Verbatim: SpendOperation {
    var lines: [LedgerLine] = []
    var holds: [Hold] = []
    var balances: [Balance] = []
    var events: [SpendEvent] = []

    func validate() throws(SpendError) {}

    func apply(to transaction: inout some SpendTransaction) throws(SpendError) {
        for line in lines { try transaction.append(line) }
        for hold in holds { try transaction.put(hold) }
        for balance in balances { try transaction.put(balance) }
        for event in events { try transaction.emit(event) }
    }
}

/// Reads a hold within a transaction.
struct HoldReading: SpendOperation {
    let id: String

    init(_ id: String) {
        self.id = id
    }

    func validate() throws(SpendError) {}
    func apply(to transaction: inout some SpendTransaction) throws(SpendError) -> Hold? { try transaction.hold(id) }
}
#endif
