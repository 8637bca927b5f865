public import HTTPTransport
public import HTTPTypes

/// A transport without a network: every request goes to a handler in this process.
///
/// It keeps the whole contract of `HTTPTransport`, limits and cancellation included, so that a client tested on it meets
/// no surprises on sockets:
///
/// ```swift
/// let transport = InProcessTransport { request, body in
///     InProcessResponse(HTTPResponse(status: .ok), body: Array("{}".utf8))
/// }
/// ```
///
/// Throwing `TransportError` from the handler is a failure before the head: a refused connection, a lost reply. The
/// handler runs in a child task of the caller's and is cancelled with it.
public struct InProcessTransport: HTTPTransport {
    /// Answers one request.
    public typealias Handler = @Sendable (HTTPRequest, [UInt8]) async throws(TransportError) -> InProcessResponse

    /// Answers one request whose body is still being written; called as soon as its head is there.
    public typealias DuplexHandler =
        @Sendable (HTTPRequest, InProcessRequestBody) async throws(TransportError) -> InProcessResponse

    let handler: DuplexHandler
    let timer: TransferTimer

    /// A transport that answers with `handler`.
    ///
    /// - Parameters:
    ///   - clock: Measures the idle and total time limits of `TransportOptions`.
    ///   - handler: Answers one request; called at once from many tasks.
    public init(clock: some Clock<Duration> = ContinuousClock(), _ handler: @escaping Handler) {
        self.init(duplexOn: clock) { request, body throws(TransportError) in
            try await handler(request, try await body.collect())
        }
    }

    /// A transport that answers with `handler`, which reads the request's body as it comes.
    ///
    /// - Parameters:
    ///   - clock: Measures the idle and total time limits of `TransportOptions`.
    ///   - handler: Answers one request; called at once from many tasks.
    public init(duplexOn clock: some Clock<Duration>, _ handler: @escaping DuplexHandler) {
        self.handler = handler
        self.timer = TransferTimer(clock)
    }

    /// Lends the handler's response to `handle`.
    ///
    /// - Throws: `TransportError` of a malformed request, of the handler or of a limit; whatever `handle` throws.
    public func withResponse<Result>(
        to request: HTTPRequest,
        body: [UInt8],
        options: TransportOptions,
        _ handle: (HTTPResponse, HTTPResponseBody) async throws -> Result
    ) async throws -> Result {
        try request.validateForSending(bodyLength: body.count)
        guard !Task.isCancelled else {
            throw TransportError(.cancelled, "cancelled before it was sent", requestMayHaveBeenProcessed: false)
        }
        let limits = TransferLimits(options, timer: timer)
        let handler = self.handler
        let response = try await limits.enforce { () async throws(TransportError) in
            try await handler(request, InProcessRequestBody(body))
        }
        let transfer = InProcessTransfer(response, limits: limits, hasBody: request.method != .head)
        defer { transfer.close() }
        guard !Task.isCancelled else { throw TransportError(.cancelled, "cancelled") }
        return try await handle(
            response.head,
            HTTPResponseBody { () async throws(TransportError) in try await transfer.next() })
    }
}
