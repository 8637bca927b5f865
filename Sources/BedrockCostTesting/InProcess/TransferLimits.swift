import HTTPTransport

/// A clock with its type erased: time since an origin, and a sleep.
struct TransferTimer: Sendable {
    let elapsed: @Sendable () -> Duration
    let sleep: @Sendable (Duration) async throws -> Void

    init<C: Clock<Duration>>(_ clock: C) {
        let origin = clock.now
        self.elapsed = { origin.duration(to: clock.now) }
        self.sleep = { try await clock.sleep(for: $0) }
    }
}

/// The limits of one exchange, counted from its start.
struct TransferLimits: Sendable {
    let bodyLimit: Int?
    private let idle: Duration?
    private let deadline: Duration?
    private let timer: TransferTimer

    init(_ options: TransportOptions, timer: TransferTimer) {
        self.bodyLimit = options.responseBodyLimit
        self.idle = options.idleTimeout
        self.deadline = options.totalTimeout.map { timer.elapsed() + $0 }
        self.timer = timer
    }

    /// Runs `work`, for which the caller waits on the peer, until it ends or a time limit does.
    func enforce<Value: Sendable>(
        _ work: @escaping @Sendable () async throws(TransportError) -> Value
    ) async throws(TransportError) -> Value {
        guard let (limit, error) = nearest() else { return try await work() }
        let timer = self.timer
        let outcome = await withTaskGroup(of: Result<Value, TransportError>?.self) { group in
            group.addTask {
                do throws(TransportError) { return .success(try await work()) } catch { return .failure(error) }
            }
            group.addTask {
                // A sleep that throws was cancelled: either the work is done, or it is being cancelled too.
                do { try await timer.sleep(limit) } catch { return nil }
                return .failure(error)
            }
            defer { group.cancelAll() }
            for await result in group {
                if let result { return result }
            }
            return .failure(TransportError(.cancelled, "cancelled"))
        }
        return try outcome.get()
    }

    private func nearest() -> (Duration, TransportError)? {
        let total = deadline.map { $0 - timer.elapsed() }
        if let total, total <= idle ?? total {
            return (max(total, .zero), TransportError(.totalTimeout, "the exchange took longer than its total timeout"))
        }
        return idle.map { ($0, TransportError(.idleTimeout, "the peer sent nothing for \($0)")) }
    }
}
