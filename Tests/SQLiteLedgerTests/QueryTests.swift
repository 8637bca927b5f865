#if SQLite
import Attribution
import Foundation
import GRDB
import Metering
import Testing

@testable import SQLiteLedger

struct QueryTests {
    private static func fill(_ store: SQLiteSpendStore) async throws {
        for number in 0..<40 {
            var line = line(
                "a\(number)", at: noon + Double(number / 4) * 86_400, state: number % 8 == 0 ? .unknown : .settled,
                tags: ["team": "t\(number % 2)"])
            line.request = "r\(number / 2)"
            let part = HoldPart(of: key("b", "t\(number % 2)"), cents(0), resets: noon + Double(number))
            try await store.perform(Posting(line, to: [part], at: noon))
        }
    }

    @Test func linesAreReadPageByPageInTheOrderInWhichTheyCame() async throws {
        try await withLedger { store in
            try await Self.fill(store)
            var ids: [String] = []
            var page: String?
            var pages = 0
            repeat {
                let part = try await store.lines(LineQuery(limit: 16), after: page)
                ids += part.lines.map(\.id)
                page = part.next
                pages += 1
            } while page != nil
            #expect(ids == (0..<40).map { "a\($0)" })
            #expect(pages == 3)
            let all = try await store.lines(LineQuery(limit: .max), after: nil)
            #expect(all.lines.count == 40)
            #expect(all.next == nil)
        }
    }

    @Test func aQueryGivesWhatItSaysOfEachLine() async throws {
        try await withLedger { store in
            try await Self.fill(store)
            // One that came last and belongs to the first day.
            try await store.perform(Correction(of: "a1", to: nil))
            let queries = [
                LineQuery(from: PriceDay("2026-11-03"), until: PriceDay("2026-11-05")),
                LineQuery(until: PriceDay("2026-11-02")), LineQuery(from: PriceDay("2026-11-09")),
                LineQuery(state: .unknown), LineQuery(state: .settled), LineQuery(request: "r3"),
                LineQuery(request: "none"), LineQuery(from: PriceDay("2027-01-01")),
                LineQuery(from: PriceDay("2026-11-03"), state: .unknown, request: "r8"),
            ]
            let all = try await store.lines(LineQuery(), after: nil).lines
            for query in queries {
                let found = try await store.lines(query, after: nil).lines
                #expect(found == all.filter(query.contains), "\(query)")
            }
            #expect(all.last?.id == "a1#1-")
        }
    }

    @Test func theLinesOfARequestAreFoundWhateverTheirIds() async throws {
        try await withLedger { store in
            let ids = [
                ("r", "r"), ("r/", "r"), ("r/1", "r"), ("r/2/3", "r"), ("r0", "r"), ("x", "r"),
                ("r/9", "q"), ("r0/1", "r0"), ("é/1", "é"), ("é", "y"), ("/1", ""),
            ]
            for (id, request) in ids {
                var line = line(id)
                line.request = request
                try await store.perform(Posting(line, at: noon))
            }
            for request in Set(ids.map(\.1)) {
                let found = try await store.lines(LineQuery(request: request), after: nil).lines
                #expect(found.map(\.id) == ids.filter { $0.1 == request }.map(\.0), "\(request)")
            }
        }
    }

    @Test(arguments: ["x", "-", "-1"]) func aPageThatNobodyGaveIsRefused(page: String) async throws {
        try await withLedger { store in
            let error = await spendError { _ = try await store.lines(LineQuery(), after: page) }
            #expect(error?.code == .invalidInput)
            #expect(error?.message == "a page has at least one line, and begins where another ended")
        }
    }

    @Test func rollupsAreThoseOfTheDaysAndEqualTheLines() async throws {
        try await withLedger { store in
            try await Self.fill(store)
            let some = try await store.rollups(from: PriceDay("2026-11-02"), until: PriceDay("2026-11-04"))
            #expect(Set(some.map(\.key.day.description)) == ["2026-11-02", "2026-11-03"])
            let totals = try await store.totals(UsageQuery(by: [.tag("team")]))
            #expect(totals.map(\.lines) == [20, 20])
            #expect(totals.map(\.cost) == [.usd(2), .usd(2)])
            #expect(totals.map(\.unknown) == [.usd(cents: 50), .usd(0)])
        }
    }

    @Test func balancesAreThoseWhoseWindowHasNotEnded() async throws {
        try await withLedger { store in
            try await Self.fill(store)
            #expect(try await store.balances(of: "b", at: noon).map(\.key.scope) == ["t0", "t1"])
            #expect(try await store.balances(of: nil, at: noon + 38).map(\.key.scope) == ["t1"])
            #expect(try await store.balances(of: nil, at: noon + 39).isEmpty)
            #expect(try await store.balances(of: "c", at: noon).isEmpty)
        }
    }

    @Test func expiredHoldsComeOldestFirst() async throws {
        try await withLedger { store in
            for (number, seconds) in [30, 10, 20, 40].enumerated() {
                _ = try await store.perform(
                    reservation("h\(number)", [HoldPart(of: key("b"), cents(1))], expires: noon + Double(seconds)))
            }
            #expect(try await store.expiredHolds(at: noon + 30, limit: 9) == ["h1", "h2", "h0"])
            #expect(try await store.expiredHolds(at: noon + 30, limit: 1) == ["h1"])
            let none = await spendError { _ = try await store.expiredHolds(at: noon, limit: 0) }
            #expect(none?.code == .invalidInput)
            #expect(none?.message == "at least one hold is asked for, not 0")
            #expect(try await store.expireHolds(at: noon + 30) == 3)
            #expect(try await store.expiredHolds(at: .distantFuture, limit: .max) == ["h3"])
            try await expectAgreement(in: store)
        }
    }

    @Test func noQueryGoesThroughATableToFindARow() async throws {
        // One reader, so that all reads are on the connection that is traced.
        try await withLedger(.defaults { $0.readers = 1 }) { store in
            let statements = Tally<Set<String>>([])
            let record: @Sendable (Database) -> Void = { db in
                db.trace { event in
                    guard case .statement(let statement) = event else { return }
                    statements.change { $0.insert(statement.sql) }
                }
            }
            try await store.pool.writeWithoutTransaction(record)
            try await store.pool.read(record)

            try await Self.fill(store)
            _ = try await store.perform(reservation("h", [HoldPart(of: key("b"), cents(1))]))
            _ = try await store.perform(Settlement(of: "h", with: [line("x")], at: noon))
            _ = try await store.claimEvents(by: "me", until: noon, at: noon, limit: 1)
            try await store.acknowledgeEvents(["e"])
            let day = PriceDay("2026-11-03")
            for query in [
                LineQuery(from: day), LineQuery(until: day), LineQuery(state: .unknown), LineQuery(request: "r"),
            ] {
                _ = try await store.lines(query, after: nil)
            }
            _ = try await store.line("x")
            _ = try await store.hold("h")
            _ = try await store.balance(key("b"))
            _ = try await store.balances(of: nil, at: noon)
            _ = try await store.balances(of: "b", at: noon)
            _ = try await store.expiredHolds(at: noon, limit: 1)
            _ = try await store.rollups(from: day, until: nil)

            let ran = statements.value.filter { statement in
                ["SELECT", "UPDATE", "INSERT", "REPLACE"].contains { statement.hasPrefix($0) }
            }
            #expect(ran.count >= 18, "\(ran.sorted().joined(separator: "\n"))")
            for sql in ran {
                let plan = try await store.pool.read { db in
                    let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN \(sql)")
                    statement.setUncheckedArguments(StatementArguments())
                    return try Row.fetchAll(statement).map { $0["detail"] as String }
                }
                // The index of the outbox holds only what is to be delivered, in the order in which it is.
                let scans = plan.filter { $0.hasPrefix("SCAN") && $0 != "SCAN events USING INDEX outbox" }
                #expect(scans.isEmpty, "\(plan): \(sql)")
            }
        }
    }
}
#endif
