#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Texts whose order is that of what they stand for, as sort keys need it.
enum OrderedText {
    /// What comes after every time.
    static let never = "z"

    /// A time, exact to the bit: the pattern of a floating-point number sorts as the number does, once the sign is turned.
    static func of(_ date: Date) -> String {
        let bits = date.timeIntervalSince1970.bitPattern
        let ordered = bits >> 63 == 1 ? ~bits : bits | 1 << 63
        return padded(String(ordered, radix: 16), to: 16)
    }

    /// A small number from 0.
    static func of(_ number: Int) -> String { padded(String(number), to: 4) }

    static func padded(_ digits: String, to width: Int) -> String {
        String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
