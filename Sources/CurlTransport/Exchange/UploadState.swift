import HTTPTransport

/// What the writing task and the loop share about a request body that is written while it is sent: a pure state machine,
/// driven from both sides under a lock.
struct UploadState {
    /// What became of bytes that the writer offered.
    enum Offer {
        /// They are taken; libcurl must be told where it was waiting for some.
        case taken(mustResume: Bool)
        /// So many bytes wait already that the writer has to.
        case full
        case failure(TransportError)
    }

    /// What libcurl gets when it asks for bytes.
    enum Supply: Equatable { case bytes(Int), pause, end }

    private let bufferSize: Int
    private var buffer: [UInt8] = []
    /// How much of the buffer is sent.
    private var start = 0
    private var isFinished = false
    private var ending: TransportError?
    /// libcurl waits for bytes and must be told when there are some.
    private(set) var isPaused = false

    init(bufferSize: Int) { self.bufferSize = bufferSize }

    // MARK: The writer's side

    /// Whether a writer has to wait for room.
    var mustWait: Bool { ending == nil && !isFinished && buffer.count - start >= bufferSize }

    mutating func offer(_ bytes: [UInt8]) -> Offer {
        // Said of a body that its writer ended, whatever the peer did meanwhile.
        guard !isFinished else {
            return .failure(TransportError(.invalidRequest, "the request's body has ended"))
        }
        if let ending { return .failure(ending) }
        if mustWait { return .full }
        if start == buffer.count {
            buffer = bytes
            start = 0
        } else {
            buffer += bytes
        }
        return .taken(mustResume: wake())
    }

    /// Ends the body after what is buffered.
    mutating func finish() -> Offer {
        if isFinished { return .taken(mustResume: false) }
        if let ending { return .failure(ending) }
        isFinished = true
        return .taken(mustResume: wake())
    }

    private mutating func wake() -> Bool {
        defer { isPaused = false }
        return isPaused
    }

    // MARK: The loop's side

    /// Moves bytes into `target`, which is not empty.
    mutating func supply(_ target: UnsafeMutableRawBufferPointer) -> Supply {
        // After a refusal, libcurl reads the response on only if its request has ended.
        if ending != nil { return .end }
        let count = min(buffer.count - start, target.count)
        guard count > 0 else {
            if isFinished { return .end }
            isPaused = true
            return .pause
        }
        unsafe buffer.withUnsafeBytes { bytes in
            unsafe target.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + count]))
        }
        start += count
        if start == buffer.count {
            buffer = []
            start = 0
        } else if start >= bufferSize {
            buffer.removeFirst(start)
            start = 0
        }
        return .bytes(count)
    }

    /// Nothing more is sent, for this reason; what waits is dropped. A failure after the response's end takes its place.
    mutating func end(_ error: TransportError) {
        guard ending == nil || ending?.code == .responseEnded else { return }
        ending = error
        buffer = []
        start = 0
        isPaused = false
    }
}
