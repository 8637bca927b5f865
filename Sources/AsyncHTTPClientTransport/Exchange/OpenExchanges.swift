#if AsyncHTTPClient
import Synchronization

/// The exchanges under way on one transport.
final class OpenExchanges: Sendable {
    private struct State {
        var exchanges: [ObjectIdentifier: Exchange] = [:]
        var hasEnded = false
    }

    private let state = Mutex(State())

    /// Adds an exchange; `false` once the transport has been shut down.
    func insert(_ exchange: Exchange) -> Bool {
        state.withLock { state in
            guard !state.hasEnded else { return false }
            state.exchanges[ObjectIdentifier(exchange)] = exchange
            return true
        }
    }

    func remove(_ exchange: Exchange) {
        state.withLock { _ = $0.exchanges.removeValue(forKey: ObjectIdentifier(exchange)) }
    }

    /// Lets no more in, and hands out those that are there.
    func end() -> [Exchange] {
        state.withLock { state in
            state.hasEnded = true
            return Array(state.exchanges.values)
        }
    }
}
#endif
