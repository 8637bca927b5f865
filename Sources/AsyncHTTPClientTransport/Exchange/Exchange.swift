#if AsyncHTTPClient
import AsyncHTTPClient
import HTTPTransport
import HTTPTypes
import NIOCore
import NIOHTTP1
import Synchronization

/// One exchange between the task that reads it and the event loop that AsyncHTTPClient drives it on.
final class Exchange: HTTPClientResponseDelegate {
    typealias Response = Void

    /// How this side ends an exchange.
    enum Ending {
        /// With an error, after the bytes that are there.
        case failed(TransportError.Code, String)
        /// At once.
        case cancelled
    }

    private struct Shared {
        var state: ExchangeState
        var waiter: CheckedContinuation<Void, Never>?
        /// The client's side, from the start of the exchange to its end.
        var task: HTTPClient.Task<Void>?
        /// How often the request was given to the client.
        var starts = 0
        /// An end that came before there was a task.
        var endingOnStart: Ending?
        /// Kept while the peer is stopped.
        var demand: EventLoopPromise<Void>?
        var timer: (deadline: NIODeadline, scheduled: Scheduled<Void>)?

        /// All that an end has to let go.
        mutating func takeRemains() -> Remains {
            defer { timer = nil }
            return Remains(
                task: task.take(), demand: demand.take(), timer: timer?.scheduled, waiter: waiter.take())
        }
    }

    private struct Remains {
        var task: HTTPClient.Task<Void>?
        var demand: EventLoopPromise<Void>?
        var timer: Scheduled<Void>?
        var waiter: CheckedContinuation<Void, Never>?

        func release() {
            timer?.cancel()
            // First, so that the client does not ask the peer for more.
            task?.cancel()
            demand?.succeed()
            waiter?.resume()
        }
    }

    /// That a kept connection is gone may show only when a request comes to it. AsyncHTTPClient then fails the request, of
    /// which nothing has been written.
    private static let mostStarts = 3

    private let loop: any EventLoop
    private let headLimit: Int
    private let shared: Mutex<Shared>

    /// - Parameter isOnOneLoop: Whether the connection is driven on `loop`, too, and on no other.
    init(
        _ host: String, on loop: any EventLoop, isOnOneLoop: Bool, options: TransportOptions, limits: ResponseLimits
    ) {
        self.loop = loop
        self.headLimit = limits.headSize
        let state = ExchangeState(
            host, isOnOneLoop: isOnOneLoop, options: options, limits: limits, now: .now())
        self.shared = Mutex(Shared(state: state))
    }

    // MARK: The reader's side

    func start(_ request: HTTPClient.Request, _ client: HTTPClient) {
        let task = client.execute(request: request, delegate: self, eventLoop: .delegate(on: loop), deadline: nil)
        let ending = shared.withLock { shared in
            shared.task = task
            shared.starts += 1
            return shared.endingOnStart.take()
        }
        // The exchange may be over by now. An end from this side came before the client's.
        if let ending { end(ending) }
        // The delegate is not told of a request that a client which was shut down refuses.
        task.futureResult.whenComplete { self.finish($0, request, client) }
        watchLimits()
    }

    /// Waits for the response's head. The caller sees to cancellation.
    func head() async throws(TransportError) -> HTTPResponse {
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
            let (turn, demand, isTaken) = shared.withLock { shared in
                let turn = shared.state.takeBody()
                return (turn, shared.demand.take(), shared.waiter != nil)
            }
            demand?.succeed()
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

    /// Ends the exchange on the reader's side; a transfer still running ends at once.
    func close() {
        shared.withLock { shared in
            shared.state.close()
            return shared.takeRemains()
        }.release()
    }

    /// Closes, and lets a waiting reader find itself cancelled.
    func cancel() {
        if shared.withLock({ $0.state.hasBegunSending }) { close() } else { end(.cancelled) }
    }

    private func wait(for awaited: ExchangeState.Awaited) async {
        await withCheckedContinuation { continuation in
            let isParked = shared.withLock { shared in
                guard shared.waiter == nil, shared.state.beginWaiting(for: awaited, at: .now()) else { return false }
                shared.waiter = continuation
                return true
            }
            if isParked { watchLimits() } else { continuation.resume() }
        }
    }

    // MARK: Either side

    /// Ends the exchange on its event loop. If that is the connection's, it is certain there whether the request has left,
    /// and that it will not leave later.
    func end(_ ending: Ending) {
        if loop.inEventLoop { endOnLoop(ending) } else { loop.execute { self.endOnLoop(ending) } }
    }

    private func endOnLoop(_ ending: Ending) {
        shared.withLock { shared -> Remains? in
            guard shared.task != nil else {
                shared.endingOnStart = ending
                return nil
            }
            switch ending {
            case .failed(let code, let message): shared.state.fail(code, message)
            case .cancelled: shared.state.close()
            }
            return shared.takeRemains()
        }?.release()
    }

    /// Makes sure that limits are looked at when the next one may pass.
    ///
    /// Activity only moves a deadline later, so a timer that is early looks again: bytes that arrive cost no timer.
    private func watchLimits() {
        let deadline = shared.withLock { shared -> NIODeadline? in
            guard let next = shared.state.nextDeadline, next < .distantFuture else { return nil }
            if let timer = shared.timer, timer.deadline <= next { return nil }
            return next
        }
        guard let deadline else { return }
        let timer = loop.scheduleTask(deadline: deadline) { self.enforceLimits() }
        shared.withLock { shared -> Scheduled<Void>? in
            // Meanwhile the exchange may have ended, or the other side set a timer that is earlier.
            guard shared.state.isOpen else { return timer }
            if let other = shared.timer, other.deadline <= deadline { return timer }
            defer { shared.timer = (deadline, timer) }
            return shared.timer?.scheduled
        }?.cancel()
    }

    private func enforceLimits() {
        let remains = shared.withLock { shared -> Remains? in
            shared.timer = nil
            shared.state.enforceLimits(at: .now())
            return shared.state.isOpen ? nil : shared.takeRemains()
        }
        if let remains { remains.release() } else { watchLimits() }
    }

    // MARK: The event loop's side

    func didSendRequestHead(task: HTTPClient.Task<Void>, _ head: HTTPRequestHead) {
        guard shared.withLock({ $0.state.beginSending(at: .now()) }) else {
            return end(.failed(.invalidConfiguration, "the client that was given follows redirects"))
        }
        watchLimits()
    }

    func didSendRequestPart(task: HTTPClient.Task<Void>, _ part: IOData) {
        shared.withLock { $0.state.noteActivity(at: .now()) }
    }

    func didReceiveHead(task: HTTPClient.Task<Void>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        do throws(TransportError) {
            let head = try HTTPResponse(head, limit: headLimit)
            shared.withLock { shared in
                shared.state.receive(head, at: .now())
                return shared.waiter.take()
            }?.resume()
        } catch {
            end(.failed(error.code, error.message))
        }
        return loop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<Void>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
        let (future, waiter, refused) = shared.withLock { shared in
            switch shared.state.receive(buffer, at: .now()) {
            case .wantsMore: return (loop.makeSucceededVoidFuture(), shared.waiter.take(), Remains?.none)
            case .full:
                let demand = loop.makePromise(of: Void.self)
                shared.demand = demand
                return (demand.futureResult, shared.waiter.take(), nil)
            case .refused: return (loop.makeSucceededVoidFuture(), nil, shared.takeRemains())
            }
        }
        refused?.release()
        waiter?.resume()
        return future
    }

    func didFinishRequest(task: HTTPClient.Task<Void>) {}

    private func finish(_ result: Result<Void, any Error>, _ request: HTTPClient.Request, _ client: HTTPClient) {
        let remains = shared.withLock { shared -> Remains? in
            switch result {
            case .success: shared.state.finish(nil)
            case .failure(let error):
                if shared.starts < Self.mostStarts, shared.state.canStartAgain(after: error) { return nil }
                shared.state.fail(with: error)
            }
            return shared.takeRemains()
        }
        if let remains { remains.release() } else { start(request, client) }
    }
}
#endif
