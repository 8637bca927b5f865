import Metering

/// A transaction over a snapshot: it notes what it reads and keeps what it writes, and stops where it wants to read what has not
/// been loaded.
struct SnapshotTransaction: SpendTransaction {
    /// What was read and what is missing. A class, since reading does not change a transaction.
    private final class Reads {
        var used: Set<RecordKey> = []
        var missing: RecordKey?
    }

    let snapshot: Snapshot
    private let reads = Reads()
    private(set) var holds: [String: Hold] = [:]
    private(set) var balances: [BalanceKey: Balance] = [:]
    private(set) var lines: [LedgerLine] = []
    private(set) var events: [SpendEvent] = []

    init(_ snapshot: Snapshot) {
        self.snapshot = snapshot
    }

    /// What has to be loaded before the operation can be run again; `nil` where it has run to its end.
    var missing: RecordKey? { reads.missing }

    /// All that was looked at.
    var used: Set<RecordKey> { reads.used }

    // MARK: Reading

    func hold(_ id: String) throws(SpendError) -> Hold? {
        if let hold = holds[id] { return hold }
        if case .hold(let hold) = try record(.hold(id)) { return hold }
        return nil
    }

    func balance(_ key: BalanceKey) throws(SpendError) -> Balance? {
        if let balance = balances[key] { return balance }
        if case .balance(let balance) = try record(.balance(key)) { return balance }
        return nil
    }

    func line(_ id: String) throws(SpendError) -> LedgerLine? {
        if let line = lines.last(where: { $0.id == id }) { return line }
        if case .line(let line) = try record(.line(id)) { return line }
        return nil
    }

    private func record(_ key: RecordKey) throws(SpendError) -> LoadedRecord.Content {
        reads.used.insert(key)
        guard let record = snapshot[key] else {
            reads.missing = reads.missing ?? key
            throw SpendError(.unavailable, "a record has not been read yet")
        }
        return record.content
    }

    // MARK: Writing

    mutating func put(_ hold: Hold) throws(SpendError) {
        // What it replaces must be known: the write is conditioned on it.
        _ = try record(.hold(hold.id))
        holds[hold.id] = hold
    }

    mutating func put(_ balance: Balance) throws(SpendError) {
        _ = try record(.balance(balance.key))
        balances[balance.key] = balance
    }

    mutating func append(_ line: LedgerLine) throws(SpendError) {
        guard try self.line(line.id) == nil else {
            throw SpendError(.conflictingID, "there is a line \(line.id)")
        }
        guard PriceDay(line.day.description) == line.day else {
            throw SpendError(.invalidInput, "a line's day has a year of four digits")
        }
        lines.append(line)
    }

    mutating func emit(_ event: SpendEvent) throws(SpendError) {
        guard case .absent = try record(.event(event.id)), !events.contains(where: { $0.id == event.id }) else {
            return
        }
        events.append(event)
    }
}
