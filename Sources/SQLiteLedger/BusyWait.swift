#if SQLite

import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// How the writer waits while another process writes.
///
/// SQLite's own waiting backs off to a tenth of a second, and so lets those wait longest that have waited longest. Here all look
/// again after a short random time, those that have waited long more often; and where several write, each leaves the others a
/// moment after its own commit.
final class BusyWait: Sendable {
    private struct State {
        /// When the current wait began.
        var began: ContinuousClock.Instant?
        /// When the last wait was.
        var waited: ContinuousClock.Instant?
    }

    private let limit: Duration
    private let state = Mutex(State())

    init(limit: Duration) {
        self.limit = limit
    }

    /// Waits a little, unless the time is up.
    ///
    /// - Parameter tries: How often this was called for the same lock.
    /// - Returns: Whether to try again.
    func waits(after tries: Int) -> Bool {
        let now = ContinuousClock.now
        let isOver = state.withLock { state in
            if tries == 0 { state.began = now }
            state.waited = now
            return state.began.map { now - $0 >= limit } ?? false
        }
        if isOver { return false }
        switch tries {
        case ..<20: Self.pause(microseconds: 50...300)
        case ..<300: Self.pause(microseconds: 200...2_000)
        default: Self.pause(microseconds: 50...500)
        }
        return true
    }

    /// Gives others their turn, where there were any within the last second.
    func giveWay() {
        guard let waited = state.withLock({ $0.waited }), ContinuousClock.now - waited < .seconds(1) else { return }
        Self.pause(microseconds: 50...300)
    }

    /// Blocks the thread, which is the writer's own.
    static func pause(microseconds: ClosedRange<UInt32>) {
        usleep(UInt32.random(in: microseconds))
    }
}

#endif
