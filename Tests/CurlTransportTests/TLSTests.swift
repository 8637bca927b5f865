import BedrockCostTesting
import CurlTransport
import Foundation
import HTTPTransport
import HTTPTypes
import Synchronization
import Testing
import TransportFixtures

@Suite(.enabled(if: TLSServer.isAvailable, "nginx and openssl are needed; install nginx-light and openssl"))
struct TLSTests {
    private func value(of name: String, in head: HTTPResponse) -> String? {
        head.headerFields.first { $0.name.canonicalName == name }?.value
    }

    @Test func `HTTP/2 is spoken where the server offers it, HTTP/1.1 where that is asked for`() async throws {
        let server = try await TLSServer { _ in .response(body: "ok") }
        defer { server.stop() }
        let (modern, _) = try await CurlTransport(server.configuration).exchange(server.request(.post, "/"), body: [1])
        #expect(value(of: "x-protocol", in: modern) == "HTTP/2.0")
        var configuration = server.configuration
        configuration.versions = .http1
        let (classic, body) = try await CurlTransport(configuration).exchange(server.request(.post, "/"), body: [1])
        #expect(value(of: "x-protocol", in: classic) == "HTTP/1.1")
        #expect(body == Array("ok".utf8))
    }

    @Test func `as many streams share a connection as the server allows`() async throws {
        let arrived = Mutex(0)
        let release = Signal()
        let server = try await TLSServer { request in
            guard request.target == "/stream" else { return .response() }
            return LoopbackReply([.wait(release), .text("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")]) { event in
                guard case .body = event else { return }
                if arrived.withLock({
                    $0 += 1; return $0 == 128
                }) {
                    release.fire()
                }
            }
        }
        defer { server.stop() }
        let transport = try CurlTransport(server.configuration)
        let connections = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<128 {
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
        let transport = try CurlTransport(server.configuration)
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

    @Test func `cancelling the only stream of a connection ends it at once`() async throws {
        let arrived = Signal()
        let abandoned = Signal()
        let server = try await TLSServer { request in
            guard request.target == "/stall" else { return .response() }
            return LoopbackReply([.wait(Signal())]) { event in
                switch event {
                case .body: arrived.fire()
                case .abandoned: abandoned.fire()
                default: break
                }
            }
        }
        defer { server.stop() }
        let transport = try CurlTransport(server.configuration)
        let task = Task { try await transport.exchange(server.request(.post, "/stall"), body: [1]) }
        try await arrived.wait()
        task.cancel()
        await #expect(throws: TransportError.self) { try await task.value }
        try await abandoned.wait()
        let (head, _) = try await transport.exchange(server.request(.get, "/"))
        #expect(head.status == .ok)
    }

    @Test(arguments: ["/stall", "/flood"]) func `a limit that ends a stream ends it at the server`(
        path: String
    ) async throws {
        let abandoned = Signal()
        let server = try await TLSServer { request in
            let steps: [LoopbackReply.Step]
            switch request.target {
            case "/stall": steps = [.text("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"), .wait(Signal())]
            case "/flood":
                let size = 1 << 30
                steps = [.text("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n"), .flood(count: size)]
            default: return .response()
            }
            return LoopbackReply(steps) { event in
                if case .abandoned = event { abandoned.fire() }
            }
        }
        defer { server.stop() }
        let transport = try CurlTransport(server.configuration)
        let error = await #expect(throws: TransportError.self) {
            try await transport.exchange(
                server.request(.get, path),
                options: .defaults {
                    if path == "/stall" { $0.idleTimeout = .milliseconds(300) }
                    $0.responseBodyLimit = 1_000_000
                })
        }
        #expect(error?.code == (path == "/stall" ? .idleTimeout : .responseTooLarge))
        try await abandoned.wait()
    }

    @Test func `a slow reader on HTTP/2 stops the server and holds up no other stream`() async throws {
        let size = 256 << 20
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
        let transport = try CurlTransport(server.configuration)
        let total = try await transport.withResponse(
            to: server.request(.get, "/flood"), body: [], options: .init()
        ) { _, body in
            var total = try await body.next()?.count ?? 0
            var seen = -1
            while sent.withLock({ $0 }) != seen {
                seen = sent.withLock { $0 }
                try await Task.sleep(for: .milliseconds(250))
            }
            // libcurl opens each stream with a window of 32 MiB, which is what a reader that stopped may cost.
            #expect(seen < 80 << 20)
            for _ in 0..<5 {
                let (_, other) = try await transport.exchange(server.request(.get, "/other"))
                #expect(other == Array("ok".utf8))
            }
            while let chunk = try await body.next() { total += chunk.count }
            return total
        }
        #expect(total == size)
    }

    @Test func `an upload that the server refuses early ends with its answer`() async throws {
        let server = try await TLSServer(settings: "client_max_body_size 1k;") { _ in .response() }
        defer { server.stop() }
        for versions in [CurlTransport.Configuration.Versions.upToHTTP2, .http1] {
            var configuration = server.configuration
            configuration.versions = versions
            let (head, _) = try await CurlTransport(configuration).exchange(
                server.request(.post, "/"), body: [UInt8](repeating: 1, count: 8 << 20))
            #expect(head.status == .contentTooLarge)
        }
    }

    @Test func `an unknown certificate is refused before anything is sent`() async throws {
        let server = try await TLSServer { _ in .response() }
        defer { server.stop() }
        let transport = try CurlTransport(.local)
        let error = await #expect(throws: TransportError.self) {
            try await transport.exchange(server.request(.post, "/"), body: [1])
        }
        #expect(error?.code == .tlsFailed)
        #expect(error?.requestMayHaveBeenProcessed == false)
    }

    @Test func `a certificate for another name is refused`() async throws {
        let server = try await TLSServer { _ in .response() }
        defer { server.stop() }
        let port = try #require(Int(server.authority.split(separator: ":")[1]))
        var configuration = server.configuration
        configuration.addressOverrides = [.init(host: "bedrock.example", port: port, addresses: ["127.0.0.1"])]
        let transport = try CurlTransport(configuration)
        let error = await #expect(throws: TransportError.self) {
            try await transport.exchange(
                HTTPRequest(method: .get, scheme: "https", authority: "bedrock.example:\(port)", path: "/"))
        }
        #expect(error?.code == .tlsFailed)
        #expect(error?.requestMayHaveBeenProcessed == false)
    }

    @Test func `requests go on over new connections when the server retires old ones`() async throws {
        let server = try await TLSServer(settings: "keepalive_requests 20;") { _ in .response(body: "ok") }
        defer { server.stop() }
        let transport = try CurlTransport(server.configuration)
        // One after the other, so that no request is under way when its connection is retired.
        for _ in 0..<100 {
            let (head, _) = try await transport.exchange(server.request(.post, "/"), body: [1])
            #expect(head.status == .ok)
        }
        // Together, some may meet the retirement; what was not carried out may then be sent again by the caller.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    do {
                        _ = try await transport.exchange(server.request(.post, "/"), body: [1])
                    } catch let error as TransportError {
                        #expect(error.code == .connectionLost)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
