/// An exact amount of money: a whole number of 10⁻¹⁸ of a currency's unit, in 128 bits.
///
/// Amounts are never held as binary fractions. Sums and products are exact or throw; there are no operators, since an
/// operator could only trap or round:
///
/// ```swift
/// let price = try Money("0.000003")                  // a token of 3 dollars per million
/// let cost = try price.multiplied(by: 12_345)
/// print(cost, cost.formatted(fractionDigits: 2))     // 0.037035 0.04
/// ```
public struct Money: Sendable, Hashable {
    private let value: ExactDecimal
    /// The currency.
    public let currency: Currency

    private init(_ value: ExactDecimal, _ currency: Currency) {
        self.value = value
        self.currency = currency
    }

    /// The amount that a decimal text names, as AWS writes it: `12`, `-0.5`, `0.0000000001` or `1.2E-7`.
    ///
    /// - Throws: ``MoneyError`` of code ``MoneyError/Code/malformed`` for another text,
    ///   ``MoneyError/Code/tooPrecise`` for digits other than zero beyond the eighteenth after the point, and
    ///   ``MoneyError/Code/overflow``.
    public init(_ decimal: String, _ currency: Currency = .usd) throws(MoneyError) {
        self.init(try ExactDecimal(decimal), currency)
    }

    /// An amount by its count of 10⁻¹⁸ units, such as `10_000_000_000_000_000` for a cent.
    public init(attoUnits: Int128, _ currency: Currency = .usd) {
        self.init(ExactDecimal(atoms: attoUnits), currency)
    }

    /// Nothing.
    public static func zero(_ currency: Currency = .usd) -> Money { Money(.zero, currency) }
    /// Whole US dollars.
    public static func usd(_ dollars: Int) -> Money { Money(ExactDecimal(dollars), .usd) }
    /// Whole US cents.
    public static func usd(cents: Int) -> Money {
        Money(attoUnits: Int128(cents) * 10_000_000_000_000_000, .usd)
    }

    /// The amount as a count of 10⁻¹⁸ units.
    public var attoUnits: Int128 { value.atoms }
    /// Whether the amount is nothing.
    public var isZero: Bool { value.atoms == 0 }
    /// Whether the amount is below zero, as credits and refunds are.
    public var isNegative: Bool { value.atoms < 0 }

    /// The sum of two amounts.
    ///
    /// - Throws: ``MoneyError`` of code ``MoneyError/Code/mixedCurrencies`` or ``MoneyError/Code/overflow``.
    public func adding(_ other: Money) throws(MoneyError) -> Money {
        try requireSameCurrency(as: other)
        return Money(try value.adding(other.value), currency)
    }

    /// This amount less another.
    ///
    /// - Throws: ``MoneyError`` of code ``MoneyError/Code/mixedCurrencies`` or ``MoneyError/Code/overflow``.
    public func subtracting(_ other: Money) throws(MoneyError) -> Money {
        try requireSameCurrency(as: other)
        return Money(try value.subtracting(other.value), currency)
    }

    /// The amount `count` times, such as a token's price times the tokens.
    ///
    /// - Throws: ``MoneyError`` of code ``MoneyError/Code/overflow``.
    public func multiplied(by count: Int) throws(MoneyError) -> Money {
        Money(try value.multiplied(by: count), currency)
    }

    /// The amount times a decimal number.
    ///
    /// - Throws: ``MoneyError`` of code ``MoneyError/Code/overflow``, or ``MoneyError/Code/tooPrecise`` where the product has
    ///   more than eighteen digits after the point.
    package func multiplied(by factor: ExactDecimal) throws(MoneyError) -> Money {
        Money(try value.multiplied(by: factor), currency)
    }

    /// Whether this amount is smaller than another.
    ///
    /// `Money` is not `Comparable`, since two currencies have no order.
    /// - Throws: ``MoneyError`` of code ``MoneyError/Code/mixedCurrencies``.
    public func isLess(than other: Money) throws(MoneyError) -> Bool {
        try requireSameCurrency(as: other)
        return value < other.value
    }

    /// The sum of all amounts; zero of `currency` where there are none.
    ///
    /// - Throws: ``MoneyError`` of code ``MoneyError/Code/mixedCurrencies`` where an amount is of another currency, or
    ///   ``MoneyError/Code/overflow``.
    public static func sum(
        _ amounts: some Sequence<Money>, currency: Currency = .usd
    ) throws(MoneyError) -> Money {
        var total = Money.zero(currency)
        for amount in amounts { total = try total.adding(amount) }
        return total
    }

    /// The amount with exactly `fractionDigits` digits after the point, halves rounded to the even neighbour.
    ///
    /// - Parameter fractionDigits: Zero or more; a negative count is taken for zero.
    public func formatted(fractionDigits: Int) -> String { value.formatted(fractionDigits: fractionDigits) }

    private func requireSameCurrency(as other: Money) throws(MoneyError) {
        guard currency == other.currency else {
            throw MoneyError(.mixedCurrencies, "\(currency) and \(other.currency) cannot be put together")
        }
    }
}

extension Money: CustomStringConvertible {
    /// All digits of the amount, without the currency and without zeros at the end, such as `12.5`.
    public var description: String { value.description }
}

extension Money: Codable {
    private enum CodingKeys: String, CodingKey { case amount, currency }

    /// Decodes `{"amount": "12.5", "currency": "USD"}`; without a currency it is US dollars.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let text = try container.decode(String.self, forKey: .amount)
        let currency = try container.decodeIfPresent(Currency.self, forKey: .currency) ?? .usd
        do {
            try self.init(text, currency)
        } catch {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: container.codingPath + [CodingKeys.amount], debugDescription: error.message,
                    underlyingError: error))
        }
    }

    /// Encodes `{"amount": "12.5", "currency": "USD"}`, every digit kept.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(description, forKey: .amount)
        try container.encode(currency, forKey: .currency)
    }
}
