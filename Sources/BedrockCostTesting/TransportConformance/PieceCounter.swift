import Synchronization

/// Counts what a writer could hand over.
final class PieceCounter: Sendable {
    private let count = Mutex(0)

    func add() { count.withLock { $0 += 1 } }

    /// Waits until the writer gets no further. A stop shows only by watching for a while.
    func stopped() async throws -> Int {
        while true {
            let before = count.withLock { $0 }
            try await Task.sleep(for: .milliseconds(250))
            if before > 0, count.withLock({ $0 }) == before { return before }
        }
    }
}
