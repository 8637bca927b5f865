import Synchronization

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// One value that expires, fetched by one task for all who ask.
///
/// - A value is fetched ahead of its expiry: from `advisory` before it in the background while callers go on with the old
///   one, from `mandatory` before it with callers waiting.
/// - Callers share a fetch. One that is cancelled leaves alone; the fetch and the others go on.
/// - A failure reaches those who wait and is then forgotten. While the old value has not expired, it is served instead.
package final class SharedRefresh<Value: Sendable>: Sendable {
    /// A fetched value and when it expires; `nil` for never.
    package typealias Fetched = (value: Value, expiration: Date?)

    private let state: Mutex<RefreshState<Value>>
    private let now: @Sendable () -> Date
    private let fetch: @Sendable () async throws(AWSError) -> Fetched

    package init(
        advisory: TimeInterval = 15 * 60, mandatory: TimeInterval = 10 * 60, now: @escaping @Sendable () -> Date,
        fetch: @escaping @Sendable () async throws(AWSError) -> Fetched
    ) {
        self.state = Mutex(RefreshState(advisory: advisory, mandatory: mandatory))
        self.now = now
        self.fetch = fetch
    }

    /// A value that has not expired.
    package func value() async throws(AWSError) -> Value {
        if let fresh = state.withLock({ $0.fresh(at: now()) }) { return fresh }
        let id = state.withLock { $0.newWaiter() }
        defer { state.withLock { $0.forget(id) } }
        let result: Result<Value, AWSError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let now = now()
                let action = state.withLock { $0.ask(id, at: now, continuation) }
                switch action {
                case .answer(let result, let startsFetch):
                    if startsFetch { start() }
                    continuation.resume(returning: result)
                case .wait(let startsFetch):
                    if startsFetch { start() }
                }
            }
        } onCancel: {
            let waiter = state.withLock { $0.leave(id) }
            waiter?.resume(returning: .failure(Self.cancelled))
        }
        return try result.get()
    }

    private static var cancelled: AWSError {
        AWSError(.cancelled, "the task was cancelled while it waited for a refresh")
    }

    /// Fetches in a task of its own, since the fetch belongs to all who wait and must outlive the one who began it.
    private func start() {
        Task.detached { [self] in
            let result: Result<Fetched, AWSError>
            do throws(AWSError) {
                result = .success(try await fetch())
            } catch {
                result = .failure(error)
            }
            let now = now()
            let (waiters, answer) = state.withLock { $0.finish(result, at: now) }
            for waiter in waiters { waiter.resume(returning: answer) }
        }
    }
}

/// The states of a ``SharedRefresh``, without its tasks.
struct RefreshState<Value: Sendable> {
    typealias Waiter = CheckedContinuation<Result<Value, AWSError>, Never>

    enum Action {
        case answer(Result<Value, AWSError>, startsFetch: Bool)
        case wait(startsFetch: Bool)
    }

    /// After a failed fetch the old value is served this long before the next try.
    private static var pauseAfterFailure: TimeInterval { 30 }

    private let advisory: TimeInterval
    private let mandatory: TimeInterval
    private var current: (value: Value, expiration: Date?)?
    private var isFetching = false
    private var nextTry: Date?
    private var lastID = 0
    private var waiters: [Int: Waiter] = [:]
    private var cancelledIDs: Set<Int> = []

    init(advisory: TimeInterval, mandatory: TimeInterval) {
        self.advisory = advisory
        self.mandatory = mandatory
    }

    /// The value, where it can be served and no fetch needs to begin.
    func fresh(at now: Date) -> Value? {
        guard let current else { return nil }
        guard let expiration = current.expiration else { return current.value }
        let left = expiration.timeIntervalSince(now)
        let isPausing = nextTry.map { $0 > now } ?? false
        let isServed = left > advisory || left > mandatory && isFetching || left > 0 && isPausing
        return isServed ? current.value : nil
    }

    mutating func newWaiter() -> Int {
        lastID += 1
        return lastID
    }

    mutating func ask(_ id: Int, at now: Date, _ waiter: Waiter) -> Action {
        if cancelledIDs.remove(id) != nil {
            return .answer(.failure(AWSError(.cancelled, "the task was cancelled")), startsFetch: false)
        }
        if let value = fresh(at: now) { return .answer(.success(value), startsFetch: false) }
        if !isFetching, let current, let expiration = current.expiration,
            expiration.timeIntervalSince(now) > mandatory
        {
            isFetching = true
            return .answer(.success(current.value), startsFetch: true)
        }
        waiters[id] = waiter
        if isFetching { return .wait(startsFetch: false) }
        isFetching = true
        return .wait(startsFetch: true)
    }

    /// Takes out a cancelled waiter, or remembers that it must not begin to wait.
    mutating func leave(_ id: Int) -> Waiter? {
        if let waiter = waiters.removeValue(forKey: id) { return waiter }
        cancelledIDs.insert(id)
        return nil
    }

    /// A cancellation that came after the answer leaves nothing behind.
    mutating func forget(_ id: Int) { cancelledIDs.remove(id) }

    mutating func finish(
        _ result: Result<(value: Value, expiration: Date?), AWSError>, at now: Date
    ) -> (waiters: [Waiter], answer: Result<Value, AWSError>) {
        isFetching = false
        defer { waiters = [:] }
        let all = Array(waiters.values)
        switch result {
        case .success(let fetched):
            current = fetched
            nextTry = nil
            return (all, .success(fetched.value))
        case .failure(let error):
            if let current, let expiration = current.expiration, expiration > now {
                nextTry = now.addingTimeInterval(Self.pauseAfterFailure)
                return (all, .success(current.value))
            }
            current = nil
            nextTry = nil
            return (all, .failure(error))
        }
    }
}
