#if SQLite

import GRDB
public import Metering

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Reads run on connections of their own: they neither wait for the writer nor hold it up.
extension SQLiteSpendStore {
    /// The line of an id.
    public func line(_ id: String) async throws(SpendError) -> LedgerLine? {
        try await read { db in
            try db.first(LineColumns.byID, { $0.bind(id) }, read: LineColumns.read)
        }
    }

    /// Lines, in the order in which they were appended. The day's roll-ups tell where a day's lines begin and end.
    public func lines(_ query: LineQuery, after page: String?) async throws(SpendError) -> LinePage {
        guard query.limit >= 1, let after = page.map(Int64.init) ?? 0, after >= 0 else {
            throw SpendError(.invalidInput, "a page has at least one line, and begins where another ended")
        }
        return try await read { db in
            guard let numbers = try Self.numbers(of: query, in: db) else { return LinePage(lines: [], next: nil) }
            var conditions = ["number > ?", "number >= ?", "number <= ?"]
            if query.from != nil { conditions.append("day >= ?") }
            if query.until != nil { conditions.append("day < ?") }
            if let request = query.request {
                try requireColumnText(request)
                conditions.append(LineColumns.isOfRequest)
            }
            if let state = query.state {
                try requireColumnText(state.rawValue)
                conditions.append("state = ?")
                // The index of what may still change leaves out what mostly does not.
                if state != .settled { conditions.append("state <> 'settled'") }
            }
            var found = try db.rows(
                "SELECT * FROM lines WHERE \(conditions.joined(separator: " AND ")) "
                    + "ORDER BY number LIMIT ?",
                { values in
                    values.bind(after)
                    values.bind(numbers.lowerBound)
                    values.bind(numbers.upperBound)
                    if let from = query.from { values.bind(from.description) }
                    if let until = query.until { values.bind(until.description) }
                    if let request = query.request { values.bind(request) }
                    if let state = query.state { values.bind(state.rawValue) }
                    // One more tells whether there is a next page.
                    values.bind(query.limit == .max ? query.limit : query.limit + 1)
                },
                read: LineColumns.readWithNumber)
            guard found.count > query.limit else { return LinePage(lines: found.map(\.line), next: nil) }
            found.removeLast()
            return LinePage(lines: found.map(\.line), next: found.last.map { String($0.number) })
        }
    }

    /// The numbers among which the lines of a query's days are; `nil` where there are none.
    private static func numbers(of query: LineQuery, in db: Database) throws -> ClosedRange<Int64>? {
        guard query.from != nil || query.until != nil else { return 0...Int64.max }
        return try db.first(
            "SELECT min(first_line), max(last_line) FROM rollups WHERE \(dayCondition)",
            { bindDays(query.from, query.until, to: &$0) },
            read: { row throws(SpendError) -> ClosedRange<Int64>? in
                guard let first = try row.integerIfAny(), let last = try row.integerIfAny() else { return nil }
                return first...last
            }) ?? nil
    }

    private static let dayCondition = "day >= ? AND day < ?"

    private static func bindDays(_ from: PriceDay?, _ until: PriceDay?, to values: inout StatementValues) {
        values.bind(from?.description ?? "")
        // Texts of days have digits only, and a colon follows them.
        values.bind(until?.description ?? ":")
    }

    /// The roll-ups of the days from `from` until `until`.
    public func rollups(from: PriceDay?, until: PriceDay?) async throws(SpendError) -> [UsageRollup] {
        try await read { db in
            var reader = RollupColumns.Reader()
            return try db.rows(
                "SELECT \(RollupColumns.names) FROM rollups WHERE \(Self.dayCondition)",
                { Self.bindDays(from, until, to: &$0) },
                read: { row throws(SpendError) in try reader.read(&row) })
        }
    }

    /// The balance of a key.
    public func balance(_ key: BalanceKey) async throws(SpendError) -> Balance? {
        try await read { db in
            try db.first(BalanceColumns.byKey, { $0.bind(key) }, read: BalanceColumns.readWithNumber)?.balance
        }
    }

    /// All balances whose window has not ended.
    public func balances(of budget: String?, at date: Date) async throws(SpendError) -> [Balance] {
        let balances = try await read { db in
            try db.rows(
                "SELECT \(BalanceColumns.names) FROM \(BalanceColumns.tables) WHERE (resets IS NULL OR resets > ?)"
                    + (budget == nil ? "" : " AND budget = ?"),
                { values in
                    values.bind(date)
                    if let budget { values.bind(budget) }
                }, read: BalanceColumns.read)
        }
        return balances.sorted { $0.key < $1.key }
    }

    /// The hold of an id.
    public func hold(_ id: String) async throws(SpendError) -> Hold? {
        try await read { db in
            try db.first(HoldColumns.byID, { $0.bind(id) }, read: HoldColumns.read)?.hold
        }
    }

    /// The ids of open holds that expire at `date` or before.
    public func expiredHolds(at date: Date, limit: Int) async throws(SpendError) -> [String] {
        guard limit >= 1 else { throw SpendError(.invalidInput, "at least one hold is asked for, not \(limit)") }
        return try await read { db in
            try db.rows(
                "SELECT id FROM holds WHERE state = 'open' AND expires <= ? ORDER BY expires, id LIMIT ?",
                { values in
                    values.bind(date)
                    values.bind(limit)
                }, read: { row throws(SpendError) in try row.text() })
        }
    }

    /// Reads in a transaction of a connection that only reads.
    private func read<Value: Sendable>(
        _ body: @Sendable (Database) throws -> Value
    ) async throws(SpendError) -> Value {
        do {
            return try await pool.read(body)
        } catch {
            throw SpendError(error, while: "read the ledger")
        }
    }
}

#endif
