import BedrockCostTesting
import CurlTransport
import HTTPTransport
import HTTPTypes
import Testing
import TransportFixtures

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@Suite struct FailureTests {
    private func failure(
        _ request: HTTPRequest, body: [UInt8] = [], options: TransportOptions = .init(),
        configuration: CurlTransport.Configuration = .local
    ) async throws -> TransportError? {
        let transport = try CurlTransport(configuration)
        return await #expect(throws: TransportError.self) {
            try await transport.exchange(request, body: body, options: options)
        }
    }

    @Test func `a refused connection sends nothing`() async throws {
        let server = try LoopbackServer { _ in .response() }
        let request = HTTPRequest.post(server, "/")
        server.stop()
        let error = try await failure(request, body: [1])
        #expect(error?.code == .connectFailed)
        #expect(error?.requestMayHaveBeenProcessed == false)
        #expect(error?.message.contains("127.0.0.1") == true)
    }

    @Test func `a name without an address sends nothing`() async throws {
        let error = try await failure(
            HTTPRequest(method: .get, scheme: "http", authority: "no-such-host.invalid", path: "/"))
        #expect(error?.code == .nameNotResolved)
        #expect(error?.requestMayHaveBeenProcessed == false)
    }

    @Test func `a handshake that never ends is a connect timeout`() async throws {
        // The server takes the connection and waits for a request that never is one: TLS gets no answer.
        let server = try LoopbackServer { _ in .response() }
        defer { server.stop() }
        let error = try await failure(
            HTTPRequest(method: .post, scheme: "https", authority: server.authority, path: "/"), body: [1],
            options: .defaults { $0.connectTimeout = .milliseconds(200) })
        #expect(error?.code == .connectTimeout)
        #expect(error?.requestMayHaveBeenProcessed == false)
    }

    @Test(arguments: [
        "nonsense\r\n\r\n",
        "HTTP/1.1 200 OK\r\nbroken header\r\n\r\n",
        "HTTP/1.1 200 OK\r\nbad name: x\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot-hex\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        "",
    ])
    func `a peer that breaks the protocol or its word is a failure, not a response`(reply: String) async throws {
        let server = try LoopbackServer { _ in LoopbackReply([.text(reply), .close]) }
        defer { server.stop() }
        let error = try await failure(.get(server, "/"))
        #expect(error?.code == .protocolViolation || error?.code == .connectionLost)
        #expect(error?.requestMayHaveBeenProcessed == true)
    }

    @Test func `a head past its limit is refused`() async throws {
        let server = try LoopbackServer { _ in
            .response(fields: (0..<100).map { "X-\($0): " + String(repeating: "v", count: 100) })
        }
        defer { server.stop() }
        var configuration = CurlTransport.Configuration.local
        configuration.responseHeadLimit = 4_096
        let error = try await failure(.get(server, "/"), configuration: configuration)
        #expect(error?.code == .responseTooLarge)
    }

    @Test(arguments: [
        (HTTPField.Name.contentLength, "5", "Content-Length differs from the body's length"),
        (.transferEncoding, "chunked", "Transfer-Encoding is the transport's to decide"),
    ])
    func `framing is not the caller's to choose`(name: HTTPField.Name, value: String, message: String) async throws {
        let server = try LoopbackServer { _ in .response() }
        defer { server.stop() }
        var request = HTTPRequest.post(server, "/")
        request.headerFields[name] = value
        let error = try await failure(request, body: [1, 2, 3])
        #expect(error?.code == .invalidRequest)
        #expect(error?.message == message)
        #expect(server.acceptedConnections == 0)
    }

    @Test func `a right Content-Length of the caller's is sent once`() async throws {
        let server = try LoopbackServer { request in
            .response(body: request.fields.filter { $0.name.lowercased() == "content-length" }.map(\.value).joined())
        }
        defer { server.stop() }
        var request = HTTPRequest.post(server, "/")
        request.headerFields[.contentLength] = "3"
        let (_, body) = try await CurlTransport(.local).exchange(request, body: [1, 2, 3])
        #expect(body == Array("3".utf8))
    }

    @Test func `CONNECT, and HEAD with a body, are refused`() async throws {
        for (method, body) in [(HTTPRequest.Method.connect, []), (.head, [UInt8(1)])] {
            let error = try await failure(
                HTTPRequest(method: method, scheme: "http", authority: "127.0.0.1:1", path: "/"), body: body)
            #expect(error?.code == .invalidRequest)
        }
    }

    @Test func `a peer that closes while a long body is sent is a lost connection`() async throws {
        let server = try LoopbackServer { _ in LoopbackReply([.reset], readsBodyFirst: false) }
        defer { server.stop() }
        let error = try await failure(.post(server, "/"), body: [UInt8](repeating: 1, count: 16 << 20))
        #expect(error?.code == .connectionLost)
        #expect(error?.requestMayHaveBeenProcessed == true)
    }
}
