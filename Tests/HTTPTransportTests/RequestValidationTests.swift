import HTTPTransport
import HTTPTypes
import Testing

@Suite struct `A request that is to be sent` {
    private func refusal(
        _ request: HTTPRequest, fields: HTTPFields = [:], bodyLength: Int = 0
    ) -> String? {
        var request = request
        request.headerFields = fields
        let made = request
        let error = #expect(throws: TransportError.self) { try made.validateForSending(bodyLength: bodyLength) }
        #expect(error?.code == .invalidRequest)
        #expect(error?.requestMayHaveBeenProcessed == false)
        return error?.message
    }

    private func request(scheme: String? = "https", authority: String? = "h", path: String? = "/") -> HTTPRequest {
        HTTPRequest(method: .get, scheme: scheme, authority: authority, path: path)
    }

    @Test(arguments: ["/", "/a/b?c=d&e=%20", "/arn%3Aaws", "//", "/a;b=c", "/~-._!$'()*+,=:@"])
    func `paths as they stand on the wire are accepted`(_ path: String) throws {
        try request(path: path).validateForSending(bodyLength: 0)
    }

    @Test(arguments: ["localhost", "localhost:8080", "127.0.0.1", "[::1]:80", "a-b_c.example", "%2Frun%2Fsocket"])
    func `hosts, ports and encoded socket names are accepted`(_ authority: String) throws {
        try request(authority: authority).validateForSending(bodyLength: 0)
    }

    @Test func `a content length of the caller must be the body's`() throws {
        var request = request()
        request.headerFields[.contentLength] = "3"
        try request.validateForSending(bodyLength: 3)
        #expect(
            refusal(request, fields: request.headerFields, bodyLength: 4)
                == "Content-Length differs from the body's length")
    }

    @Test func `each part that cannot be sent is named, and no value is repeated`() {
        #expect(refusal(request(scheme: "ftp")) == "the scheme must be http or https")
        #expect(refusal(request(scheme: nil)) == "the scheme must be http or https")
        #expect(refusal(request(authority: nil)) == "the request has no authority")
        #expect(refusal(request(authority: "")) == "the request has no authority")
        // HTTPTypes itself cuts control characters off at both ends.
        for authority in ["user@h", "h/x", "h x", "h\r\nx", "h?x", "h#x", "ü"] {
            #expect(
                refusal(request(authority: authority)) == "the authority contains a character that no host or port has")
        }
        for path in [nil, "", "a", "*"] as [String?] {
            #expect(refusal(request(path: path)) == "the path must begin with a slash")
        }
        for path in ["/a b", "/a\r\nx", "/a#b", "/ü", "/\u{7F}x"] {
            #expect(refusal(request(path: path))?.hasPrefix("the path contains a space, a control character") == true)
        }
        #expect(
            refusal(request(), fields: [.transferEncoding: "chunked"])
                == "Transfer-Encoding is the transport's to decide")
    }
}

@Suite struct `A response body` {
    /// Hands out the chunks, then ends or fails.
    private func body(_ chunks: [[UInt8]], then error: TransportError? = nil) -> HTTPResponseBody {
        let source = Source(chunks, error)
        return HTTPResponseBody { () async throws(TransportError) in try await source.next() }
    }

    private actor Source {
        private var chunks: [[UInt8]]
        private let error: TransportError?

        init(_ chunks: [[UInt8]], _ error: TransportError?) {
            self.chunks = chunks
            self.error = error
        }

        func next() throws(TransportError) -> [UInt8]? {
            if !chunks.isEmpty { return chunks.removeFirst() }
            if let error { throw error }
            return nil
        }
    }

    @Test func `all chunks are collected in order`() async throws {
        #expect(try await body([[1], [2, 3], [4]]).collect(upTo: 4) == [1, 2, 3, 4])
        #expect(try await body([]).collect(upTo: 0) == [])
    }

    @Test func `one byte more than the limit is refused`() async {
        let error = await #expect(throws: TransportError.self) { try await body([[1], [2, 3]]).collect(upTo: 2) }
        #expect(error?.code == .responseTooLarge)
        #expect(error?.description == "responseTooLarge: the response body exceeds 2 bytes")
    }

    @Test func `a failure of the transfer is passed on`() async {
        let error = await #expect(throws: TransportError.self) {
            try await body([[1]], then: TransportError(.connectionLost, "reset")).collect(upTo: 10)
        }
        #expect(error?.code == .connectionLost)
        #expect(error?.requestMayHaveBeenProcessed == true)
    }

    @Test func `options begin with the defaults`() {
        let options = TransportOptions.defaults { $0.totalTimeout = .seconds(9) }
        #expect(options.connectTimeout == .seconds(10))
        #expect(options.idleTimeout == .seconds(300))
        #expect(options.totalTimeout == .seconds(9))
        #expect(options.responseBodyLimit == nil)
    }
}
