public import Metering

/// An amount as the service writes it: a decimal text and its unit.
///
/// The text is kept as it is, so that no digit is lost; ``money()`` reads it exactly.
public struct BudgetSpend: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The amount in decimal, such as `100.50`. Never below zero.
    public var amount: String
    /// The currency, such as `USD`; for a usage budget the unit of usage.
    public var unit: String

    private enum CodingKeys: String, CodingKey {
        case amount = "Amount"
        case unit = "Unit"
    }

    /// An amount in a unit.
    public init(amount: String, unit: String) {
        self.amount = amount
        self.unit = unit
    }

    /// An amount of money.
    public init(_ money: Money) { self.init(amount: money.description, unit: money.currency.rawValue) }

    /// The amount as money, exactly.
    ///
    /// - Throws: `MoneyError` where the amount is no decimal number, or too large or fine for `Money`.
    public func money() throws(MoneyError) -> Money { try Money(amount, Currency(rawValue: unit)) }

    /// Amount and unit.
    public var description: String { "\(amount) \(unit)" }
}
