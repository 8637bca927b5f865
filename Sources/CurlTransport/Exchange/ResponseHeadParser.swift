import HTTPTransport
import HTTPTypes

/// Builds a response's head from the header lines that libcurl hands out, one a call.
///
/// libcurl gives all lines of a transfer alike: those of interim 1xx responses, of the final response, and the trailers
/// after its body.
struct ResponseHeadParser {
    /// What a line meant.
    enum Event {
        /// The head goes on.
        case more
        /// The head of the final response is whole.
        case head(HTTPResponse)
        /// The line belongs to trailers.
        case trailer
    }

    private let limit: Int
    private var size = 0
    private var status: HTTPResponse.Status?
    private var fields = HTTPFields()
    private var isDone = false

    init(limit: Int) { self.limit = limit }

    /// Takes the next line, with or without its line break.
    ///
    /// - Throws: ``TransportError/Code/responseTooLarge`` past the limit, ``TransportError/Code/protocolViolation`` for a
    ///   line that no HTTP server may send.
    mutating func take(
        _ line: UnsafeRawBufferPointer, known: inout FieldCache
    ) throws(TransportError) -> Event {
        if isDone { return .trailer }
        size += line.count
        guard size <= limit else {
            throw TransportError(.responseTooLarge, "the response's head exceeds \(limit) bytes")
        }
        let line = unsafe Self.trimmed(line)
        if unsafe line.isEmpty { return try endHead() }
        guard status != nil else {
            status = unsafe try Self.status(line)
            fields.reserveCapacity(16)
            return .more
        }
        try unsafe takeField(line, known: &known)
        return .more
    }

    private mutating func endHead() throws(TransportError) -> Event {
        guard let status else { throw .violation("the response begins with an empty line") }
        if status.code == 101 { throw .violation("the peer switched protocols unasked") }
        if status.kind == .informational {
            self.status = nil
            fields = HTTPFields()
            size = 0
            return .more
        }
        isDone = true
        return .head(HTTPResponse(status: status, headerFields: fields))
    }

    private mutating func takeField(
        _ line: UnsafeRawBufferPointer, known: inout FieldCache
    ) throws(TransportError) {
        if let field = unsafe known.field(line) {
            fields.append(field)
            return
        }
        if let first = unsafe line.first, first == UInt8(ascii: " ") || first == UInt8(ascii: "\t") {
            throw .violation("a header field is folded over two lines")
        }
        guard let colon = unsafe line.firstIndex(of: UInt8(ascii: ":")) else {
            throw .violation("a header line has no colon")
        }
        guard let name = unsafe known.name(UnsafeRawBufferPointer(rebasing: line[..<colon])) else {
            throw .violation("a header field has an invalid name")
        }
        let value = unsafe Self.trimmed(UnsafeRawBufferPointer(rebasing: line[(colon + 1)...]))
        let field = unsafe HTTPField(name: name, value: value)
        unsafe known.keep(field, line)
        fields.append(field)
    }

    /// `HTTP/1.1 200 OK`, `HTTP/2 200`.
    private static func status(_ line: UnsafeRawBufferPointer) throws(TransportError) -> HTTPResponse.Status {
        guard let space = unsafe line.firstIndex(of: UInt8(ascii: " ")), line.count >= space + 4 else {
            throw .violation("the status line is malformed")
        }
        var code = 0
        for index in space + 1...space + 3 {
            let digit = unsafe line[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { throw .violation("the status line has no status code") }
            code = code * 10 + Int(digit)
        }
        guard code >= 100 else { throw .violation("the status code is below 100") }
        if code == 200 { return .ok }
        let reason = unsafe trimmed(UnsafeRawBufferPointer(rebasing: line[(space + 4)...]))
        return unsafe HTTPResponse.Status(code: code, reasonPhrase: String(decoding: reason, as: UTF8.self))
    }

    /// Without the white space and line breaks around it.
    private static func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 || byte == 10 }
        var start = 0
        var end = bytes.count
        while start < end, isSpace(unsafe bytes[start]) { start += 1 }
        while start < end, isSpace(unsafe bytes[end - 1]) { end -= 1 }
        return unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<end])
    }
}

extension TransportError {
    fileprivate static func violation(_ message: String) -> Self { Self(.protocolViolation, message) }
}
