/// A decimal number with up to eighteen digits after the point, kept as a whole number of 10⁻¹⁸.
///
/// The digits suffice for what AWS bills show (up to sixteen have been seen), and for a price per token that was quoted
/// per million tokens. 128 bits leave room for about ±1.7 × 10²⁰.
package struct ExactDecimal: Sendable, Hashable, Comparable {
    package static let fractionDigits = 18
    package static let zero = ExactDecimal(atoms: 0)
    private static let one: Int128 = 1_000_000_000_000_000_000

    /// The number times 10¹⁸.
    package let atoms: Int128

    package init(atoms: Int128) { self.atoms = atoms }

    /// A whole number; every `Int` fits.
    package init(_ value: Int) { atoms = Int128(value) * Self.one }

    /// Reads an optional sign, digits, a point with digits, and an exponent, such as `-12.5`, `+3` or `1.2E-7`.
    package init(_ text: String) throws(MoneyError) {
        var scanner = DecimalScanner(text)
        guard scanner.scan() else { throw .malformed(text) }
        let digits = scanner.significantDigits
        guard !digits.isEmpty else {
            atoms = 0
            return
        }
        let shift = scanner.exponent + Self.fractionDigits
        guard shift >= 0 else {
            throw MoneyError(
                .tooPrecise, "\"\(text.prefix(64))\" has more than \(Self.fractionDigits) digits after the point")
        }
        // 2¹²⁷ has 39 digits.
        guard digits.count + shift <= 39 else { throw .overflow("\"\(text.prefix(64))\"") }
        var value: Int128 = 0
        for digit in digits + Array(repeating: 0, count: shift) {
            let (scaled, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (next, tooFar) = scaled.addingReportingOverflow(scanner.isNegative ? -Int128(digit) : Int128(digit))
            guard !tooLarge, !tooFar else { throw .overflow("\"\(text.prefix(64))\"") }
            value = next
        }
        atoms = value
    }

    package static func < (left: Self, right: Self) -> Bool { left.atoms < right.atoms }

    package func adding(_ other: Self) throws(MoneyError) -> Self {
        let (sum, overflow) = atoms.addingReportingOverflow(other.atoms)
        guard !overflow else { throw .overflow("\(self) + \(other)") }
        return Self(atoms: sum)
    }

    package func subtracting(_ other: Self) throws(MoneyError) -> Self {
        let (difference, overflow) = atoms.subtractingReportingOverflow(other.atoms)
        guard !overflow else { throw .overflow("\(self) - \(other)") }
        return Self(atoms: difference)
    }

    package func multiplied(by factor: Int) throws(MoneyError) -> Self {
        let (product, overflow) = atoms.multipliedReportingOverflow(by: Int128(factor))
        guard !overflow else { throw .overflow("\(self) × \(factor)") }
        return Self(atoms: product)
    }

    package func multiplied(by factor: Self) throws(MoneyError) -> Self {
        // The digits of both factors may exceed 128 bits although the product does not.
        let (high, low) = atoms.magnitude.multipliedFullWidth(by: factor.atoms.magnitude)
        guard high < Self.one.magnitude else { throw .overflow("\(self) × \(factor)") }
        let (quotient, remainder) = Self.one.magnitude.dividingFullWidth((high, low))
        guard remainder == 0 else {
            throw MoneyError(
                .tooPrecise, "\(self) × \(factor) has more than \(Self.fractionDigits) digits after the point")
        }
        guard let product = Int128(exactly: quotient) else { throw .overflow("\(self) × \(factor)") }
        return Self(atoms: (atoms < 0) == (factor.atoms < 0) ? product : -product)
    }

    /// The number with exactly `count` digits after the point, halves rounded to the even neighbour.
    package func formatted(fractionDigits count: Int) -> String {
        let kept = min(max(count, 0), Self.fractionDigits)
        var divisor: UInt128 = 1
        for _ in kept..<Self.fractionDigits { divisor *= 10 }
        var (quotient, remainder) = atoms.magnitude.quotientAndRemainder(dividingBy: divisor)
        let rest = divisor - remainder
        if remainder > rest || remainder == rest && !quotient.isMultiple(of: 2) { quotient += 1 }
        let text = Self.text(quotient, fractionDigits: kept, isNegative: atoms < 0 && quotient > 0)
        return count > kept ? text + String(repeating: "0", count: count - kept) : text
    }

    private static func text(_ magnitude: UInt128, fractionDigits: Int, isNegative: Bool) -> String {
        var digits = String(magnitude)
        if digits.utf8.count <= fractionDigits {
            digits = String(repeating: "0", count: fractionDigits + 1 - digits.utf8.count) + digits
        }
        let point = digits.index(digits.endIndex, offsetBy: -fractionDigits)
        let text = fractionDigits == 0 ? digits : "\(digits[..<point]).\(digits[point...])"
        return isNegative ? "-" + text : text
    }
}

extension ExactDecimal: CustomStringConvertible {
    /// All digits, without zeros at the end.
    package var description: String {
        var text = formatted(fractionDigits: Self.fractionDigits)
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }
}

/// Takes a decimal number apart: sign, digits without zeros at either end, and the power of ten they are to be raised to.
private struct DecimalScanner {
    private var rest: ArraySlice<UInt8>
    private(set) var isNegative = false
    private(set) var significantDigits: [UInt8] = []
    private(set) var exponent = 0

    init(_ text: String) { rest = Array(text.utf8)[...] }

    mutating func scan() -> Bool {
        isNegative = skipSign()
        let whole = takeDigits()
        guard !whole.isEmpty else { return false }
        var fraction: ArraySlice<UInt8> = []
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            fraction = takeDigits()
            guard !fraction.isEmpty else { return false }
        }
        guard let written = takeExponent(), rest.isEmpty else { return false }
        exponent = written - fraction.count
        significantDigits = Array((whole + fraction).drop { $0 == 0 })
        while significantDigits.last == 0 {
            significantDigits.removeLast()
            exponent += 1
        }
        return true
    }

    private mutating func skipSign() -> Bool {
        guard let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") else { return false }
        rest.removeFirst()
        return sign == UInt8(ascii: "-")
    }

    private mutating func takeDigits() -> ArraySlice<UInt8> {
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        rest = rest[digits.endIndex...]
        return digits.map { $0 - UInt8(ascii: "0") }[...]
    }

    /// The exponent, 0 where there is none. One of more than nine digits counts as nine nines: it is out of reach anyhow.
    private mutating func takeExponent() -> Int? {
        guard let mark = rest.first, mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") else { return 0 }
        rest.removeFirst()
        let isNegative = skipSign()
        let digits = takeDigits()
        guard !digits.isEmpty else { return nil }
        let significant = digits.drop { $0 == 0 }
        let value = significant.count > 9 ? 999_999_999 : significant.reduce(0) { $0 * 10 + Int($1) }
        return isNegative ? -value : value
    }
}
