#if SQLite

import GRDB
import Metering

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Binds the values of a statement, one after the other and without an array of them.
struct StatementValues {
    private let statement: Statement
    private var index: CInt = 0

    /// Makes the statement ready for new values.
    init(_ statement: Statement) {
        self.statement = statement
        // Resets the statement, and tells GRDB that its values are set from outside.
        statement.setUncheckedArguments(StatementArguments())
    }

    mutating func bind(_ value: some StatementBinding) {
        index += 1
        _ = value.bind(to: statement.sqliteStatement, at: index)
    }

    mutating func bindNull() { index += 1 }

    mutating func bind(_ text: String?) {
        if let text { bind(text) } else { bindNull() }
    }

    mutating func bind(_ date: Date) { bind(date.timeIntervalSinceReferenceDate) }

    mutating func bind(_ date: Date?) {
        if let date { bind(date) } else { bindNull() }
    }

    mutating func bind(_ key: BalanceKey) {
        bind(key.budget)
        bind(key.scope)
        bind(key.window)
    }
}

/// Reads the columns of a row, one after the other.
struct RowValues {
    private let statement: SQLiteStatement
    private var index: CInt = 0

    fileprivate init(_ statement: SQLiteStatement) {
        self.statement = statement
    }

    private mutating func next() -> DatabaseValue {
        index += 1
        return DatabaseValue(sqliteStatement: statement, index: index - 1)
    }

    private func missing() -> SpendError {
        JSONNode.corrupt("column \(index) of a row is of another type than was written")
    }

    mutating func integer() throws(SpendError) -> Int64 {
        guard case .int64(let value) = next().storage else { throw missing() }
        return value
    }

    mutating func count() throws(SpendError) -> Int { Int(try integer()) }

    mutating func text() throws(SpendError) -> String {
        guard case .string(let value) = next().storage else { throw missing() }
        return value
    }

    mutating func textIfAny() throws(SpendError) -> String? {
        switch next().storage {
        case .null: return nil
        case .string(let value): return value
        default: throw missing()
        }
    }

    mutating func integerIfAny() throws(SpendError) -> Int64? {
        switch next().storage {
        case .null: return nil
        case .int64(let value): return value
        default: throw missing()
        }
    }

    mutating func date() throws(SpendError) -> Date {
        guard let date = try dateIfAny() else { throw missing() }
        return date
    }

    mutating func dateIfAny() throws(SpendError) -> Date? {
        switch next().storage {
        case .null: return nil
        case .double(let seconds): return Date(timeIntervalSinceReferenceDate: seconds)
        // SQLite keeps whole numbers as integers even in columns of reals, and RETURNING shows them as they are kept.
        case .int64(let seconds): return Date(timeIntervalSinceReferenceDate: Double(seconds))
        default: throw missing()
        }
    }

    mutating func amount() throws(SpendError) -> ColumnAmount {
        guard let amount = try amountIfAny() else { throw missing() }
        return amount
    }

    mutating func amountIfAny() throws(SpendError) -> ColumnAmount? {
        switch next().storage {
        case .int64(let units): return ColumnAmount(units: Int128(units), atto: try integer())
        case .string(let text):
            guard let units = Int128(text) else { throw missing() }
            return ColumnAmount(units: units, atto: try integer())
        case .null:
            index += 1
            return nil
        default: throw missing()
        }
    }

    mutating func balanceKey() throws(SpendError) -> BalanceKey {
        BalanceKey(budget: try text(), scope: try text(), window: try text())
    }
}

extension Database {
    /// Runs a statement that is kept prepared.
    func run(_ sql: String, _ bind: (inout StatementValues) -> Void = { _ in }) throws {
        let statement = try cachedStatement(sql: sql)
        var values = StatementValues(statement)
        bind(&values)
        try statement.execute()
    }

    /// The rows of a statement that is kept prepared, each made into a value.
    func rows<Value>(
        _ sql: String, _ bind: (inout StatementValues) -> Void = { _ in },
        read: (inout RowValues) throws(SpendError) -> Value
    ) throws -> [Value] {
        var found: [Value] = []
        try forEachRow(sql, bind) { row throws(SpendError) in found.append(try read(&row)) }
        return found
    }

    /// The first row of a statement that is kept prepared.
    func first<Value>(
        _ sql: String, _ bind: (inout StatementValues) -> Void = { _ in },
        read: (inout RowValues) throws(SpendError) -> Value
    ) throws -> Value? {
        try withSteps(sql, bind) { steps in
            guard var row = try steps.next() else { return nil }
            return try read(&row)
        }
    }

    /// Goes through the rows of a statement that is kept prepared.
    func forEachRow(
        _ sql: String, _ bind: (inout StatementValues) -> Void = { _ in },
        body: (inout RowValues) throws(SpendError) -> Void
    ) throws {
        try withSteps(sql, bind) { steps in
            while var row = try steps.next() { try body(&row) }
        }
    }

    private func withSteps<Value>(
        _ sql: String, _ bind: (inout StatementValues) -> Void, _ body: (StatementSteps) throws -> Value
    ) throws -> Value {
        let statement = try cachedStatement(sql: sql)
        var values = StatementValues(statement)
        bind(&values)
        // A statement that is not at its end keeps the transaction's snapshot: it must not outlive this call.
        defer { statement.setUncheckedArguments(StatementArguments()) }
        return try body(StatementSteps(statement))
    }
}

/// The rows of a statement, without the index of column names that GRDB makes for each of its own cursors.
private final class StatementSteps: DatabaseCursor {
    typealias Element = RowValues

    let _statement: Statement
    var _isDone = false

    init(_ statement: Statement) {
        _statement = statement
    }

    func _element(sqliteStatement: SQLiteStatement) -> RowValues { RowValues(sqliteStatement) }
}

/// Refuses texts that would be cut short: SQLite's texts end at NUL.
func requireColumnText(_ text: String) throws(SpendError) {
    // A string's own storage is searched much faster than its view.
    guard !(text.utf8.withContiguousStorageIfAvailable { $0.contains(0) } ?? text.utf8.contains(0)) else {
        throw SpendError(.invalidInput, "a ledger in SQLite takes no text with a NUL character")
    }
}

#endif
