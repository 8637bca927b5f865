#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// How fast a balance is spent.
public struct BurnRate: Sendable, Hashable {
    /// What was spent in the span.
    public let spent: SpendAmount
    /// How long the span is.
    public let span: Duration

    /// A rate.
    ///
    /// - Parameters:
    ///   - spent: What was spent in the span.
    ///   - span: How long the span is; less than a second counts as one.
    public init(_ spent: SpendAmount, in span: Duration) {
        self.spent = spent
        self.span = max(span, .seconds(1))
    }

    /// What is spent in an hour at this rate, rounded to whole counts; `nil` where no amount can hold it.
    public var perHour: SpendAmount? { amount(in: .seconds(3_600)) }

    /// What is spent in some time at this rate, rounded down to whole counts; `nil` where no amount can hold it.
    public func amount(in time: Duration) -> SpendAmount? {
        let product = spent.count.multipliedReportingOverflow(by: Int128(time.components.seconds))
        guard !product.overflow else { return nil }
        return SpendAmount(count: product.partialValue / Int128(span.components.seconds), of: spent.unit)
    }

    /// When nothing is left at this rate; `nil` where nothing was spent, or what is left counts something else.
    public func exhaustion(of remaining: SpendAmount, from date: Date) -> Date? {
        guard spent.count > 0, remaining.unit == spent.unit else { return nil }
        let seconds = Double(max(remaining.count, 0)) / Double(spent.count) * Double(span.components.seconds)
        // A millennium is as good as never.
        return seconds < 31_556_952_000 ? date.addingTimeInterval(seconds) : nil
    }

    /// Whether a balance burns by a rule: see ``BurnRule``.
    ///
    /// A balance without limit or without an end never does, and neither does one that is used up: its thresholds have told that.
    ///
    /// - Parameters:
    ///   - balance: The balance, as it is now.
    ///   - rule: The rule whose span the rate is about.
    ///   - date: The time now.
    /// - Throws: ``SpendError`` of code ``SpendError/Code/overflow``.
    public func burns(_ balance: Balance, by rule: BurnRule, at date: Date) throws(SpendError) -> Bool {
        guard let allowance = try balance.allowance(), let resets = balance.resets, resets > date, spent.count > 0,
            spent.unit == balance.unit
        else { return false }
        let remaining = try allowance.subtracting(try balance.posted.adding(balance.unknown))
        guard remaining.count > 0,
            Self.exceeds(spent.count, 100, allowance.count, Int128(rule.leastPercent))
        else { return false }
        let left = Int128(min(resets.timeIntervalSince(date), 31_556_952_000))
        return Self.exceeds(spent.count, left, remaining.count, Int128(span.components.seconds))
    }

    /// Whether `a * b > c * d`. The products may need more than 128 bits.
    private static func exceeds(_ a: Int128, _ b: Int128, _ c: Int128, _ d: Int128) -> Bool {
        let (left, right) = (a.multipliedFullWidth(by: b), c.multipliedFullWidth(by: d))
        return (left.high, left.low) > (right.high, right.low)
    }
}
