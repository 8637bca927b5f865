#if AsyncHTTPClient
import AsyncHTTPClient
import HTTPTransport
import HTTPTypes
import NIOCore

/// What a transport accepts of one response.
struct ResponseLimits: Sendable {
    /// The most bytes of a head.
    var headSize: Int
    /// The bytes of body that are held before the peer is stopped.
    var bufferSize: Int
}

/// What the reading task and the event loop share about one exchange: a pure state machine, driven from both sides under a
/// lock. Time comes in from outside.
struct ExchangeState {
    /// What the reader gets, or that it has to wait.
    enum Turn<Value> {
        case value(Value)
        case failure(TransportError)
        case wait
    }

    /// What the reader waits for.
    enum Awaited { case head, body }

    /// What became of bytes that the event loop brought.
    enum Acceptance: Equatable { case wantsMore, full, refused }

    private enum End {
        case complete
        case failed(TransportError)
    }

    private let host: String
    private let isOnOneLoop: Bool
    private let limits: ResponseLimits
    private let bodyLimit: Int
    private let clock: ExchangeClock
    private var responseHead: HTTPResponse?
    private var buffer: [UInt8] = []
    private var received = 0
    private var isFull = false
    private var end: End?
    private var isClosed = false
    /// Whether the request's head has been written.
    private(set) var hasBegunSending = false
    private var lastActivity: NIODeadline
    /// When the reader began to wait, while it does.
    private var waitingSince: NIODeadline?

    init(
        _ host: String, isOnOneLoop: Bool, options: TransportOptions, limits: ResponseLimits, now: NIODeadline
    ) {
        self.host = host
        self.isOnOneLoop = isOnOneLoop
        self.limits = limits
        self.bodyLimit = options.responseBodyLimit ?? .max
        self.clock = ExchangeClock(options, start: now)
        self.lastActivity = now
    }

    /// Whether the event loop may still work on it.
    var isOpen: Bool { !isClosed && end == nil }

    // MARK: The event loop's side

    /// The request's head is on its way. `false` where that happens a second time: a redirect is being followed.
    mutating func beginSending(at now: NIODeadline) -> Bool {
        defer { hasBegunSending = true }
        lastActivity = now
        return !hasBegunSending
    }

    /// The peer took a piece of the request.
    mutating func noteActivity(at now: NIODeadline) { lastActivity = now }

    mutating func receive(_ head: HTTPResponse, at now: NIODeadline) {
        lastActivity = now
        responseHead = head
    }

    mutating func receive(_ bytes: ByteBuffer, at now: NIODeadline) -> Acceptance {
        guard isOpen else { return .refused }
        lastActivity = now
        guard bytes.readableBytes <= bodyLimit - received else {
            finish(
                TransportError(
                    .responseTooLarge, "\(host): the response body exceeds \(bodyLimit) bytes"))
            return .refused
        }
        received += bytes.readableBytes
        // Most pieces are taken before the next comes.
        if buffer.isEmpty {
            buffer = Array(buffer: bytes)
        } else {
            bytes.withUnsafeReadableBytes { buffer.append(contentsOf: $0) }
        }
        isFull = buffer.count >= limits.bufferSize
        return isFull ? .full : .wantsMore
    }

    /// The exchange is over, completely or with an error. What comes first counts.
    mutating func finish(_ error: TransportError?) {
        guard end == nil else { return }
        end = error.map(End.failed) ?? .complete
    }

    /// Ends the exchange from this side.
    mutating func fail(_ code: TransportError.Code, _ message: String) {
        finish(TransportError(code, "\(host): \(message)", requestMayHaveBeenProcessed: mayHaveBegunSending))
    }

    /// Whether an error of AsyncHTTPClient only means that a kept connection was gone when the request came to it.
    func canStartAgain(after error: any Error) -> Bool {
        guard isOpen, !hasBegunSending else { return false }
        return switch error {
        case ChannelError.ioOnClosedChannel: true
        case let error as HTTPClientError: error == .remoteConnectionClosed || error == .cancelled
        default: false
        }
    }

    /// Ends the exchange with an error that AsyncHTTPClient reports.
    mutating func fail(with error: any Error) {
        finish(TransportError(error, host: host, hasBegunSending: hasBegunSending))
    }

    // MARK: Limits of time

    /// When a limit passes, if nothing happens until then.
    var nextDeadline: NIODeadline? {
        guard isOpen else { return nil }
        return clock.nextDeadline(hasBegunSending: hasBegunSending, silentSince: silentSince)
    }

    /// Ends the exchange if a limit has passed.
    mutating func enforceLimits(at now: NIODeadline) {
        guard isOpen,
            let passed = clock.passed(at: now, hasBegunSending: hasBegunSending, silentSince: silentSince)
        else { return }
        fail(passed.code, passed.message)
    }

    /// Since when the peer has been silent while its bytes were awaited; `nil` while none are.
    private var silentSince: NIODeadline? {
        // A reader that is busy, or holds the transfer back, awaits nothing.
        guard hasBegunSending, let waitingSince, !isFull else { return nil }
        return max(lastActivity, waitingSince)
    }

    // MARK: The reader's side

    mutating func takeHead() -> Turn<HTTPResponse> {
        waitingSince = nil
        if isClosed { return .failure(closedError) }
        if let responseHead { return .value(responseHead) }
        switch end {
        case .complete: return .failure(TransportError(.protocolViolation, "\(host): the response has no head"))
        case .failed(let error): return .failure(error)
        case nil: return .wait
        }
    }

    /// The bytes that are there. The peer, if it was stopped, may go on.
    mutating func takeBody() -> Turn<[UInt8]?> {
        waitingSince = nil
        if isClosed { return .failure(closedError) }
        if !buffer.isEmpty {
            var bytes: [UInt8] = []
            swap(&bytes, &buffer)
            isFull = false
            return .value(bytes)
        }
        switch end {
        case .complete: return .value(nil)
        case .failed(let error): return .failure(error)
        case nil: return .wait
        }
    }

    /// Whether the reader, finding nothing at `now`, has to wait.
    mutating func beginWaiting(for awaited: Awaited, at now: NIODeadline) -> Bool {
        guard isOpen else { return false }
        switch awaited {
        case .head: guard responseHead == nil else { return false }
        case .body: guard buffer.isEmpty else { return false }
        }
        waitingSince = now
        return true
    }

    /// Ends the reader's side: what is held is dropped, what follows is refused.
    mutating func close() {
        isClosed = true
        buffer = []
    }

    private var closedError: TransportError {
        TransportError(
            .cancelled, "the exchange was cancelled, or its body used after its closure had ended",
            requestMayHaveBeenProcessed: mayHaveBegunSending)
    }

    /// When this side ends an exchange: another loop may have written the head a moment ago.
    private var mayHaveBegunSending: Bool { hasBegunSending || !isOnOneLoop }
}
#endif
