/// The prices of all classes of usage of one model, in one place and tier, on one day and for one length of prompt.
///
/// Look them up once and price many calls: ``cost(of:)`` is a few multiplications.
public struct Rates: Sendable, Hashable {
    private let table: Table

    /// Made once per change of a book and shared by all who look it up.
    private final class Table: Sendable {
        let rows: [UsageClass: PriceRow]
        let currency: Currency
        // The classes of text apart, in atto-units, so that pricing needs no look-up.
        let input: Int128?
        let output: Int128?
        let cacheRead: Int128?
        let cacheWrite5m: Int128?
        let cacheWrite1h: Int128?

        init(_ rows: [UsageClass: PriceRow], _ currency: Currency) {
            self.rows = rows
            self.currency = currency
            input = rows[.input]?.unitPrice.attoUnits
            output = rows[.output]?.unitPrice.attoUnits
            cacheRead = rows[.cacheRead]?.unitPrice.attoUnits
            cacheWrite5m = rows[.cacheWrite5m]?.unitPrice.attoUnits
            cacheWrite1h = rows[.cacheWrite1h]?.unitPrice.attoUnits
        }
    }

    /// Rates of rows that share one currency.
    init(_ rows: [UsageClass: PriceRow], currency: Currency) {
        table = Table(rows, currency)
    }

    /// The rows that the prices come from, by class.
    public var rows: [UsageClass: PriceRow] { table.rows }
    /// The currency of all prices.
    public var currency: Currency { table.currency }

    /// The price of one unit of a class; `nil` where none is known.
    public func unitPrice(_ usageClass: UsageClass) -> Money? { table.rows[usageClass]?.unitPrice }

    /// Whether both have the same rows.
    public static func == (left: Self, right: Self) -> Bool {
        left.table === right.table
            || left.table.rows == right.table.rows && left.table.currency == right.table.currency
    }

    /// Hashes the rows.
    public func hash(into hasher: inout Hasher) { hasher.combine(table.rows) }

    /// What a usage costs.
    ///
    /// A class that was used and has no price makes the whole ``UsageCost/unpriced(missing:)``: a sum without it would be
    /// wrong and look right.
    /// - Throws: ``MoneyError`` of code ``MoneyError/Code/overflow``.
    public func cost(of usage: TokenUsage) throws(MoneyError) -> UsageCost {
        var total: Int128 = 0
        guard try Self.add(usage.input, table.input, to: &total),
            try Self.add(usage.output, table.output, to: &total),
            try Self.add(usage.cacheRead, table.cacheRead, to: &total),
            try Self.add(usage.cacheWrite5m, table.cacheWrite5m, to: &total),
            try Self.add(usage.cacheWrite1h, table.cacheWrite1h, to: &total)
        else { return .unpriced(missing: missing(for: usage)) }
        if usage.hasMedia {
            for member in TokenUsage.members[TokenUsage.textClassCount...] {
                let price = table.rows[member.usageClass]?.unitPrice.attoUnits
                guard try Self.add(usage[keyPath: member.path], price, to: &total) else {
                    return .unpriced(missing: missing(for: usage))
                }
            }
        }
        return .priced(Money(attoUnits: total, table.currency))
    }

    /// Adds what `count` units cost; `false` where they have no price.
    @inline(__always)
    private static func add(_ count: Int, _ price: Int128?, to total: inout Int128) throws(MoneyError) -> Bool {
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
        TokenUsage.members.filter { usage[keyPath: $0.path] != 0 && table.rows[$0.usageClass] == nil }
            .map(\.usageClass)
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
