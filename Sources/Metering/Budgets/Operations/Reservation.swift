#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Sets aside what a call may cost, from all of its budgets or from none.
///
/// The hold counts against its budgets until a ``Settlement`` puts the cost in its place, a ``HoldVoiding`` says that the call did
/// not run, or it expires.
public struct Reservation: SpendOperation, Hashable {
    /// The caller's id of the hold, 1 to 200 bytes: one for each physical attempt.
    public var id: String
    /// Who holds, such as a process.
    public var owner: String
    /// What is held of which balance; at most ``HoldPart/maximumCount``.
    public var parts: [HoldPart]
    /// The line that is written where nobody settles: the attempt, at its estimated cost.
    public var draft: LedgerLine
    /// The time now.
    public var at: Date
    /// When the hold expires, later than ``at``.
    public var expires: Date
    /// What happens when it expires.
    public var onExpiry: Hold.Expiry

    /// A reservation.
    public init(
        _ id: String, owner: String, parts: [HoldPart], draft: LedgerLine, at: Date, expires: Date,
        onExpiry: Hold.Expiry = .countsAsUnknown
    ) {
        self.id = id
        self.owner = owner
        self.parts = parts
        self.draft = draft
        self.at = at
        self.expires = expires
        self.onExpiry = onExpiry
    }

    /// Whether the budgets let the call through.
    public enum Outcome: Sendable, Hashable {
        /// They do, and hold its cost.
        case held(Hold)
        /// At least one is short; nothing is held.
        case denied(SpendDenial)
    }

    /// Refuses ids, parts and drafts that no store takes.
    public func validate() throws(SpendError) {
        guard (1...200).contains(id.utf8.count) else {
            throw SpendError(.invalidInput, "the id of a hold has 1 to 200 bytes")
        }
        guard expires > at else { throw SpendError(.invalidInput, "a hold expires after it was opened") }
        try at.validate("the time of a reservation")
        try expires.validate("the end of a hold")
        try HoldPart.validate(parts)
        try draft.validate()
    }

    /// Holds all parts, or tells which are short.
    ///
    /// - Throws: ``SpendError``, of code ``SpendError/Code/conflictingID`` where the id holds other balances, and of code
    ///   ``SpendError/Code/holdNotOpen`` where the hold has ended.
    public func apply(to transaction: inout some SpendTransaction) throws(SpendError) -> Outcome {
        if let hold = try transaction.hold(id) {
            guard hold.parts.map(\.balance) == parts.map(\.balance) else {
                throw SpendError(.conflictingID, "hold \(id) is of other balances")
            }
            guard hold.state == .open else { throw SpendError(.holdNotOpen, "hold \(id) is \(hold.state)") }
            return .held(hold)
        }
        var balances: [Balance] = []
        var shortages: [SpendDenial.Shortage] = []
        for part in parts {
            var balance = try transaction.opened(part)
            if let shortage = try transaction.shortage(of: balance, for: part.amount, part: part) {
                shortages.append(shortage)
                continue
            }
            balance.held = try balance.held.adding(part.amount)
            balances.append(balance)
        }
        guard shortages.isEmpty else { return .denied(SpendDenial(shortages)) }
        for balance in balances { try transaction.put(balance) }
        let hold = Hold(
            id: id, owner: owner, opened: at, expires: expires, state: .open, onExpiry: onExpiry, parts: parts,
            held: parts.map(\.amount), draft: draft)
        try transaction.put(hold)
        return .held(hold)
    }
}
