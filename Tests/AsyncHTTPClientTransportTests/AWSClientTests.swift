#if AsyncHTTPClient && MockServer
import AWSCore
import AWSSigning
import AsyncHTTPClientTransport
import Attribution
import BedrockControl
import BedrockCostTesting
import BedrockRuntime
import HTTPTransport
import Testing
import TransportFixtures

@Suite struct `AWS through AsyncHTTPClientTransport` {
    private func client(
        _ mock: MockAWS, at url: String, _ transport: AsyncHTTPClientTransport
    ) throws -> AWSClient {
        try AWSClient(
            region: .usEast1, transport: transport, authentication: .credentials(mock.credentials),
            environment: .empty
        ) {
            $0.endpointURL = url
            $0.now = { mock.now }
            $0.jitter = { 0 }
        }
    }

    @Test func `a profile is made, called and streamed from, with signatures that hold`() async throws {
        let mock = MockAWS(seed: 21)
        mock.enqueueReply("Claim 4711 is settled.")
        mock.enqueueReply("Dear policyholder, 支払い済み.")
        let transport = try AsyncHTTPClientTransport()
        try await mock.serve { server in
            let aws = try client(mock, at: server.url, transport)
            let profile = try await BedrockControlClient(aws).createInferenceProfile(
                named: "claims", copying: .systemDefined("us.anthropic.claude-3-7-sonnet-20250219-v1:0"),
                tags: ["dept": "claims"])
            let runtime = BedrockRuntimeClient(aws)
            #expect(try await runtime.converse(model: profile, "Status?").text == "Claim 4711 is settled.")
            let streamed = try await runtime.converseStream(model: profile, "Write") { events in
                var text = ""
                for try await piece in events.text { text += piece }
                return text
            }
            #expect(streamed == "Dear policyholder, 支払い済み.")
        }
        #expect(mock.requests.count == 4)
        #expect(mock.requests.allSatisfy { (200..<300).contains($0.status) })
        await transport.shutdown()
    }

    @Test func `a throttled call is repeated, one whose answer was lost is not`() async throws {
        let mock = MockAWS(seed: 22)
        let transport = try AsyncHTTPClientTransport()
        try await mock.serve { server in
            let runtime = BedrockRuntimeClient(try client(mock, at: server.url, transport))
            mock.faults.add(.throttle, for: "Converse", times: 2)
            _ = try await runtime.converse(model: "amazon.nova-lite-v1:0", "Hello")
        }
        #expect(mock.requests.map(\.status) == [429, 429, 200])

        let lossy = try LoopbackServer { _ in LoopbackReply([.reset]) }
        defer { lossy.stop() }
        let runtime = BedrockRuntimeClient(try client(mock, at: "http://\(lossy.authority)", transport))
        let error = await #expect(throws: AWSError.self) {
            try await runtime.converse(model: "amazon.nova-lite-v1:0", "Hello")
        }
        #expect(error?.attempts == 1)
        #expect(lossy.acceptedConnections == 1)
        await transport.shutdown()
    }

    @Test func `a call that found no connection is repeated, since nobody saw it`() async throws {
        let mock = MockAWS(seed: 23)
        let closed = try LoopbackServer { _ in .response() }
        let url = "http://\(closed.authority)"
        closed.stop()
        let transport = try AsyncHTTPClientTransport()
        let runtime = BedrockRuntimeClient(try client(mock, at: url, transport))
        let error = await #expect(throws: AWSError.self) {
            try await runtime.converse(model: "amazon.nova-lite-v1:0", "Hello")
        }
        #expect(error?.attempts == 3)
        await transport.shutdown()
    }
}
#endif
