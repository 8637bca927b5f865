/// What a budget counts.
public enum SpendUnit: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Money of one currency.
    case money(Currency)
    /// Tokens of all classes.
    case tokens

    /// The currency's code, or `tokens`.
    public var description: String {
        switch self {
        case .money(let currency): currency.description
        case .tokens: "tokens"
        }
    }
}

/// An amount that a budget counts: money or tokens.
public struct SpendAmount: Sendable, Hashable {
    /// What is counted.
    public let unit: SpendUnit
    /// How much: 10⁻¹⁸ of the currency's unit, or tokens.
    public let count: Int128

    /// An amount by its count.
    ///
    /// - Parameters:
    ///   - count: 10⁻¹⁸ of the currency's unit, or tokens.
    ///   - unit: What is counted.
    public init(count: Int128, of unit: SpendUnit) {
        self.unit = unit
        self.count = count
    }

    /// An amount of money.
    public static func money(_ money: Money) -> Self { Self(count: money.attoUnits, of: .money(money.currency)) }
    /// Whole US dollars.
    public static func usd(_ dollars: Int) -> Self { .money(.usd(dollars)) }
    /// Tokens.
    public static func tokens(_ tokens: Int) -> Self { Self(count: Int128(tokens), of: .tokens) }
    /// Nothing.
    public static func zero(_ unit: SpendUnit) -> Self { Self(count: 0, of: unit) }

    /// The money; `nil` for tokens.
    public var money: Money? {
        if case .money(let currency) = unit { Money(attoUnits: count, currency) } else { nil }
    }

    /// The sum of two amounts.
    ///
    /// - Throws: ``SpendError`` of code ``SpendError/Code/mixedUnits`` or ``SpendError/Code/overflow``.
    public func adding(_ other: Self) throws(SpendError) -> Self {
        guard unit == other.unit else {
            throw SpendError(.mixedUnits, "\(unit) and \(other.unit) cannot be put together")
        }
        let (sum, isTooFar) = count.addingReportingOverflow(other.count)
        guard !isTooFar else { throw SpendError(.overflow, "the sum of two amounts exceeds what an amount can hold") }
        return Self(count: sum, of: unit)
    }

    /// This amount less another.
    ///
    /// - Throws: ``SpendError`` of code ``SpendError/Code/mixedUnits`` or ``SpendError/Code/overflow``.
    public func subtracting(_ other: Self) throws(SpendError) -> Self {
        guard other.count != .min else {
            throw SpendError(.overflow, "the difference of two amounts exceeds what an amount can hold")
        }
        return try adding(Self(count: -other.count, of: other.unit))
    }
}

extension SpendAmount: CustomStringConvertible {
    /// All digits and the unit, such as `12.5 USD` or `1200 tokens`.
    public var description: String { "\(money?.description ?? String(count)) \(unit)" }
}

extension SpendAmount: Codable {
    private enum CodingKeys: String, CodingKey { case money, tokens }

    /// Decodes `{"money": {"amount": "12.5", "currency": "USD"}}` or `{"tokens": "1200"}`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let money = try container.decodeIfPresent(Money.self, forKey: .money) {
            self = .money(money)
            return
        }
        let text = try container.decode(String.self, forKey: .tokens)
        guard let tokens = Int128(text) else {
            throw DecodingError.dataCorruptedError(
                forKey: .tokens, in: container, debugDescription: "\"\(text)\" is no whole number")
        }
        self.init(count: tokens, of: .tokens)
    }

    /// Encodes `{"money": {"amount": "12.5", "currency": "USD"}}` or `{"tokens": "1200"}`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        if let money {
            try container.encode(money, forKey: .money)
        } else {
            try container.encode(String(count), forKey: .tokens)
        }
    }
}
