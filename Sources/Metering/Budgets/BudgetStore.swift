#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A ledger that keeps the balances of budgets in the transactions of its lines.
public protocol BudgetStore: UsageLedger {
    /// The balance of a key; `nil` where nothing was ever held or posted.
    ///
    /// - Throws: ``SpendError``.
    func balance(_ key: BalanceKey) async throws(SpendError) -> Balance?

    /// All balances of a budget, or of every budget, whose window has not ended at `date`, sorted by key: by budget, then scope,
    /// then window.
    ///
    /// - Throws: ``SpendError``.
    func balances(of budget: String?, at date: Date) async throws(SpendError) -> [Balance]

    /// The hold of an id.
    ///
    /// - Throws: ``SpendError``.
    func hold(_ id: String) async throws(SpendError) -> Hold?

    /// The ids of open holds that expire at `date` or before, the oldest first.
    ///
    /// - Parameters:
    ///   - date: The time now.
    ///   - limit: The most ids, at least 1.
    /// - Throws: ``SpendError``, of code ``SpendError/Code/invalidInput`` for a limit below 1.
    func expiredHolds(at date: Date, limit: Int) async throws(SpendError) -> [String]

    /// Takes events to deliver them. Until `until`, no other claimant is given them; then they can be claimed again, unless
    /// they were acknowledged.
    ///
    /// - Parameters:
    ///   - claimant: Who takes them, such as a process.
    ///   - until: When the claim ends.
    ///   - date: The time now.
    ///   - limit: The most events, at least 1.
    /// - Throws: ``SpendError``, of code ``SpendError/Code/invalidInput`` for a limit below 1.
    func claimEvents(by claimant: String, until: Date, at date: Date, limit: Int) async throws(SpendError)
        -> [SpendEvent]

    /// Drops events that were delivered. Their ids stay known, so that they do not happen again.
    ///
    /// - Throws: ``SpendError``.
    func acknowledgeEvents(_ ids: [String]) async throws(SpendError)
}

extension BudgetStore {
    /// Expires every open hold whose time has come.
    ///
    /// - Returns: How many there were.
    /// - Throws: ``SpendError``.
    @discardableResult
    public func expireHolds(at date: Date) async throws(SpendError) -> Int {
        var count = 0
        while true {
            let ids = try await expiredHolds(at: date, limit: 100)
            for id in ids where try await perform(HoldExpiry(of: id, at: date)) == .expired { count += 1 }
            if ids.count < 100 { return count }
        }
    }
}
