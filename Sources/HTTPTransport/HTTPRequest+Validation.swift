package import HTTPTypes

extension HTTPRequest {
    /// Checks that the request can be written on the wire as it is: nothing in it could end a line, start a new header or
    /// change where the path begins.
    ///
    /// - Parameter bodyLength: The number of bytes of body that go with it; a `Content-Length` of the caller must agree. `nil`
    ///   for a body that is written as it comes, which has none.
    /// - Throws: ``TransportError/Code/invalidRequest``, saying which part is wrong. Values are not repeated in the message.
    package func validateForSending(bodyLength: Int?) throws(TransportError) {
        guard let scheme, scheme == "https" || scheme == "http" else {
            throw .invalid("the scheme must be http or https")
        }
        guard let authority, !authority.isEmpty else { throw .invalid("the request has no authority") }
        guard authority.utf8.allSatisfy(Self.mayStandInAuthority) else {
            throw .invalid("the authority contains a character that no host or port has")
        }
        guard let path, path.utf8.first == UInt8(ascii: "/") else { throw .invalid("the path must begin with a slash") }
        guard path.utf8.allSatisfy(Self.mayStandInPath) else {
            throw .invalid(
                "the path contains a space, a control character, a # or a byte outside ASCII; percent-encode it")
        }
        for field in headerFields {
            try Self.validate(field, bodyLength: bodyLength)
        }
    }

    private static func validate(_ field: HTTPField, bodyLength: Int?) throws(TransportError) {
        let name = field.name
        guard field.withUnsafeBytesOfValue({ !$0.contains { $0 == 0 || $0 == 10 || $0 == 13 } }) else {
            throw .invalid("the value of header \(name) contains a line break or NUL")
        }
        // Framing is never the caller's.
        if name == .transferEncoding { throw .invalid("Transfer-Encoding is the transport's to decide") }
        if name == .contentLength, field.value != bodyLength.map(String.init) {
            throw .invalid(
                bodyLength == nil
                    ? "a body that is written as it comes has no Content-Length"
                    : "Content-Length differs from the body's length")
        }
    }

    private static func mayStandInPath(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "#")
    }

    /// Letters, digits and what IPv6 literals, ports and percent-encoded socket names need; no user info.
    private static func mayStandInAuthority(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: ":"),
            UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "%"):
            true
        default: false
        }
    }
}

extension TransportError {
    fileprivate static func invalid(_ message: String) -> Self {
        Self(.invalidRequest, message, requestMayHaveBeenProcessed: false)
    }
}
