#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A point on the machine's monotonic clock, in nanoseconds.
struct MonotonicTime: Comparable {
    private(set) var nanoseconds: Int64 = 0

    static var now: Self {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Self(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    static func < (lhs: Self, rhs: Self) -> Bool { lhs.nanoseconds < rhs.nanoseconds }

    /// Later by `duration`, at most at the end of time.
    static func + (time: Self, duration: Duration) -> Self {
        let (seconds, attoseconds) = duration.components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carry) = time.nanoseconds.addingReportingOverflow(product &+ attoseconds / 1_000_000_000)
        return Self(nanoseconds: overflow || carry ? .max : sum)
    }

    func advanced(byMilliseconds milliseconds: Int) -> Self {
        Self(nanoseconds: nanoseconds + Int64(milliseconds) * 1_000_000)
    }

    /// Whole milliseconds until `deadline`, rounded up, as `epoll_wait` and `poll` take them.
    func milliseconds(until deadline: Self) -> Int32 {
        let difference = deadline.nanoseconds.subtractingReportingOverflow(nanoseconds)
        guard !difference.overflow, difference.partialValue > 0 else { return deadline > self ? .max : 0 }
        return Int32(clamping: (difference.partialValue - 1) / 1_000_000 + 1)
    }
}
