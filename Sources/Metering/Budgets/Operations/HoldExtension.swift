#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Makes an open hold last longer, hold more, or both.
public struct HoldExtension: SpendOperation, Hashable {
    /// The hold's id.
    public var hold: String
    /// When it expires from now on; an earlier time than before changes nothing.
    public var expires: Date
    /// All that was ever held of each part, in the order of the hold's parts: what it was opened with and each extension. An
    /// amount that is not above the one before changes nothing. `nil` to leave all as they are.
    public var granted: [SpendAmount]?

    /// An extension.
    public init(of hold: String, until expires: Date, granting granted: [SpendAmount]? = nil) {
        self.hold = hold
        self.expires = expires
        self.granted = granted
    }

    /// Refuses times that no store takes.
    public func validate() throws(SpendError) { try expires.validate("the end of a hold") }

    /// Extends the hold, or tells which budgets are short; then the time is not extended either.
    ///
    /// - Throws: ``SpendError``, of code ``SpendError/Code/noSuchHold`` or ``SpendError/Code/holdNotOpen``.
    public func apply(to transaction: inout some SpendTransaction) throws(SpendError) -> Reservation.Outcome {
        guard var hold = try transaction.hold(hold) else {
            throw SpendError(.noSuchHold, "there is no hold \(hold)")
        }
        guard hold.state == .open else { throw SpendError(.holdNotOpen, "hold \(hold.id) is \(hold.state)") }
        var balances: [Balance] = []
        if let granted {
            guard granted.count == hold.parts.count else {
                throw SpendError(.invalidInput, "hold \(hold.id) has \(hold.parts.count) parts, not \(granted.count)")
            }
            var shortages: [SpendDenial.Shortage] = []
            for (index, part) in hold.parts.enumerated() {
                let more = try granted[index].subtracting(part.amount)
                guard more.count > 0 else { continue }
                var balance = try transaction.opened(part)
                if let shortage = try transaction.shortage(of: balance, for: more, part: part) {
                    shortages.append(shortage)
                    continue
                }
                balance.held = try balance.held.adding(more)
                hold.held[index] = try hold.held[index].adding(more)
                hold.parts[index].amount = granted[index]
                balances.append(balance)
            }
            guard shortages.isEmpty else { return .denied(SpendDenial(shortages)) }
        }
        hold.expires = max(hold.expires, expires)
        for balance in balances { try transaction.put(balance) }
        try transaction.put(hold)
        return .held(hold)
    }
}
