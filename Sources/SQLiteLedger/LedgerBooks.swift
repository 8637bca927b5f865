#if SQLite

import GRDB
import Metering

/// What a group of operations reads and writes. Operations see what those before them in the group wrote; it is written to the
/// file once, at the end, so that a balance that all of them change is one row written.
///
/// It belongs to the thread that commits the group.
final class LedgerBooks {
    private let db: Database
    /// The rows as they are in the file.
    private(set) var cache: LedgerCache
    private var balances: [BalanceKey: Balance] = [:]
    private var holds: [String: ChangedHold] = [:]
    /// The ids of ``holds`` in the order in which they were first changed.
    private var changedHolds: [String] = []
    private var lines: [LedgerLine] = []
    private var indexOfLine: [String: Int] = [:]
    private var keysOfLines: [RollupColumns.Key] = []
    private var rollups: [RollupColumns.Key: RollupColumns.Sum] = [:]
    /// Ids that were looked for in the file in vain.
    private var absentHolds: Set<String> = []
    private var absentLines: Set<String> = []
    private var events: [(event: SpendEvent, kind: String)] = []
    /// Why the file could not be read, where that is no fault of an operation: nothing of the group may be committed.
    private(set) var failure: (any Error)?

    /// A hold, and what is to be written of it. A reference, since a hold is large and mostly handed on.
    private final class ChangedHold {
        let hold: Hold
        let texts: HoldColumns.Texts

        init(hold: Hold, texts: HoldColumns.Texts) {
            self.hold = hold
            self.texts = texts
        }
    }

    /// Begins a group within the transaction that `db` has begun.
    init(_ db: Database, cache: LedgerCache) throws {
        self.db = db
        let version = try db.first("PRAGMA data_version") { row throws(SpendError) in try row.integer() }
        self.cache = version == cache.dataVersion ? cache : cache.withoutRows
        self.cache.dataVersion = version
        // As many as most calls have.
        balances.reserveCapacity(8)
    }

    /// Runs an operation; where it throws, it has written nothing.
    func run<Operation: SpendOperation>(_ operation: Operation) -> Result<Operation.Outcome, SpendError> {
        do throws(SpendError) {
            var transaction = SQLiteTransaction(on: self)
            let outcome = try operation.apply(to: &transaction)
            try take(transaction)
            return .success(outcome)
        } catch {
            return .failure(error)
        }
    }

    /// Runs something else within the group's transaction, after what was to be written before it. Where it throws, nothing of
    /// the group may be committed.
    func attempt<Outcome>(_ body: (Database) throws -> Outcome) -> Result<Outcome, SpendError> {
        do {
            try write()
            return .success(try body(db))
        } catch {
            failure = failure ?? error
            return .failure(SpendError(error, while: "write to the ledger"))
        }
    }

    // MARK: Reading

    func hold(_ id: String) throws(SpendError) -> Hold? {
        if let changed = holds[id] { return changed.hold }
        return try storedHold(id)?.hold
    }

    private func storedHold(_ id: String) throws(SpendError) -> LedgerCache.HoldRow? {
        if let row = cache.holds[id] { return row }
        if absentHolds.contains(id) { return nil }
        let row = try read { db in
            try db.first(HoldColumns.byID, { $0.bind(id) }, read: HoldColumns.read)
        }
        guard let row else {
            absentHolds.insert(id)
            return nil
        }
        let found = LedgerCache.HoldRow(number: row.number, hold: row.hold)
        cache.holds[id] = found
        return found
    }

    func balance(_ key: BalanceKey) throws(SpendError) -> Balance? {
        if let balance = balances[key] { return balance }
        return try storedBalance(key).balance
    }

    private func storedBalance(_ key: BalanceKey) throws(SpendError) -> LedgerCache.BalanceRow {
        if let known = cache.balances[key] { return known }
        let found = try read { db in
            try db.first(BalanceColumns.byKey, { $0.bind(key) }, read: BalanceColumns.readWithNumber)
        }
        let row = LedgerCache.BalanceRow(number: found?.number, balance: found?.balance)
        cache.balances[key] = row
        return row
    }

    func line(_ id: String) throws(SpendError) -> LedgerLine? {
        if let index = indexOfLine[id] { return lines[index] }
        if absentLines.contains(id) { return nil }
        let line = try read { db in try db.first(LineColumns.byID, { $0.bind(id) }, read: LineColumns.read) }
        if line == nil { absentLines.insert(id) }
        return line
    }

    private func rollup(_ key: RollupColumns.Key, of line: LedgerLine) throws(SpendError) -> RollupColumns.Sum? {
        if let sum = rollups[key] ?? cache.rollups[key] { return sum }
        let sum = try read { db in
            try db.first(RollupColumns.byKey, { RollupColumns.bind(key, to: &$0) }) { row throws(SpendError) in
                try RollupColumns.read(&row, key: UsageRollup.Key(line))
            }
        }
        if let sum { cache.rollups[key] = sum }
        return sum
    }

    private func last(_ table: String) throws(SpendError) -> Int64 {
        let number = try read { db in try Int64.fetchOne(db, sql: "SELECT max(number) FROM \(table)") }
        return number ?? 0
    }

    /// Reads from the file. A row that is damaged fails the operation; a file that cannot be read, the group.
    private func read<Value>(_ body: (Database) throws -> Value) throws(SpendError) -> Value {
        do {
            return try body(db)
        } catch {
            if !(error is SpendError) { failure = failure ?? error }
            throw SpendError(error, while: "read the ledger")
        }
    }

    // MARK: Taking what an operation wrote

    /// Takes what an operation wrote. What can fail, comes first.
    private func take(_ transaction: SQLiteTransaction) throws(SpendError) {
        var changed: [ChangedHold] = []
        for hold in transaction.holds {
            let before = holds[hold.id]
            let row = try storedHold(hold.id)
            var texts = try HoldColumns.texts(of: hold, before: before?.hold.parts ?? row?.hold.parts)
            texts.parts = texts.parts ?? before?.texts.parts
            texts.draft = texts.draft ?? before?.texts.draft
            changed.append(ChangedHold(hold: hold, texts: texts))
        }
        var kinds: [String] = []
        for event in transaction.events { kinds.append(try EventColumns.kind(event)) }
        if !transaction.lines.isEmpty { try take(transaction.lines) }

        for balance in transaction.balances { balances[balance.key] = balance }
        for hold in changed where holds.updateValue(hold, forKey: hold.hold.id) == nil {
            changedHolds.append(hold.hold.id)
        }
        for (event, kind) in zip(transaction.events, kinds) { events.append((event, kind)) }
    }

    private func take(_ added: [LedgerLine]) throws(SpendError) {
        if cache.lastLine == nil { cache.lastLine = try last("lines") }
        var number = (cache.lastLine ?? 0) + Int64(lines.count)
        var sums: [(key: RollupColumns.Key, sum: RollupColumns.Sum)] = []
        var keys: [RollupColumns.Key] = []
        for line in added {
            number += 1
            let key = try cache.rollupKey(of: line)
            keys.append(key)
            let own = UsageRollup(line)
            if let index = sums.firstIndex(where: { $0.key == key }) {
                try sums[index].sum.rollup.add(own)
                sums[index].sum.lastLine = number
            } else if var sum = try rollup(key, of: line) {
                try sum.rollup.add(own)
                sum.firstLine = min(sum.firstLine, number)
                sum.lastLine = number
                sums.append((key, sum))
            } else {
                sums.append((key, RollupColumns.Sum(rollup: own, firstLine: number, lastLine: number)))
            }
        }
        for (key, sum) in sums { rollups[key] = sum }
        keysOfLines += keys
        for line in added {
            indexOfLine[line.id] = lines.count
            lines.append(line)
        }
    }

    // MARK: Writing

    /// Writes what the operations of the group have changed.
    func write() throws {
        try writeHolds()
        try writeBalances()
        try writeLines()
        for (event, kind) in events {
            try db.run(EventColumns.insertion) { values in
                values.bind(event.id)
                values.bind(event.at)
                values.bind(kind)
            }
        }
        events = []
    }

    private func writeHolds() throws {
        for id in changedHolds {
            guard let changed = holds[id] else { continue }
            let (hold, texts) = (changed.hold, changed.texts)
            let number: Int64
            if let row = try storedHold(id) {
                number = row.number
                try db.run(HoldColumns.change) { values in
                    values.bind(hold.state.rawValue)
                    values.bind(hold.expires)
                    values.bind(texts.held)
                    values.bind(number)
                }
                if let parts = texts.parts {
                    try db.run(HoldColumns.changeOfParts) { values in
                        values.bind(parts)
                        values.bind(number)
                    }
                }
            } else {
                if cache.lastHold == nil { cache.lastHold = try last("holds") }
                number = (cache.lastHold ?? 0) + 1
                cache.lastHold = number
                try db.run(HoldColumns.insertion) { values in
                    values.bind(number)
                    values.bind(hold.id)
                    values.bind(hold.owner)
                    values.bind(hold.opened)
                    values.bind(hold.expires)
                    values.bind(hold.state.rawValue)
                    values.bind(hold.onExpiry.rawValue)
                    values.bind(texts.held)
                    values.bind(texts.parts)
                    values.bind(texts.draft)
                }
            }
            absentHolds.remove(id)
            cache.holds[id] = hold.state == .open ? LedgerCache.HoldRow(number: number, hold: hold) : nil
        }
        holds = [:]
        changedHolds = []
    }

    private func writeBalances() throws {
        for (key, balance) in balances {
            let stored = try storedBalance(key)
            if stored.balance == balance { continue }
            let number: Int64
            if let known = stored.number, let before = stored.balance,
                BalanceColumns.onlyAmountsDiffer(before, balance)
            {
                number = known
            } else {
                try bind(BalanceColumns.replacement) { values throws(SpendError) in
                    try BalanceColumns.bind(balance, number: stored.number, to: &values)
                }
                number = db.lastInsertedRowID
            }
            try db.run(BalanceColumns.replacementOfAmounts) { values in
                BalanceColumns.bindAmounts(of: balance, number: number, to: &values)
            }
            cache.balances[key] = LedgerCache.BalanceRow(number: number, balance: balance)
        }
        balances = [:]
    }

    private func writeLines() throws {
        guard var number = cache.lastLine, !lines.isEmpty else { return }
        for (line, key) in zip(lines, keysOfLines) {
            number += 1
            try bind(LineColumns.insertion) { values throws(SpendError) in
                try LineColumns.bind(line, number: number, day: key.day, tags: key.tags, to: &values)
            }
        }
        cache.lastLine = number
        for (key, sum) in rollups {
            try bind(RollupColumns.replacement) { values throws(SpendError) in
                try RollupColumns.bind(key, sum, to: &values)
            }
            cache.rollups[key] = sum
        }
        lines = []
        indexOfLine = [:]
        absentLines = []
        keysOfLines = []
        rollups = [:]
    }

    /// Runs a statement whose values have to be worked out.
    private func bind(_ sql: String, _ bind: (inout StatementValues) throws(SpendError) -> Void) throws {
        let statement = try db.cachedStatement(sql: sql)
        var values = StatementValues(statement)
        try bind(&values)
        try statement.execute()
    }
}

#endif
