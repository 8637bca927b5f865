#if MockServer
import AWSCore
import BedrockCostTesting
import CurlTransport
import Foundation
import HTTPTransport
import HTTPTypes
import Testing

@Suite struct `The loopback server` {
    let mock = MockAWS(seed: 10)

    private func caller(_ server: MockServer) throws -> Caller {
        var caller = Caller(mock)
        caller.transport = try CurlTransport()
        caller.authority = "127.0.0.1:\(server.port)"
        return caller
    }

    @Test func `it answers as the engine in-process does, on one port for all services`() async throws {
        try await mock.serve { server in
            let caller = try caller(server)
            let arn = try await caller.profile("claims", tags: ["dept": "claims"])
            #expect(try await caller.converse(arn, "Hello").status == 200)
            #expect(try await caller.tagging("GetResources", [:]).json["ResourceTagMappingList"]?.array?.count == 1)
            #expect(try await caller.sts("Action=GetCallerIdentity").text.contains(":user/mock"))
            #expect(try await caller.costExplorer("ListCostAllocationTags", [:]).status == 200)
            let events = try await caller.runtime(arn, "converse-stream", ["messages": [message("Hello")]]).events
            #expect(events.last?.type == "metadata")
            var wrong = caller
            wrong.tamper = { _, body in body.append(UInt8(ascii: " ")) }
            #expect(try await wrong.converse(arn, "Hello").code == "InvalidSignatureException")
            wrong.tamper = { _, _ in }
            wrong.region = "mars-north-1"
            #expect(try await wrong.converse(Models.nova, "Hello").code == "InvalidSignatureException")
        }
    }

    @Test func `a long-term API key, which names no Region, works in the default one`() async throws {
        let european = MockAWS(seed: 1) { $0.defaultRegion = "eu-west-1" }
        try await european.serve { server in
            var caller = Caller(european)
            caller.transport = try CurlTransport()
            caller.authority = "127.0.0.1:\(server.port)"
            caller.bearer = european.apiKey
            #expect(try await caller.converse(Models.nova, "Hello").status == 200)
            #expect(european.bill.rows.first?.region == "eu-west-1")
        }
    }

    @Test func `streams really stream: events arrive while later ones have not been sent`() async throws {
        let slow = MockAWS(seed: 1) { $0.chunkInterval = .seconds(1) }
        try await slow.serve { server in
            var caller = Caller(slow)
            let counting = CountingTransport(base: try CurlTransport())
            caller.transport = counting
            caller.authority = "127.0.0.1:\(server.port)"
            let running = caller
            let call = Task {
                try await running.runtime(Models.nova, "converse-stream", ["messages": [message("Hello")]])
            }
            // The clock stands still: only the first chunk can be there.
            while counting.chunkSizes.isEmpty || slow.clock.sleeperCount < 1 { await Task.yield() }
            let early = counting.chunkSizes.reduce(0, +)
            #expect(slow.openStreams == 1)
            let turning = Task {
                while !Task.isCancelled {
                    slow.clock.advance(by: .seconds(1))
                    await Task.yield()
                }
            }
            let reply = try await call.value
            #expect(try reply.events.last?.type == "metadata")
            #expect(early > 0 && early < reply.body.count / 2)
            turning.cancel()
            while slow.openStreams > 0 { await Task.yield() }
        }
    }

    @Test func `faults reach the socket`() async throws {
        mock.faults.add(.lostReply, for: "Converse")
        mock.faults.add(.brokenBody, for: "ConverseStream")
        mock.faults.add(.htmlError(502), for: "Converse")
        try await mock.serve { server in
            let caller = try caller(server)
            let lost = await #expect(throws: TransportError.self) { try await caller.converse(Models.nova, "Hello") }
            #expect(lost?.code == .connectionLost)
            #expect(mock.bill.rows.count == 2)
            let broken = await #expect(throws: TransportError.self) {
                try await caller.runtime(Models.nova, "converse-stream", ["messages": [message("Hello")]])
            }
            #expect(broken?.code == .connectionLost)
            #expect(try await caller.converse(Models.nova, "Hello").status == 502)
        }
    }

    @Test func `the control path turns the clock and shows bill and requests`() async throws {
        try await mock.serve { server in
            let caller = try caller(server)
            _ = try await caller.converse(Models.nova, "Hello")
            func control(_ method: HTTPRequest.Method, _ path: String, _ body: JSONValue = [:]) async throws
                -> Caller.Reply
            {
                try await caller.send(
                    method, "none", "", "/_mock/\(path)", body: method == .post ? body.serialized() : [])
            }
            #expect(
                try await control(.post, "clock", ["advanceSeconds": 86_400]).json == ["now": "2026-10-02T08:00:00Z"])
            #expect(
                try await control(.post, "clock", ["advanceTo": "2026-10-03T00:00:00Z"]).json == [
                    "now": "2026-10-03T00:00:00Z"
                ])
            #expect(try await control(.post, "clock", ["advanceTo": "2026-10-01T00:00:00Z"]).status == 400)
            let bill = try await control(.get, "bill").json
            #expect(bill["total"]?.string == mock.bill.total)
            #expect(bill["rows"]?[0]?["day"] == "2026-10-01")
            let requests = try await control(.get, "requests").json["requests"]
            #expect(requests?[0]?["operation"] == "Converse")
            #expect(requests?[0]?["headers"]?["authorization"] == nil)
            #expect(
                try await control(.post, "faults", ["fault": "throttle", "operation": "Converse"]).json == ["faults": 1]
            )
            #expect(try await caller.converse(Models.nova, "Hello").status == 429)
            #expect(try await control(.post, "faults", ["fault": "fire"]).status == 400)
            #expect(try await control(.post, "replies", ["text": "As told."]).status == 200)
            let told = try await caller.converse(Models.nova, "Hello")
            #expect(told.json["output"]?["message"]?["content"]?[0]?["text"] == "As told.")
            #expect(try await control(.get, "status").json["openStreams"] == 0)
            #expect(try await control(.get, "nothing").status == 404)
        }
    }

    @Test func `a port that is taken is an error at once`() async throws {
        try await mock.serve { server in
            let port = UInt16(server.port)
            await #expect(throws: (any Error).self) {
                try await MockAWS().serve(port: port) { (_: MockServer) -> Void in }
            }
        }
    }

    @Test func `the server ends with its closure, which may throw`() async throws {
        struct Stop: Error {}
        var port = 0
        await #expect(throws: Stop.self) {
            try await mock.serve { server in
                port = server.port
                throw Stop()
            }
        }
        let refused = Caller(mock)
        var caller = refused
        caller.transport = try CurlTransport()
        caller.authority = "127.0.0.1:\(port)"
        let late = caller
        let error = await #expect(throws: TransportError.self) { try await late.converse(Models.nova, "Hello") }
        #expect(error?.code == .connectFailed)
    }
}
#endif
