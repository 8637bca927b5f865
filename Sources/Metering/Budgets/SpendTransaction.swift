/// What one transaction of a store reads and writes.
///
/// A store implements these seven methods; what they mean for holds, balances and lines is written once, in the operations
/// such as ``Reservation`` and ``Settlement``. All that an operation wrote takes effect together or not at all, and nobody sees
/// a state between. An operation that throws has written nothing that is kept.
public protocol SpendTransaction {
    /// The hold of an id; `nil` where there is none.
    func hold(_ id: String) throws(SpendError) -> Hold?
    /// The balance of a key; `nil` where nothing was ever held or posted.
    func balance(_ key: BalanceKey) throws(SpendError) -> Balance?
    /// The line of an id; `nil` where there is none.
    func line(_ id: String) throws(SpendError) -> LedgerLine?
    /// Keeps a hold under its id, a new one or one that has changed.
    mutating func put(_ hold: Hold) throws(SpendError)
    /// Keeps a balance under its key, a new one or one that has changed.
    mutating func put(_ balance: Balance) throws(SpendError)
    /// Appends a line, whose id is new, and adds it to its day's roll-up.
    mutating func append(_ line: LedgerLine) throws(SpendError)
    /// Keeps an event until it is acknowledged. One whose id is there is dropped.
    mutating func emit(_ event: SpendEvent) throws(SpendError)
}

/// Something that a store does in one transaction.
///
/// Every operation can be repeated: one that took effect before changes nothing, and has the same outcome.
public protocol SpendOperation: Sendable {
    /// What the operation tells.
    associatedtype Outcome: Sendable

    /// Refuses what no store takes, before the transaction begins.
    ///
    /// - Throws: ``SpendError`` of code ``SpendError/Code/invalidInput``.
    func validate() throws(SpendError)

    /// Reads what is there, and writes what follows. It may be called several times for one outcome, with nothing kept
    /// of the earlier calls, so it must have no effect but on the transaction.
    func apply(to transaction: inout some SpendTransaction) throws(SpendError) -> Outcome
}
