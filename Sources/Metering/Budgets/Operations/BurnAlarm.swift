#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Puts into a store's outbox that a balance burns. The event's id is made of balance and level, so that it happens once in a
/// window, whichever process sees it first and however often it is seen.
public struct BurnAlarm: SpendOperation {
    /// The balance.
    public var balance: BalanceKey
    /// The rule.
    public var rule: BurnRule
    /// How fast it was spent in the rule's span.
    public var rate: BurnRate
    /// When it was seen.
    public var at: Date

    /// An alarm.
    public init(of balance: BalanceKey, by rule: BurnRule, _ rate: BurnRate, at date: Date) {
        self.balance = balance
        self.rule = rule
        self.rate = rate
        self.at = date
    }

    /// Refuses a rule that has no level.
    ///
    /// - Throws: ``SpendError`` of code ``SpendError/Code/invalidInput``.
    public func validate() throws(SpendError) {
        try rule.validate()
        try at.validate("the time of an alarm")
    }

    /// Emits the event, if the balance still burns at that rate.
    ///
    /// - Returns: Whether it does.
    /// - Throws: ``SpendError``.
    public func apply(to transaction: inout some SpendTransaction) throws(SpendError) -> Bool {
        guard let current = try transaction.balance(balance), let allowance = try current.allowance(),
            try rate.burns(current, by: rule, at: at)
        else { return false }
        let remaining = try allowance.subtracting(try current.posted.adding(current.unknown))
        try transaction.emit(
            SpendEvent(
                id: "burn/\(balance)/\(rule.level)", at: at,
                kind: .burning(
                    balance: balance, level: rule.level, spent: rate.spent, seconds: Int(rate.span.components.seconds),
                    remaining: remaining, runsOut: rate.exhaustion(of: remaining, from: at))))
        return true
    }
}
