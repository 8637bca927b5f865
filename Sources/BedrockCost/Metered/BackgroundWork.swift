import Synchronization

/// Tasks that outlive the call that began them, so that somebody can wait for them.
final class BackgroundWork: Sendable {
    private struct State {
        var next = 0
        var tasks: [Int: Task<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    /// Begins `work`, and keeps it until it has ended.
    @discardableResult
    func start(_ work: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        state.withLock { state in
            state.next += 1
            let number = state.next
            // It takes the lock when it ends, so it cannot be gone before it is here.
            let task = Task {
                await work()
                self.state.withLock { $0.tasks[number] = nil }
            }
            state.tasks[number] = task
            return task
        }
    }

    /// Waits until all work that has begun is done.
    func finish() async {
        while case let tasks = state.withLock({ $0.tasks }), !tasks.isEmpty {
            for (number, task) in tasks {
                await task.value
                state.withLock { $0.tasks[number] = nil }
            }
        }
    }
}
