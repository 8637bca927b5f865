#if AsyncHTTPClient
public import AsyncHTTPClient
public import HTTPTransport
public import HTTPTypes
import Logging
import NIOCore

/// A transport on AsyncHTTPClient, for programs that have SwiftNIO anyway: HTTP/1.1 and HTTP/2.
///
/// It keeps the contract of `HTTPTransport`; `CurlTransport` is the one that needs less and does more, such as bidirectional
/// streams. One transport serves a whole program:
///
/// - Made from a ``Configuration``, it has a client of its own. ``shutdown()`` ends both.
/// - Made from a client, it shares that client's connections. ``shutdown()`` ends the transport's exchanges and leaves the
///   client to its owner.
///
/// A client of its own runs on one event loop, so that what was sent when an exchange ends is known for certain. Make several
/// transports to use several threads.
public final class AsyncHTTPClientTransport: HTTPTransport {
    private let client: HTTPClient
    private let ownsClient: Bool
    private let limits: ResponseLimits
    private let logger: Logger
    private let isOnOneLoop: Bool
    private let exchanges = OpenExchanges()

    /// A transport with a client of its own.
    ///
    /// - Throws: `TransportError` of code `invalidConfiguration`, naming the setting that cannot work.
    public convenience init(_ configuration: Configuration = .init()) throws(TransportError) {
        try configuration.validate()
        let client = HTTPClient(
            eventLoopGroup: configuration.eventLoopGroup.any(), configuration: configuration.settledClient)
        self.init(client, isOwned: true, configuration)
    }

    /// A transport on `client`, which its maker shuts down after the transport's last exchange.
    ///
    /// The client must neither follow redirects nor decompress bodies, and its limit of reading must be longer than the
    /// idle limits of exchanges; ``Configuration/settledClient`` has such settings. An exchange for which it does follow a
    /// redirect fails.
    ///
    /// Give it one event loop, such as `group.any()`, unless it has other users. On several, a request may leave on one while
    /// its time to connect ends on another: such an error then says that the request may have been processed, and a call
    /// that is not idempotent is not repeated.
    ///
    /// - Parameters:
    ///   - client: Sends the requests.
    ///   - configuration: Limits and logger; its settings of a client are not looked at.
    /// - Throws: `TransportError` of code `invalidConfiguration`, naming the setting that cannot work.
    public convenience init(
        client: HTTPClient, configuration: Configuration = .init()
    ) throws(TransportError) {
        try configuration.validate()
        self.init(client, isOwned: false, configuration)
    }

    private init(_ client: HTTPClient, isOwned: Bool, _ configuration: Configuration) {
        self.client = client
        self.ownsClient = isOwned
        self.limits = ResponseLimits(
            headSize: configuration.responseHeadLimit, bufferSize: configuration.bodyBufferSize)
        self.logger = configuration.logger
        var loops = client.eventLoopGroup.makeIterator()
        self.isOnOneLoop = loops.next() != nil && loops.next() == nil
    }

    deinit {
        // A client that goes without it is a programmer's error to AsyncHTTPClient. No exchange is left here.
        if ownsClient { client.shutdown { _ in } }
    }

    /// Ends all exchanges with `TransportError` of code `shutDown`. Later ones fail likewise.
    ///
    /// Closes the connections of a client of its own, and returns once they are closed; an attempt to connect is waited for,
    /// as long as it may take. A client that was given goes on.
    public func shutdown() async {
        for exchange in exchanges.end() { exchange.end(.failed(.shutDown, TransportError.shutDown.message)) }
        // Its one error is that it has been shut down before.
        if ownsClient { try? await client.shutdown() }
        logger.debug("async-http-client transport shut down")
    }

    /// Sends `request` and lends its response to `handle`.
    ///
    /// Interim 1xx responses and trailers are skipped. No redirect is followed, no cookie or credential is added, and a
    /// request that may have reached the peer is never sent again.
    ///
    /// - Throws: `TransportError`, whose `TransportError.requestMayHaveBeenProcessed` is `false` where no byte of the
    ///   request left or the peer says that it did nothing; whatever `handle` throws.
    public func withResponse<Result>(
        to request: HTTPRequest,
        body: [UInt8],
        options: TransportOptions,
        _ handle: (HTTPResponse, HTTPResponseBody) async throws -> Result
    ) async throws -> Result {
        let outgoing = try OutgoingRequest(request, body: body)
        guard !Task.isCancelled else { throw TransportError.cancelledBeforeSending }
        let exchange = Exchange(
            outgoing.host, on: client.eventLoopGroup.any(), isOnOneLoop: isOnOneLoop, options: options, limits: limits)
        guard exchanges.insert(exchange) else { throw TransportError.shutDown }
        return try await withTaskCancellationHandler {
            defer {
                exchange.close()
                exchanges.remove(exchange)
            }
            exchange.start(outgoing.request, client)
            let head: HTTPResponse
            do throws(TransportError) {
                head = try await exchange.head()
            } catch {
                logger.debug(
                    "exchange failed before its head",
                    metadata: ["error.code": .string(error.code.description), "http.host": .string(outgoing.host)])
                throw error
            }
            return try await handle(
                head, HTTPResponseBody { () async throws(TransportError) in try await exchange.next() })
        } onCancel: {
            exchange.cancel()
        }
    }
}

extension TransportError {
    static var cancelledBeforeSending: Self {
        Self(.cancelled, "cancelled before the request was sent", requestMayHaveBeenProcessed: false)
    }

    static var shutDown: Self {
        Self(.shutDown, "the transport has been shut down", requestMayHaveBeenProcessed: false)
    }
}
#endif
