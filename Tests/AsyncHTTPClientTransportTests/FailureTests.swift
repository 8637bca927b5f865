#if AsyncHTTPClient
import AsyncHTTPClient
import AsyncHTTPClientTransport
import BedrockCostTesting
import HTTPTransport
import HTTPTypes
import NIOCore
import NIOPosix
import Testing
import TransportFixtures

@Suite struct `Failures of AsyncHTTPClientTransport` {
    private func failure(
        _ request: HTTPRequest, body: [UInt8] = [], options: TransportOptions = .init(),
        configuration: AsyncHTTPClientTransport.Configuration = .init()
    ) async throws -> TransportError? {
        let transport = try AsyncHTTPClientTransport(configuration)
        return await #expect(throws: TransportError.self) {
            try await transport.exchange(request, body: body, options: options)
        }
    }

    @Test func `a refused connection sends nothing, and says so at once`() async throws {
        let server = try LoopbackServer { _ in .response() }
        let request = HTTPRequest.post(server, "/")
        server.stop()
        let start = ContinuousClock.now
        let error = try await failure(request, body: [1])
        #expect(error?.code == .connectFailed)
        #expect(error?.requestMayHaveBeenProcessed == false)
        #expect(error?.message.contains("127.0.0.1") == true)
        #expect(error?.message.contains("refused") == true)
        // Not after the ten seconds in which AsyncHTTPClient would try again.
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test func `a name without an address sends nothing`() async throws {
        let error = try await failure(
            HTTPRequest(method: .get, scheme: "http", authority: "no-such-host.invalid", path: "/"))
        #expect(error?.code == .nameNotResolved)
        #expect(error?.requestMayHaveBeenProcessed == false)
    }

    @Test func `a handshake that never ends is a connect timeout of the exchange`() async throws {
        // The server takes the connection and waits for a request that never is one: TLS gets no answer.
        let server = try LoopbackServer { _ in .response() }
        defer { server.stop() }
        let error = try await failure(
            HTTPRequest(method: .post, scheme: "https", authority: server.authority, path: "/"), body: [1],
            options: .defaults { $0.connectTimeout = .milliseconds(200) })
        #expect(error?.code == .connectTimeout)
        #expect(error?.requestMayHaveBeenProcessed == false)
        #expect(error?.message == "\(server.authority): no connection within 0.2 seconds")
    }

    @Test func `on several event loops, a limit of connecting does not say that nothing was sent`() async throws {
        let server = try LoopbackServer { _ in .response() }
        defer { server.stop() }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        // Shutting down waits for the attempt.
        let configuration = AsyncHTTPClientTransport.Configuration.defaults { $0.client.timeout.connect = .seconds(1) }
        let client = HTTPClient(eventLoopGroup: group, configuration: configuration.settledClient)
        let transport = try AsyncHTTPClientTransport(client: client)
        let error = await #expect(throws: TransportError.self) {
            try await transport.exchange(
                HTTPRequest(method: .post, scheme: "https", authority: server.authority, path: "/"), body: [1],
                options: .defaults { $0.connectTimeout = .milliseconds(200) })
        }
        #expect(error?.code == .connectTimeout)
        #expect(error?.requestMayHaveBeenProcessed == true)
        try await client.shutdown()
        try await group.shutdownGracefully()
    }

    @Test func `the client's own limit of connecting counts where it is shorter`() async throws {
        let server = try LoopbackServer { _ in .response() }
        defer { server.stop() }
        let error = try await failure(
            HTTPRequest(method: .post, scheme: "https", authority: server.authority, path: "/"), body: [1],
            configuration: .defaults { $0.client.timeout.connect = .milliseconds(200) })
        #expect(error?.code == .connectTimeout)
        #expect(error?.requestMayHaveBeenProcessed == false)
    }

    @Test(arguments: [
        ("nonsense\r\n\r\n", TransportError.Code.protocolViolation),
        ("HTTP/1.1 200 OK\r\nbroken header\r\n\r\n", .protocolViolation),
        ("HTTP/1.1 200 OK\r\nbad name: x\r\n\r\n", .protocolViolation),
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", .protocolViolation),
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", .connectionLost),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot-hex\r\n", .protocolViolation),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", .connectionLost),
        ("", .connectionLost),
    ])
    func `a peer that breaks the protocol or its word is a failure, not a response`(
        reply: String, code: TransportError.Code
    ) async throws {
        let server = try LoopbackServer { _ in LoopbackReply([.text(reply), .close]) }
        defer { server.stop() }
        let error = try await failure(.get(server, "/"))
        #expect(error?.code == code)
        #expect(error?.requestMayHaveBeenProcessed == true)
    }

    @Test func `a head past its limit is refused, one of just its limit is not`() async throws {
        // 17 bytes of status line, 19 of Content-Length, 4 * 107 of fields, 2 at the end.
        let server = try LoopbackServer { _ in
            .response(fields: (0..<4).map { "X-\($0): " + String(repeating: "v", count: 100) })
        }
        defer { server.stop() }
        let error = try await failure(.get(server, "/"), configuration: .defaults { $0.responseHeadLimit = 465 })
        #expect(error?.code == .responseTooLarge)
        #expect(error?.message.hasSuffix("the response's head exceeds 465 bytes") == true)
        let transport = try AsyncHTTPClientTransport(.defaults { $0.responseHeadLimit = 466 })
        #expect(try await transport.exchange(.get(server, "/")).0.status == .ok)
    }

    @Test(arguments: [
        ("/a|b", "the path holds a character that AsyncHTTPClient would encode; percent-encode it"),
        ("/a?b={c}", "the path holds a character that AsyncHTTPClient would encode; percent-encode it"),
    ])
    func `a path that would not arrive as it was signed is refused`(path: String, message: String) async throws {
        let error = try await failure(
            HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1:1", path: path))
        #expect(error?.code == .invalidRequest)
        #expect(error?.message == message)
        #expect(error?.requestMayHaveBeenProcessed == false)
    }

    @Test(arguments: [
        (HTTPField.Name.contentLength, "5", "Content-Length differs from the body's length"),
        (.transferEncoding, "chunked", "Transfer-Encoding is the transport's to decide"),
    ])
    func `a field that cannot go out is refused`(name: HTTPField.Name, value: String, message: String) async throws {
        let server = try LoopbackServer { _ in .response() }
        defer { server.stop() }
        var request = HTTPRequest.post(server, "/")
        request.headerFields[name] = value
        let error = try await failure(request, body: [1, 2, 3])
        #expect(error?.code == .invalidRequest)
        #expect(error?.message == message)
        #expect(server.acceptedConnections == 0)
    }

    @Test func `CONNECT, and HEAD with a body, are refused`() async throws {
        for (method, body) in [(HTTPRequest.Method.connect, []), (.head, [UInt8(1)])] {
            let error = try await failure(
                HTTPRequest(method: method, scheme: "http", authority: "127.0.0.1:1", path: "/"), body: body)
            #expect(error?.code == .invalidRequest)
            #expect(error?.requestMayHaveBeenProcessed == false)
        }
    }

    @Test func `a peer that resets while a long body is sent is a lost connection`() async throws {
        let server = try LoopbackServer { _ in LoopbackReply([.reset], readsBodyFirst: false) }
        defer { server.stop() }
        let error = try await failure(.post(server, "/"), body: [UInt8](repeating: 1, count: 16 << 20))
        #expect(error?.code == .connectionLost)
        #expect(error?.requestMayHaveBeenProcessed == true)
    }

    @Test func `an answer that refuses a long body before it is read arrives to its end`() async throws {
        let chunked = "HTTP/1.1 413 Content Too Large\r\nTransfer-Encoding: chunked\r\n\r\n"
        let server = try LoopbackServer { _ in
            // The connection stays open, so that nothing but the last chunk tells of the end.
            LoopbackReply(
                [.text(chunked + "6\r\ntoo la\r\n3\r\nrge\r\n0\r\n\r\n"), .wait(Signal())], readsBodyFirst: false)
        }
        defer { server.stop() }
        let transport = try AsyncHTTPClientTransport()
        let (head, body) = try await transport.exchange(
            .post(server, "/"), body: [UInt8](repeating: 1, count: 16 << 20))
        #expect(head.status == .contentTooLarge)
        #expect(body == Array("too large".utf8))
    }

    @Test func `a peer that takes no more of a long body ends by the idle timeout`() async throws {
        let server = try LoopbackServer { _ in LoopbackReply([.wait(Signal())], readsBodyFirst: false) }
        defer { server.stop() }
        let error = try await failure(
            .post(server, "/"), body: [UInt8](repeating: 1, count: 64 << 20),
            options: .defaults { $0.idleTimeout = .milliseconds(300) })
        #expect(error?.code == .idleTimeout)
        #expect(error?.requestMayHaveBeenProcessed == true)
        #expect(error?.message == "\(server.authority): the peer sent nothing for 0.3 seconds")
    }

    @Test func `a client that follows redirects is found out`() async throws {
        let server = try LoopbackServer { request in
            request.target == "/" ? .response("302 Found", fields: ["Location: /elsewhere"]) : .response(body: "no")
        }
        defer { server.stop() }
        try await withClient(HTTPClient.Configuration()) { client in
            let transport = try AsyncHTTPClientTransport(client: client)
            let error = await #expect(throws: TransportError.self) { try await transport.exchange(.get(server, "/")) }
            #expect(error?.code == .invalidConfiguration)
            #expect(error?.message.hasSuffix("the client that was given follows redirects") == true)
        }
    }

    @Test func `settings that cannot work are named`() throws {
        let empty = #expect(throws: TransportError.self) {
            try AsyncHTTPClientTransport(.defaults { $0.bodyBufferSize = 0 })
        }
        #expect(empty?.description == "invalidConfiguration: bodyBufferSize must be at least 1 byte")
        let headless = #expect(throws: TransportError.self) {
            try AsyncHTTPClientTransport(.defaults { $0.responseHeadLimit = -1 })
        }
        #expect(headless?.description == "invalidConfiguration: responseHeadLimit must be at least 1 byte")
    }
}
#endif
