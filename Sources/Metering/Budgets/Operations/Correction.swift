/// Takes a line back by a reversing entry, and appends what is known now.
///
/// The balances that bore the line bear the difference. A correction does not know the thresholds of their budgets: the next
/// line that is charged to them tells.
public struct Correction: SpendOperation, Hashable {
    /// What is known now.
    public struct Finding: Sendable, Hashable {
        /// What was used.
        public var usage: TokenUsage
        /// What it cost.
        public var cost: UsageCost
        /// How sure the ledger is from now on.
        public var state: LedgerLine.State
        /// Where that is known from, such as `invocationLog` or `bill`.
        public var source: String

        /// A finding.
        public init(usage: TokenUsage, cost: UsageCost, state: LedgerLine.State = .reconciled, source: String) {
            self.usage = usage
            self.cost = cost
            self.state = state
            self.source = source
        }
    }

    /// The id of the line as it stands in the ledger, such as `a1`, or `a1#2` for its second revision. A line that was taken back
    /// before is not taken back again.
    public var line: String
    /// What is known now; `nil` where the attempt cost nothing.
    public var finding: Finding?

    /// A correction.
    public init(of line: String, to finding: Finding?) {
        self.line = line
        self.finding = finding
    }

    /// Refuses reversing entries, and usage that no line can have.
    public func validate() throws(SpendError) {
        guard !line.hasSuffix("-") || !line.contains("#") else {
            throw SpendError(.invalidInput, "a reversing entry cannot be corrected")
        }
        try finding?.usage.validate()
    }

    /// Corrects the line.
    ///
    /// - Throws: ``SpendError``, of code ``SpendError/Code/noSuchLine``, and of code ``SpendError/Code/invalidInput`` where the
    ///   finding is less sure than the line: what was settled would take its place again.
    public func apply(to transaction: inout some SpendTransaction) throws(SpendError) {
        guard let line = try transaction.line(line) else {
            throw SpendError(.noSuchLine, "the ledger has no line \(line)")
        }
        let parts = line.id.split(separator: "#", maxSplits: 1)
        let root = String(parts[0])
        let number = parts.count > 1 ? Int(parts[1]) ?? 1 : 1
        guard try transaction.line("\(root)#\(number)-") == nil else { return }
        var replacement: LedgerLine?
        if let finding {
            guard !finding.state.yields(to: line.state) else {
                throw SpendError(
                    .invalidInput, "a line that is \(line.state) cannot be corrected to be \(finding.state)")
            }
            var corrected = line
            corrected.usage = finding.usage
            corrected.cost = finding.cost
            corrected.state = finding.state
            corrected.source = finding.source
            replacement = corrected
        }
        try transaction.revise(
            LineRevision(root: root, number: number, line: line, isWithdrawn: false), to: replacement)
    }
}
