import HTTPTransport
import Synchronization

/// Byte chunks on their way from one task to another: a pipe that holds some, and makes its writer wait for room.
final class InProcessPipe: Sendable {
    private struct State {
        var chunks: [[UInt8]] = []
        var count = 0
        var isFinished = false
        var failure: TransportError?
        var reader: CheckedContinuation<Void, Never>?
        var writer: CheckedContinuation<Void, Never>?
    }

    private enum Turn {
        case value([UInt8]?)
        case failure(TransportError)
        case wait
    }

    private let capacity: Int
    private let state: Mutex<State>

    /// - Parameter capacity: The bytes past which a writer waits.
    init(capacity: Int = 64 * 1_024) {
        self.capacity = capacity
        self.state = Mutex(State())
    }

    /// A finished pipe that holds `bytes`.
    init(holding bytes: [UInt8]) {
        self.capacity = 0
        self.state = Mutex(State(chunks: bytes.isEmpty ? [] : [bytes], count: bytes.count, isFinished: true))
    }

    // MARK: Writing

    func write(_ bytes: [UInt8]) async throws(TransportError) {
        guard !bytes.isEmpty else { return }
        while true {
            try checkCancellation()
            let (turn, reader): (Turn, CheckedContinuation<Void, Never>?) = state.withLock { state in
                if let failure = state.failure { return (.failure(failure), nil) }
                if state.isFinished {
                    return (.failure(TransportError(.invalidRequest, "the request's body has ended")), nil)
                }
                guard state.count < capacity else {
                    guard state.writer == nil else {
                        let error = TransportError(
                            .invalidRequest, "the body is already being written by another task")
                        return (.failure(error), nil)
                    }
                    return (.wait, nil)
                }
                state.chunks.append(bytes)
                state.count += bytes.count
                return (.value(nil), state.reader.take())
            }
            reader?.resume()
            switch turn {
            case .value: return
            case .failure(let error): throw error
            case .wait: await waitForRoom()
            }
        }
    }

    func finish() throws(TransportError) {
        let (failure, reader): (TransportError?, CheckedContinuation<Void, Never>?) = state.withLock { state in
            if !state.isFinished, let failure = state.failure { return (failure, nil) }
            state.isFinished = true
            return (nil, state.reader.take())
        }
        reader?.resume()
        if let failure { throw failure }
    }

    /// Ends the pipe with an error, which the reader gets after what was written before, and the writer at once.
    func fail(_ error: TransportError, dropping: Bool = false) {
        let (reader, writer) = state.withLock { state in
            if state.failure == nil { state.failure = error }
            if dropping {
                state.chunks = []
                state.count = 0
                state.isFinished = false
            }
            return (state.reader.take(), state.writer.take())
        }
        reader?.resume()
        writer?.resume()
    }

    // MARK: Reading

    func next() async throws(TransportError) -> [UInt8]? {
        while true {
            try checkCancellation()
            let (turn, writer): (Turn, CheckedContinuation<Void, Never>?) = state.withLock { state in
                if !state.chunks.isEmpty {
                    let chunk = state.chunks.removeFirst()
                    state.count -= chunk.count
                    return (.value(chunk), state.writer.take())
                }
                if state.isFinished { return (.value(nil), nil) }
                if let failure = state.failure { return (.failure(failure), nil) }
                guard state.reader == nil else {
                    return (
                        .failure(TransportError(.cancelled, "the body is already being read by another task")), nil
                    )
                }
                return (.wait, nil)
            }
            writer?.resume()
            switch turn {
            case .value(let chunk): return chunk
            case .failure(let error): throw error
            case .wait: await waitForBytes()
            }
        }
    }

    // MARK: Waiting

    private func checkCancellation() throws(TransportError) {
        guard Task.isCancelled else { return }
        let error = TransportError(.cancelled, "the exchange was cancelled")
        fail(error, dropping: true)
        throw error
    }

    private func waitForRoom() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isParked = state.withLock { state in
                    guard !Task.isCancelled, state.writer == nil, state.failure == nil, state.count >= capacity else {
                        return false
                    }
                    state.writer = continuation
                    return true
                }
                if !isParked { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.writer.take() }?.resume()
        }
    }

    private func waitForBytes() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isParked = state.withLock { state in
                    guard !Task.isCancelled, state.reader == nil, state.failure == nil, state.chunks.isEmpty,
                        !state.isFinished
                    else { return false }
                    state.reader = continuation
                    return true
                }
                if !isParked { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.reader.take() }?.resume()
        }
    }
}
