import AWSCore
import Metering

extension SpendTable {
    /// Reads records, and notes those that are not there.
    func load(_ keys: Set<RecordKey>) async throws(SpendError) -> [RecordKey: LoadedRecord] {
        var places: [RecordKey: ItemKey] = [:]
        var records: [RecordKey: LoadedRecord] = [:]
        for key in keys {
            let place =
                switch key {
                case .hold(let id): ItemKey.hold(id)
                case .balance(let balance): ItemKey.balance(balance)
                case .line(let id): ItemKey.line(id)
                case .event(let id): try ItemKey.event(id)
                }
            // Nothing can stand under a key that is too long; writing one says so.
            if (try? place.validate()) != nil { places[key] = place } else { records[key] = .absent }
        }
        let items = try await items(Set(places.values))
        var lines: [RecordKey: LineEntry] = [:]
        for (key, place) in places {
            guard let item = items[place] else {
                records[key] = .absent
                continue
            }
            switch key {
            case .hold: records[key] = LoadedRecord(
                    stamp: try Self.stamp(of: item), content: .hold(try StoredHold(text: try Self.body(of: item)).hold))
            case .balance: records[key] = LoadedRecord(
                    stamp: try Self.stamp(of: item), content: .balance(try Balance(text: try Self.body(of: item))))
            case .line: lines[key] = try LineEntry(item)
            case .event: records[key] = LoadedRecord(stamp: try Self.stamp(of: item), content: .event)
            }
        }
        guard !lines.isEmpty else { return records }
        let journals = try await self.items(Set(lines.values.map(\.journal)))
        for (key, entry) in lines {
            guard let journal = journals[entry.journal],
                let stored = try Self.lines(of: journal).first(where: { $0.number == entry.number })
            else { throw SpendError(.corrupt, "the table has the id of a line, and not the line") }
            records[key] = LoadedRecord(stamp: entry.stamp, content: .line(stored.line))
        }
        return records
    }

    /// The lines that a transaction has appended.
    static func lines(of journal: Attributes) throws(SpendError) -> [StoredLine] {
        try [StoredLine](text: try body(of: journal))
    }

    static func body(of item: Attributes) throws(SpendError) -> String {
        guard let text = item[ItemName.body]?.string else {
            throw SpendError(.corrupt, "an item of the table has no record")
        }
        return text
    }

    static func stamp(of item: Attributes) throws(SpendError) -> TransactionStamp {
        guard let stamp = item[ItemName.version]?.string.flatMap({ TransactionStamp($0) }) else {
            throw SpendError(.corrupt, "an item of the table has no version")
        }
        return stamp
    }
}

/// The names of attributes beside the key.
enum ItemName {
    /// The stamp of the transaction that wrote the item.
    static let version = "v"
    /// The record as JSON.
    static let body = "b"
    /// An id or a name.
    static let id = "id"
    /// Where the journal of a line is.
    static let journalPartition = "jp"
    static let journalSort = "js"
    /// A line's number in its transaction.
    static let number = "i"
    /// What the lines of a roll-up share.
    static let rollupKey = "k"
    /// Counts of a roll-up: lines, and the cost as whole units and 10⁻¹⁸ of one, which together never lack a digit.
    static let lines = "n"
    static let units = "h"
    static let atoms = "l"
    /// Stands before the names of a usage's counts.
    static let usagePrefix = "u."
    /// When the claim of an event ends, and who has it.
    static let claimedUntil = "c"
    static let claimant = "w"
}

/// Where the line of an id stands.
struct LineEntry: Sendable {
    let journal: ItemKey
    let number: Int
    let stamp: TransactionStamp

    init(_ item: Attributes) throws(SpendError) {
        guard let partition = item[ItemName.journalPartition]?.string,
            let sort = item[ItemName.journalSort]?.string, let number = item[ItemName.number]?.number.flatMap({ Int($0) })
        else { throw SpendError(.corrupt, "the id of a line does not say where the line is") }
        journal = ItemKey(partition, sort)
        self.number = number
        stamp = try SpendTable.stamp(of: item)
    }
}
