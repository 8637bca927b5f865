import Synchronization

/// One piece of work in flight, and the tasks that wait for its result.
///
/// The work runs in a task of its own, since it belongs to all who wait and must outlive the one who began it. A waiter
/// that is cancelled leaves alone: the work and the other waiters go on.
package final class SharedFlight<Success: Sendable, Failure: Error>: Sendable {
    private typealias Waiter = CheckedContinuation<Result<Success, Failure>, Never>

    private struct State {
        var result: Result<Success, Failure>?
        var lastID = 0
        var waiters: [Int: Waiter] = [:]
    }

    private let state = Mutex(State())

    /// A flight that has not begun. Tasks may wait for it already.
    package init() {}

    /// Begins the work. To be called once.
    package func start(_ work: @escaping @Sendable () async -> Result<Success, Failure>) {
        Task.detached { self.land(await work()) }
    }

    /// The work's result, at once where it is there.
    ///
    /// - Parameter cancellation: What is thrown where the waiting task is cancelled first.
    package func value(ifCancelled cancellation: @autoclosure () -> Failure) async throws(Failure) -> Success {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        let cancelled: Result<Success, Failure> = .failure(cancellation())
        let result: Result<Success, Failure> = await withTaskCancellationHandler {
            await withCheckedContinuation { (waiter: Waiter) in
                let answer: Result<Success, Failure>? = state.withLock { state in
                    if let result = state.result { return result }
                    // The handler below takes the lock too: a cancellation seen here has found no waiter, a later one will.
                    if Task.isCancelled { return cancelled }
                    state.waiters[id] = waiter
                    return nil
                }
                if let answer { waiter.resume(returning: answer) }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume(returning: cancelled)
        }
        return try result.get()
    }

    private func land(_ result: Result<Success, Failure>) {
        let waiters = state.withLock { state in
            state.result = result
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        for waiter in waiters { waiter.resume(returning: result) }
    }
}
