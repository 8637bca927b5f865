import AWSSigning
import Foundation
import HTTPTypes
import Testing

@Suite struct SigV4SignerTests {
    let signer = SigV4Signer(service: "bedrock", region: "us-east-1")
    let plain = Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    let session = Credentials(
        accessKeyID: "ASIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        sessionToken: "SESSION/TOKEN+EXAMPLE==")
    let date = Date(timeIntervalSince1970: 1_769_868_326)

    func request(_ path: String? = "/model/m/converse", fields: HTTPFields = [.contentType: "application/json"])
        -> HTTPRequest
    {
        HTTPRequest(
            method: .post, scheme: "https", authority: "bedrock-runtime.us-east-1.amazonaws.com", path: path,
            headerFields: fields)
    }

    func signed(_ request: HTTPRequest, options: SigningOptions = SigningOptions()) throws -> [String] {
        try SigV4Signer(service: "bedrock", region: "us-east-1", options: options)
            .stages(signing: request, with: plain, at: date).canonicalRequest.text
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    // MARK: What is signed

    @Test func `an ARN in the path is encoded twice`() throws {
        let path =
            "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aapplication-inference-profile%2Fabc/converse"
        #expect(try signed(request(path))[1] == path.replacing("%", with: "%25"))
        var options = SigningOptions()
        options.pathEncoding = .single
        #expect(try signed(request(path), options: options)[1] == path)
    }

    @Test(arguments: [
        ("/", "/"), ("", "/"), ("//", "/"), ("/a/", "/a/"), ("/a//b", "/a/b"), ("/a/./b", "/a/b"), ("/a/../b", "/b"),
        ("/../../a", "/a"), ("/a/b/..", "/a"), ("/a/.", "/a"), ("/.well-known", "/.well-known"), ("/a/..b", "/a/..b"),
        ("/..", "/"), ("/a b:c", "/a%20b%3Ac"), ("/\u{90E8}", "/%E9%83%A8"),
    ])
    func `a path is normalised and encoded`(path: String, canonical: String) throws {
        #expect(try signed(request(path))[1] == canonical)
    }

    @Test func `normalisation can be turned off`() throws {
        var options = SigningOptions()
        options.normalizesPath = false
        #expect(try signed(request("/a//b/../c"), options: options)[1] == "/a//b/../c")
    }

    @Test func `a missing path is the root`() throws {
        #expect(try signed(request(nil))[1] == "/")
    }

    @Test(arguments: [
        ("a=1&b=2", "a=1&b=2"), ("b=2&a=1", "a=1&b=2"), ("flag", "flag="), ("a=&a", "a=&a="), ("", ""),
        ("&&a=1&", "a=1"),
        ("x=%2f%7e", "x=%2F~"), ("x=a b+c", "x=a%20b%2Bc"), ("x=50%", "x=50%25"), ("x=%zz", "x=%25zz"),
        ("a=b=c", "a=b%3Dc"), ("x-amz=1&x-amzn-date=2", "x-amz=1&x-amzn-date=2"),
    ])
    func `a query is decoded, encoded anew and sorted`(query: String, canonical: String) throws {
        #expect(try signed(request("/x?" + query))[2] == canonical)
    }

    @Test func `dozens of headers and parameters are sorted as a few are`() throws {
        var fields = HTTPFields()
        for number in (10..<70).reversed() {
            fields.append(HTTPField(name: try #require(HTTPField.Name("X-N\(number)")), value: "\(number)"))
            fields.append(HTTPField(name: try #require(HTTPField.Name("x-n\(number)")), value: "second"))
        }
        let query = (10..<70).reversed().map { "p\($0)=1" }.joined(separator: "&")
        let lines = try signed(request("/x?" + query, fields: fields))
        #expect(lines[2] == (10..<70).map { "p\($0)=1" }.joined(separator: "&"))
        #expect(Array(lines[5..<65]) == (10..<70).map { "x-n\($0):\($0),second" })
    }

    @Test func `a request far larger than the signer's memory is signed whole`() throws {
        let value = String(repeating: "v", count: 90_000)
        let path = "/" + String(repeating: "p:", count: 20_000)
        let query = "q=" + String(repeating: "/", count: 30_000)
        let name = try #require(HTTPField.Name("x-large"))
        for _ in 0..<2 {
            let lines = try signed(request(path + "?" + query, fields: [name: value]))
            #expect(lines[1] == path.replacing(":", with: "%3A"))
            #expect(lines[2] == query.replacing("/", with: "%2F"))
            #expect(lines.contains("x-large:" + value))
            #expect(try signed(request())[1] == "/model/m/converse")
        }
    }

    @Test(arguments: [
        ("https", "h.example:443", "h.example"), ("http", "h.example:80", "h.example"),
        ("https", "h.example:8443", "h.example:8443"), ("http", "h.example:443", "h.example:443"),
        ("https", "[::1]:443", "[::1]"), ("http", "127.0.0.1:4566", "127.0.0.1:4566"),
    ])
    func `the scheme's own port is not part of host`(scheme: String, authority: String, host: String) throws {
        let request = HTTPRequest(method: .get, scheme: scheme, authority: authority, path: "/")
        #expect(try signed(request)[3] == "host:\(host)")
    }

    @Test func `a value that is not UTF-8 is signed byte for byte`() throws {
        let field = HTTPField(name: .contentType, value: [0x61, 0xFF, 0x62])
        let stages = try signer.stages(signing: request(fields: HTTPFields([field])), with: plain, at: date)
        #expect(stages.canonicalRequest.bytes.contains(0xFF))
    }

    @Test func `headers that proxies change are left out, all others are signed`() throws {
        var fields: HTTPFields = [
            .userAgent: "a/1", .connection: "close", .expect: "100-continue", .te: "trailers", .trailer: "x",
            .transferEncoding: "chunked", .upgrade: "h2c", .proxyAuthenticate: "x", .proxyAuthorization: "x",
        ]
        for name in ["keep-alive", "proxy-connection", "x-amzn-trace-id"] {
            fields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: "x"))
        }
        for name in ["X-Amzn-Bedrock-Request-Metadata", "cache-control", "abcdef", "abcdefghij"] {
            fields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: "x"))
        }
        let stages = try signer.stages(signing: request(fields: fields), with: plain, at: date)
        #expect(
            stages.canonicalRequest.signedHeaders
                == "abcdef;abcdefghij;cache-control;host;x-amz-date;x-amzn-bedrock-request-metadata")
    }

    // MARK: What is set

    @Test func `signing again replaces the first signature`() throws {
        var once = request()
        var twice = request()
        try signer.sign(&twice, body: [1], with: session, at: date.addingTimeInterval(-60))
        try signer.sign(&twice, body: [2], with: plain, at: date)
        try signer.sign(&once, body: [2], with: plain, at: date)
        #expect(once.headerFields == twice.headerFields)
        #expect(twice.headerFields.count == 3)
    }

    @Test func `a token can be added after signing`() throws {
        var options = SigningOptions()
        options.sessionToken = .addedAfterSigning
        var signer = signer
        signer.options = options
        var request = request()
        try signer.sign(&request, with: session, at: date)
        #expect(request.headerFields.contains { $0.value == "SESSION/TOKEN+EXAMPLE==" })
        let authorization = try #require(request.headerFields[.authorization])
        #expect(authorization.contains("SignedHeaders=content-type;host;x-amz-date,"))
    }

    @Test func `the payload's hash or literal can be sent along`() throws {
        var options = SigningOptions()
        options.includesContentSHA256Header = true
        let name = try #require(HTTPField.Name("x-amz-content-sha256"))
        for (payload, expected) in [
            (SigningOptions.Payload.unsigned, "UNSIGNED-PAYLOAD"),
            (.precomputed("STREAMING-UNSIGNED-PAYLOAD-TRAILER"), "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
            (.hashed, "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81"),
        ] {
            options.payload = payload
            var request = request(fields: [name: "stale"])
            let signer = SigV4Signer(service: "s3", region: "us-east-1", options: options)
            try signer.sign(&request, body: [1, 2, 3], with: plain, at: date)
            #expect(request.headerFields[name] == expected)
            let stages = try signer.stages(signing: request, body: [1, 2, 3], with: plain, at: date)
            #expect(stages.canonicalRequest.text.hasSuffix("\n\(expected)"))
            #expect(stages.canonicalRequest.text.contains("x-amz-content-sha256:\(expected)\n"))
        }
    }

    @Test func `a caller's own content hash is signed where the signer sends none`() throws {
        let name = try #require(HTTPField.Name("x-amz-content-sha256"))
        #expect(try signed(request(fields: [name: "abc"])).contains("x-amz-content-sha256:abc"))
    }

    @Test(arguments: [
        ("/x", "/x?X-Amz-Algorithm="), ("/x?a=1", "/x?a=1&X-Amz-Algorithm="), ("/x?", "/x?X-Amz-Algorithm="),
        ("", "/?X-Amz-"),
        ("/x?a=1&", "/x?a=1&X-Amz-Algorithm="),
    ])
    func `presigning extends the query`(path: String, start: String) throws {
        var request = request(path, fields: [.authorization: "old"])
        try signer.presign(&request, with: session, at: date, expiresIn: .seconds(900))
        let target = try #require(request.path)
        #expect(target.hasPrefix(start))
        #expect(
            target.contains(
                "&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Security-Token=SESSION%2FTOKEN%2BEXAMPLE%3D%3D"))
        #expect(request.headerFields.isEmpty)
    }

    @Test func `a fraction of a second does not change the signature`() throws {
        var whole = request()
        var fraction = request()
        try signer.sign(&whole, with: plain, at: date)
        try signer.sign(&fraction, with: plain, at: date.addingTimeInterval(0.75))
        #expect(whole == fraction)
    }

    // MARK: What is refused

    @Test(arguments: [
        (
            nil, SigningError.Code.missingAuthority,
            "missingAuthority: the request has no authority: nothing to sign as host"
        ),
        ("", .missingAuthority, "missingAuthority: the request has no authority: nothing to sign as host"),
        (
            "user:pass@host", .invalidAuthority,
            "invalidAuthority: an authority is a host, and a port if need be, in visible ASCII characters"
        ),
        (
            "a b", .invalidAuthority,
            "invalidAuthority: an authority is a host, and a port if need be, in visible ASCII characters"
        ),
    ])
    func `a wrong authority is refused`(authority: String?, code: SigningError.Code, message: String) {
        var request = HTTPRequest(method: .get, scheme: "https", authority: authority, path: "/")
        let error = #expect(throws: SigningError.self) { try signer.sign(&request, with: plain, at: date) }
        #expect(error?.code == code)
        #expect(error?.description == message)
        #expect(request.headerFields.isEmpty)
    }

    @Test func `a control character in a header is refused by the header's name`() {
        let field = HTTPField(name: .contentType, lenientValue: Array("a\u{1}canary".utf8))
        var request = request(fields: HTTPFields([field]))
        let error = #expect(throws: SigningError.self) { try signer.sign(&request, with: plain, at: date) }
        #expect(error?.code == .invalidHeader)
        #expect(
            error?.description
                == "invalidHeader: the header field content-type has a line break or another control character")
    }

    @Test func `a Host field beside the authority is refused`() throws {
        var request = request(fields: [try #require(HTTPField.Name("Host")): "example.com"])
        let error = #expect(throws: SigningError.self) { try signer.sign(&request, with: plain, at: date) }
        #expect(error?.description == "invalidHeader: the authority is the host: remove the header field host")
    }

    @Test func `a path without a slash is refused`() {
        var request = request("model/x")
        let error = #expect(throws: SigningError.self) { try signer.sign(&request, with: plain, at: date) }
        #expect(error?.description == "invalidPath: a path begins with a slash")
    }

    @Test(arguments: ["X-Amz-Signature=1", "a=1&x-amz-date=2", "X-Amz%2DCredential=x", "X-Amz-Security-Token"])
    func `a query that is signed already is refused`(query: String) {
        var request = request("/?" + query)
        for sign in [
            { try signer.sign(&request, with: plain, at: date) },
            { try signer.presign(&request, with: plain, at: date) },
        ] as [() throws -> Void] {
            let error = #expect(throws: SigningError.self) { try sign() }
            #expect(
                error?.description == "alreadySigned: the query already has parameters of a signature (X-Amz-…)")
        }
    }

    @Test(arguments: [
        (Credentials(accessKeyID: "", secretAccessKey: "s"), "the access key ID is empty"),
        (Credentials(accessKeyID: "A", secretAccessKey: ""), "the secret access key is empty"),
        (
            Credentials(accessKeyID: "A\n", secretAccessKey: "s"),
            "the access key ID has a space, a line break, a slash, a comma or a character beyond ASCII"
        ),
        (
            Credentials(accessKeyID: "A/B", secretAccessKey: "s"),
            "the access key ID has a space, a line break, a slash, a comma or a character beyond ASCII"
        ),
        (
            Credentials(accessKeyID: "A", secretAccessKey: "s", sessionToken: "token\r\n"),
            "the session token has a space, a line break or a character beyond ASCII"
        ),
    ])
    func `credentials that cannot be sent are refused`(credentials: Credentials, message: String) {
        var request = request()
        let error = #expect(throws: SigningError.self) { try signer.sign(&request, with: credentials, at: date) }
        #expect(error == SigningError(.invalidCredentials, message))
        #expect(request == self.request())
    }

    @Test func `an empty session token counts as none`() throws {
        let empty = Credentials(accessKeyID: "A", secretAccessKey: "s", sessionToken: "")
        #expect(empty.sessionToken == nil)
        #expect(empty == Credentials(accessKeyID: "A", secretAccessKey: "s"))
    }

    @Test(arguments: [
        ("", "us-east-1"), ("bedrock", ""), ("bed rock", "us-east-1"), ("bedrock", "us/east"), ("bedrock", "東京"),
    ])
    func `a malformed service or region is refused`(service: String, region: String) {
        var request = request()
        let error = #expect(throws: SigningError.self) {
            try SigV4Signer(service: service, region: region).sign(&request, with: plain, at: date)
        }
        #expect(
            error?.description
                == "invalidScope: region and service are names without spaces, slashes and characters beyond ASCII")
    }

    @Test(arguments: [
        Duration.zero, .seconds(-1), .milliseconds(999), .seconds(604_801), .seconds(604_800) + .milliseconds(1),
    ])
    func `an expiry out of range is refused`(expiry: Duration) {
        var request = request()
        let error = #expect(throws: SigningError.self) {
            try signer.presign(&request, with: plain, at: date, expiresIn: expiry)
        }
        #expect(error?.description == "invalidExpiry: a presigned request is good for 1 to 604800 seconds")
    }

    @Test(arguments: [-1.0, 253_402_300_800, .infinity, .nan])
    func `a date out of range is refused`(seconds: Double) {
        var request = request()
        let error = #expect(throws: SigningError.self) {
            try signer.sign(&request, with: plain, at: Date(timeIntervalSince1970: seconds))
        }
        #expect(error?.description == "invalidDate: a signature's date lies in the years 1970 to 9999")
    }

    @Test(arguments: ["", "two words", "line\nbreak"])
    func `a payload literal that is no word is refused`(literal: String) {
        var signer = signer
        signer.options.payload = .precomputed(literal)
        var request = request()
        let error = #expect(throws: SigningError.self) { try signer.sign(&request, with: plain, at: date) }
        #expect(
            error?.description == "invalidPayloadHash: a payload literal is one word of visible ASCII characters")
    }
}
