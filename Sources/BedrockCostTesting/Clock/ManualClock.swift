import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A clock that stands still until a test turns it.
///
/// It is a `Clock<Duration>` for code that waits and a source of dates for code that signs, caches or bills:
///
/// ```swift
/// let clock = ManualClock(startingAt: Date(timeIntervalSince1970: 1_790_000_000))
/// let resolver = ProfileResolver(…, now: { clock.date })
/// clock.advance(by: .seconds(301))
/// ```
///
/// Sleepers whose deadline has been reached are resumed in the order of their deadlines. Nothing ever waits for real time.
public final class ManualClock: Clock {
    /// A moment of this clock: the time turned so far.
    public struct Instant: InstantProtocol {
        /// Time since the clock was made.
        public let elapsed: Duration

        /// This moment, moved by `duration`.
        public func advanced(by duration: Duration) -> Self { Self(elapsed: elapsed + duration) }
        /// The time from this moment to `other`.
        public func duration(to other: Self) -> Duration { other.elapsed - elapsed }
        /// The order of time.
        public static func < (left: Self, right: Self) -> Bool { left.elapsed < right.elapsed }
    }

    private struct Sleeper {
        let deadline: Duration
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var elapsed: Duration = .zero
        var nextID = 0
        var sleepers: [Int: Sleeper] = [:]
    }

    /// The date that the clock showed when it was made.
    public let start: Date
    private let state = Mutex(State())

    /// A clock that shows `start` until it is turned. The default is 2026-10-01 08:00 UTC.
    public init(startingAt start: Date = Date(timeIntervalSince1970: 1_790_841_600)) {
        self.start = start
    }

    /// The time turned so far.
    public var now: Instant { Instant(elapsed: state.withLock { $0.elapsed }) }

    /// The date shown: ``start`` and the time turned since.
    public var date: Date { start.addingTimeInterval(now.elapsed.inSeconds) }

    /// One nanosecond.
    public var minimumResolution: Duration { .nanoseconds(1) }

    /// How many tasks are asleep on this clock. A test waits for it to be what it expects before it turns the clock.
    public var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    /// Turns the clock forward and wakes the sleepers whose time has come.
    ///
    /// - Parameter duration: How far; zero and negative durations change nothing.
    public func advance(by duration: Duration) {
        guard duration > .zero else { return }
        let due = state.withLock { state in
            state.elapsed += duration
            let ids = state.sleepers.filter { $0.value.deadline <= state.elapsed }
                .sorted { ($0.value.deadline, $0.key) < ($1.value.deadline, $1.key) }
                .map(\.key)
            return ids.compactMap { state.sleepers.removeValue(forKey: $0)?.continuation }
        }
        for continuation in due { continuation.resume(returning: true) }
    }

    /// Turns the clock forward to `date`; a date in its past changes nothing.
    public func advance(to date: Date) {
        advance(by: .seconds(date.timeIntervalSince(self.date)))
    }

    /// Suspends until the clock has been turned to `deadline`.
    ///
    /// - Throws: `CancellationError` when the task is cancelled first.
    public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let wasReached = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let outcome: Bool? = state.withLock { state in
                    if state.elapsed >= deadline.elapsed { return true }
                    // The handler takes the lock too: it finds this sleeper, or its cancellation is seen here.
                    if Task.isCancelled { return false }
                    state.sleepers[id] = Sleeper(deadline: deadline.elapsed, continuation: continuation)
                    return nil
                }
                if let outcome { continuation.resume(returning: outcome) }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: id) }?.continuation.resume(returning: false)
        }
        guard wasReached else { throw CancellationError() }
    }
}

extension Duration {
    /// As a number of seconds.
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
