#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Puts what calls really cost in the place of what was held for them.
///
/// A line that the ledger has is not counted again. One that tells more, such as the service's own count after an estimate,
/// takes the old one's place, and what it costs more is taken out of what is still held. A hold may be settled after it has
/// expired: the unknown line that stood for it is taken back, or lessened where further lines will follow. One that was voided
/// can be settled, too: its lines are charged, though nothing was held for them any more.
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
        try at.validate("the time of a settlement")
    }

    /// Charges the lines, and returns the hold as it stands then.
    ///
    /// - Throws: ``SpendError``, of code ``SpendError/Code/noSuchHold``.
    public func apply(to transaction: inout some SpendTransaction) throws(SpendError) -> Hold {
        guard var hold = try transaction.hold(hold) else {
            throw SpendError(.noSuchHold, "there is no hold \(hold)")
        }
        let before = hold
        let rest = try transaction.unreported(of: hold)
        var unpriced = Self.ceilings(of: hold, parked: rest)
        // What nobody had reported is known now, unless a line of these is about the same attempt and replaces it.
        if closes, let rest, !lines.contains(where: { $0.id == hold.draft.id }) {
            try transaction.revise(rest, to: nil)
        }
        var isCharged = false
        for line in lines {
            guard let news = try charge(line, to: hold, otherwise: unpriced, in: &transaction) else { continue }
            isCharged = true
            if hold.state == .open {
                try transaction.take(news.charges, from: &hold, at: at)
                unpriced = hold.held
            } else {
                unpriced = unpriced.lessened(by: news.charges, of: hold.parts)
                try lessenUnknown(of: hold, by: news, in: &transaction)
            }
        }
        if closes, hold.state != .settled {
            try transaction.release(&hold)
            hold.state = .settled
        }
        if hold != before { try transaction.put(hold) }
        if isCharged { try transaction.tellThresholds(of: hold.parts, at: at) }
        return hold
    }

    /// What each part bears of a line without a price: all that is held or parked; of a hold that has ended, what it held.
    private static func ceilings(of hold: Hold, parked: LineRevision?) -> [SpendAmount] {
        if hold.state == .open { return hold.held }
        return parked.map { $0.line.charges.map(\.amount) } ?? hold.parts.map(\.amount)
    }

    /// Charges a line, or lets it take the place of one that told less.
    ///
    /// - Returns: What the line says beyond what the ledger knew; `nil` where that is nothing.
    private func charge(
        _ line: LedgerLine, to hold: Hold, otherwise unpriced: [SpendAmount],
        in transaction: inout some SpendTransaction
    ) throws(SpendError) -> LedgerLine? {
        var line = line
        guard let revision = try transaction.latestRevision(of: line.id) else {
            try transaction.charge(&line, to: hold.parts, otherwise: unpriced)
            return line
        }
        guard revision.yields(to: line.state), var news = try transaction.revise(revision, to: line) else { return nil }
        // What was parked for the attempt had been set aside for it: all of its cost comes out of that.
        let isParked = hold.state == .expired && revision.line.state == .unknown && line.id == hold.draft.id
        guard !revision.isWithdrawn, !isParked else { return news }
        for index in news.charges.indices where index < revision.line.charges.count {
            news.charges[index].amount = try news.charges[index].amount.subtracting(revision.line.charges[index].amount)
        }
        news.usage = news.usage - revision.line.usage
        if let cost = news.cost.amount, let known = revision.line.cost.amount, cost.currency == known.currency {
            news.cost = .priced(try SpendAmount.money(cost).subtracting(.money(known)).money ?? cost)
        }
        return news
    }

    /// Takes what a late line cost away from the line that stands for all that nobody had reported.
    private func lessenUnknown(
        of hold: Hold, by news: LedgerLine, in transaction: inout some SpendTransaction
    ) throws(SpendError) {
        guard let revision = try transaction.unreported(of: hold) else { return }
        var rest = revision.line
        let amounts = rest.charges.map(\.amount).lessened(by: news.charges, of: hold.parts)
        for index in rest.charges.indices { rest.charges[index].amount = amounts[index] }
        if let cost = rest.cost.amount, let reported = news.cost.amount, cost.currency == reported.currency {
            rest.cost = .priced(Money(attoUnits: cost.attoUnits.lessened(by: reported.attoUnits), cost.currency))
        }
        rest.usage = rest.usage.lessened(by: news.usage)
        guard rest != revision.line else { return }
        try transaction.revise(revision, to: rest, charges: rest.charges)
    }
}

extension [SpendAmount] {
    /// What is left of the amounts of `parts` when `charges` were taken out; not below zero.
    fileprivate func lessened(by charges: [LedgerLine.Charge], of parts: [HoldPart]) -> Self {
        enumerated().map { index, amount in
            guard let charge = charges.first(where: { $0.balance == parts[index].balance }) else { return amount }
            return SpendAmount(count: amount.count.lessened(by: charge.amount.count), of: amount.unit)
        }
    }
}
