import AWSCore
import AWSEventStream
import BedrockCostTesting
import Foundation
import HTTPTransport
import HTTPTypes
import Testing

@Suite struct `Streaming events` {
    private static let part = #"{"text":"a"}"#
    private static let usage = #"{"tokens":7}"#

    /// Two parts, an event to pass over, one that nobody knows, and the usage.
    private static func wholeStream() throws -> [UInt8] {
        try StreamWidget.frame("part", part) + StreamWidget.frame("ping", "{}")
            + StreamWidget.frame("part", #"{"text":"b"}"#) + StreamWidget.frame("later", "{}")
            + StreamWidget.frame("usage", usage)
    }

    private static let wholeEvents: [WidgetEvent] = [.part("a"), .part("b"), .unknown("later"), .usage(7)]

    /// What a reader sees of a response: the events, then the error where there was one.
    private func read(_ steps: [InProcessResponse.Step]) async throws -> (events: [WidgetEvent], error: AWSError?) {
        let client = try makeClient(Peer(.steps(steps, ["x-amzn-requestid": "r-5"])))
        return try await client.stream(StreamWidget()) { _, events in
            var seen: [WidgetEvent] = []
            var iterator = events.makeAsyncIterator()
            do throws(AWSError) {
                while let event = try await iterator.next() { seen.append(event) }
            } catch {
                let after = try await iterator.next()
                #expect(after == nil)
                return (seen, error)
            }
            let after = try await iterator.next()
            #expect(after == nil)
            return (seen, nil)
        }
    }

    @Test func `every split of the bytes gives the same events`() async throws {
        let bytes = try Self.wholeStream()
        for cut in 0...bytes.count {
            let (events, error) = try await read([.bytes(Array(bytes[..<cut])), .bytes(Array(bytes[cut...]))])
            #expect(events == Self.wholeEvents)
            #expect(error == nil)
        }
        let (events, error) = try await read(bytes.map { .bytes([$0]) })
        #expect(events == Self.wholeEvents)
        #expect(error == nil)
    }

    @Test func `the head and the request id come before the events`() async throws {
        let peer = Peer(
            .steps([.bytes(try Self.wholeStream())], ["content-type": "x/stream", "x-amzn-requestid": "r-5"]))
        let (head, id) = try await makeClient(peer).stream(StreamWidget()) { ($0, $1.requestID) }
        #expect(head == "x/stream")
        #expect(id == "r-5")
    }

    @Test func `an event reaches the reader before the next byte is sent`() async throws {
        let (first, read) = (try StreamWidget.frame("part", Self.part), Signal())
        let rest = try StreamWidget.frame("usage", Self.usage)
        let client = try makeClient(Peer(.steps([.bytes(first), .wait(for: read), .bytes(rest)])))
        let seen = try await client.stream(StreamWidget()) { _, events in
            var seen: [WidgetEvent] = []
            for try await event in events {
                seen.append(event)
                read.fire()
            }
            return seen
        }
        #expect(seen == [.part("a"), .usage(7)])
    }

    @Test func `events before a lost connection are delivered, the usage among them`() async throws {
        let (events, error) = try await read([
            .bytes(try Self.wholeStream() + [0, 0]), .fail(TransportError(.connectionLost, "reset by peer")),
        ])
        #expect(events == Self.wholeEvents)
        #expect(
            error?.description == "transport in Widget Runtime.StreamWidget: reset by peer (request r-5)")
        #expect(error?.attempts == 1)
    }

    @Test func `an exception in the stream is thrown after the events before it`() async throws {
        let exception = try EventStreamMessage.exception(
            "modelStreamErrorException",
            payload: Array(#"{"message":"the model failed","originalStatusCode":500}"#.utf8)
        ).encoded
        let (events, error) = try await read([.bytes(try StreamWidget.frame("part", Self.part) + exception)])
        #expect(events == [.part("a")])
        #expect(error?.code == .service)
        #expect(error?.serviceCode == "modelStreamErrorException")
        #expect(error?.message == "the model failed")
        #expect(error?.details?["originalStatusCode"] == 500)
        #expect(error?.requestID == "r-5")
        #expect(error?.operation == "Widget Runtime.StreamWidget")
    }

    @Test(arguments: [
        ("throttlingException", AWSError.Code.throttled), ("validationException", .validation),
        ("internalServerException", .serviceFault), ("serviceUnavailableException", .serviceFault),
        ("accessDeniedException", .accessDenied), ("newException", .service),
    ])
    func `an exception is of the kind that its shape has elsewhere`(
        _ name: String, _ code: AWSError.Code
    ) async throws {
        let frame = try EventStreamMessage.exception(name, payload: Array(#"{"Message":"m"}"#.utf8)).encoded
        let (_, error) = try await read([.bytes(frame)])
        #expect(error?.code == code)
        #expect(error?.message == "m")
    }

    @Test func `an error frame outside the model is thrown with its code`() async throws {
        let frame = try EventStreamMessage.error(code: "InternalFailure", message: "went wrong").encoded
        let (_, error) = try await read([.bytes(frame)])
        #expect(
            error?.description == "service in Widget Runtime.StreamWidget: InternalFailure: went wrong (request r-5)")
    }

    @Test func `a frame without a message type is malformed`() async throws {
        let frame = try EventStreamMessage(headers: [EventStreamHeader("a", "b")]).encoded
        let (_, error) = try await read([.bytes(frame)])
        #expect(error?.code == .malformedResponse)
        #expect(error?.message == "a frame without a known :message-type")
    }

    @Test func `a damaged frame is malformed, after the events before it`() async throws {
        var bytes = try Self.wholeStream()
        bytes[bytes.count - 1] ^= 1
        let (events, error) = try await read([.bytes(bytes)])
        #expect(events == Self.wholeEvents.dropLast())
        #expect(error?.code == .malformedResponse)
        #expect(error?.message == "messageChecksum: the checksum of a frame is wrong")
    }

    @Test func `an event that does not fit the model is malformed`() async throws {
        let (events, error) = try await read([
            .bytes(try StreamWidget.frame("part", Self.part) + StreamWidget.frame("part", "{"))
        ])
        #expect(events == [.part("a")])
        #expect(error?.code == .malformedResponse)
        #expect(error?.message == "an event does not fit the operation's model")
    }

    @Test func `a stream that ends inside a frame is truncated`() async throws {
        let (events, error) = try await read([.bytes(try Self.wholeStream().dropLast(3))])
        #expect(events == Self.wholeEvents.dropLast())
        #expect(error?.code == .streamTruncated)
        #expect(error?.message == "the stream ended inside a frame")
    }

    @Test func `a stream that ends before its final event is truncated`() async throws {
        let (events, error) = try await read([.bytes(try StreamWidget.frame("part", Self.part))])
        #expect(events == [.part("a")])
        #expect(error?.code == .streamTruncated)
        #expect(error?.message == "the stream ended before its usage event")
    }

    @Test func `an empty stream is truncated`() async throws {
        let (events, error) = try await read([])
        #expect(events.isEmpty)
        #expect(error?.code == .streamTruncated)
    }

    @Test func `leaving early ends the transfer`() async throws {
        let endings = Endings()
        let frame = try StreamWidget.frame("part", Self.part)
        let response = InProcessResponse(HTTPResponse(status: .ok), steps: [.bytes(frame), .stall])
        let client = try makeClient(Peer(.response(endings.of(response))))
        let first = try await client.stream(StreamWidget()) { _, events in
            for try await event in events { return event }
            return .unknown("none")
        }
        #expect(first == .part("a"))
        #expect(endings.all == [.init(isComplete: false, bytesRead: frame.count)])
    }

    @Test func `cancelling a reader that waits ends the transfer`() async throws {
        let (endings, waits) = (Endings(), Signal())
        let response = InProcessResponse(HTTPResponse(status: .ok), steps: [.pause { waits.fire() }, .stall])
        let client = try makeClient(Peer(.response(endings.of(response))))
        let task = Task {
            try await client.stream(StreamWidget()) { _, events in
                for try await _ in events {}
            }
        }
        try await waits.wait()
        task.cancel()
        let error = await #expect(throws: AWSError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(endings.all == [.init(isComplete: false, bytesRead: 0)])
    }

    @Test func `what the closure throws passes unchanged, whatever it is`() async throws {
        struct Mine: Error {}
        let peer = Peer(.steps([.bytes(try Self.wholeStream())]))
        let client = try makeClient(peer)
        await #expect(throws: Mine.self) { try await client.stream(StreamWidget()) { _, _ in throw Mine() } }
        await #expect(throws: CancellationError.self) {
            try await client.stream(StreamWidget()) { _, _ in throw CancellationError() }
        }
        let transport = await #expect(throws: TransportError.self) {
            try await client.stream(StreamWidget()) { _, _ in throw TransportError(.connectionLost, "mine") }
        }
        #expect(transport?.message == "mine")
        let own = await #expect(throws: AWSError.self) {
            try await client.stream(StreamWidget()) { _, _ in throw AWSError(.validation, "mine") }
        }
        #expect(own?.operation == nil)
        #expect(peer.exchanges.count == 4)
    }

    @Test func `no stream is repeated once the closure has begun`() async throws {
        struct Idempotent: EventStreamOperation {
            typealias Service = WidgetService
            static let name = "Idempotent"
            static let isIdempotent = true
            func encode() -> EncodedRequest { EncodedRequest(.get, "/") }
            static func decode(event message: EventStreamMessage) throws -> String? { message.eventType }
        }
        let peer = Peer(.steps([.fail(TransportError(.connectionLost, "reset"))]))
        await #expect(throws: AWSError.self) {
            try await makeClient(peer).stream(Idempotent()) { _, events in for try await _ in events {} }
        }
        #expect(peer.exchanges.count == 1)
    }

    @Test func `a refused stream is repeated like any call, and its error named`() async throws {
        let peer = Peer(.error(429, "ThrottlingException"), .steps([.bytes(try Self.wholeStream())]))
        let count = try await makeClient(peer).stream(StreamWidget()) { _, events in
            try await events.reduce(0) { count, _ in count + 1 }
        }
        #expect(count == 4)
        let refused = Peer(.error(400, "ValidationException", "no such model"))
        let error = await #expect(throws: AWSError.self) {
            try await makeClient(refused).stream(StreamWidget()) { _, _ in }
        }
        #expect(
            error?.description
                == "validation in Widget Runtime.StreamWidget: ValidationException: no such model"
                + " (HTTP 400, request request-400)")
    }

    @Test func `a head that does not fit is malformed`() async throws {
        let peer = Peer(.steps([], ["content-type": "text/html", "x-amzn-requestid": "r-6"]))
        let error = await #expect(throws: AWSError.self) {
            try await makeClient(peer).stream(StreamWidget()) { _, _ in }
        }
        #expect(
            error?.description
                == "malformedResponse in Widget Runtime.StreamWidget: the reply's head does not fit the operation"
                + " (HTTP 200, request r-6)")
        #expect(error?.underlyingError is StreamWidget.BadHead)
    }
}
