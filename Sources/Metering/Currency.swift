/// A currency by its ISO 4217 code. AWS bills in US dollars, and in the payer's own currency in China.
public struct Currency: RawRepresentable, Hashable, Sendable, Codable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    /// The code, such as `USD`.
    public let rawValue: String

    /// A currency by its code.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// A currency by its code.
    public init(stringLiteral value: String) { self.init(rawValue: value) }

    /// The code.
    public var description: String { rawValue }

    /// US dollar, the currency of AWS's prices.
    public static let usd = Self(rawValue: "USD")
    /// Renminbi, the currency of the `aws-cn` partition.
    public static let cny = Self(rawValue: "CNY")
    /// Euro, the currency of the European Sovereign Cloud.
    public static let eur = Self(rawValue: "EUR")
}
