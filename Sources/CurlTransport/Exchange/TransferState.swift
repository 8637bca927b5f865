import HTTPTransport
import HTTPTypes

/// What the reading task and the loop share about one exchange: a pure state machine, driven from both sides under a lock.
struct TransferState {
    /// What became of bytes that the loop offered.
    enum Acceptance: Equatable { case taken, paused, tooLarge, closed }

    /// What the reader gets, or that it has to wait.
    enum Turn<Value> {
        case value(Value)
        case failure(TransportError)
        case wait
    }

    /// What the reader waits for; a connection is awaited before a duplex exchange begins.
    enum Awaited { case connection, head, body }

    /// What the reader's side has to tell the loop.
    enum Notice { case none, unpause, close }

    private enum End {
        case complete
        case failed(TransportError)
    }

    private let bufferSize: Int
    private let bodyLimit: Int
    private var responseHead: HTTPResponse?
    private var buffer: [UInt8] = []
    private var received = 0
    private var end: End?
    private var isClosed = false
    private var hasBegunSending = false
    private(set) var isPaused = false

    init(bufferSize: Int, bodyLimit: Int?) {
        self.bufferSize = bufferSize
        self.bodyLimit = bodyLimit ?? .max
    }

    // MARK: The loop's side

    /// Whether the loop may still work on it.
    var isOpen: Bool { !isClosed && end == nil }

    mutating func beginSending() { hasBegunSending = true }

    mutating func receive(_ head: HTTPResponse) { responseHead = head }

    mutating func receive(_ bytes: UnsafeRawBufferPointer) -> Acceptance {
        if isClosed { return .closed }
        // What libcurl is told to hold back it offers again after the un-pause.
        if buffer.count >= bufferSize {
            isPaused = true
            return .paused
        }
        guard bytes.count <= bodyLimit - received else { return .tooLarge }
        received += bytes.count
        if buffer.isEmpty {
            buffer = unsafe Array(bytes)
        } else {
            unsafe buffer.append(contentsOf: bytes)
        }
        return .taken
    }

    mutating func finish(_ error: TransportError?) {
        guard end == nil else { return }
        end = error.map(End.failed) ?? .complete
    }

    // MARK: The reader's side

    /// Whether the request is on its way.
    func takeConnection() -> Turn<Void> {
        if isClosed { return .failure(closedError) }
        if hasBegunSending { return .value(()) }
        if case .failed(let error) = end { return .failure(error) }
        return .wait
    }

    mutating func takeHead() -> Turn<HTTPResponse> {
        if isClosed { return .failure(closedError) }
        if let responseHead { return .value(responseHead) }
        if case .failed(let error) = end { return .failure(error) }
        return .wait
    }

    mutating func takeBody() -> (Turn<[UInt8]?>, Notice) {
        if isClosed { return (.failure(closedError), .none) }
        if !buffer.isEmpty {
            var bytes: [UInt8] = []
            swap(&bytes, &buffer)
            let wasPaused = isPaused
            isPaused = false
            return (.value(bytes), wasPaused ? .unpause : .none)
        }
        switch end {
        case .complete: return (.value(nil), .none)
        case .failed(let error): return (.failure(error), .none)
        case nil: return (.wait, .none)
        }
    }

    func mustWait(for awaited: Awaited) -> Bool {
        guard isOpen else { return false }
        return switch awaited {
        case .connection: !hasBegunSending
        case .head: responseHead == nil
        case .body: buffer.isEmpty
        }
    }

    /// Ends the reader's side: what is buffered is dropped, what follows is refused.
    mutating func close() -> Notice {
        guard !isClosed else { return .none }
        isClosed = true
        buffer = []
        return end == nil ? .close : .none
    }

    var closedError: TransportError {
        TransportError(
            .cancelled, "the exchange was cancelled, or its body used after its closure had ended",
            requestMayHaveBeenProcessed: hasBegunSending)
    }
}
