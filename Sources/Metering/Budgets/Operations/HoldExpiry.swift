#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Ends a hold that nobody settled in time.
///
/// Expiry is no voiding: a call whose caller is gone has probably run, and will be billed. What was held becomes a line of state
/// ``LedgerLine/State/unknown`` and stays counted, until a late ``Settlement``, a ``Correction`` or a ``HoldVoiding`` tells more.
public struct HoldExpiry: SpendOperation, Hashable {
    /// The hold's id.
    public var hold: String
    /// The time now.
    public var at: Date

    /// An expiry.
    public init(of hold: String, at: Date) {
        self.hold = hold
        self.at = at
    }

    /// What became of the hold.
    public enum Outcome: Sendable, Hashable {
        /// It counts as unknown.
        case expired
        /// It was given back, as it asked for.
        case released
        /// Its time has not come.
        case notDue
        /// It was settled or voided before, or the ledger has a line of the draft's id, which settles it.
        case notOpen
    }

    /// Refuses times that no store takes.
    public func validate() throws(SpendError) { try at.validate("the time of an expiry") }

    /// Ends the hold where its time has come.
    ///
    /// - Throws: ``SpendError``, of code ``SpendError/Code/noSuchHold``.
    public func apply(to transaction: inout some SpendTransaction) throws(SpendError) -> Outcome {
        guard var hold = try transaction.hold(hold) else {
            throw SpendError(.noSuchHold, "there is no hold \(hold)")
        }
        if hold.state == .expired { return .expired }
        guard hold.state == .open else { return .notOpen }
        guard hold.expires <= at else { return .notDue }
        if hold.onExpiry == .releases {
            try transaction.release(&hold)
            hold.state = .voided
            try transaction.put(hold)
            return .released
        }
        // The attempt was reported already, by a line that left the hold open: that line counts, and nothing is unknown.
        if try transaction.line(hold.draft.id) != nil {
            try transaction.release(&hold)
            hold.state = .settled
            try transaction.put(hold)
            return .notOpen
        }
        var line = hold.draft
        line.state = .unknown
        line.source = "expiry"
        // What is left of the hold is what nobody reported, whatever the draft's own estimate was.
        let rest = hold.held
        line.cost = hold.unreportedCost
        line.charges = []
        for (index, part) in hold.parts.enumerated() {
            guard var balance = try transaction.balance(part.balance) else {
                throw SpendError(.corrupt, "a hold names a balance of \(part.balance.budget) that is not there")
            }
            balance.held = try balance.held.subtracting(rest[index])
            balance.unknown = try balance.unknown.adding(rest[index])
            try transaction.put(balance)
            line.charges.append(LedgerLine.Charge(to: part.balance, rest[index]))
            hold.held[index] = .zero(part.amount.unit)
        }
        try transaction.append(line)
        hold.state = .expired
        try transaction.put(hold)
        try transaction.emit(
            SpendEvent(
                id: "expired/\(hold.id)", at: at,
                kind: .holdExpired(hold: hold.id, owner: hold.owner, charges: line.charges)))
        try transaction.tellThresholds(of: hold.parts, at: at)
        return .expired
    }
}

extension Hold {
    /// The most that a part of money still holds; the draft's own cost where no part is of money.
    fileprivate var unreportedCost: UsageCost {
        let money = held.compactMap(\.money)
        guard let first = money.first else { return draft.cost }
        let most = money.filter { $0.currency == first.currency }.map(\.attoUnits).max() ?? first.attoUnits
        return .priced(Money(attoUnits: most, first.currency))
    }
}
