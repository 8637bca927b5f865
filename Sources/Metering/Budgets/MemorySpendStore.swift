import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A ledger with budgets in this process's memory. It ends with the process, and grows with every line: for tests, tools and
/// programs that export what they spent before they end.
public final class MemorySpendStore: BudgetStore {
    private let records = Mutex(Records())

    /// An empty store.
    public init() {}

    /// Runs an operation; the lock is held while it runs.
    public func perform<Operation: SpendOperation>(
        _ operation: Operation
    ) async throws(SpendError) -> Operation.Outcome {
        try operation.validate()
        return try records.withLock { records throws(SpendError) in
            var transaction = MemoryTransaction(records)
            let outcome = try operation.apply(to: &transaction)
            try records.take(transaction)
            return outcome
        }
    }

    /// The line of an id.
    public func line(_ id: String) async throws(SpendError) -> LedgerLine? {
        records.withLock { $0.line(id) }
    }

    /// Lines, in the order in which they were appended.
    public func lines(_ query: LineQuery, after page: String?) async throws(SpendError) -> LinePage {
        guard query.limit >= 1, let start = page.map(Int.init) ?? 0, start >= 0 else {
            throw SpendError(.invalidInput, "a page has at least one line, and begins where another ended")
        }
        return records.withLock { records in
            var found: [LedgerLine] = []
            for index in start..<max(start, records.lines.count) where query.contains(records.lines[index]) {
                if found.count == query.limit { return LinePage(lines: found, next: String(index)) }
                found.append(records.lines[index])
            }
            return LinePage(lines: found, next: nil)
        }
    }

    /// The roll-ups of the days from `from` until `until`.
    public func rollups(from: PriceDay?, until: PriceDay?) async throws(SpendError) -> [UsageRollup] {
        let query = UsageQuery(from: from, until: until)
        return records.withLock { $0.rollups.values.filter { query.contains($0.key) } }
    }

    /// The balance of a key.
    public func balance(_ key: BalanceKey) async throws(SpendError) -> Balance? {
        records.withLock { $0.balances[key] }
    }

    /// All balances whose window has not ended.
    public func balances(of budget: String?, at date: Date) async throws(SpendError) -> [Balance] {
        records.withLock { records in
            records.balances.values
                .filter { (budget == nil || $0.key.budget == budget) && ($0.resets.map { $0 > date } ?? true) }
                .sorted { $0.key < $1.key }
        }
    }

    /// The hold of an id.
    public func hold(_ id: String) async throws(SpendError) -> Hold? {
        records.withLock { $0.holds[id] }
    }

    /// The ids of open holds that expire at `date` or before.
    public func expiredHolds(at date: Date, limit: Int) async throws(SpendError) -> [String] {
        guard limit >= 1 else { throw SpendError(.invalidInput, "at least one hold is asked for, not \(limit)") }
        return records.withLock { records in
            // Sorting thousands to take a hundred would be waste: now and then, only the oldest are kept.
            var oldest: [(expires: Date, id: String)] = []
            for (id, expires) in records.open where expires <= date {
                if oldest.count / 2 >= limit {
                    oldest.sort(by: <)
                    oldest.removeLast(oldest.count - limit)
                }
                oldest.append((expires, id))
            }
            return oldest.sorted(by: <).prefix(limit).map(\.id)
        }
    }

    /// Takes events to deliver them.
    public func claimEvents(
        by claimant: String, until: Date, at date: Date, limit: Int
    ) async throws(SpendError) -> [SpendEvent] {
        guard limit >= 1 else { throw SpendError(.invalidInput, "at least one event is asked for, not \(limit)") }
        return records.withLock { records in
            var claimed: [SpendEvent] = []
            for index in records.outbox.indices where records.outbox[index].claimedUntil.map({ $0 <= date }) ?? true {
                guard claimed.count < limit else { break }
                records.outbox[index].claimedUntil = until
                claimed.append(records.outbox[index].event)
            }
            return claimed
        }
    }

    /// Drops events that were delivered.
    public func acknowledgeEvents(_ ids: [String]) async throws(SpendError) {
        let delivered = Set(ids)
        records.withLock { records in records.outbox.removeAll { delivered.contains($0.event.id) } }
    }
}

extension MemorySpendStore {
    /// What the store keeps. A class, so that a transaction can read it without copying.
    fileprivate final class Records {
        var holds: [String: Hold] = [:]
        /// When each open hold expires.
        var open: [String: Date] = [:]
        var balances: [BalanceKey: Balance] = [:]
        var lines: [LedgerLine] = []
        var indexOfLine: [String: Int] = [:]
        var rollups: [UsageRollup.Key: UsageRollup] = [:]
        var outbox: [(event: SpendEvent, claimedUntil: Date?)] = []
        var knownEvents: Set<String> = []

        func line(_ id: String) -> LedgerLine? { indexOfLine[id].map { lines[$0] } }

        /// Takes all that an operation wrote. What can fail, comes first.
        func take(_ transaction: MemoryTransaction) throws(SpendError) {
            // Most lines of an operation share their roll-up: it is looked up once.
            var sums: [UsageRollup] = []
            for line in transaction.lines {
                let own = UsageRollup(line)
                if let index = sums.firstIndex(where: { $0.key == own.key }) {
                    try sums[index].add(own)
                } else if var sum = rollups[own.key] {
                    try sum.add(own)
                    sums.append(sum)
                } else {
                    sums.append(own)
                }
            }
            for sum in sums { rollups[sum.key] = sum }
            for line in transaction.lines {
                indexOfLine[line.id] = lines.count
                lines.append(line)
            }
            for hold in transaction.holds {
                holds[hold.id] = hold
                open[hold.id] = hold.state == .open ? hold.expires : nil
            }
            for balance in transaction.balances { balances[balance.key] = balance }
            for event in transaction.events where knownEvents.insert(event.id).inserted { outbox.append((event, nil)) }
        }
    }
}

/// What one operation writes, kept apart until it has succeeded.
private struct MemoryTransaction: SpendTransaction {
    private let records: MemorySpendStore.Records
    // An operation writes a handful of holds and balances: searching an array beats hashing.
    private(set) var holds: [Hold] = []
    private(set) var balances: [Balance] = []
    private(set) var lines: [LedgerLine] = []
    private var indexOfLine: [String: Int] = [:]
    private(set) var events: [SpendEvent] = []

    init(_ records: MemorySpendStore.Records) {
        self.records = records
    }

    func hold(_ id: String) -> Hold? { holds.first { $0.id == id } ?? records.holds[id] }
    func balance(_ key: BalanceKey) -> Balance? { balances.first { $0.key == key } ?? records.balances[key] }
    func line(_ id: String) -> LedgerLine? { indexOfLine[id].map { lines[$0] } ?? records.line(id) }

    mutating func put(_ hold: Hold) {
        if let index = holds.firstIndex(where: { $0.id == hold.id }) { holds[index] = hold } else { holds.append(hold) }
    }

    mutating func put(_ balance: Balance) {
        if let index = balances.firstIndex(where: { $0.key == balance.key }) {
            balances[index] = balance
        } else {
            balances.append(balance)
        }
    }

    mutating func append(_ line: LedgerLine) throws(SpendError) {
        guard self.line(line.id) == nil else { throw SpendError(.conflictingID, "there is a line \(line.id)") }
        indexOfLine[line.id] = lines.count
        lines.append(line)
    }

    mutating func emit(_ event: SpendEvent) { events.append(event) }
}
