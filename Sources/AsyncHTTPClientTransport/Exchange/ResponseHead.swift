#if AsyncHTTPClient
import HTTPTransport
import HTTPTypes
import NIOHTTP1

extension HTTPResponse {
    /// The head that NIO has read.
    ///
    /// - Parameter limit: The most bytes of its status line and fields, as HTTP/1.1 writes them.
    /// - Throws: `TransportError.Code.responseTooLarge` past the limit, `TransportError.Code.protocolViolation` for a head
    ///   that no server may send.
    init(_ head: HTTPResponseHead, limit: Int) throws(TransportError) {
        guard head.status != .switchingProtocols else {
            throw TransportError(.protocolViolation, "the peer switched protocols unasked")
        }
        guard (100...999).contains(head.status.code) else {
            throw TransportError(.protocolViolation, "the status code has not three digits")
        }
        // "HTTP/1.1 200 OK" and a line's end; ": " and a line's end for each field; an empty line.
        var size = 13 + head.status.reasonPhrase.utf8.count + 2
        var fields = HTTPFields()
        fields.reserveCapacity(head.headers.count)
        for (name, value) in head.headers {
            size += name.utf8.count + value.utf8.count + 4
            guard let name = HTTPField.Name(name) else {
                throw TransportError(.protocolViolation, "a header field has an invalid name")
            }
            fields.append(HTTPField(name: name, value: value))
        }
        guard size + 2 <= limit else {
            throw TransportError(.responseTooLarge, "the response's head exceeds \(limit) bytes")
        }
        let status = HTTPResponse.Status(
            code: Int(head.status.code), reasonPhrase: head.status.reasonPhrase)
        self.init(status: status, headerFields: fields)
    }
}
#endif
