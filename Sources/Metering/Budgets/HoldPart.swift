#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The share of a hold that one balance bears, and what that balance allows.
///
/// Budgets are defined by their callers, not by the store: each part brings the limit, and the store applies it in the
/// transaction that takes the hold.
public struct HoldPart: Sendable, Hashable, Codable {
    /// How much of an ended window's rest counts in the next one.
    public struct CarryOver: Sendable, Hashable, Codable {
        /// The balance of the window before.
        public var from: BalanceKey
        /// The most that is carried over; `nil` for all of it.
        public var atMost: SpendAmount?

        /// A rest to carry over.
        public init(from: BalanceKey, atMost: SpendAmount? = nil) {
            self.from = from
            self.atMost = atMost
        }
    }

    /// The balance.
    public var balance: BalanceKey
    /// How much it bears; not below zero.
    public var amount: SpendAmount
    /// What the budget allows in the window; `nil` for a balance that only counts.
    public var limit: SpendAmount?
    /// Whether the limit is kept. One that is not still tells of its thresholds.
    public var isEnforced: Bool
    /// Per cent of the allowance at which spending is told of, once each.
    public var thresholds: [Int]
    /// The rest of the window before that counts on top of the limit.
    public var carryOver: CarryOver?
    /// Further balances that count against the same limit: the earlier steps of a rolling window.
    public var alsoCounts: [BalanceKey]
    /// When the window ends.
    public var resets: Date?

    /// A part.
    public init(
        of balance: BalanceKey, _ amount: SpendAmount, limit: SpendAmount? = nil, isEnforced: Bool = true,
        thresholds: [Int] = [], carryOver: CarryOver? = nil, alsoCounts: [BalanceKey] = [], resets: Date? = nil
    ) {
        self.balance = balance
        self.amount = amount
        self.limit = limit
        self.isEnforced = isEnforced
        self.thresholds = thresholds
        self.carryOver = carryOver
        self.alsoCounts = alsoCounts
        self.resets = resets
    }

    /// Holds what a call may cost, in the unit of the part.
    ///
    /// - Throws: ``SpendError`` of code ``SpendError/Code/mixedUnits`` where the price is in another currency than the limit.
    mutating func hold(money: Money, tokens: Int) throws(SpendError) {
        switch amount.unit {
        case .tokens: amount = .tokens(tokens)
        case .money(let currency):
            guard money.currency == currency else {
                throw SpendError(
                    .mixedUnits, "budget \(balance.budget) counts \(currency), and the price is in \(money.currency)")
            }
            amount = .money(money)
        }
    }

    /// The most parts of one hold.
    public static let maximumCount = 8

    /// Refuses parts that no store takes.
    static func validate(_ parts: [HoldPart]) throws(SpendError) {
        guard parts.count <= maximumCount else {
            throw SpendError(.invalidInput, "a call has at most \(maximumCount) budgets, not \(parts.count)")
        }
        guard Set(parts.map(\.balance)).count == parts.count else {
            throw SpendError(.invalidInput, "a balance may come once in a hold")
        }
        for part in parts {
            guard part.amount.count >= 0 else {
                throw SpendError(.invalidInput, "the hold on budget \(part.balance.budget) is below zero")
            }
            guard part.limit.map({ $0.unit == part.amount.unit && $0.count >= 0 }) ?? true,
                part.carryOver?.atMost.map({ $0.unit == part.amount.unit && $0.count >= 0 }) ?? true
            else {
                throw SpendError(
                    .invalidInput,
                    "limits of budget \(part.balance.budget) are amounts of \(part.amount.unit), not below zero")
            }
            guard part.thresholds.allSatisfy({ $0 > 0 }) else {
                throw SpendError(.invalidInput, "thresholds of budget \(part.balance.budget) are per cent above zero")
            }
        }
    }
}
