public import Metering

/// An amount of a metric as the service wrote it: a decimal text of any length and its unit.
public struct MetricValue: Sendable, Hashable, Codable {
    /// The decimal text, such as `123.4567890123456789` or `1E-10`.
    public var amount: String?
    /// The currency, or the unit of a usage quantity; `N/A` for a sum over several units.
    public var unit: String?

    private enum CodingKeys: String, CodingKey {
        case amount = "Amount"
        case unit = "Unit"
    }

    /// A value.
    public init(amount: String?, unit: String?) {
        self.amount = amount
        self.unit = unit
    }

    /// The value as money, exactly. US dollars where there is no unit.
    ///
    /// - Throws: `MoneyError` where the amount is absent, no decimal number, or too large or fine for `Money`.
    public func money() throws(MoneyError) -> Money {
        try Money(amount ?? "", unit.map(Currency.init(rawValue:)) ?? .usd)
    }

    /// The sum of two values; of one that is absent, the other.
    func adding(_ other: MetricValue) throws(MoneyError) -> MetricValue {
        guard let amount else { return other }
        guard let addend = other.amount else { return self }
        let sum = try ExactDecimal(amount).adding(ExactDecimal(addend))
        // As Cost Explorer does it: a sum over different units has none.
        return MetricValue(amount: sum.description, unit: unit == other.unit ? unit : "N/A")
    }
}
