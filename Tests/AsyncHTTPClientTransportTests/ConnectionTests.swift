#if AsyncHTTPClient
import AsyncHTTPClient
import AsyncHTTPClientTransport
import BedrockCostTesting
import HTTPTransport
import HTTPTypes
import NIOCore
import NIOPosix
import Synchronization
import Testing
import TransportFixtures

@Suite struct `Connections of AsyncHTTPClientTransport` {
    @Test func `requests after each other share one connection`() async throws {
        let server = try LoopbackServer { _ in .response(body: "ok") }
        defer { server.stop() }
        let transport = try AsyncHTTPClientTransport()
        for _ in 0..<20 { try await transport.exchange(.post(server, "/x"), body: Array("{}".utf8)) }
        #expect(server.acceptedConnections == 1)
    }

    @Test func `a connection that the server has closed is replaced without a failure`() async throws {
        let server = try LoopbackServer { _ in
            LoopbackReply([.text("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"), .close])
        }
        defer { server.stop() }
        // A loop that has nothing else to do sees the end before it is given the next request.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let transport = try AsyncHTTPClientTransport(.defaults { $0.eventLoopGroup = group })
        for round in 1...10 {
            let (head, _) = try await transport.exchange(.post(server, "/x"), body: Array("{}".utf8))
            #expect(head.status == .ok)
            try await eventually("the server has closed connection \(round)") { server.openConnections == 0 }
        }
        #expect(server.acceptedConnections == 10)
        await transport.shutdown()
        try await group.shutdownGracefully()
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
        let transport = try AsyncHTTPClientTransport()
        let task = Task { try await transport.exchange(.get(server, "/stall")) }
        try await arrived.wait()
        task.cancel()
        let error = await #expect(throws: TransportError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        try await abandoned.wait()
        try await transport.exchange(.get(server, "/x"))
        #expect(server.acceptedConnections == 2)
    }

    @Test func `requests at once leave their connections to those that follow`() async throws {
        let server = try LoopbackServer { _ in .response(body: "ok") }
        defer { server.stop() }
        let transport = try AsyncHTTPClientTransport()
        for _ in 0..<5 {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { try await transport.exchange(.post(server, "/"), body: [1]) } }
                try await group.waitForAll()
            }
        }
        #expect(server.acceptedConnections <= 4)
    }

    @Test func `a limit of connections per host makes requests wait their turn`() async throws {
        let server = try LoopbackServer { _ in .response(body: "ok") }
        defer { server.stop() }
        let transport = try AsyncHTTPClientTransport(
            .defaults { $0.client.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 2 })
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { try await transport.exchange(.get(server, "/x")) } }
            try await group.waitForAll()
        }
        #expect(server.acceptedConnections <= 2)
    }

    @Test func `TCP probes a connection that is silent, and a look of the program's own comes after`() async throws {
        let server = try LoopbackServer { _ in .response() }
        defer { server.stop() }
        let seen = Mutex<[Int]>([])
        let transport = try AsyncHTTPClientTransport(
            .defaults {
                $0.client.http1_1ConnectionDebugInitializer = { channel in
                    channel.getOption(.socketOption(.so_keepalive)).map { value in
                        seen.withLock { $0.append(Int(value)) }
                    }
                }
            })
        try await transport.exchange(.get(server, "/"))
        #expect(seen.withLock { $0 } == [1])
    }

    @Test func `a thousand streams run at once on one transport`() async throws {
        raiseFileLimit()
        let release = Signal()
        let arrived = Mutex(0)
        let allArrived = Signal()
        let server = try LoopbackServer { _ in
            LoopbackReply([.text("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc"), .wait(release), .text("def")]) {
                guard case .body = $0 else { return }
                if arrived.withLock({
                    $0 += 1
                    return $0 == 1_000
                }) {
                    allArrived.fire()
                }
            }
        }
        defer { server.stop() }
        let transport = try AsyncHTTPClientTransport()
        try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<1_000 {
                group.addTask { try await transport.exchange(.post(server, "/"), body: [1]).1 }
            }
            try await allArrived.wait()
            release.fire()
            for try await body in group { #expect(body == Array("abcdef".utf8)) }
        }
    }
}
#endif
