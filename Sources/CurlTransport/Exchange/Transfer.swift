import HTTPTransport
import HTTPTypes
import Synchronization

/// One exchange between the task that reads it and the loop that drives it.
final class Transfer: Sendable {
    private struct Shared {
        var state: TransferState
        var waiter: CheckedContinuation<Void, Never>?
        /// When the reader began to wait; the idle limit counts from there, at the earliest.
        var waitingSince = MonotonicTime()
        /// Where the driver keeps the exchange, while it does.
        var slot: Int?
    }

    let wire: WireRequest
    let options: TransportOptions
    private let mailbox: Mailbox
    private let shared: Mutex<Shared>

    init(_ wire: WireRequest, options: TransportOptions, mailbox: Mailbox) {
        self.wire = wire
        self.options = options
        self.mailbox = mailbox
        let state = TransferState(bufferSize: mailbox.bodyBufferSize, bodyLimit: options.responseBodyLimit)
        self.shared = Mutex(Shared(state: state))
    }

    // MARK: The reader's side

    /// Sends the request and waits for the response's head. The caller sees to cancellation.
    func head() async throws(TransportError) -> HTTPResponse {
        guard mailbox.post(.start(self)) else { throw .shutDown }
        while true {
            switch shared.withLock({ $0.state.takeHead() }) {
            case .value(let head): return head
            case .failure(let error): throw error
            case .wait: await wait(for: .head)
            }
        }
    }

    /// The bytes that are there, the next ones to come, or `nil` at the body's end.
    func next() async throws(TransportError) -> [UInt8]? {
        while true {
            if Task.isCancelled { cancel() }
            let (turn, notice, isTaken) = shared.withLock { shared in
                let (turn, notice) = shared.state.takeBody()
                return (turn, notice, shared.waiter != nil)
            }
            if case .unpause = notice { _ = mailbox.post(.unpause(self)) }
            switch turn {
            case .value(let bytes): return bytes
            case .failure(let error): throw error
            case .wait where isTaken:
                throw TransportError(.cancelled, "the body is already being read by another task")
            case .wait:
                // The reader may be a child task, which is cancelled on its own and not with the exchange's task.
                await withTaskCancellationHandler {
                    await wait(for: .body)
                } onCancel: {
                    cancel()
                }
            }
        }
    }

    /// Ends the exchange on the reader's side; a transfer still running is closed at once.
    func close() {
        if case .close = shared.withLock({ $0.state.close() }) { _ = mailbox.post(.close(self)) }
    }

    /// Closes, and lets a waiting reader find itself cancelled.
    func cancel() {
        close()
        resumeReader()
    }

    private func wait(for awaited: TransferState.Awaited) async {
        await withCheckedContinuation { continuation in
            let isParked = shared.withLock { shared in
                guard shared.waiter == nil, shared.state.mustWait(for: awaited) else { return false }
                shared.waitingSince = .now
                shared.waiter = continuation
                return true
            }
            if !isParked { continuation.resume() }
        }
    }

    // MARK: The loop's side

    var slot: Int? {
        get { shared.withLock { $0.slot } }
        set { shared.withLock { $0.slot = newValue } }
    }

    var isOpen: Bool { shared.withLock { $0.state.isOpen } }

    func beginSending() { shared.withLock { $0.state.beginSending() } }

    func receive(_ head: HTTPResponse) { shared.withLock { $0.state.receive(head) } }

    func receive(_ bytes: UnsafeRawBufferPointer) -> TransferState.Acceptance {
        shared.withLock { unsafe $0.state.receive(bytes) }
    }

    func finish(_ error: TransportError?) {
        shared.withLock {
            $0.slot = nil
            $0.state.finish(error)
        }
    }

    /// Resumes a waiting reader, who then takes all that is there.
    func resumeReader() {
        let waiter = shared.withLock { shared in
            defer { shared.waiter = nil }
            return shared.waiter
        }
        waiter?.resume()
    }

    /// Since when a reader has waited; `nil` while it is busy with what it has, or holds the transfer back.
    var waitingSince: MonotonicTime? {
        shared.withLock { $0.waiter == nil || $0.state.isPaused ? nil : $0.waitingSince }
    }
}

extension TransportError {
    static var shutDown: Self {
        Self(.shutDown, "the transport has been shut down", requestMayHaveBeenProcessed: false)
    }
}
