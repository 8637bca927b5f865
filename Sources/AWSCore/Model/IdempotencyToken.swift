/// The tokens by which services tell a repeated request from a new one: random UUIDs of version 4.
///
/// An operation makes its token once, when it is made itself, so that every attempt sends the same one.
public enum IdempotencyToken {
    /// A new token, such as `0b3a4c0e-5d0f-4b53-9d6c-2f1f8a6f7e21`.
    public static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }

    /// A new token out of the given generator's bits.
    public static func random(using generator: inout some RandomNumberGenerator) -> String {
        var high: UInt64 = generator.next()
        var low: UInt64 = generator.next()
        high = high & ~0xF000 | 0x4000
        low = low & ~(0b11 << 62) | 0b10 << 62
        let digits = Array(hexadecimal(high) + hexadecimal(low))
        return [digits[0..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20..<32]]
            .map { String($0) }.joined(separator: "-")
    }

    private static func hexadecimal(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
