#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Puts what calls really cost in the place of what was held for them.
///
/// A line that the ledger has is not counted again. One that tells more, such as the service's own count after an estimate,
/// takes the old one's place. A hold may be settled after it has expired: the unknown line that stood for it is taken back.
public struct Settlement: SpendOperation, Hashable {
    /// The hold's id.
    public var hold: String
    /// What was used.
    public var lines: [LedgerLine]
    /// Whether the rest of the hold is given back; `false` where further lines of the same hold will follow.
    public var closes: Bool
    /// The time now.
    public var at: Date

    /// A settlement.
    public init(of hold: String, with lines: [LedgerLine], closes: Bool = true, at: Date) {
        self.hold = hold
        self.lines = lines
        self.closes = closes
        self.at = at
    }

    /// Refuses lines that no store takes.
    public func validate() throws(SpendError) {
        for line in lines { try line.validate() }
        guard Set(lines.map(\.id)).count == lines.count else {
            throw SpendError(.invalidInput, "a line may come once in a settlement")
        }
    }

    /// Charges the lines, and returns the hold as it stands then.
    ///
    /// - Throws: ``SpendError``, of code ``SpendError/Code/noSuchHold``.
    public func apply(to transaction: inout some SpendTransaction) throws(SpendError) -> Hold {
        guard var hold = try transaction.hold(hold) else {
            throw SpendError(.noSuchHold, "there is no hold \(hold)")
        }
        let before = hold
        for var line in lines {
            if let revision = try transaction.latestRevision(of: line.id) {
                if revision.yields(to: line.state) { try transaction.revise(revision, to: line) }
            } else {
                try transaction.charge(
                    &line, to: hold.parts, held: &hold.held, of: hold.state == .open ? hold.id : nil, at: at)
                if hold.state == .expired { try lessenUnknown(of: hold, by: line, in: &transaction) }
            }
        }
        if closes, hold.state != .settled {
            if hold.state == .expired { try withdrawUnknown(of: hold, in: &transaction) }
            try transaction.release(&hold)
            hold.state = .settled
        }
        if hold != before { try transaction.put(hold) }
        return hold
    }

    /// Takes what a late line cost away from the line that stood for all that nobody had reported.
    private func lessenUnknown(
        of hold: Hold, by line: LedgerLine, in transaction: inout some SpendTransaction
    ) throws(SpendError) {
        guard let revision = try transaction.latestRevision(of: hold.draft.id), revision.line.state == .unknown,
            !revision.isWithdrawn
        else { return }
        var rest = revision.line
        for index in rest.charges.indices {
            guard let reported = line.charges.first(where: { $0.balance == rest.charges[index].balance }) else {
                continue
            }
            let left = try rest.charges[index].amount.subtracting(reported.amount)
            rest.charges[index].amount = SpendAmount(count: max(left.count, 0), of: left.unit)
        }
        if let cost = rest.cost.amount, let reported = line.cost.amount, cost.currency == reported.currency {
            let left = try SpendAmount.money(cost).subtracting(.money(reported))
            rest.cost = .priced(Money(attoUnits: max(left.count, 0), cost.currency))
        }
        try transaction.revise(revision, to: rest, charges: rest.charges)
    }

    private func withdrawUnknown(of hold: Hold, in transaction: inout some SpendTransaction) throws(SpendError) {
        guard let revision = try transaction.latestRevision(of: hold.draft.id), revision.line.state == .unknown,
            !revision.isWithdrawn
        else { return }
        try transaction.revise(revision, to: nil)
    }
}
