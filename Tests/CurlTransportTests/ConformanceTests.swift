import BedrockCostTesting
import CurlTransport
import Testing

@Suite struct ConformanceTests {
    @Test func `CurlTransport conforms over sockets`() async throws {
        let transport = try CurlTransport(.local)
        for outcome in try await TransportConformance().run(overLoopback: transport) {
            #expect(outcome.failure == nil, "\(outcome)")
        }
    }

    @Test func `CurlTransport conforms when its own thread runs the tasks`() async throws {
        let transport = try CurlTransport(.local)
        let outcomes = try await withTaskExecutorPreference(transport.executor) {
            try await TransportConformance().run(overLoopback: transport)
        }
        for outcome in outcomes {
            #expect(outcome.failure == nil, "\(outcome)")
        }
    }

    @Test func `the in-process transport conforms`() async {
        for outcome in await TransportConformance().run(inProcess: { InProcessTransport($0) }) {
            #expect(outcome.failure == nil, "\(outcome)")
        }
    }

    @Test func `the in-process transport conforms with a peer that reads while it answers`() async {
        let outcomes = await TransportConformance().run(inProcessDuplex: {
            InProcessTransport(duplexOn: ContinuousClock(), $0)
        })
        #expect(outcomes.map(\.check) == TransportConformance.checks)
        for outcome in outcomes {
            #expect(outcome.failure == nil, "\(outcome)")
        }
    }
}
