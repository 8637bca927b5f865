import BedrockCostTesting
import CurlTransport
import Foundation
import HTTPTransport
import HTTPTypes
import Synchronization
import Testing
import TransportFixtures

@Suite struct ConnectionTests {
    @Test func `requests after each other share one connection`() async throws {
        let server = try LoopbackServer { _ in .response(body: "ok") }
        defer { server.stop() }
        let transport = try CurlTransport(.local)
        for _ in 0..<20 { try await transport.exchange(.post(server, "/x"), body: Array("{}".utf8)) }
        #expect(server.acceptedConnections == 1)
    }

    @Test func `a connection that the server has closed is replaced without a failure`() async throws {
        let server = try LoopbackServer { _ in
            LoopbackReply([.text("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"), .close])
        }
        defer { server.stop() }
        let transport = try CurlTransport(.local)
        for round in 1...10 {
            let (head, _) = try await transport.exchange(.post(server, "/x"), body: Array("{}".utf8))
            #expect(head.status == .ok)
            try await eventually("the server has closed connection \(round)") { server.openConnections == 0 }
        }
        #expect(server.acceptedConnections == 10)
    }

    @Test func `a limit of connections per host makes requests wait their turn`() async throws {
        let server = try LoopbackServer { _ in .response(body: "ok") }
        defer { server.stop() }
        let transport = try CurlTransport(
            .defaults {
                $0.proxy = .none
                $0.connectionsPerHost = 2
            })
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { try await transport.exchange(.get(server, "/x")) } }
            try await group.waitForAll()
        }
        #expect(server.acceptedConnections <= 2)
    }

    @Test func `a cancelled exchange closes its connection, and the next gets a new one`() async throws {
        let arrived = Signal()
        let abandoned = Signal()
        let server = try LoopbackServer { request in
            guard request.target == "/stall" else { return .response(body: "ok") }
            return LoopbackReply([.wait(Signal())]) { event in
                switch event {
                case .body: arrived.fire()
                case .abandoned: abandoned.fire()
                default: break
                }
            }
        }
        defer { server.stop() }
        let transport = try CurlTransport(.local)
        let task = Task { try await transport.exchange(.get(server, "/stall")) }
        try await arrived.wait()
        task.cancel()
        let error = await #expect(throws: TransportError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        // The server sees the end of the stream: this waits for ever if the socket stays open.
        try await abandoned.wait()
        try await transport.exchange(.get(server, "/x"))
        #expect(server.acceptedConnections == 2)
    }

    @Test func `a thousand streams run at once on one transport`() async throws {
        raiseFileLimit()
        let release = Signal()
        let arrived = Mutex(0)
        let allArrived = Signal()
        let server = try LoopbackServer { _ in
            LoopbackReply([
                .text("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc"), .wait(release), .text("def"),
            ]) { event in
                guard case .body = event else { return }
                let count = arrived.withLock { count in
                    count += 1
                    return count
                }
                if count == 1_000 { allArrived.fire() }
            }
        }
        defer { server.stop() }
        let transport = try CurlTransport(.local)
        try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<1_000 {
                group.addTask {
                    try await transport.withResponse(
                        to: .post(server, "/stream"), body: [1], options: .init()
                    ) { _, body in try await body.collect(upTo: 6) }
                }
            }
            try await allArrived.wait()
            #expect(server.openConnections == 1_000)
            release.fire()
            for try await body in group { #expect(body == Array("abcdef".utf8)) }
        }
    }

    @Test func `a slow reader of 64 MiB stops the server, and still gets every byte`() async throws {
        let size = 64 << 20
        let sent = Mutex(0)
        let server = try LoopbackServer { _ in
            LoopbackReply([.text("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n"), .flood(count: size)]) { event in
                if case .sent(let count) = event { sent.withLock { $0 = count } }
            }
        }
        defer { server.stop() }
        let transport = try CurlTransport(.local)
        var largest = 0
        let total = try await transport.withResponse(
            to: .get(server, "/flood"), body: [], options: .init()
        ) { _, body in
            var total = try await body.next()?.count ?? 0
            // The server's socket takes no more bytes, which shows only by watching it for a while.
            var seen = -1
            while sent.withLock({ $0 }) != seen {
                seen = sent.withLock { $0 }
                try await Task.sleep(for: .milliseconds(200))
            }
            #expect(seen < size / 2)
            while let chunk = try await body.next() {
                total += chunk.count
                largest = max(largest, chunk.count)
            }
            return total
        }
        #expect(total == size)
        // One write of libcurl's past the high-water mark of 64 KiB.
        #expect(largest <= 2 * 64 * 1_024)
    }

    @Test func `a limit that is passed by bytes held back for a slow reader ends the exchange`() async throws {
        let size = 64 << 20
        let sent = Mutex(0)
        let server = try LoopbackServer { _ in
            LoopbackReply([.text("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n"), .flood(count: size)]) { event in
                if case .sent(let count) = event { sent.withLock { $0 = count } }
            }
        }
        defer { server.stop() }
        let transport = try CurlTransport(.local)
        // The buffer takes 64 KiB; the next piece, of up to 16 KiB, waits at libcurl and is one too many.
        let options = TransportOptions.defaults {
            $0.responseBodyLimit = 70_000
            $0.idleTimeout = .seconds(5)
        }
        let error = await #expect(throws: TransportError.self) {
            try await transport.withResponse(to: .get(server, "/flood"), body: [], options: options) { _, body in
                var seen = -1
                while sent.withLock({ $0 }) != seen || seen == 0 {
                    seen = sent.withLock { $0 }
                    try await Task.sleep(for: .milliseconds(200))
                }
                while try await body.next() != nil {}
            }
        }
        #expect(error?.code == .responseTooLarge)
    }

    @Test func `a gigabyte passes through in flat memory, however slow its reader`() async throws {
        let size = 1 << 30
        let sent = Mutex(0)
        let server = try LoopbackServer { _ in
            LoopbackReply([.text("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n"), .flood(count: size)]) { event in
                if case .sent(let count) = event { sent.withLock { $0 = count } }
            }
        }
        defer { server.stop() }
        let transport = try CurlTransport(.local)
        let (total, mostHeld) = try await transport.withResponse(
            to: .get(server, "/flood"), body: [], options: .init()
        ) { _, body in
            var total = 0
            var mostHeld = 0
            while let chunk = try await body.next() {
                total += chunk.count
                // Whatever has left the server and has not come here is held by the transport or by the sockets.
                mostHeld = max(mostHeld, sent.withLock { $0 } - total)
                if total % 7 == 0 { await Task.yield() }
            }
            return (total, mostHeld)
        }
        #expect(total == size)
        // The sockets' own buffers hold some megabytes.
        #expect(mostHeld < 32 << 20)
    }

    @Test func `a large upload that is answered early ends with the answer`() async throws {
        let server = try LoopbackServer { _ in
            LoopbackReply(
                [.text("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig")],
                readsBodyFirst: false)
        }
        defer { server.stop() }
        let transport = try CurlTransport(.local)
        let (head, _) = try await transport.exchange(
            .post(server, "/x"), body: [UInt8](repeating: 7, count: 32 << 20))
        #expect(head.status == .contentTooLarge)
    }

    @Test func `a Unix socket carries requests`() async throws {
        let path = NSTemporaryDirectory() + "curl-\(UInt32.random(in: 0...UInt32.max)).sock"
        defer { unlink(path) }
        let server = try LoopbackServer(at: .unix(path: path)) { request in
            .response(body: request["Host"] ?? "none")
        }
        defer { server.stop() }
        let transport = try CurlTransport(
            .defaults {
                $0.proxy = .none
                $0.unixSocketPath = path
            })
        let (_, body) = try await transport.exchange(
            HTTPRequest(method: .get, scheme: "http", authority: "bedrock.example", path: "/"))
        #expect(body == Array("bedrock.example".utf8))
    }

    @Test func `an address override reaches the server under any name`() async throws {
        let server = try LoopbackServer { .response(body: $0["Host"] ?? "none") }
        defer { server.stop() }
        let port = try #require(Int(server.authority.split(separator: ":")[1]))
        let transport = try CurlTransport(
            .defaults {
                $0.proxy = .none
                $0.addressOverrides = [.init(host: "bedrock.example", port: port, addresses: ["127.0.0.1"])]
            })
        let (_, body) = try await transport.exchange(
            HTTPRequest(method: .get, scheme: "http", authority: "bedrock.example:\(port)", path: "/"))
        #expect(body == Array("bedrock.example:\(port)".utf8))
    }

    @Test func `a proxy gets the requests, with its credentials, except for the hosts it is not for`() async throws {
        let proxy = try LoopbackServer { request in
            .response(body: "\(request.target) \(request["Proxy-Authorization"] ?? "-")")
        }
        defer { proxy.stop() }
        let server = try LoopbackServer { _ in .response(body: "direct") }
        defer { server.stop() }
        let transport = try CurlTransport(
            .defaults {
                $0.proxy = .url("http://user:pass@\(proxy.authority)")
                $0.proxyExceptions = ["127.0.0.1"]
            })
        let (_, proxied) = try await transport.exchange(
            HTTPRequest(method: .get, scheme: "http", authority: "bedrock.example", path: "/a?b=c"))
        #expect(String(decoding: proxied, as: UTF8.self) == "http://bedrock.example/a?b=c Basic dXNlcjpwYXNz")
        let (_, direct) = try await transport.exchange(.get(server, "/"))
        #expect(String(decoding: direct, as: UTF8.self) == "direct")
    }

    @Test func `TLS through a proxy asks for a tunnel, and a refused one is no connection`() async throws {
        let targets = Mutex<[String]>([])
        let proxy = try LoopbackServer { request in
            targets.withLock { $0.append("\(request.method) \(request.target)") }
            return .response("403 Forbidden", body: "no")
        }
        defer { proxy.stop() }
        let transport = try CurlTransport(.defaults { $0.proxy = .url("http://\(proxy.authority)") })
        let error = await #expect(throws: TransportError.self) {
            try await transport.exchange(
                HTTPRequest(method: .post, scheme: "https", authority: "bedrock.example", path: "/"), body: [1])
        }
        #expect(error?.requestMayHaveBeenProcessed == false)
        #expect(error?.code == .connectFailed)
        #expect(targets.withLock { $0 } == ["CONNECT bedrock.example:443"])
    }
}
