/// The prices of all classes of usage of one model, in one place and tier, on one day and for one length of prompt.
///
/// Look them up once and price many calls: ``cost(of:)`` is a few multiplications.
public struct Rates: Sendable, Hashable {
    /// The rows that the prices come from, by class.
    public let rows: [UsageClass: PriceRow]
    /// The currency of all prices.
    public let currency: Currency
    // The token classes apart, in atto-units, so that pricing needs no look-up.
    private let input: Int128?
    private let output: Int128?
    private let cacheRead: Int128?
    private let cacheWrite5m: Int128?
    private let cacheWrite1h: Int128?

    /// Rates of rows that share one currency.
    init(_ rows: [UsageClass: PriceRow], currency: Currency) {
        self.rows = rows
        self.currency = currency
        input = rows[.input]?.unitPrice.attoUnits
        output = rows[.output]?.unitPrice.attoUnits
        cacheRead = rows[.cacheRead]?.unitPrice.attoUnits
        cacheWrite5m = rows[.cacheWrite5m]?.unitPrice.attoUnits
        cacheWrite1h = rows[.cacheWrite1h]?.unitPrice.attoUnits
    }

    /// The price of one unit of a class; `nil` where none is known.
    public func unitPrice(_ usageClass: UsageClass) -> Money? { rows[usageClass]?.unitPrice }

    /// What a usage costs.
    ///
    /// A class that was used and has no price makes the whole ``UsageCost/unpriced(missing:)``: a sum without it would be
    /// wrong and look right.
    /// - Throws: ``MoneyError`` of code ``MoneyError/Code/overflow``.
    public func cost(of usage: TokenUsage) throws(MoneyError) -> UsageCost {
        var total: Int128 = 0
        guard try add(usage.input, input, to: &total), try add(usage.output, output, to: &total),
            try add(usage.cacheRead, cacheRead, to: &total),
            try add(usage.cacheWrite5m, cacheWrite5m, to: &total),
            try add(usage.cacheWrite1h, cacheWrite1h, to: &total)
        else { return .unpriced(missing: missing(for: usage)) }
        return .priced(Money(attoUnits: total, currency))
    }

    /// Adds what `count` units cost; `false` where they have no price.
    private func add(_ count: Int, _ price: Int128?, to total: inout Int128) throws(MoneyError) -> Bool {
        guard count != 0 else { return true }
        guard let price else { return false }
        let (product, isTooLarge) = price.multipliedReportingOverflow(by: Int128(count))
        let (sum, isTooFar) = total.addingReportingOverflow(product)
        guard !isTooLarge, !isTooFar else {
            throw MoneyError(.overflow, "the cost of \(count) units exceeds what an amount can hold")
        }
        total = sum
        return true
    }

    private func missing(for usage: TokenUsage) -> [UsageClass] {
        let used: [(UsageClass, Int)] = [
            (.input, usage.input), (.output, usage.output), (.cacheRead, usage.cacheRead),
            (.cacheWrite5m, usage.cacheWrite5m), (.cacheWrite1h, usage.cacheWrite1h),
        ]
        return used.compactMap { usageClass, count in count != 0 && rows[usageClass] == nil ? usageClass : nil }
    }
}

/// What a usage costs, or that nobody knows.
public enum UsageCost: Sendable, Hashable {
    /// The exact cost.
    case priced(Money)
    /// No price is known for the classes named; empty where the model has no price at all. It is not zero.
    case unpriced(missing: [UsageClass])

    /// The cost; `nil` where it is not known.
    public var amount: Money? { if case .priced(let amount) = self { amount } else { nil } }
}
