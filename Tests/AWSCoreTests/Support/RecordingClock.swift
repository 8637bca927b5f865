import Synchronization

/// A clock whose sleeps end at once and are written down; time passes only by them.
final class RecordingClock: Clock, Sendable {
    struct Instant: InstantProtocol {
        var offset: Duration

        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private let state = Mutex((now: Instant(offset: .zero), sleeps: [Duration]()))
    private let duringSleep: @Sendable () async throws -> Void

    /// - Parameter duringSleep: Runs within each sleep, such as to stall it.
    init(duringSleep: @escaping @Sendable () async throws -> Void = {}) { self.duringSleep = duringSleep }

    var now: Instant { state.withLock { $0.now } }
    var minimumResolution: Duration { .nanoseconds(1) }
    var sleeps: [Duration] { state.withLock { $0.sleeps } }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        state.withLock { state in
            state.sleeps.append(state.now.duration(to: deadline))
            state.now = max(state.now, deadline)
        }
        try await duringSleep()
        try Task.checkCancellation()
    }
}
