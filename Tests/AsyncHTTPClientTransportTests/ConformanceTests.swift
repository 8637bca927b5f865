#if AsyncHTTPClient
import AsyncHTTPClientTransport
import BedrockCostTesting
import NIOCore
import NIOPosix
import Testing

@Suite struct `AsyncHTTPClientTransport and the contract` {
    @Test func `it conforms over sockets, with a client of its own`() async throws {
        let transport = try AsyncHTTPClientTransport()
        let outcomes = try await TransportConformance().run(overLoopback: transport)
        #expect(outcomes.count > 30)
        for outcome in outcomes { #expect(outcome.failure == nil, "\(outcome)") }
        await transport.shutdown()
    }

    @Test func `it conforms over sockets, with a client that was given`() async throws {
        try await withClient { client in
            let transport = try AsyncHTTPClientTransport(client: client)
            let outcomes = try await TransportConformance().run(overLoopback: transport)
            #expect(outcomes.count > 30)
            for outcome in outcomes { #expect(outcome.failure == nil, "\(outcome)") }
        }
    }

    @Test func `it conforms on a single thread`() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let transport = try AsyncHTTPClientTransport(.defaults { $0.eventLoopGroup = group })
        for outcome in try await TransportConformance().run(overLoopback: transport) {
            #expect(outcome.failure == nil, "\(outcome)")
        }
        await transport.shutdown()
        try await group.shutdownGracefully()
    }
}
#endif
