import AWSCore
public import Metering

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension DynamoDBSpendStore {
    /// How many partitions are read at once.
    private static let width = 8

    // MARK: Ledger

    /// The line of an id.
    ///
    /// - Throws: `SpendError`.
    public func line(_ id: String) async throws(SpendError) -> LedgerLine? {
        guard case .line(let line) = try await items.load([.line(id)])[.line(id)]?.content else { return nil }
        return line
    }

    /// Lines, in the order in which they were appended.
    ///
    /// The order is exact for lines that share a balance, a hold or an earlier revision, and for those of one process;
    /// others sort by the clocks of their processes. A line that is appended while pages are read may be missed by them. Reads the
    /// partitions of the query's days: give it bounds where the ledger is large.
    /// - Throws: `SpendError`.
    public func lines(_ query: LineQuery, after page: String?) async throws(SpendError) -> LinePage {
        guard query.limit >= 1 else { throw SpendError(.invalidInput, "a page has at least one line") }
        let start = page.flatMap { LinePosition($0) }
        if page != nil {
            guard start != nil else {
                throw SpendError(.invalidInput, "a page has at least one line, and begins where another ended")
            }
        }
        let slots = try await slots(from: query.from, until: query.until)
        let chunk = min(max(query.limit / max(slots.count, 1) + 8, 16), 1_000)
        var readers = try await concurrently(slots) { slot throws(SpendError) in
            var reader = JournalReader(of: slot, after: start, chunk: chunk)
            try await reader.fill(from: self.items)
            return reader
        }
        var lines: [LedgerLine] = []
        var last: LinePosition?
        while true {
            var earliest: (index: Int, position: LinePosition)?
            for (index, reader) in readers.enumerated() {
                guard let position = reader.position else { continue }
                if let known = earliest, known.position < position { continue }
                earliest = (index, position)
            }
            guard let earliest, let line = readers[earliest.index].take() else {
                return LinePage(lines: lines, next: nil)
            }
            try await readers[earliest.index].fill(from: items)
            guard query.contains(line) else { continue }
            if lines.count == query.limit { return LinePage(lines: lines, next: last?.description) }
            lines.append(line)
            last = earliest.position
        }
    }

    /// The roll-ups of the days from `from` until `until`, which does not count.
    ///
    /// - Throws: `SpendError`; of code `overflow` where the partitions of a day sum up to more than an amount can hold.
    public func rollups(from: PriceDay?, until: PriceDay?) async throws(SpendError) -> [UsageRollup] {
        let table = items
        let parts = try await concurrently(try await slots(from: from, until: until)) { slot throws(SpendError) in
            var rollups: [UsageRollup] = []
            let found = try await table.items(of: slot.partition, .beginning(with: ItemKey.rollupPrefix))
            for item in found { rollups.append(try RollupCounts.rollup(item)) }
            return rollups
        }
        var sums: [UsageRollup.Key: UsageRollup] = [:]
        for rollup in parts.joined() {
            if var sum = sums[rollup.key] {
                try sum.add(rollup)
                sums[rollup.key] = sum
            } else {
                sums[rollup.key] = rollup
            }
        }
        return Array(sums.values)
    }

    /// The partitions of the days that have any lines.
    private func slots(from: PriceDay?, until: PriceDay?) async throws(SpendError) -> [DaySlot] {
        if let from, let until, from >= until { return [] }
        // Days that cannot be written have no place in the order of texts.
        let first = from.flatMap { PriceDay($0.description) }
        let end = until.flatMap { PriceDay($0.description) }
        let range: SortRange =
            switch (first, end) {
            case (let first?, let end?): .between(first.description, end.description)
            case (let first?, nil): .from(first.description)
            case (nil, let end?): .upTo(end.description)
            case (nil, nil): .all
            }
        var slots: [DaySlot] = []
        for item in try await items.items(of: ItemKey.days, range) {
            guard let key = ItemKey(item), let slot = DaySlot(key.sort) else {
                throw SpendError(.corrupt, "the list of days has an entry that is none")
            }
            if from.map({ $0 <= slot.day }) ?? true, until.map({ slot.day < $0 }) ?? true { slots.append(slot) }
        }
        return slots
    }

    // MARK: Budgets

    /// The balance of a key.
    ///
    /// - Throws: `SpendError`.
    public func balance(_ key: BalanceKey) async throws(SpendError) -> Balance? {
        guard case .balance(let balance) = try await items.load([.balance(key)])[.balance(key)]?.content else {
            return nil
        }
        return balance
    }

    /// All balances of a budget, or of every budget, whose window has not ended at `date`, sorted by key.
    ///
    /// - Throws: `SpendError`.
    public func balances(of budget: String?, at date: Date) async throws(SpendError) -> [Balance] {
        var budgets: [String] = []
        if let budget {
            guard (try? ItemKey.listing(ofBudget: budget).validate()) != nil else { return [] }
            budgets = [budget]
        } else {
            for item in try await items.items(of: ItemKey.budgets) {
                guard let key = ItemKey(item) else { throw SpendError(.corrupt, "an item of the table has no key") }
                budgets.append(String(key.sort.dropFirst(2)))
            }
        }
        let table = items
        let range = SortRange.after(OrderedText.of(date) + "$")
        let keys = try await concurrently(budgets) { budget throws(SpendError) in
            var keys: [RecordKey] = []
            for item in try await table.items(of: ItemKey.balances(of: budget), range) {
                keys.append(.balance(try BalanceKey(text: try SpendTable.body(of: item))))
            }
            return keys
        }
        let records = try await items.load(Set(keys.joined()))
        return records.values.compactMap { record in
            guard case .balance(let balance) = record.content, balance.resets.map({ $0 > date }) ?? true else {
                return nil
            }
            return balance
        }.sorted { $0.key < $1.key }
    }

    /// The hold of an id.
    ///
    /// - Throws: `SpendError`.
    public func hold(_ id: String) async throws(SpendError) -> Hold? {
        guard case .hold(let hold) = try await items.load([.hold(id)])[.hold(id)]?.content else { return nil }
        return hold
    }

    /// The ids of open holds that expire at `date` or before, the oldest first.
    ///
    /// - Throws: `SpendError`, of code `invalidInput` for a limit below 1.
    public func expiredHolds(at date: Date, limit: Int) async throws(SpendError) -> [String] {
        guard limit >= 1 else { throw SpendError(.invalidInput, "at least one hold is asked for, not \(limit)") }
        let table = items
        let end = OrderedText.of(date) + "$"
        let found = try await concurrently(Array(0..<ItemKey.slotsOfHolds)) { slot throws(SpendError) in
            var due: [(place: String, id: String)] = []
            var start: ItemKey?
            repeat {
                let page = try await table.page(
                    of: ItemKey.slotOfHold(slot), .upTo(end), limit: limit - due.count, after: start)
                for item in page.items {
                    guard let key = ItemKey(item), let id = item[ItemName.id]?.string else {
                        throw SpendError(.corrupt, "the list of open holds has an entry that is none")
                    }
                    due.append((key.sort, id))
                }
                start = page.next
            } while start != nil && due.count < limit
            return due
        }
        return found.joined().sorted { $0.place < $1.place }.prefix(limit).map(\.id)
    }

    /// Runs `work` for each element, several at once, and returns the results in the elements' order.
    private func concurrently<Element: Sendable, Value: Sendable>(
        _ elements: [Element], _ work: @escaping @Sendable (Element) async throws(SpendError) -> Value
    ) async throws(SpendError) -> [Value] {
        let results = await withTaskGroup(of: (Int, Result<Value, SpendError>).self) { group in
            var results = [Result<Value, SpendError>?](repeating: nil, count: elements.count)
            var next = 0
            func start() {
                guard next < elements.count else { return }
                let (index, element) = (next, elements[next])
                next += 1
                group.addTask {
                    do throws(SpendError) {
                        return (index, .success(try await work(element)))
                    } catch {
                        return (index, .failure(error))
                    }
                }
            }
            for _ in 0..<Self.width { start() }
            while let (index, result) = await group.next() {
                results[index] = result
                if case .failure = result { group.cancelAll() }
                start()
            }
            return results
        }
        // A failure cancels the others: the first that is not their cancellation tells why.
        for case .failure(let error)? in results where !((error.underlyingError as? AWSError)?.code == .cancelled) {
            throw error
        }
        var values: [Value] = []
        for result in results.compactMap(\.self) { values.append(try result.get()) }
        return values
    }
}
