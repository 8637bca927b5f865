import Metering

/// A line's place in the order of all lines.
struct LinePosition: Sendable, Hashable, Comparable, CustomStringConvertible {
    let stamp: TransactionStamp
    /// Its number in its transaction.
    let number: Int

    init(stamp: TransactionStamp, number: Int) {
        self.stamp = stamp
        self.number = number
    }

    /// Reads ``description``.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let stamp = TransactionStamp(parts[0]), let number = Int(parts[1]) else { return nil }
        self.init(stamp: stamp, number: number)
    }

    /// What a page ends with.
    var description: String { "\(stamp).\(number)" }

    static func < (left: Self, right: Self) -> Bool {
        (left.stamp, left.number) < (right.stamp, right.number)
    }
}

/// Reads the lines of one partition in their order, some at a time.
struct JournalReader: Sendable {
    private let slot: DaySlot
    private let start: LinePosition?
    private let chunk: Int
    private var buffer: ArraySlice<(position: LinePosition, line: LedgerLine)> = []
    private var next: ItemKey?
    private var isAtEnd = false

    /// - Parameters:
    ///   - slot: The partition.
    ///   - start: After which line to begin.
    ///   - chunk: How many transactions are read at a time.
    init(of slot: DaySlot, after start: LinePosition?, chunk: Int) {
        self.slot = slot
        self.start = start
        self.chunk = chunk
    }

    /// Where the next line is; `nil` at the end, once ``fill(from:)`` was called.
    var position: LinePosition? { buffer.first?.position }

    /// The next line.
    mutating func take() -> LedgerLine? { buffer.popFirst()?.line }

    /// Reads on where no line is left.
    mutating func fill(from table: SpendTable) async throws(SpendError) {
        while buffer.isEmpty, !isAtEnd {
            // `$` follows the `#` behind the prefix, and every stamp begins with a digit.
            let first = ItemKey.journalPrefix + (start?.stamp.description ?? "")
            let page = try await table.page(
                of: slot.partition, .between(first, "j$"), limit: chunk, after: next)
            var lines: [(position: LinePosition, line: LedgerLine)] = []
            for item in page.items {
                let stamp = try SpendTable.stamp(of: item)
                for stored in try SpendTable.lines(of: item) {
                    let position = LinePosition(stamp: stamp, number: stored.number)
                    if let start, position <= start { continue }
                    lines.append((position, stored.line))
                }
            }
            buffer = lines[...]
            next = page.next
            isAtEnd = page.next == nil
        }
    }
}
