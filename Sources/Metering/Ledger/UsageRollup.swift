public import Attribution

/// The sum of a day's lines that share model, tags, currency and state.
///
/// Stores keep roll-ups in the transaction that appends the lines, so that reports read few of them instead of many lines,
/// and the two never differ.
public struct UsageRollup: Sendable, Hashable, Codable {
    /// What the lines share.
    public struct Key: Sendable, Hashable, Codable {
        /// The day in UTC.
        public var day: PriceDay
        /// The model's id, or what was called where the model is not known.
        public var model: String
        /// Who pays.
        public var tags: TagSet
        /// The currency; `nil` for lines without a price.
        public var currency: Currency?
        /// How sure the ledger is.
        public var state: LedgerLine.State

        /// A key.
        public init(day: PriceDay, model: String, tags: TagSet, currency: Currency?, state: LedgerLine.State) {
            self.day = day
            self.model = model
            self.tags = tags
            self.currency = currency
            self.state = state
        }

        /// The key of a line.
        public init(_ line: LedgerLine) {
            self.init(
                day: line.day, model: line.modelName, tags: line.tags, currency: line.cost.amount?.currency,
                state: line.state)
        }
    }

    /// What the lines share.
    public var key: Key
    /// How many lines there are; a reversing entry takes one away.
    public var lines: Int
    /// What was used.
    public var usage: TokenUsage
    /// What it cost, in 10⁻¹⁸ of the currency's unit.
    public var attoUnits: Int128

    /// A roll-up by its parts.
    public init(key: Key, lines: Int, usage: TokenUsage, attoUnits: Int128) {
        self.key = key
        self.lines = lines
        self.usage = usage
        self.attoUnits = attoUnits
    }

    /// The roll-up of one line.
    public init(_ line: LedgerLine) {
        self.init(
            key: Key(line), lines: line.isReversal ? -1 : 1, usage: line.usage,
            attoUnits: line.cost.amount?.attoUnits ?? 0)
    }

    /// Adds another roll-up of the same key.
    ///
    /// - Throws: ``SpendError`` of code ``SpendError/Code/overflow``.
    public mutating func add(_ other: Self) throws(SpendError) {
        let (sum, isTooFar) = attoUnits.addingReportingOverflow(other.attoUnits)
        guard !isTooFar else { throw SpendError(.overflow, "the cost of a day exceeds what an amount can hold") }
        usage = try usage.adding(other.usage)
        attoUnits = sum
        lines += other.lines
    }
}
