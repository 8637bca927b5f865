import Metering

/// What an operation may read.
enum RecordKey: Sendable, Hashable {
    case hold(String)
    case balance(BalanceKey)
    case line(String)
    case event(String)
}

/// What the table held when it was read.
struct LoadedRecord: Sendable {
    enum Content: Sendable {
        case absent
        case hold(Hold)
        case balance(Balance)
        case line(LedgerLine)
        /// An event that was told before.
        case event
    }

    /// Who wrote it; `nil` where there is nothing.
    var stamp: TransactionStamp?
    var content: Content

    static let absent = Self(stamp: nil, content: .absent)
}

/// What has been read for an operation so far.
struct Snapshot: Sendable {
    private(set) var records: [RecordKey: LoadedRecord] = [:]

    subscript(key: RecordKey) -> LoadedRecord? { records[key] }

    mutating func add(_ more: [RecordKey: LoadedRecord]) { records.merge(more) { $1 } }

    /// The latest time of a record's transaction.
    var latest: UInt64 { records.values.reduce(0) { max($0, $1.stamp?.time ?? 0) } }

    /// Whether `other` has seen the same versions of all that this has seen.
    func agrees(with other: Snapshot) -> Bool {
        records.allSatisfy { $0.value.stamp == other[$0.key]?.stamp }
    }
}
