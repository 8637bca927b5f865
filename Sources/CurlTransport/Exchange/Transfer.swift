import HTTPTransport
import HTTPTypes
import Synchronization

/// One exchange between the task that reads it and the loop that drives it.
final class Transfer: Sendable {
    struct Shared {
        var state: TransferState
        var waiter: CheckedContinuation<Void, Never>?
        /// When the reader began to wait; the idle limit counts from there, at the earliest.
        var waitingSince = MonotonicTime()
        /// The body of a duplex exchange's request.
        var upload: UploadState?
        var writer: CheckedContinuation<Void, Never>?
        /// When the writer began to wait.
        var writingSince = MonotonicTime()
        /// Where the driver keeps the exchange, while it does.
        var slot: Int?
    }

    let wire: WireRequest
    let options: TransportOptions
    let mailbox: Mailbox
    let shared: Mutex<Shared>

    init(_ wire: WireRequest, options: TransportOptions, mailbox: Mailbox) {
        self.wire = wire
        self.options = options
        self.mailbox = mailbox
        let state = TransferState(bufferSize: mailbox.bodyBufferSize, bodyLimit: options.responseBodyLimit)
        let upload = wire.method == .streamed ? UploadState(bufferSize: mailbox.bodyBufferSize) : nil
        self.shared = Mutex(Shared(state: state, upload: upload))
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
        let (notice, writer) = shared.withLock { shared in
            let notice = shared.state.close()
            shared.upload?.end(shared.state.closedError)
            return (notice, shared.writer.take())
        }
        if case .close = notice { _ = mailbox.post(.close(self)) }
        writer?.resume()
    }

    /// Closes, and lets a waiting reader find itself cancelled.
    func cancel() {
        close()
        resumeWaiters()
    }

    func wait(for awaited: TransferState.Awaited) async {
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

    /// Takes the response's head; `true` where it refuses a request that is still being written.
    func receive(_ head: HTTPResponse) -> Bool {
        shared.withLock { shared in
            shared.state.receive(head)
            guard head.status.code >= 300, shared.upload != nil else { return false }
            shared.upload?.end(.responseEnded)
            return true
        }
    }

    func receive(_ bytes: UnsafeRawBufferPointer) -> TransferState.Acceptance {
        shared.withLock { unsafe $0.state.receive(bytes) }
    }

    func finish(_ error: TransportError?) {
        shared.withLock {
            $0.slot = nil
            $0.state.finish(error)
            $0.upload?.end(error ?? .responseEnded)
        }
    }

    /// Resumes a waiting reader, who then takes all that is there, and a writer for whom there is room.
    func resumeWaiters() {
        let (reader, writer) = shared.withLock { shared in
            (shared.waiter.take(), shared.upload?.mustWait == false ? shared.writer.take() : nil)
        }
        reader?.resume()
        writer?.resume()
    }

    /// Since when a reader or a writer has waited; `nil` while both are busy with what they have, or the reader holds the
    /// transfer back.
    var waitingSince: MonotonicTime? {
        shared.withLock { shared in
            let reader = shared.waiter == nil || shared.state.isPaused ? nil : shared.waitingSince
            guard shared.writer != nil else { return reader }
            return min(reader ?? shared.writingSince, shared.writingSince)
        }
    }
}

extension TransportError {
    static var shutDown: Self {
        Self(.shutDown, "the transport has been shut down", requestMayHaveBeenProcessed: false)
    }
}
