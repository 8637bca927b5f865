public import HTTPTypes

/// A transport on which a request's body is written while its response is read.
///
/// What ``HTTPTransport`` promises holds here, too: the request goes out as given, bytes received are delivered before a
/// failure, leaving the closure ends the transfer. Besides, a conforming type promises, and the conformance suite in
/// `BedrockCostTesting` checks:
///
/// - `handle` runs as soon as the request's head is on its way, before a byte of response has come. A connection that
///   cannot be had is thrown without `handle` having run, so that another attempt can follow.
/// - Neither side waits for the other: the response may begin and go on while the request is being written, and what is
///   written leaves at once, not when a buffer is full.
/// - Both directions hold back. ``HTTPRequestBody/write(_:)`` suspends while the peer does not take what was written;
///   response bytes that nobody reads stop the peer.
/// - ``HTTPRequestBody/finish()`` ends the request and leaves the response open. A closure that ends without it resets the
///   transfer, so that the peer cannot take a part of a request for the whole.
/// - A refusal (a status of 300 or more) ends the request: the response's body can be read, and writing throws.
/// - The end of a good response is seen at the latest when the request has ended. HTTP allows a peer to end its response
///   first; few do.
public protocol DuplexTransport: HTTPTransport {
    /// Opens an exchange and lends both of its directions to `handle`.
    ///
    /// - Parameters:
    ///   - request: Method (`POST`, `PUT` or `PATCH`), scheme, authority, path and header fields, exactly as they go on the
    ///     wire. It has no `Content-Length`.
    ///   - options: Time limits and the size limit of this exchange. A silence counts as idle where nothing moves in either
    ///     direction.
    ///   - handle: Writes the request's body and reads the response, in any order or at once from two tasks. Both are valid
    ///     only until `handle` ends.
    /// - Returns: What `handle` returns.
    /// - Throws: ``TransportError`` when the exchange could not be opened, and whatever `handle` throws.
    func withDuplexExchange<Result>(
        for request: HTTPRequest,
        options: TransportOptions,
        _ handle: (HTTPRequestBody, DuplexResponse) async throws -> Result
    ) async throws -> Result
}

/// The body of a request while it is sent: a lent sink of byte chunks, for one task at a time.
public struct HTTPRequestBody: Sendable {
    private let send: @Sendable ([UInt8]) async throws(TransportError) -> Void
    private let end: @Sendable () async throws(TransportError) -> Void
    private let abandon: @Sendable () -> Void

    /// A body that hands each chunk to `write` and its end to `finish`; `reset` ends the exchange.
    public init(
        write: @escaping @Sendable ([UInt8]) async throws(TransportError) -> Void,
        finish: @escaping @Sendable () async throws(TransportError) -> Void,
        reset: @escaping @Sendable () -> Void
    ) {
        self.send = write
        self.end = finish
        self.abandon = reset
    }

    /// Sends `bytes`. Returns once the transport has taken them, which is before the peer has; suspends while the peer is
    /// behind.
    ///
    /// - Throws: ``TransportError``: why the exchange has failed; of code ``TransportError/Code/responseEnded`` once the peer
    ///   has answered for good; of code ``TransportError/Code/invalidRequest`` after ``finish()``.
    public func write(_ bytes: [UInt8]) async throws(TransportError) { try await send(bytes) }

    /// Ends the request's body, after all that was written. The response goes on. Ending it twice changes nothing.
    ///
    /// - Throws: ``TransportError`` where the exchange has failed.
    public func finish() async throws(TransportError) { try await end() }

    /// Ends the whole exchange at once: whoever reads or writes it finds it cancelled.
    public func reset() { abandon() }
}

/// The response of a duplex exchange, whose head may come long after the first byte of the request has left.
public struct DuplexResponse: Sendable {
    private let takeHead: @Sendable () async throws(TransportError) -> HTTPResponse
    /// The body; it waits for the head by itself.
    public let body: HTTPResponseBody

    /// A response whose head is what `head` answers.
    public init(
        head: @escaping @Sendable () async throws(TransportError) -> HTTPResponse, body: HTTPResponseBody
    ) {
        self.takeHead = head
        self.body = body
    }

    /// Status and header fields, as soon as they are there.
    ///
    /// - Throws: ``TransportError`` where the exchange ends without them.
    public func head() async throws(TransportError) -> HTTPResponse { try await takeHead() }
}
