#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Something that a store tells about once, whoever asks: written in the transaction that made it true.
///
/// Stores keep events until they are acknowledged: see ``BudgetStore/claimEvents(by:until:at:limit:)``.
public struct SpendEvent: Sendable, Hashable, Codable, Identifiable {
    /// What happened.
    public enum Kind: Sendable, Hashable, Codable {
        /// What is posted or unknown of a balance has reached a percentage of what its window allows.
        case thresholdCrossed(balance: BalanceKey, percent: Int, spent: SpendAmount, allowance: SpendAmount)
        /// A hold was not settled in time, and counts as unknown.
        case holdExpired(hold: String, owner: String, charges: [LedgerLine.Charge])
        /// Calls cost more than was held for them.
        case overHold(hold: String, balance: BalanceKey, by: SpendAmount)
        /// A balance is spent so fast that nothing will be left before its window ends: see ``BurnRule``. `spent` is what the last
        /// `seconds` cost, `remaining` what is left, and `runsOut` when nothing is if that goes on.
        case burning(
            balance: BalanceKey, level: String, spent: SpendAmount, seconds: Int, remaining: SpendAmount, runsOut: Date?
        )
    }

    /// The event's id, made of what happened: the same in every process.
    public let id: String
    /// When it happened.
    public let at: Date
    /// What happened.
    public let kind: Kind

    /// An event.
    public init(id: String, at: Date, kind: Kind) {
        self.id = id
        self.at = at
        self.kind = kind
    }
}
