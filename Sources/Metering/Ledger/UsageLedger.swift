/// Which lines to read.
public struct LineQuery: Sendable, Hashable {
    /// The first day in UTC; `nil` for no bound.
    public var from: PriceDay?
    /// The first day that no longer counts; `nil` for no bound.
    public var until: PriceDay?
    /// Only lines of this state.
    public var state: LedgerLine.State?
    /// Only lines of this call.
    public var request: String?
    /// The most lines of a page, at least 1.
    public var limit: Int

    /// A query.
    public init(
        from: PriceDay? = nil, until: PriceDay? = nil, state: LedgerLine.State? = nil, request: String? = nil,
        limit: Int = 1_000
    ) {
        self.from = from
        self.until = until
        self.state = state
        self.request = request
        self.limit = limit
    }

    /// Whether a line is meant.
    public func contains(_ line: LedgerLine) -> Bool {
        (from.map { $0 <= line.day } ?? true) && (until.map { line.day < $0 } ?? true)
            && (state.map { $0 == line.state } ?? true) && (request.map { $0 == line.request } ?? true)
    }
}

/// Some lines, and where to go on.
public struct LinePage: Sendable {
    /// The lines, each after those that it corrects.
    public var lines: [LedgerLine]
    /// What to ask the next page with; `nil` at the end.
    public var next: String?

    /// A page.
    public init(lines: [LedgerLine], next: String?) {
        self.lines = lines
        self.next = next
    }
}

/// What was used and what it cost, attempt by attempt.
public protocol UsageLedger: Sendable {
    /// Runs an operation in one transaction.
    ///
    /// - Throws: ``SpendError``; after one of code ``SpendError/Code/unavailable`` the operation can be repeated as it is.
    func perform<Operation: SpendOperation>(_ operation: Operation) async throws(SpendError) -> Operation.Outcome

    /// The line of an id, as it was appended.
    ///
    /// - Throws: ``SpendError``.
    func line(_ id: String) async throws(SpendError) -> LedgerLine?

    /// Lines, in the order in which they were appended.
    ///
    /// - Parameters:
    ///   - query: Which ones.
    ///   - page: The ``LinePage/next`` of the page before; `nil` for the first.
    /// - Throws: ``SpendError``, of code ``SpendError/Code/invalidInput`` for a limit below 1, and for a `page` that no page named.
    func lines(_ query: LineQuery, after page: String?) async throws(SpendError) -> LinePage

    /// The roll-ups of the days from `from` until `until`, which does not count.
    ///
    /// - Throws: ``SpendError``.
    func rollups(from: PriceDay?, until: PriceDay?) async throws(SpendError) -> [UsageRollup]
}

extension UsageLedger {
    /// A report by tag, model and day, from the roll-ups.
    ///
    /// - Throws: ``SpendError``.
    public func totals(_ query: UsageQuery) async throws(SpendError) -> [UsageTotal] {
        try query.totals(of: try await rollups(from: query.from, until: query.until))
    }
}
