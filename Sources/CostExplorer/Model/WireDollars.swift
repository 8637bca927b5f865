import Metering

/// US dollars that a service sends as a JSON number, not as text as bills do.
///
/// The number's shortest decimal form is taken for what was meant; digits beyond the eighteenth after the point are dropped.
struct WireDollars: Sendable, Hashable, Codable {
    let money: Money

    init(_ money: Money) { self.money = money }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let number = try container.decode(Double.self)
        do {
            money = try Money(estimate: "\(number)")
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no amount: \(error)")
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Double(money.description) ?? 0)
    }
}

extension Money {
    /// An amount that a service has estimated in binary fractions, whose digits may go on beyond what matters: those
    /// beyond the eighteenth after the point are dropped.
    init(estimate text: String, _ currency: Currency = .usd) throws(MoneyError) {
        do {
            try self.init(text, currency)
        } catch {
            guard error.code == .tooPrecise else { throw error }
            try self.init(Self.cut(text), currency)
        }
    }

    /// A decimal text of more than eighteen fraction digits, cut.
    private static func cut(_ text: String) -> String {
        let parts = text.split(maxSplits: 1, whereSeparator: { $0 == "e" || $0 == "E" })
        let mantissa = parts[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let exponent = parts.count == 2 ? Int(parts[1].drop { $0 == "+" }) ?? 0 : 0
        let fraction = mantissa.count == 2 ? mantissa[1] : ""
        let digits = mantissa[0] + fraction
        let surplus = fraction.count - exponent - 18
        let kept = digits.dropLast(max(0, surplus))
        return kept.contains(where: \.isNumber) ? "\(kept)E-18" : "0"
    }
}
