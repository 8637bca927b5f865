#if AsyncHTTPClient
import AsyncHTTPClient
import AsyncHTTPClientTransport
import BedrockCostTesting
import HTTPTransport
import HTTPTypes
import Synchronization
import Testing
import TransportFixtures

@Suite(.enabled(if: TLSServer.isAvailable, "nginx and openssl are needed; install nginx-light and openssl"))
struct `TLS and HTTP/2 of AsyncHTTPClientTransport` {
    private func value(of name: String, in head: HTTPResponse) -> String? {
        head.headerFields.first { $0.name.canonicalName == name }?.value
    }

    @Test func `HTTP/2 is spoken where the server offers it, HTTP/1.1 where that is asked for`() async throws {
        let server = try await TLSServer { _ in .response(body: "ok") }
        defer { server.stop() }
        let modern = try AsyncHTTPClientTransport(server.trustingClient)
        let (head, _) = try await modern.exchange(server.request(.post, "/"), body: [1])
        #expect(value(of: "x-protocol", in: head) == "HTTP/2.0")
        var configuration = server.trustingClient
        configuration.client.httpVersion = .http1Only
        let classic = try AsyncHTTPClientTransport(configuration)
        let (older, body) = try await classic.exchange(server.request(.post, "/"), body: [1])
        #expect(value(of: "x-protocol", in: older) == "HTTP/1.1")
        #expect(body == Array("ok".utf8))
    }

    @Test func `a hundred requests at once share one connection on HTTP/2`() async throws {
        let release = Signal()
        let arrived = Mutex(0)
        let server = try await TLSServer { request in
            guard request.target == "/stream" else { return .response() }
            return LoopbackReply([.wait(release), .text("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")]) { event in
                guard case .body = event else { return }
                if arrived.withLock({
                    $0 += 1
                    return $0 == 100
                }) {
                    release.fire()
                }
            }
        }
        defer { server.stop() }
        let transport = try AsyncHTTPClientTransport(server.trustingClient)
        let connections = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    let (head, body) = try await transport.exchange(server.request(.post, "/stream"), body: [1, 2])
                    #expect(body == Array("ok".utf8))
                    return value(of: "x-connection", in: head)
                }
            }
            var connections: Set<String?> = []
            for try await connection in group { connections.insert(connection) }
            return connections
        }
        #expect(connections.count == 1)
    }

    @Test func `cancelling one stream resets it and leaves its neighbours`() async throws {
        let arrived = Signal()
        let abandoned = Signal()
        let release = Signal()
        let server = try await TLSServer { request in
            switch request.target {
            case "/stall":
                LoopbackReply([.wait(Signal())]) { event in
                    switch event {
                    case .body: arrived.fire()
                    case .abandoned: abandoned.fire()
                    default: break
                    }
                }
            case "/neighbour":
                LoopbackReply([
                    .text("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab"), .wait(release), .text("cd"),
                ])
            default: .response()
            }
        }
        defer { server.stop() }
        let transport = try AsyncHTTPClientTransport(server.trustingClient)
        let body = try await transport.withResponse(
            to: server.request(.get, "/neighbour"), body: [], options: .init()
        ) { _, body in
            let task = Task { try await transport.exchange(server.request(.post, "/stall"), body: [1]) }
            try await arrived.wait()
            task.cancel()
            let error = await #expect(throws: TransportError.self) { try await task.value }
            #expect(error?.code == .cancelled)
            try await abandoned.wait()
            release.fire()
            return try await body.collect(upTo: 100)
        }
        #expect(body == Array("abcd".utf8))
    }

    @Test func `a slow reader on HTTP/2 stops the server and holds up no other stream`() async throws {
        let size = 64 << 20
        let sent = Mutex(0)
        let server = try await TLSServer { request in
            guard request.target == "/flood" else { return .response(body: "ok") }
            return LoopbackReply(
                [.text("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n"), .flood(count: size)]
            ) { event in
                if case .sent(let count) = event { sent.withLock { $0 = count } }
            }
        }
        defer { server.stop() }
        let transport = try AsyncHTTPClientTransport(server.trustingClient)
        let total = try await transport.withResponse(
            to: server.request(.get, "/flood"), body: [], options: .init()
        ) { _, body in
            var total = try await body.next()?.count ?? 0
            for _ in 0..<50 {
                let (_, other) = try await transport.exchange(server.request(.get, "/other"))
                #expect(other == Array("ok".utf8))
            }
            #expect(sent.withLock { $0 } < size / 2)
            while let chunk = try await body.next() { total += chunk.count }
            return total
        }
        #expect(total == size)
    }

    @Test func `an upload that the server refuses early ends with its answer`() async throws {
        let server = try await TLSServer(settings: "client_max_body_size 1k;") { _ in .response() }
        defer { server.stop() }
        for isHTTP1 in [false, true] {
            var configuration = server.trustingClient
            if isHTTP1 { configuration.client.httpVersion = .http1Only }
            let (head, _) = try await AsyncHTTPClientTransport(configuration).exchange(
                server.request(.post, "/"), body: [UInt8](repeating: 1, count: 8 << 20))
            #expect(head.status == .contentTooLarge)
        }
    }

    @Test func `an unknown certificate is refused before anything is sent`() async throws {
        let server = try await TLSServer { _ in .response() }
        defer { server.stop() }
        let transport = try AsyncHTTPClientTransport()
        let error = await #expect(throws: TransportError.self) {
            try await transport.exchange(server.request(.post, "/"), body: [1])
        }
        #expect(error?.code == .tlsFailed)
        #expect(error?.requestMayHaveBeenProcessed == false)
        #expect(error?.message.contains("CERTIFICATE_VERIFY_FAILED") == true)
    }
}
#endif
