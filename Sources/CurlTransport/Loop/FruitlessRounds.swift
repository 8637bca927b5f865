import HTTPTransport

/// Finds the loop spinning on a socket that libcurl no longer reads.
///
/// A peer may end a duplex exchange while this side's request is paused. libcurl takes note and reads no more, but counts the
/// transfer as running and watches the socket; when the peer closes it, too, every wait ends at once, for nothing.
struct FruitlessRounds {
    /// A real connection does not get near this many empty events in a second.
    private static let limit = 1_000

    /// Whether a callback ran since the last round was counted.
    var hasMoved = false
    private var rounds = 0
    private var since = MonotonicTime()

    /// Notes a wait that has ended.
    mutating func count(hasEvents: Bool, at now: MonotonicTime) {
        if hasMoved || !hasEvents || now > since + .seconds(1) {
            rounds = 0
            since = now
        } else {
            rounds += 1
        }
        hasMoved = false
    }

    /// Whether sockets keep reporting what nobody takes.
    var isSpinning: Bool { rounds >= Self.limit }

    /// Begins anew.
    mutating func reset() { rounds = 0 }
}
