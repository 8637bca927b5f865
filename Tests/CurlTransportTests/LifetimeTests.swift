import BedrockCostTesting
import CurlTransport
import HTTPTransport
import HTTPTypes
import Synchronization
import Testing
import TransportFixtures

@Suite struct LifetimeTests {
    /// Counts the threads of this process that a transport has named its own.
    @Test func `shutting down ends exchanges, and later ones fail at once`() async throws {
        let arrived = Signal()
        let abandoned = Signal()
        let server = try LoopbackServer { _ in
            LoopbackReply([.wait(Signal())]) { event in
                switch event {
                case .body: arrived.fire()
                case .abandoned: abandoned.fire()
                default: break
                }
            }
        }
        defer { server.stop() }
        let transport = try CurlTransport(.local)
        let task = Task { try await transport.exchange(.post(server, "/"), body: [1]) }
        try await arrived.wait()
        transport.shutdown()
        transport.shutdown()
        let running = await #expect(throws: TransportError.self) { try await task.value }
        #expect(running?.code == .shutDown)
        #expect(running?.requestMayHaveBeenProcessed == true)
        try await abandoned.wait()
        let later = await #expect(throws: TransportError.self) { try await transport.exchange(.get(server, "/")) }
        #expect(later?.code == .shutDown)
        #expect(later?.requestMayHaveBeenProcessed == false)
    }

    @Test func `the last reference may go on the transport's own thread`() async throws {
        let server = try LoopbackServer { _ in .response(body: "ok") }
        defer { server.stop() }
        for _ in 0..<20 {
            let executor = try await useAndDrop(server)
            // Its tasks go on elsewhere once the thread is gone.
            let sum = await withTaskExecutorPreference(executor) {
                await Task.yield()
                return 1 + 1
            }
            #expect(sum == 2)
        }
    }

    private func useAndDrop(_ server: LoopbackServer) async throws -> any TaskExecutor {
        let holder = Mutex<CurlTransport?>(try CurlTransport(.local))
        let executor = try #require(holder.withLock { $0?.executor })
        try await withTaskExecutorPreference(executor) {
            guard let transport = holder.withLock({ $0.take() }) else { return }
            try await transport.exchange(.get(server, "/"))
        }
        return executor
    }

    @Test func `shutting down from the transport's own thread does not wait for itself`() async throws {
        let transport = try CurlTransport(.local)
        await withTaskExecutorPreference(transport.executor) { transport.shutdown() }
        let error = await #expect(throws: TransportError.self) {
            try await transport.exchange(HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1:1", path: "/"))
        }
        #expect(error?.code == .shutDown)
    }

    @Test func `transports come and go by the hundred`() async throws {
        let server = try LoopbackServer { _ in .response(body: "ok") }
        defer { server.stop() }
        for _ in 0..<200 {
            let transport = try CurlTransport(.local)
            let (head, _) = try await transport.exchange(.get(server, "/"))
            #expect(head.status == .ok)
        }
        try await eventually("all connections are closed") { server.openConnections == 0 }
    }

    @Test func `exchanges survive a storm of cancellations`() async throws {
        let server = try LoopbackServer { request in
            switch request.target {
            case "/stall": LoopbackReply([.wait(Signal())])
            case "/half": LoopbackReply([.text("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"), .wait(Signal())])
            case "/flood":
                LoopbackReply([.text("HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n"), .flood(count: 900_000)])
            default: .response(body: "ok")
            }
        }
        defer { server.stop() }
        let transport = try CurlTransport(.local)
        let paths = ["/stall", "/half", "/flood", "/ok"]
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<16 {
                let executor = worker.isMultiple(of: 2) ? transport.executor : globalConcurrentExecutor
                group.addTask(executorPreference: executor) {
                    for round in 0..<60 {
                        let path = paths[(worker + round) % paths.count]
                        let task = Task { try await transport.exchange(.post(server, path), body: [1]) }
                        for _ in 0..<(round % 7) { await Task.yield() }
                        if path != "/ok" { task.cancel() }
                        let result = await task.result
                        if path == "/ok" { #expect(throws: Never.self) { try result.get() } }
                    }
                }
            }
        }
        let (head, _) = try await transport.exchange(.get(server, "/ok"))
        #expect(head.status == .ok)
    }
}
