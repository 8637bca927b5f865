#if AsyncHTTPClient
import AsyncHTTPClient
import HTTPTransport
import HTTPTypes
import NIOCore
import NIOHTTP1

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A validated request in the form that AsyncHTTPClient takes.
struct OutgoingRequest {
    let request: HTTPClient.Request
    /// The authority, for messages.
    let host: String

    init(_ request: HTTPRequest, body: [UInt8]) throws(TransportError) {
        try request.validateForSending(bodyLength: body.count)
        // All three are there: validation demands them.
        let authority = request.authority ?? ""
        let path = request.path ?? "/"
        guard request.method != .connect else { throw .invalid("CONNECT is the transport's to send") }
        guard request.method != .head || body.isEmpty else { throw .invalid("a HEAD request has no body") }
        guard let url = URL(string: "\(request.scheme ?? "https")://\(authority)\(path)") else {
            throw .invalid("the authority or the path cannot stand in a URL")
        }
        // The path was signed as it is.
        guard Self.target(of: url) == path else {
            throw .invalid("the path holds a character that AsyncHTTPClient would encode; percent-encode it")
        }
        var fields = HTTPHeaders()
        fields.reserveCapacity(request.headerFields.count + 2)
        if !request.headerFields.contains(where: { $0.name.canonicalName == "host" }) {
            // AsyncHTTPClient would write an IPv6 address without its brackets, and leave out a port that is the default.
            fields.add(name: "Host", value: authority)
        }
        for field in request.headerFields where field.name != .contentLength {
            fields.add(name: field.name.rawName, value: field.value)
        }
        self.host = authority
        do {
            self.request = try HTTPClient.Request(
                url: url, method: HTTPMethod(rawValue: request.method.rawValue), headers: fields,
                body: body.isEmpty ? nil : Self.body(of: body))
        } catch {
            throw TransportError(error, host: authority, hasBegunSending: false)
        }
    }

    /// What AsyncHTTPClient makes of a URL's path and query.
    private static func target(of url: URL) -> String? {
        guard let path = URLComponents(url: url, resolvingAgainstBaseURL: true)?.percentEncodedPath else { return nil }
        return (path.isEmpty ? "/" : path) + (url.query.map { "?" + $0 } ?? "")
    }

    /// A body that is handed over at once.
    ///
    /// A server may refuse a request before it has read it. AsyncHTTPClient reports the end of such an answer only if it has
    /// all of the body by then. The pieces, which share their bytes, are for the idle limit: each tells when it has left.
    private static func body(of bytes: [UInt8]) -> HTTPClient.Body {
        let buffer = ByteBuffer(bytes: bytes)
        return .stream(contentLength: Int64(bytes.count)) { writer in
            var rest = buffer
            func writePiece() -> EventLoopFuture<Void> {
                let piece = rest.readSlice(length: min(rest.readableBytes, 65_536))
                return writer.write(.byteBuffer(piece ?? ByteBuffer()))
            }
            var written = writePiece()
            while rest.readableBytes > 0 { written = writePiece() }
            return written.eventLoop.makeSucceededVoidFuture()
        }
    }
}

extension TransportError {
    fileprivate static func invalid(_ message: String) -> Self {
        Self(.invalidRequest, message, requestMayHaveBeenProcessed: false)
    }
}
#endif
