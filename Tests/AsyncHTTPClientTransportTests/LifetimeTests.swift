#if AsyncHTTPClient
import AsyncHTTPClient
import AsyncHTTPClientTransport
import BedrockCostTesting
import HTTPTransport
import Testing
import TransportFixtures

@Suite struct `The life of AsyncHTTPClientTransport` {
    /// A server that answers `/` and lets `/stall` wait.
    private func stallingServer(arrived: Signal, abandoned: Signal = Signal()) throws -> LoopbackServer {
        try LoopbackServer { request in
            guard request.target == "/stall" else { return .response(body: "ok") }
            return LoopbackReply([.wait(Signal())]) { event in
                switch event {
                case .body: arrived.fire()
                case .abandoned: abandoned.fire()
                default: break
                }
            }
        }
    }

    private func expectShutDown(_ error: TransportError?, processed: Bool) {
        #expect(error?.code == .shutDown)
        #expect(error?.requestMayHaveBeenProcessed == processed)
    }

    @Test func `shutting down ends exchanges, and later ones fail at once`() async throws {
        let arrived = Signal()
        let abandoned = Signal()
        let server = try stallingServer(arrived: arrived, abandoned: abandoned)
        defer { server.stop() }
        let transport = try AsyncHTTPClientTransport()
        let task = Task { try await transport.exchange(.post(server, "/stall"), body: [1]) }
        try await arrived.wait()
        await transport.shutdown()
        await transport.shutdown()
        expectShutDown(await #expect(throws: TransportError.self) { try await task.value }, processed: true)
        try await abandoned.wait()
        expectShutDown(
            await #expect(throws: TransportError.self) { try await transport.exchange(.get(server, "/")) },
            processed: false)
    }

    @Test func `shutting down leaves a client that was given to its owner`() async throws {
        let arrived = Signal()
        let server = try stallingServer(arrived: arrived)
        defer { server.stop() }
        try await withClient { client in
            let transport = try AsyncHTTPClientTransport(client: client)
            let task = Task { try await transport.exchange(.post(server, "/stall"), body: [1]) }
            try await arrived.wait()
            await transport.shutdown()
            expectShutDown(await #expect(throws: TransportError.self) { try await task.value }, processed: true)
            expectShutDown(
                await #expect(throws: TransportError.self) { try await transport.exchange(.get(server, "/")) },
                processed: false)
            let other = try AsyncHTTPClientTransport(client: client)
            #expect(try await other.exchange(.get(server, "/")).1 == Array("ok".utf8))
        }
    }

    @Test func `a client that its owner shuts down ends exchanges as such`() async throws {
        let arrived = Signal()
        let server = try stallingServer(arrived: arrived)
        defer { server.stop() }
        let client = HTTPClient(configuration: AsyncHTTPClientTransport.Configuration().settledClient)
        let transport = try AsyncHTTPClientTransport(client: client)
        let task = Task { try await transport.exchange(.post(server, "/stall"), body: [1]) }
        try await arrived.wait()
        try await client.shutdown()
        expectShutDown(await #expect(throws: TransportError.self) { try await task.value }, processed: true)
        expectShutDown(
            await #expect(throws: TransportError.self) { try await transport.exchange(.get(server, "/")) },
            processed: false)
    }

    @Test func `a transport may go without being shut down, and takes its connections along`() async throws {
        let server = try LoopbackServer { _ in .response(body: "ok") }
        defer { server.stop() }
        for _ in 0..<5 { try await AsyncHTTPClientTransport().exchange(.get(server, "/")) }
        try await eventually("the connections are closed") { server.openConnections == 0 }
        #expect(server.acceptedConnections == 5)
    }
}
#endif
