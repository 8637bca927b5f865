import HTTPTransport
import Synchronization

/// One response body on its way from a handler to its reader.
final class InProcessTransfer: Sendable {
    private enum Phase {
        case open(step: Int)
        case ended
        case failed(TransportError)
        case closed
    }

    private enum Turn {
        case hand([UInt8])
        case pause(@Sendable () async throws(TransportError) -> Void)
        case pull(@Sendable () async throws(TransportError) -> [UInt8]?)
        case end
        case fail(TransportError)
    }

    private struct State {
        var phase: Phase
        var bytesRead = 0
        var isPulling = false
    }

    private let state: Mutex<State>
    private let source: InProcessResponse.Source
    private let limits: TransferLimits
    private let onEnd: (@Sendable (InProcessResponse.Ending) -> Void)?

    init(_ response: InProcessResponse, limits: TransferLimits, hasBody: Bool) {
        self.state = Mutex(State(phase: hasBody ? .open(step: 0) : .ended))
        self.source = response.source
        self.limits = limits
        self.onEnd = response.onEnd
    }

    func next() async throws(TransportError) -> [UInt8]? {
        while true {
            guard !Task.isCancelled else { throw TransportError(.cancelled, "cancelled while reading the body") }
            switch turn() {
            case .hand(let bytes):
                if bytes.isEmpty { continue }
                return try deliver(bytes)
            case .pause(let wait):
                try await awaitPeer { () async throws(TransportError) in try await wait() }
            case .pull(let next):
                guard let bytes = try await awaitPeer(next) else {
                    finish(.ended)
                    return nil
                }
                if bytes.isEmpty { continue }
                return try deliver(bytes)
            case .end: return nil
            case .fail(let error): throw error
            }
        }
    }

    /// Ends the transfer; the reader's later calls fail.
    func close() {
        let ending = state.withLock { state -> InProcessResponse.Ending? in
            if case .closed = state.phase { return nil }
            var isComplete = false
            if case .ended = state.phase { isComplete = true }
            state.phase = .closed
            return InProcessResponse.Ending(isComplete: isComplete, bytesRead: state.bytesRead)
        }
        if let ending { onEnd?(ending) }
    }

    private func turn() -> Turn {
        state.withLock { state in
            switch state.phase {
            case .closed: return .fail(TransportError(.cancelled, "the body was used after its closure had ended"))
            case .ended: return .end
            case .failed(let error): return .fail(error)
            case .open(let step):
                if state.isPulling {
                    return .fail(TransportError(.cancelled, "the body is already being read by another task"))
                }
                switch source {
                case .pull(let next):
                    state.isPulling = true
                    return .pull(next)
                case .steps(let steps):
                    guard step < steps.count else {
                        state.phase = .ended
                        return .end
                    }
                    state.phase = .open(step: step + 1)
                    switch steps[step] {
                    case .bytes(let bytes): return .hand(bytes)
                    case .pause(let wait):
                        state.isPulling = true
                        return .pause(wait)
                    case .fail(let error):
                        state.phase = .failed(error)
                        return .fail(error)
                    }
                }
            }
        }
    }

    private func awaitPeer<Value: Sendable>(
        _ work: @escaping @Sendable () async throws(TransportError) -> Value
    ) async throws(TransportError) -> Value {
        defer { state.withLock { $0.isPulling = false } }
        do throws(TransportError) {
            return try await limits.enforce(work)
        } catch {
            finish(.failed(error))
            throw error
        }
    }

    private func deliver(_ bytes: [UInt8]) throws(TransportError) -> [UInt8] {
        let isWithinLimit = state.withLock { state in
            state.bytesRead += bytes.count
            return state.bytesRead <= limits.bodyLimit ?? .max
        }
        guard isWithinLimit else {
            let error = TransportError(
                .responseTooLarge, "the response body exceeds \(limits.bodyLimit ?? 0) bytes")
            finish(.failed(error))
            throw error
        }
        return bytes
    }

    private func finish(_ phase: Phase) {
        state.withLock { state in
            if case .open = state.phase { state.phase = phase }
        }
    }
}
