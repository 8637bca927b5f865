public import HTTPTypes

/// Sends HTTP requests and lends their responses.
///
/// One method is all a transport has. It knows nothing of AWS: no signing, no retries, no redirects. `CurlTransport` is
/// the one for production; `AsyncHTTPClientTransport`, behind a trait, is for programs that have SwiftNIO; `MockAWS` in
/// `BedrockCostTesting` answers in-process; a test can write its own in a few lines.
///
/// A conforming type promises, and the conformance suite in `BedrockCostTesting` checks:
///
/// - The request is sent as given. Path and query are not normalised, no redirect is followed, no header is added that
///   the signature of the caller would not cover, save for what HTTP itself demands (`Host`, `Content-Length`).
/// - `handle` runs as soon as the response's head is there. The body is pulled: bytes that nobody reads stop the peer.
/// - When `handle` returns or throws, or the task is cancelled, the transfer ends at once. Bytes not yet read are dropped.
/// - Bytes received before a failure are delivered before the failure is thrown.
public protocol HTTPTransport: Sendable {
    /// Sends `request` with `body` and lends the response to `handle`.
    ///
    /// - Parameters:
    ///   - request: Method, scheme, authority and path exactly as they go on the wire.
    ///   - body: The whole request body; empty for none.
    ///   - options: Time limits and the size limit of this exchange.
    ///   - handle: Receives the response's head and its body. The body is valid only until `handle` ends.
    /// - Returns: What `handle` returns.
    /// - Throws: ``TransportError`` when no response could be had, and whatever `handle` throws.
    func withResponse<Result>(
        to request: HTTPRequest,
        body: [UInt8],
        options: TransportOptions,
        _ handle: (HTTPResponse, HTTPResponseBody) async throws -> Result
    ) async throws -> Result
}
