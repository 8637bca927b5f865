import HTTPTransport
import HTTPTypes
import Synchronization

/// The request's body of a duplex exchange, between the task that writes it and the loop that sends it.
extension Transfer {
    // MARK: The writer's side

    /// Sends the request's head, and returns once it is on its way. The caller sees to cancellation.
    func open() async throws(TransportError) {
        guard mailbox.post(.start(self)) else { throw .shutDown }
        while true {
            switch shared.withLock({ $0.state.takeConnection() }) {
            case .value: return
            case .failure(let error): throw error
            case .wait: await wait(for: .connection)
            }
        }
    }

    /// The response's head, once it is there.
    func duplexHead() async throws(TransportError) -> HTTPResponse {
        while true {
            if Task.isCancelled { cancel() }
            let (turn, isTaken) = shared.withLock { ($0.state.takeHead(), $0.waiter != nil) }
            switch turn {
            case .value(let head): return head
            case .failure(let error): throw error
            case .wait where isTaken:
                throw TransportError(.cancelled, "the response is already being read by another task")
            case .wait:
                await withTaskCancellationHandler {
                    await wait(for: .head)
                } onCancel: {
                    cancel()
                }
            }
        }
    }

    /// Hands over bytes, as soon as there is room for them.
    func write(_ bytes: [UInt8]) async throws(TransportError) {
        guard !bytes.isEmpty else { return }
        while true {
            if Task.isCancelled { cancel() }
            let (offer, isTaken) = shared.withLock { shared in
                (shared.upload?.offer(bytes), shared.writer != nil)
            }
            switch offer {
            case .taken(let mustResume): return resumeSending(mustResume)
            case .failure(let error): throw error
            case .full where isTaken:
                throw TransportError(.invalidRequest, "the body is already being written by another task")
            case .full:
                // The writer may be a child task, which is cancelled on its own and not with the exchange's task.
                await withTaskCancellationHandler {
                    await waitForRoom()
                } onCancel: {
                    cancel()
                }
            case nil: return
            }
        }
    }

    /// Ends the body.
    func finishWriting() throws(TransportError) {
        if Task.isCancelled { cancel() }
        switch shared.withLock({ $0.upload?.finish() }) {
        case .taken(let mustResume): resumeSending(mustResume)
        case .failure(let error): throw error
        case .full, nil: break
        }
    }

    private func resumeSending(_ mustResume: Bool) {
        if mustResume { _ = mailbox.post(.resumeSending(self)) }
    }

    private func waitForRoom() async {
        await withCheckedContinuation { continuation in
            let isParked = shared.withLock { shared in
                guard shared.writer == nil, shared.upload?.mustWait == true else { return false }
                shared.writingSince = .now
                shared.writer = continuation
                return true
            }
            if !isParked { continuation.resume() }
        }
    }

    // MARK: The loop's side

    /// Moves bytes of the request's body into libcurl's buffer.
    func supply(_ target: UnsafeMutableRawBufferPointer) -> UploadState.Supply {
        shared.withLock { unsafe $0.upload?.supply(target) ?? .end }
    }

    /// The peer has ended its response: nothing more is to be sent.
    func endUpload() { shared.withLock { $0.upload?.end(.responseEnded) } }

    /// Whether the reader holds the response back.
    var isReceivingPaused: Bool { shared.withLock { $0.state.isPaused } }

    /// Whether libcurl waits for bytes of the request.
    var isSendingPaused: Bool { shared.withLock { $0.upload?.isPaused == true } }
}

extension TransportError {
    static var responseEnded: Self {
        Self(.responseEnded, "the peer has ended its response and takes no more of the request")
    }
}
