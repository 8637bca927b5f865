import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// When a transaction was made, and which it is: the version of every item that it writes.
///
/// A transaction's time is later than that of every item that it has read. So lines that share a balance, a hold or an
/// earlier revision sort in the order in which they were appended, whatever the clocks of their processes say.
struct TransactionStamp: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Microseconds since 1970, or more where that is needed to be later.
    let time: UInt64
    /// Tells transactions of the same microsecond apart.
    let salt: UInt64

    init(time: UInt64, salt: UInt64) {
        self.time = time
        self.salt = salt
    }

    /// Reads ``description``.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 20, parts[1].utf8.count == 16, let time = UInt64(parts[0]),
            let salt = UInt64(parts[1], radix: 16)
        else { return nil }
        self.init(time: time, salt: salt)
    }

    /// Twenty digits, a hyphen and sixteen hexadecimal digits: it sorts as the stamp does.
    var description: String {
        OrderedText.padded(String(time), to: 20) + "-" + OrderedText.padded(String(salt, radix: 16), to: 16)
    }

    static func < (left: Self, right: Self) -> Bool { (left.time, left.salt) < (right.time, right.salt) }
}

/// Gives stamps that rise, in one process and along everything that it has read.
final class StampClock: Sendable {
    private let last = Mutex<UInt64>(0)
    private let now: @Sendable () -> Date

    init(now: @escaping @Sendable () -> Date) {
        self.now = now
    }

    /// A stamp later than every one before, and than `seen`.
    func next(after seen: UInt64) -> TransactionStamp {
        let seconds = now().timeIntervalSince1970
        // Beyond these bounds the clock is of no use, and counting does.
        let time = seconds > 0 && seconds < 1e12 ? UInt64(seconds * 1e6) : 0
        let next = last.withLock { last in
            last = max(time, last &+ 1, seen &+ 1)
            return last
        }
        return TransactionStamp(time: next, salt: .random(in: 0 ... .max))
    }
}
