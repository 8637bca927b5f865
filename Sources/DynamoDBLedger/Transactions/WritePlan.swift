import AWSCore
import Metering

/// The one DynamoDB transaction that an operation amounts to.
///
/// Every item that was read is either written under the condition that nobody has changed it, or checked; so a transaction that
/// succeeds has seen one state of the table, and two that have seen the same cannot both succeed. Roll-ups are only added to:
/// they have no such condition. No item comes twice.
struct WritePlan: Sendable {
    /// What a refusal of an action means.
    enum Role: Sendable, Hashable {
        /// Somebody was faster.
        case versioned
        /// The sum would be too large.
        case rollup
    }

    let stamp: TransactionStamp
    private(set) var actions: [TransactWriteAction] = []
    private(set) var roles: [Role] = []
    /// An item by which it can be seen that the transaction has succeeded.
    private(set) var witness: ItemKey?
    /// The balances that are written.
    private(set) var contended: Set<BalanceKey> = []
    /// The budgets and slots that must be in their lists before.
    private(set) var listings: Set<ItemKey> = []
    private let table: String

    /// The plan of what `transaction` has written; `nil` where it has changed nothing.
    ///
    /// - Parameter slot: Which of a day's partitions takes the lines.
    init?(_ transaction: SnapshotTransaction, stamp: TransactionStamp, slot: Int, table: String) throws(SpendError) {
        self.stamp = stamp
        self.table = table
        var written: Set<RecordKey> = []
        for (id, hold) in transaction.holds.sorted(by: { $0.key < $1.key }) {
            let old = transaction.snapshot[.hold(id)]
            if case .hold(let before) = old?.content, before == hold { continue }
            written.insert(.hold(id))
            try put(hold, in: old ?? .absent)
        }
        let balances = transaction.balances.sorted { $0.key < $1.key }
        for (key, balance) in balances {
            let old = transaction.snapshot[.balance(key)]
            if case .balance(let before) = old?.content, before == balance { continue }
            written.insert(.balance(key))
            contended.insert(key)
            try put(balance, in: old ?? .absent)
        }
        written.formUnion(transaction.lines.map { .line($0.id) })
        try append(transaction.lines, slot: slot)
        written.formUnion(transaction.events.map { .event($0.id) })
        try emit(transaction.events)
        guard !actions.isEmpty else { return nil }
        for key in transaction.used.subtracting(written) {
            try check(key, transaction.snapshot[key] ?? .absent)
        }
        try validate()
    }

    // MARK: Records

    private mutating func put(_ hold: Hold, in old: LoadedRecord) throws(SpendError) {
        let key = ItemKey.hold(hold.id)
        try put(key, [ItemName.body: .string(try StoredHold(hold).text())], in: old)
        witness = witness ?? key
        var formerEnd: ItemKey?
        if case .hold(let before) = old.content, before.state == .open { formerEnd = .end(of: before) }
        let end = hold.state == .open ? ItemKey.end(of: hold) : nil
        guard end != formerEnd else { return }
        if let formerEnd { remove(formerEnd) }
        if let end { try put(end, [ItemName.id: .string(hold.id)]) }
    }

    private mutating func put(_ balance: Balance, in old: LoadedRecord) throws(SpendError) {
        try put(.balance(balance.key), [ItemName.body: .string(try balance.text())], in: old)
        var formerListing: ItemKey?
        if case .balance(let before) = old.content { formerListing = try .listing(of: before) }
        let listing = try ItemKey.listing(of: balance)
        guard listing != formerListing else { return }
        if let formerListing { remove(formerListing) }
        try put(listing, [ItemName.body: .string(try balance.key.text())])
        let budget = ItemKey.listing(ofBudget: balance.key.budget)
        try budget.validate()
        listings.insert(budget)
    }

    private mutating func append(_ lines: [LedgerLine], slot: Int) throws(SpendError) {
        var rollups: [UsageRollup.Key: UsageRollup] = [:]
        var days: [PriceDay: [StoredLine]] = [:]
        for (number, line) in lines.enumerated() {
            days[line.day, default: []].append(StoredLine(line, number: number))
            let rollup = UsageRollup(line)
            if var sum = rollups[rollup.key] {
                try sum.add(rollup)
                rollups[rollup.key] = sum
            } else {
                rollups[rollup.key] = rollup
            }
        }
        for (day, stored) in days.sorted(by: { $0.key < $1.key }) {
            let slot = DaySlot(day: day, number: slot)
            listings.insert(.listing(of: slot))
            for journal in try Self.journals(stored) {
                let key = ItemKey.journal(slot, stamp, first: journal[0].number)
                try putNew(key, [ItemName.body: .string(try journal.text())])
                // Nobody ever changes it.
                witness = key
                for line in journal {
                    try putNew(
                        .line(line.line.id),
                        [
                            ItemName.journalPartition: .string(key.partition), ItemName.journalSort: .string(key.sort),
                            ItemName.number: .number(String(line.number)),
                        ])
                }
            }
        }
        for (key, rollup) in rollups.sorted(by: { $0.key.day < $1.key.day }) {
            let place = try ItemKey.rollup(key, in: DaySlot(day: key.day, number: slot))
            let counts = try RollupCounts(rollup)
            add(
                TransactWriteAction(update: try counts.update(StoredRollupKey(key), at: place, of: table)), as: .rollup)
        }
    }

    /// Lines in items that are not too large.
    private static func journals(_ lines: [StoredLine]) throws(SpendError) -> [[StoredLine]] {
        var journals: [[StoredLine]] = []
        var size = Int.max
        for line in lines {
            let length = try line.text().utf8.count + 1
            if size > ItemSize.maximum / 2 - length {
                journals.append([])
                size = 0
            }
            journals[journals.count - 1].append(line)
            size += length
        }
        return journals
    }

    private mutating func emit(_ events: [SpendEvent]) throws(SpendError) {
        for (number, event) in events.enumerated() {
            let place = ItemKey.waiting(stamp, number)
            try putNew(
                .event(event.id),
                [
                    ItemName.id: .string(event.id), ItemName.journalPartition: .string(place.partition),
                    ItemName.journalSort: .string(place.sort),
                ])
            try putNew(place, [ItemName.body: .string(try event.text())])
        }
    }

    // MARK: Actions

    private static let version = ["#v": ItemName.version]
    private static let isNew = "attribute_not_exists(#v)"
    private static let isUnchanged = "#v = :v"

    /// Writes an item in the place of what was read.
    private mutating func put(_ key: ItemKey, _ attributes: Attributes, in old: LoadedRecord) throws(SpendError) {
        guard let stamp = old.stamp else {
            try putNew(key, attributes)
            return
        }
        try key.validate()
        add(
            TransactWriteAction(
                put: .init(
                    item: item(key, attributes), table: table, condition: Self.isUnchanged, names: Self.version,
                    values: [":v": .string(stamp.description)])))
    }

    private mutating func putNew(_ key: ItemKey, _ attributes: Attributes) throws(SpendError) {
        try key.validate()
        add(
            TransactWriteAction(
                put: .init(
                    item: item(key, attributes), table: table, condition: Self.isNew, names: Self.version)))
    }

    /// Writes an item that belongs to one with a condition.
    private mutating func put(_ key: ItemKey, _ attributes: Attributes) throws(SpendError) {
        try key.validate()
        add(TransactWriteAction(put: .init(item: item(key, attributes), table: table)))
    }

    private mutating func remove(_ key: ItemKey) {
        add(TransactWriteAction(removal: .init(key: key.attributes, table: table)))
    }

    private mutating func check(_ key: RecordKey, _ old: LoadedRecord) throws(SpendError) {
        let place: ItemKey
        switch key {
        case .hold(let id): place = .hold(id)
        case .balance(let key): place = .balance(key)
        case .line(let id): place = .line(id)
        case .event(let id): place = try .event(id)
        }
        switch old.content {
        // Neither changes any more.
        case .line, .event: return
        case .hold, .balance, .absent: break
        }
        // Nothing can come to stand there.
        guard (try? place.validate()) != nil else { return }
        let values: Attributes? = old.stamp.map { [":v": .string($0.description)] }
        add(
            TransactWriteAction(
                check: .init(
                    key: place.attributes, table: table, condition: values == nil ? Self.isNew : Self.isUnchanged,
                    names: Self.version, values: values)))
    }

    private func item(_ key: ItemKey, _ attributes: Attributes) -> Attributes {
        key.attributes.merging(attributes) { $1 }.merging([ItemName.version: .string(stamp.description)]) { $1 }
    }

    private mutating func add(_ action: TransactWriteAction, as role: Role = .versioned) {
        actions.append(action)
        roles.append(role)
    }

    // MARK: Limits

    private func validate() throws(SpendError) {
        guard actions.count <= TransactWriteItems.maximumCount else {
            throw SpendError(
                .invalidInput,
                "the operation needs \(actions.count) items, and a transaction of DynamoDB has at most "
                    + "\(TransactWriteItems.maximumCount): settle fewer lines at once, or count fewer balances")
        }
        var total = 0
        for action in actions {
            let item =
                action.put?.item ?? action.update.map { $0.key.merging($0.values ?? [:]) { $1 } } ?? action.removal?.key
                ?? action.check?.key ?? [:]
            let size = ItemSize.of(item)
            guard size <= ItemSize.maximum else {
                throw SpendError(
                    .invalidInput,
                    "a record of \(size) bytes exceeds DynamoDB's \(ItemSize.maximum): shorten tags or attributes")
            }
            total += size
        }
        guard total <= TransactWriteItems.maximumBytes else {
            throw SpendError(
                .invalidInput,
                "the operation writes \(total) bytes, and a transaction of DynamoDB at most "
                    + "\(TransactWriteItems.maximumBytes)")
        }
    }
}

extension TransactWriteAction {
    init(check: Check) { self.init(check: check, put: nil, removal: nil, update: nil) }
    init(put: Put) { self.init(check: nil, put: put, removal: nil, update: nil) }
    init(removal: Removal) { self.init(check: nil, put: nil, removal: removal, update: nil) }
    init(update: Update) { self.init(check: nil, put: nil, removal: nil, update: update) }
}
