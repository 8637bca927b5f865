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
        let high: UInt64 = generator.next() & ~0xF000 | 0x4000
        let low: UInt64 = generator.next() & ~(0b11 << 62) | 0b10 << 62
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for digit in 0..<32 {
            if digit == 8 || digit == 12 || digit == 16 || digit == 20 { text.append(UInt8(ascii: "-")) }
            let word = digit < 16 ? high : low
            text.append(digits[Int(word >> (60 - digit % 16 * 4) & 0xF)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
