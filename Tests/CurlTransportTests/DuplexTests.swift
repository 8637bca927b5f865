import BedrockCostTesting
import HTTPTypes
import Testing
import TransportFixtures

@testable import CurlTransport
@testable import HTTPTransport

@Suite struct UploadStateTests {
    private func supply(_ state: inout UploadState, _ count: Int) -> (UploadState.Supply, [UInt8]) {
        var target = [UInt8](repeating: 0, count: count)
        let supply = target.withUnsafeMutableBytes { state.supply($0) }
        guard case .bytes(let count) = supply else { return (supply, []) }
        return (supply, Array(target.prefix(count)))
    }

    @Test func `libcurl waits when there is nothing, and is told once when there is`() {
        var state = UploadState(bufferSize: 10)
        #expect(supply(&state, 8).0 == .pause)
        #expect(state.isPaused)
        guard case .taken(mustResume: true) = state.offer([1, 2, 3]) else {
            Issue.record("libcurl is not told")
            return
        }
        guard case .taken(mustResume: false) = state.offer([4]) else {
            Issue.record("libcurl is told twice")
            return
        }
        #expect(supply(&state, 8).1 == [1, 2, 3, 4])
        #expect(supply(&state, 8).0 == .pause)
    }

    @Test func `a writer waits at the high-water mark, not before, until there is room`() {
        var state = UploadState(bufferSize: 10)
        for byte in UInt8(0)..<10 {
            #expect(!state.mustWait)
            guard case .taken = state.offer([byte]) else {
                Issue.record("not taken")
                return
            }
        }
        #expect(state.mustWait)
        guard case .full = state.offer([99]) else {
            Issue.record("taken past the mark")
            return
        }
        #expect(supply(&state, 1).1 == [0])
        #expect(!state.mustWait)
        guard case .taken = state.offer([10, 11, 12]) else {
            Issue.record("not taken")
            return
        }
        #expect(supply(&state, 100).1 == Array(1...12))
    }

    @Test func `the body ends behind its last byte`() {
        var state = UploadState(bufferSize: 10)
        _ = state.offer([1, 2, 3])
        guard case .taken = state.finish(), case .taken(mustResume: false) = state.finish() else {
            Issue.record("it does not end")
            return
        }
        #expect(supply(&state, 2).1 == [1, 2])
        #expect(supply(&state, 2).1 == [3])
        #expect(supply(&state, 2).0 == .end)
        guard case .failure(let error) = state.offer([4]) else {
            Issue.record("it takes more")
            return
        }
        #expect(error.code == .invalidRequest)
    }

    @Test func `an ending drops what waits, and a failure is told rather than the response's end`() {
        var state = UploadState(bufferSize: 2)
        _ = state.offer([1, 2, 3])
        #expect(state.mustWait)
        state.end(.responseEnded)
        #expect(!state.mustWait)
        #expect(supply(&state, 2).0 == .end)
        state.end(TransportError(.connectionLost, "lost"))
        state.end(TransportError(.cancelled, "cancelled"))
        guard case .failure(let error) = state.offer([4]) else {
            Issue.record("it takes more")
            return
        }
        #expect(error.code == .connectionLost)
    }
}

@Suite struct FruitlessRoundsTests {
    @Test func `only a second full of events that nobody takes is a spin`() {
        let start = MonotonicTime.now
        var rounds = FruitlessRounds()
        for _ in 0..<999 { rounds.count(hasEvents: true, at: start) }
        #expect(!rounds.isSpinning)
        rounds.hasMoved = true
        rounds.count(hasEvents: true, at: start)
        for _ in 0..<999 { rounds.count(hasEvents: true, at: start) }
        #expect(!rounds.isSpinning)
        rounds.count(hasEvents: true, at: start + .seconds(2))
        for _ in 0..<999 { rounds.count(hasEvents: true, at: start + .seconds(2)) }
        #expect(!rounds.isSpinning)
        rounds.count(hasEvents: true, at: start + .seconds(2))
        #expect(rounds.isSpinning)
        rounds.reset()
        #expect(!rounds.isSpinning)
    }
}

@Suite struct DuplexTests {
    @Test func `a connection that cannot be had is thrown without the closure`() async throws {
        let server = try LoopbackServer { _ in .response() }
        server.stop()
        let transport = try CurlTransport(.local)
        let error = await #expect(throws: TransportError.self) {
            try await transport.withDuplexExchange(for: .post(server, "/"), options: .init()) { _, _ in
                Issue.record("the closure ran")
            }
        }
        #expect(error?.code == .connectFailed)
        #expect(error?.requestMayHaveBeenProcessed == false)
    }

    @Test func `exchanges of both kinds share a transport, and neither disturbs the other`() async throws {
        let server = try LoopbackServer { request in
            guard request.target == "/talk" else { return .response(body: "plain") }
            return LoopbackReply([
                .awaitBody(count: 1), .text("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n"), .awaitEnd, .text("x"),
            ])
        }
        defer { server.stop() }
        let transport = try CurlTransport(.local)
        let body = try await transport.withDuplexExchange(for: .post(server, "/talk"), options: .init()) {
            request, response in
            try await request.write([1])
            #expect(try await response.head().status == .ok)
            // Connections that open and close meanwhile must not make this one look ended.
            for _ in 0..<20 {
                let (_, body) = try await transport.exchange(.post(server, "/plain"), body: [1])
                #expect(body == Array("plain".utf8))
            }
            try await request.write([2])
            try await request.finish()
            return try await response.body.collect(upTo: 10)
        }
        #expect(body == Array("x".utf8))
        let (_, after) = try await transport.exchange(.post(server, "/plain"), body: [1, 2])
        #expect(after == Array("plain".utf8))
    }

    @Test func `shutting down ends an exchange for reader and writer`() async throws {
        let server = try LoopbackServer { _ in
            LoopbackReply([.text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), .awaitEnd])
        }
        defer { server.stop() }
        let transport = try CurlTransport(.local)
        try await transport.withDuplexExchange(for: .post(server, "/"), options: .init()) { request, response in
            _ = try await response.head()
            transport.shutdown()
            let reading = await #expect(throws: TransportError.self) { _ = try await response.body.next() }
            #expect(reading?.code == .shutDown)
            let writing = await #expect(throws: TransportError.self) { try await request.write([1]) }
            #expect(writing?.code == .shutDown)
        }
    }
}
