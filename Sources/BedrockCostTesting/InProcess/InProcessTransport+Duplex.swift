public import HTTPTransport
public import HTTPTypes
import Synchronization

/// The body of a duplex exchange's request, as the answering side reads it.
public struct InProcessRequestBody: Sendable {
    private let pipe: InProcessPipe

    init(pipe: InProcessPipe) { self.pipe = pipe }

    /// A body that is there as a whole.
    init(_ bytes: [UInt8]) { self.init(pipe: InProcessPipe(holding: bytes)) }

    /// The next chunk as it was written, never empty; `nil` once the request has ended.
    ///
    /// - Throws: `TransportError` where the caller has left the exchange without ending its request.
    public func next() async throws(TransportError) -> [UInt8]? { try await pipe.next() }

    /// All remaining bytes.
    func collect() async throws(TransportError) -> [UInt8] {
        var bytes: [UInt8] = []
        while let chunk = try await pipe.next() { bytes += chunk }
        return bytes
    }
}

extension InProcessTransport: DuplexTransport {
    /// Lends the request's body to write and the handler's response to read.
    ///
    /// The handler and the body that it answers with run beside `handle`, as a peer does. A handler that wants the whole body
    /// is called when the request has ended.
    ///
    /// - Throws: `TransportError` of a malformed request; whatever `handle` throws. What the handler throws, the response's head
    ///   does.
    public func withDuplexExchange<Result>(
        for request: HTTPRequest,
        options: TransportOptions,
        _ handle: (HTTPRequestBody, DuplexResponse) async throws -> Result
    ) async throws -> Result {
        try request.validateForSending(bodyLength: nil)
        guard [.post, .put, .patch].contains(request.method) else {
            throw TransportError(
                .invalidRequest, "a body that is written as it comes needs POST, PUT or PATCH",
                requestMayHaveBeenProcessed: false)
        }
        guard !Task.isCancelled else {
            throw TransportError(.cancelled, "cancelled before it was sent", requestMayHaveBeenProcessed: false)
        }
        let exchange = InProcessExchange()
        let limits = TransferLimits(options, timer: timer)
        let handler = self.handler
        defer { exchange.end() }
        let outcome: Swift.Result<Result, any Error> = await withTaskCancellationHandler {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await exchange.run(request, handler, limits) }
                let outcome: Swift.Result<Result, any Error>
                do {
                    outcome = .success(
                        try await handle(
                            HTTPRequestBody(
                                write: { bytes throws(TransportError) in try await exchange.upload.write(bytes) },
                                finish: { () throws(TransportError) in try exchange.upload.finish() },
                                reset: { exchange.end() }),
                            DuplexResponse(
                                head: { () async throws(TransportError) in try await exchange.head() },
                                body: HTTPResponseBody { () async throws(TransportError) in
                                    try await exchange.download.next()
                                })))
                } catch {
                    outcome = .failure(error)
                }
                exchange.end()
                group.cancelAll()
                return outcome
            }
        } onCancel: {
            exchange.end()
        }
        return try outcome.get()
    }
}

/// One duplex exchange: a pipe each way, and the response's head between them.
private final class InProcessExchange: Sendable {
    let upload = InProcessPipe()
    let download = InProcessPipe()
    private let answer = Mutex<Swift.Result<HTTPResponse, TransportError>?>(nil)
    private let answered = Signal()

    /// The answering side's part, until the response has ended or the caller leaves.
    func run(
        _ request: HTTPRequest, _ handler: @escaping InProcessTransport.DuplexHandler, _ limits: TransferLimits
    ) async {
        let body = InProcessRequestBody(pipe: upload)
        do throws(TransportError) {
            let response = try await limits.enforce { () async throws(TransportError) in
                try await handler(request, body)
            }
            if response.head.status.code >= 300 { upload.fail(.responseEnded, dropping: true) }
            answer(with: .success(response.head))
            let transfer = InProcessTransfer(response, limits: limits, hasBody: true)
            defer { transfer.close() }
            while let chunk = try await transfer.next() { try await download.write(chunk) }
            try download.finish()
            upload.fail(.responseEnded)
        } catch {
            answer(with: .failure(error))
            download.fail(error)
            upload.fail(error, dropping: true)
        }
    }

    func head() async throws(TransportError) -> HTTPResponse {
        do throws(TransportError) {
            try await answered.wait()
        } catch {
            end()
            throw error
        }
        guard let answer = answer.withLock({ $0 }) else { throw Self.cancelled }
        return try answer.get()
    }

    /// Ends what has not ended yet.
    func end() {
        answer(with: .failure(Self.cancelled))
        upload.fail(Self.cancelled, dropping: true)
        download.fail(Self.cancelled, dropping: true)
    }

    private func answer(with result: Swift.Result<HTTPResponse, TransportError>) {
        answer.withLock { if $0 == nil { $0 = result } }
        answered.fire()
    }

    private static let cancelled = TransportError(
        .cancelled, "the exchange was cancelled, or used after its closure had ended")
}

extension TransportError {
    fileprivate static let responseEnded = Self(
        .responseEnded, "the peer has ended its response and takes no more of the request")
}
