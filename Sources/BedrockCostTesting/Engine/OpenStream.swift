import Synchronization

/// Counts one open stream until it is closed or nobody holds it any more.
final class OpenStream: Sendable {
    private let engine: Engine
    private let isOpen = Atomic(true)

    init(_ engine: Engine) {
        self.engine = engine
        engine.streamOpened()
    }

    func close() {
        if isOpen.exchange(false, ordering: .relaxed) { engine.streamClosed() }
    }

    deinit { close() }
}
