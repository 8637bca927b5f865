#if SQLite

import Metering

/// What one operation writes, kept apart until it has succeeded.
struct SQLiteTransaction: SpendTransaction {
    private let books: LedgerBooks
    // An operation writes a handful of each: searching an array beats hashing.
    private(set) var holds: [Hold] = []
    private(set) var balances: [Balance] = []
    private(set) var lines: [LedgerLine] = []
    private(set) var events: [SpendEvent] = []

    init(on books: LedgerBooks) {
        self.books = books
    }

    func hold(_ id: String) throws(SpendError) -> Hold? {
        if let hold = holds.first(where: { $0.id == id }) { return hold }
        return try books.hold(id)
    }

    func balance(_ key: BalanceKey) throws(SpendError) -> Balance? {
        if let balance = balances.first(where: { $0.key == key }) { return balance }
        return try books.balance(key)
    }

    func line(_ id: String) throws(SpendError) -> LedgerLine? {
        if let line = lines.first(where: { $0.id == id }) { return line }
        return try books.line(id)
    }

    mutating func put(_ hold: Hold) {
        if let index = holds.firstIndex(where: { $0.id == hold.id }) { holds[index] = hold } else { holds.append(hold) }
    }

    mutating func put(_ balance: Balance) throws(SpendError) {
        try BalanceColumns.validate(balance)
        if let index = balances.firstIndex(where: { $0.key == balance.key }) {
            balances[index] = balance
        } else {
            balances.append(balance)
        }
    }

    mutating func append(_ line: LedgerLine) throws(SpendError) {
        try LineColumns.validate(line)
        guard try self.line(line.id) == nil else {
            throw SpendError(.conflictingID, "there is a line \(line.id)")
        }
        lines.append(line)
    }

    mutating func emit(_ event: SpendEvent) { events.append(event) }
}

#endif
