public import HTTPTransport
public import HTTPTypes
import Logging

/// The transport for production: HTTP/1.1 and HTTP/2 on libcurl.
///
/// One thread drives all transfers of one transport, connections are kept and shared, and HTTP/2 is used where the server
/// offers it over TLS. Make one transport and use it everywhere:
///
/// ```swift
/// let transport = try CurlTransport()
/// let status = try await transport.withResponse(to: request, body: [], options: .init()) { head, body in
///     while let chunk = try await body.next() { print(chunk.count) }
///     return head.status
/// }
/// ```
///
/// A service whose tasks mostly wait for the network saves the hop between threads by running them on ``executor``:
///
/// ```swift
/// try await withTaskExecutorPreference(transport.executor) { try await serve() }
/// ```
public final class CurlTransport: DuplexTransport {
    private let core: DriverCore
    private let logger: Logger

    /// Starts the transport's thread.
    ///
    /// - Throws: `TransportError` of code `invalidConfiguration`, naming the setting that cannot work.
    public init(_ configuration: Configuration = .init()) throws(TransportError) {
        try configuration.validate()
        self.logger = configuration.logger
        self.core = try DriverCore(configuration)
        logger.debug("curl transport started", metadata: ["curl.version": .string(CurlLibrary.version)])
    }

    deinit { core.stop(isLast: true) }

    /// The transport's own thread as a task executor.
    ///
    /// Tasks that prefer it run between transfers' events, so that neither sending a request nor receiving bytes wakes
    /// another thread. They must not block it: while one computes for long, no transfer of this transport moves. After
    /// ``shutdown()`` its tasks continue on the global executor.
    public var executor: any TaskExecutor { core.executor }

    /// Ends all exchanges with `TransportError` of code `shutDown`, closes all connections and joins the thread.
    ///
    /// Later exchanges fail likewise. Called from a task on ``executor``, it only asks for this and returns.
    public func shutdown() {
        core.stop(isLast: false)
        logger.debug("curl transport shut down")
    }

    /// Sends `request` and lends its response to `handle`.
    ///
    /// Interim 1xx responses and trailers are skipped. No redirect is followed, no cookie or credential is added, and a
    /// request that may have reached the peer is never sent again.
    ///
    /// - Throws: `TransportError`, whose `TransportError.requestMayHaveBeenProcessed` is `false` where no byte of the
    ///   request left; whatever `handle` throws.
    public func withResponse<Result>(
        to request: HTTPRequest,
        body: [UInt8],
        options: TransportOptions,
        _ handle: (HTTPResponse, HTTPResponseBody) async throws -> Result
    ) async throws -> Result {
        let wire = try WireRequest(request, body: body)
        guard !Task.isCancelled else { throw TransportError.cancelledBeforeSending }
        let transfer = Transfer(wire, options: options, mailbox: core.mailbox)
        return try await withTaskCancellationHandler {
            defer { transfer.close() }
            let head: HTTPResponse
            do throws(TransportError) {
                head = try await transfer.head()
            } catch {
                logger.debug(
                    "exchange failed before its head",
                    metadata: ["error.code": .string(error.code.description), "http.host": .string(wire.host)])
                throw error
            }
            return try await handle(
                head,
                HTTPResponseBody { () async throws(TransportError) in try await transfer.next() })
        } onCancel: {
            transfer.cancel()
        }
    }
}

extension CurlTransport {
    /// Opens an exchange whose request is written while its response is read.
    ///
    /// It gets a connection of its own, HTTP/2 where the server offers it over TLS, else HTTP/1.1 in chunks. With libcurl
    /// before 8, a response that a peer resets without an error code right behind its last byte may be lost; the exchange
    /// then ends with `TransportError` of code `connectionLost`.
    ///
    /// - Throws: `TransportError`, whose `TransportError.requestMayHaveBeenProcessed` is `false` where no byte of the
    ///   request left; whatever `handle` throws.
    public func withDuplexExchange<Result>(
        for request: HTTPRequest,
        options: TransportOptions,
        _ handle: (HTTPRequestBody, DuplexResponse) async throws -> Result
    ) async throws -> Result {
        let wire = try WireRequest(streaming: request)
        guard !Task.isCancelled else { throw TransportError.cancelledBeforeSending }
        let transfer = Transfer(wire, options: options, mailbox: core.mailbox)
        return try await withTaskCancellationHandler {
            defer { transfer.close() }
            do throws(TransportError) {
                try await transfer.open()
            } catch {
                logger.debug(
                    "exchange failed before it began",
                    metadata: ["error.code": .string(error.code.description), "http.host": .string(wire.host)])
                throw error
            }
            return try await handle(
                HTTPRequestBody(
                    write: { bytes throws(TransportError) in try await transfer.write(bytes) },
                    finish: { () throws(TransportError) in try transfer.finishWriting() },
                    reset: { transfer.cancel() }),
                DuplexResponse(
                    head: { () async throws(TransportError) in try await transfer.duplexHead() },
                    body: HTTPResponseBody { () async throws(TransportError) in try await transfer.next() }))
        } onCancel: {
            transfer.cancel()
        }
    }
}

extension TransportError {
    static var cancelledBeforeSending: Self {
        Self(.cancelled, "cancelled before the request was sent", requestMayHaveBeenProcessed: false)
    }
}
