/// Gives a hold back: the call certainly did not run.
///
/// A hold that was settled stays settled. One that has expired is voided, too, and the unknown line that stood for it is
/// taken back.
public struct HoldVoiding: SpendOperation, Hashable {
    /// The hold's id.
    public var hold: String

    /// A voiding.
    public init(of hold: String) {
        self.hold = hold
    }

    /// Nothing is refused before the hold is known.
    public func validate() throws(SpendError) {}

    /// Voids the hold, and returns it as it stands then.
    ///
    /// - Throws: ``SpendError``, of code ``SpendError/Code/noSuchHold``.
    public func apply(to transaction: inout some SpendTransaction) throws(SpendError) -> Hold {
        guard var hold = try transaction.hold(hold) else {
            throw SpendError(.noSuchHold, "there is no hold \(hold)")
        }
        if hold.state == .expired {
            if let rest = try transaction.unreported(of: hold) { try transaction.revise(rest, to: nil) }
        } else if hold.state == .open {
            try transaction.release(&hold)
        } else {
            return hold
        }
        hold.state = .voided
        try transaction.put(hold)
        return hold
    }
}
