/// A number of DynamoDB: up to 38 significant digits, exact.
struct TableNumber: Hashable, Comparable {
    /// Whether it is below zero. Zero is not.
    private let isNegative: Bool
    /// The significant digits, without zeros at either end; none for zero.
    private let digits: [UInt8]
    /// The power of ten that the last digit stands for; 0 for zero.
    private let exponent: Int

    static let zero = Self(isNegative: false, digits: [], exponent: 0)

    private init(isNegative: Bool, digits: some Collection<UInt8>, exponent: Int) {
        var digits = Array(digits.drop { $0 == 0 })
        var exponent = exponent
        while digits.last == 0 {
            digits.removeLast()
            exponent += 1
        }
        self.isNegative = isNegative && !digits.isEmpty
        self.digits = digits
        self.exponent = digits.isEmpty ? 0 : exponent
    }

    /// A number as clients write it: a sign, digits, a point and an exponent.
    init(_ text: String) throws(ServiceFault) {
        let invalid = ServiceFault.validation("The parameter cannot be converted to a numeric value: \(text)")
        var rest = Array(text.utf8)[...]
        var isNegative = false
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            rest.removeFirst()
        }
        var digits: [UInt8] = []
        var exponent = 0
        var hasPoint = false
        while let byte = rest.first, byte != UInt8(ascii: "e"), byte != UInt8(ascii: "E") {
            rest.removeFirst()
            if byte == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
            } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
                digits.append(byte - UInt8(ascii: "0"))
                if hasPoint { exponent -= 1 }
            } else {
                throw invalid
            }
        }
        guard !digits.isEmpty else { throw invalid }
        if !rest.isEmpty {
            guard let written = Int(String(decoding: rest.dropFirst(), as: UTF8.self)), abs(written) < 1_000 else {
                throw invalid
            }
            exponent += written
        }
        self.init(isNegative: isNegative, digits: digits, exponent: exponent)
        try validate()
    }

    private func validate() throws(ServiceFault) {
        guard digits.count <= 38 else {
            throw .validation("Attempting to store more than 38 significant digits in a Number")
        }
        let magnitude = exponent + digits.count - 1
        guard digits.isEmpty || magnitude <= 125 else {
            throw .validation(
                "Number overflow. Attempting to store a number with magnitude larger than supported range")
        }
        guard digits.isEmpty || magnitude >= -130 else {
            throw .validation(
                "Number underflow. Attempting to store a number with magnitude smaller than supported range")
        }
    }

    /// The digits without an exponent.
    var text: String {
        guard !digits.isEmpty else { return "0" }
        let plain = digits.map { String($0) }.joined()
        let sign = isNegative ? "-" : ""
        if exponent >= 0 { return sign + plain + String(repeating: "0", count: exponent) }
        let whole = plain.count + exponent
        if whole <= 0 { return sign + "0." + String(repeating: "0", count: -whole) + plain }
        return sign + plain.prefix(whole) + "." + plain.dropFirst(whole)
    }

    static func < (left: Self, right: Self) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        let (one, other) = left.isNegative ? (right, left) : (left, right)
        let (first, second) = aligned(one, other)
        return first.lexicographicallyPrecedes(second)
    }

    /// The sum, exact.
    func adding(_ other: Self) throws(ServiceFault) -> Self {
        let lowest = min(exponent, other.exponent)
        let (one, two) = Self.aligned(self, other)
        let sum: Self
        if isNegative == other.isNegative {
            var result = [UInt8](repeating: 0, count: one.count + 1)
            var carry: UInt8 = 0
            for index in stride(from: one.count - 1, through: 0, by: -1) {
                let digit = one[index] + two[index] + carry
                result[index + 1] = digit % 10
                carry = digit / 10
            }
            result[0] = carry
            sum = Self(isNegative: isNegative, digits: result, exponent: lowest)
        } else {
            let isSmaller = one.lexicographicallyPrecedes(two)
            let (large, small) = isSmaller ? (two, one) : (one, two)
            var result = [UInt8](repeating: 0, count: large.count)
            var borrow: UInt8 = 0
            for index in stride(from: large.count - 1, through: 0, by: -1) {
                let taken = small[index] + borrow
                borrow = large[index] < taken ? 1 : 0
                result[index] = large[index] + 10 * borrow - taken
            }
            sum = Self(
                isNegative: isSmaller ? other.isNegative : isNegative, digits: result, exponent: lowest)
        }
        try sum.validate()
        return sum
    }

    /// This number less another.
    func subtracting(_ other: Self) throws(ServiceFault) -> Self {
        try adding(Self(isNegative: !other.isNegative, digits: other.digits, exponent: other.exponent))
    }

    /// The digits of two magnitudes, the same number of them, the last of the same power.
    private static func aligned(_ one: Self, _ other: Self) -> ([UInt8], [UInt8]) {
        let lowest = min(one.exponent, other.exponent)
        let first = one.digits + Array(repeating: 0, count: one.digits.isEmpty ? 0 : one.exponent - lowest)
        let second = other.digits + Array(repeating: 0, count: other.digits.isEmpty ? 0 : other.exponent - lowest)
        let width = max(first.count, second.count)
        return (
            Array(repeating: 0, count: width - first.count) + first,
            Array(repeating: 0, count: width - second.count) + second
        )
    }
}
