import BedrockCostTesting
import CurlTransport
import HTTPTransport
import HTTPTypes
import Testing

@Suite struct ExchangeTests {
    @Test func `a small exchange returns head and body`() async throws {
        let server = try LoopbackServer { _ in .response("201 Created", fields: ["X-Id: 7"], body: "hello") }
        defer { server.stop() }
        let transport = try CurlTransport(.local)
        let (head, body) = try await transport.exchange(.get(server, "/x"))
        #expect(head.status == .created)
        #expect(head.headerFields[HTTPField.Name("x-id")!] == "7")
        #expect(body == Array("hello".utf8))
    }

    @Test func `requests after each other share one connection`() async throws {
        let server = try LoopbackServer { _ in .response(body: "ok") }
        defer { server.stop() }
        let transport = try CurlTransport(.local)
        for _ in 0..<20 { _ = try await transport.exchange(.post(server, "/x"), body: Array("{}".utf8)) }
        #expect(server.acceptedConnections == 1)
    }

    @Test func `a task on the transport's executor exchanges on the transport's own thread`() async throws {
        let server = try LoopbackServer { _ in .response(body: "ok") }
        defer { server.stop() }
        let transport = try CurlTransport(.local)
        try await withTaskExecutorPreference(transport.executor) {
            for _ in 0..<50 {
                let (head, _) = try await transport.exchange(.get(server, "/x"))
                #expect(head.status == .ok)
            }
        }
        #expect(server.acceptedConnections == 1)
    }
}
