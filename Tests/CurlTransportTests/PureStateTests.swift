import HTTPTypes
import Testing

@testable import CurlTransport
@testable import HTTPTransport

@Suite struct TransferStateTests {
    private func bytes(_ count: Int, _ value: UInt8 = 1) -> [UInt8] { [UInt8](repeating: value, count: count) }

    private func receive(_ bytes: [UInt8], _ state: inout TransferState) -> TransferState.Acceptance {
        bytes.withUnsafeBytes { state.receive($0) }
    }

    @Test func `a reader waits for a head until there is one`() {
        var state = TransferState(bufferSize: 10, bodyLimit: nil)
        #expect(state.mustWait(for: .head))
        state.receive(HTTPResponse(status: .ok))
        #expect(!state.mustWait(for: .head))
        #expect(state.mustWait(for: .body))
        guard case .value(let head) = state.takeHead() else {
            Issue.record("no head")
            return
        }
        #expect(head.status == .ok)
    }

    @Test func `past its high-water mark the body pauses, and taking it un-pauses once`() {
        var state = TransferState(bufferSize: 10, bodyLimit: nil)
        #expect(receive(bytes(9), &state) == .taken)
        #expect(receive(bytes(9), &state) == .taken)
        #expect(receive(bytes(1), &state) == .paused)
        #expect(state.isPaused)
        guard case (.value(let all?), .unpause) = state.takeBody() else {
            Issue.record("nothing to take")
            return
        }
        #expect(all.count == 18)
        guard case (.wait, .none) = state.takeBody() else {
            Issue.record("it does not wait")
            return
        }
    }

    @Test func `bytes come before the error that follows them`() {
        var state = TransferState(bufferSize: 10, bodyLimit: nil)
        #expect(receive(bytes(3), &state) == .taken)
        state.finish(TransportError(.connectionLost, "lost"))
        guard case (.value([1, 1, 1]?), .none) = state.takeBody() else {
            Issue.record("the bytes are gone")
            return
        }
        guard case (.failure(let error), .none) = state.takeBody() else {
            Issue.record("no error")
            return
        }
        #expect(error.code == .connectionLost)
    }

    @Test func `a body past its limit is refused, one of just the limit is not`() {
        var state = TransferState(bufferSize: 100, bodyLimit: 10)
        #expect(receive(bytes(10), &state) == .taken)
        #expect(receive(bytes(1), &state) == .tooLarge)
    }

    @Test func `closing tells the loop once, and only while it works`() {
        var running = TransferState(bufferSize: 10, bodyLimit: nil)
        #expect(running.close() == .close)
        #expect(running.close() == .none)
        #expect(receive(bytes(1), &running) == .closed)

        var ended = TransferState(bufferSize: 10, bodyLimit: nil)
        ended.finish(nil)
        #expect(ended.close() == .none)
    }

    @Test(arguments: [true, false]) func `a cancelled caller learns whether the request may have left`(isSent: Bool) {
        var state = TransferState(bufferSize: 10, bodyLimit: nil)
        if isSent { state.beginSending() }
        _ = state.close()
        guard case .failure(let error) = state.takeHead() else {
            Issue.record("no error")
            return
        }
        #expect(error.code == .cancelled)
        #expect(error.requestMayHaveBeenProcessed == isSent)
    }
}

@Suite struct ResponseHeadParserTests {
    private func parse(
        _ lines: [String], limit: Int = 1_000
    ) throws -> (head: HTTPResponse?, trailers: Int) {
        var parser = ResponseHeadParser(limit: limit)
        var known = FieldCache()
        var head: HTTPResponse?
        var trailers = 0
        for line in lines {
            let event = try Array((line + "\r\n").utf8).withUnsafeBytes { try parser.take($0, known: &known) }
            switch event {
            case .head(let response): head = response
            case .trailer: trailers += 1
            case .more: break
            }
        }
        return (head, trailers)
    }

    @Test func `interim responses give way to the final one, and trailers are told apart`() throws {
        let (head, trailers) = try parse([
            "HTTP/1.1 103 Early Hints", "Link: </a>", "", "HTTP/1.1 404 Not Here", "X-A: 1", "x-a:2", "Empty:", "",
            "Trailer: 1", "",
        ])
        #expect(head?.status == HTTPResponse.Status(code: 404, reasonPhrase: "Not Here"))
        #expect(head?.headerFields[values: HTTPField.Name("x-a")!] == ["1", "2"])
        #expect(head?.headerFields[values: HTTPField.Name("empty")!] == [""])
        #expect(head?.headerFields.count == 3)
        #expect(trailers == 2)
    }

    @Test func `HTTP/2 has no reason phrase`() throws {
        let (head, _) = try parse(["HTTP/2 503 ", "content-type: text/plain", ""])
        #expect(head?.status.code == 503)
    }

    @Test(arguments: [
        (["HTTP/1.1"], "the status line is malformed"),
        (["HTTP/1.1 2x0 OK"], "the status line has no status code"),
        (["HTTP/1.1 099 Odd"], "the status code is below 100"),
        (["HTTP/1.1 101 Switching Protocols", ""], "the peer switched protocols unasked"),
        (["HTTP/1.1 200 OK", "no colon"], "a header line has no colon"),
        (["HTTP/1.1 200 OK", "bad name: 1"], "a header field has an invalid name"),
        (["HTTP/1.1 200 OK", ": 1"], "a header field has an invalid name"),
        ([""], "the response begins with an empty line"),
    ])
    func `what no server may send is a protocol violation`(lines: [String], message: String) {
        let error = #expect(throws: TransportError.self) { try parse(lines) }
        #expect(error?.code == .protocolViolation)
        #expect(error?.message == message)
    }

    @Test func `a head past its limit is refused`() {
        let error = #expect(throws: TransportError.self) {
            try parse(["HTTP/1.1 200 OK", "a: " + String(repeating: "x", count: 100), ""], limit: 60)
        }
        #expect(error?.code == .responseTooLarge)
        #expect(error?.message == "the response's head exceeds 60 bytes")
    }

    @Test func `names that share a place in the cache stay apart`() {
        var cache = FieldCache()
        for number in 0..<2_000 {
            let text = "x-field-\(number)"
            let name = Array(text.utf8).withUnsafeBytes { cache.name($0) }
            #expect(name?.rawName == text)
        }
    }
}
