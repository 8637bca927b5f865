/// An amount of money in femtodollars (10⁻¹⁵ USD), exact under everything that the simulator's bill does.
///
/// It is the simulator's own: it shares nothing with `Metering.Money`, which it is there to check.
struct ExactUSD: Hashable, Comparable, CustomStringConvertible {
    var femtodollars: Int128

    static let zero = Self(femtodollars: 0)

    init(femtodollars: Int128) { self.femtodollars = femtodollars }

    /// An amount written in decimal, with up to 15 digits behind the point; `nil` for anything else.
    init?(_ text: String) {
        let isNegative = text.hasPrefix("-")
        let parts = (isNegative ? text.dropFirst() : Substring(text))
            .split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? parts[1] : "0"
        guard let whole = parts.first, !whole.isEmpty, !fraction.isEmpty, fraction.utf8.count <= 15,
            (whole + fraction).utf8.allSatisfy(Constraint.isDigit),
            let dollars = Int128(whole),
            let rest = Int128(fraction + String(repeating: "0", count: 15 - fraction.utf8.count))
        else { return nil }
        let (scaled, overflow) = dollars.multipliedReportingOverflow(by: Self.perDollar)
        guard !overflow else { return nil }
        femtodollars = (scaled + rest) * (isNegative ? -1 : 1)
    }

    static func + (left: Self, right: Self) -> Self { Self(femtodollars: left.femtodollars + right.femtodollars) }
    static func += (left: inout Self, right: Self) { left.femtodollars += right.femtodollars }
    static func * (left: Self, right: Int) -> Self { Self(femtodollars: left.femtodollars * Int128(right)) }
    static func < (left: Self, right: Self) -> Bool { left.femtodollars < right.femtodollars }

    /// Decimal digits without trailing zeros, such as `0.0123` or `12`.
    var description: String { decimal(femtodollars, scale: 15) }

    private static let perDollar: Int128 = 1_000_000_000_000_000
}

/// `number` divided by 10^`scale`, in decimal without trailing zeros.
func decimal(_ number: Int128, scale: Int) -> String {
    let digits = String(number.magnitude)
    let filled = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
    let whole = filled.dropLast(scale)
    var fraction = Substring(filled.suffix(scale))
    while fraction.last == "0" { fraction.removeLast() }
    return (number < 0 ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction)
}
