public import HTTPTransport
import Synchronization

/// A one-time event that tasks wait for: scripts a peer that stalls until the test says so.
public final class Signal: Sendable {
    private struct State {
        var isFired = false
        var nextID = 0
        var waiters: [Int: CheckedContinuation<Bool, Never>] = [:]
        var callbacks: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    /// A signal that has not fired.
    public init() {}

    /// Whether ``fire()`` was called.
    public var isFired: Bool { state.withLock { $0.isFired } }

    /// Lets every present and future waiter go on. Firing again changes nothing.
    public func fire() {
        let (waiters, callbacks) = state.withLock { state in
            state.isFired = true
            defer {
                state.waiters = [:]
                state.callbacks = []
            }
            return (state.waiters, state.callbacks)
        }
        for waiter in waiters.values { waiter.resume(returning: true) }
        for callback in callbacks { callback() }
    }

    /// Calls `callback` once the signal has fired; at once if it has.
    func whenFired(_ callback: @escaping @Sendable () -> Void) {
        let isFired = state.withLock { state in
            if !state.isFired { state.callbacks.append(callback) }
            return state.isFired
        }
        if isFired { callback() }
    }

    /// Returns once the signal has fired.
    ///
    /// - Throws: `TransportError` of code `cancelled` when the waiting task is cancelled first.
    public func wait() async throws(TransportError) {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let hasFired = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let outcome: Bool? = state.withLock { state in
                    if state.isFired { return true }
                    // The handler below takes the lock too: a cancellation seen here has found no waiter, any later one will.
                    if Task.isCancelled { return false }
                    state.waiters[id] = continuation
                    return nil
                }
                if let outcome { continuation.resume(returning: outcome) }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume(returning: false)
        }
        guard hasFired else { throw TransportError(.cancelled, "the wait was cancelled") }
    }
}
