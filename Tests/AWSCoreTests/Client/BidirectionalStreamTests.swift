import AWSCore
import AWSEventStream
import AWSSigning
import BedrockCostTesting
import Foundation
import HTTPTransport
import HTTPTypes
import Synchronization
import Testing

/// An operation that speaks and listens: numbers in, numbers out.
private struct Talk: BidirectionalStreamOperation {
    typealias Service = WidgetService
    static let name = "Talk"

    func encode() -> EncodedRequest { EncodedRequest(.post, "/talk") }

    static func encode(event number: Int) throws -> EventStreamMessage {
        guard number >= 0 else { throw AWSError.invalidInput("number", "not negative") }
        return try .event("number", payload: Array("\(number)".utf8))
    }

    static func decode(event message: EventStreamMessage) throws -> Int? {
        Int(String(decoding: message.payload, as: UTF8.self))
    }

    static func serviceError(_ response: HTTPResponse, body: [UInt8]) -> ServiceError {
        ServiceError(json: response, body: body, queryCompatible: false)
    }
}

/// Reads the messages inside the signed frames of a request.
private final class Ear: Sendable {
    private let body: InProcessRequestBody
    private let decoder = Mutex(EventStreamDecoder())
    private let heard = Mutex<[EventStreamMessage]>([])

    init(_ body: InProcessRequestBody) { self.body = body }

    /// The signed frames so far.
    var frames: [EventStreamMessage] { heard.withLock { $0 } }

    /// The next number; `nil` at the signed end, or where there is none.
    func next() async throws(TransportError) -> Int? {
        while true {
            if let message = decoder.withLock({ try? $0.next() }) {
                heard.withLock { $0.append(message) }
                var inner = EventStreamDecoder()
                inner.append(Array(message.payload))
                guard let event = try? inner.next() else { return nil }
                return Int(String(decoding: event.payload, as: UTF8.self))
            }
            guard let bytes = try await body.next() else { return nil }
            decoder.withLock { $0.append(bytes) }
        }
    }
}

@Suite struct BidirectionalStreamTests {
    private static func event(_ number: Int) -> [UInt8] {
        (try? EventStreamMessage.event("number", payload: Array("\(number)".utf8)).encoded) ?? []
    }

    /// Answers each number by its double, until the signed end.
    private static let doubling: InProcessTransport.DuplexHandler = { _, body in
        let ear = Ear(body)
        return InProcessResponse(Peer.Answer.head(200, ["x-amzn-requestid": "talk-1"])) { () throws(TransportError) in
            guard let number = try await ear.next() else { return nil }
            return event(2 * number)
        }
    }

    private func client(
        _ transport: any HTTPTransport, clock: RecordingClock = RecordingClock(), attempts: Int = 3
    ) throws -> AWSClient {
        try AWSClient(
            region: .usEast1, transport: transport, credentials: Credentials.example, environment: .with()
        ) {
            $0.retry.maximumAttempts = attempts
            $0.clock = clock
            $0.now = { Now.start }
        }
    }

    private func talking(_ handler: @escaping InProcessTransport.DuplexHandler) throws -> AWSClient {
        try client(InProcessTransport(duplexOn: ContinuousClock(), handler))
    }

    @Test func `each event can be answered before the next is sent`() async throws {
        let answers = try await talking(Self.doubling).bidirectionalStream(Talk()) { input, events in
            var events = events.makeAsyncIterator()
            var answers: [Int] = []
            for number in 1...4 {
                try await input.send(number)
                if let answer = try await events.next() { answers.append(answer) }
            }
            try await input.finish()
            try await input.finish()
            if let more = try await events.next() { answers.append(more) }
            return answers
        }
        #expect(answers == [2, 4, 6, 8])
    }

    @Test func `speaking and listening go on at once, and the input ends with the speaker`() async throws {
        let sum = try await talking(Self.doubling).bidirectionalStream(Talk()) { input in
            for number in 1...500 { try await input.send(number) }
        } receiving: { events in
            var sum = 0
            for try await number in events { sum += number }
            return sum
        }
        #expect(sum == 500 * 501)
    }

    @Test func `the request opens a chain that each event goes on with, up to the empty one`() async throws {
        let seen = Received()
        let aws = try talking { request, body in
            let ear = Ear(body)
            return InProcessResponse(Peer.Answer.head(200, [:])) { () throws(TransportError) in
                while try await ear.next() != nil {}
                seen.note(request, ear.frames)
                return nil
            }
        }
        try await aws.bidirectionalStream(Talk()) { input, events in
            try await input.send(7)
            try await input.send(8)
            try await input.finish()
            for try await _ in events {}
        }
        let (request, frames) = try #require(seen.value)
        #expect(request.headerFields[.contentType] == "application/vnd.amazon.eventstream")
        #expect(request.headerFields[.contentLength] == nil)
        let authorization = try #require(request.headerFields[.authorization])
        let opening = try #require(authorization.split(separator: "Signature=").last)
        var chain = try EventStreamSigner(
            SigV4Signer(service: WidgetService.signingName, region: "us-east-1"), with: .example,
            after: Signature(hexadecimal: String(opening)))
        #expect(frames.count == 3)
        #expect(frames.last?.payload.isEmpty == true)
        for frame in frames {
            let signature = try chain.sign(Array(frame.payload), at: Now.start)
            #expect(frame.headers[":date"] == .timestamp(milliseconds: 1_769_868_326_000))
            #expect(frame.headers[":chunk-signature"] == .byteArray(signature.bytes))
        }
    }

    @Test func `several tasks may send, and no event is lost or cut`() async throws {
        let heard = Received()
        let aws = try talking { request, body in
            let ear = Ear(body)
            return InProcessResponse(Peer.Answer.head(200, [:])) { () throws(TransportError) in
                while try await ear.next() != nil {}
                heard.note(request, ear.frames)
                return nil
            }
        }
        try await aws.bidirectionalStream(Talk()) { input in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for start in [0, 1_000, 2_000] {
                    group.addTask { for number in start..<start + 100 { try await input.send(number) } }
                }
                try await group.waitForAll()
            }
        } receiving: { events in
            for try await _ in events {}
        }
        let frames = try #require(heard.value?.1)
        #expect(frames.count == 301)
        let authorization = try #require(
            heard.value?.0.headerFields[.authorization]?.split(separator: "Signature=").last)
        var chain = try EventStreamSigner(
            SigV4Signer(service: WidgetService.signingName, region: "us-east-1"), with: .example,
            after: Signature(hexadecimal: String(authorization)))
        for frame in frames {
            let signature = try chain.sign(Array(frame.payload), at: Now.start)
            #expect(frame.headers[":chunk-signature"] == .byteArray(signature.bytes))
        }
    }

    @Test func `a connection that cannot be had is tried again, before the closure has begun`() async throws {
        let begun = Mutex(0)
        let clock = RecordingClock()
        let transport = RefusingTransport(
            times: 2, then: InProcessTransport(duplexOn: ContinuousClock(), Self.doubling))
        let answer = try await client(transport, clock: clock).bidirectionalStream(Talk()) { input, events in
            begun.withLock { $0 += 1 }
            try await input.send(21)
            var events = events.makeAsyncIterator()
            return try await events.next()
        }
        #expect(answer == 42)
        #expect(begun.withLock { $0 } == 1)
        #expect(transport.attempts == 3)
    }

    @Test func `attempts come to an end`() async throws {
        let transport = RefusingTransport(
            times: 9, then: InProcessTransport(duplexOn: ContinuousClock(), Self.doubling))
        let error = await #expect(throws: AWSError.self) {
            try await client(transport, attempts: 2).bidirectionalStream(Talk()) { _, _ in }
        }
        #expect(error?.code == .transport)
        #expect(error?.attempts == 2)
        #expect(error?.operation == "Widget Runtime.Talk")
    }

    @Test func `a refusal is thrown by the events, once, and nothing is sent again`() async throws {
        let requests = Mutex(0)
        let aws = try talking { _, _ in
            requests.withLock { $0 += 1 }
            return InProcessResponse(
                Peer.Answer.head(429, ["x-amzn-errortype": "ThrottlingException", "x-amzn-requestid": "r-1"]),
                body: Array(#"{"message":"Too many sessions."}"#.utf8))
        }
        let error = await #expect(throws: AWSError.self) {
            try await aws.bidirectionalStream(Talk()) { _, events in for try await _ in events {} }
        }
        #expect(error?.code == .throttled)
        #expect(error?.message == "Too many sessions.")
        #expect(error?.requestID == "r-1")
        #expect(error?.attempts == 1)
        #expect(requests.withLock { $0 } == 1)
    }

    @Test func `a speaker who is cut off hears the refusal, not that the line is dead`() async throws {
        let aws = try talking { _, _ in
            InProcessResponse(
                Peer.Answer.head(403, ["x-amzn-errortype": "AccessDeniedException"]),
                body: Array(#"{"message":"no"}"#.utf8))
        }
        let error = await #expect(throws: AWSError.self) {
            try await aws.bidirectionalStream(Talk()) { input, _ in
                while true { try await input.send(1) }
            }
        }
        #expect(error?.code == .accessDenied)
        #expect(error?.operation == "Widget Runtime.Talk")
    }

    @Test func `an exception in the stream is the service's error, after the events before it`() async throws {
        let aws = try talking { _, body in
            let ear = Ear(body)
            return InProcessResponse(Peer.Answer.head(200, ["x-amzn-requestid": "talk-2"])) {
                () throws(TransportError) in
                guard let number = try await ear.next() else { return nil }
                guard number == 2 else { return Self.event(number) }
                return try? EventStreamMessage.exception(
                    "modelStreamErrorException", payload: Array(#"{"message":"The model lost its voice."}"#.utf8)
                ).encoded
            }
        }
        let heard = Mutex<[Int]>([])
        let error = await #expect(throws: AWSError.self) {
            try await aws.bidirectionalStream(Talk()) { input in
                for number in 1...9 { try await input.send(number) }
            } receiving: { events in
                for try await number in events { heard.withLock { $0.append(number) } }
            }
        }
        #expect(heard.withLock { $0 } == [1])
        #expect(error?.serviceCode == "modelStreamErrorException")
        #expect(error?.requestID == "talk-2")
    }

    @Test func `what the speaker throws ends the exchange and comes out as it is`() async throws {
        struct MicrophoneGone: Error {}
        let aws = try talking(Self.doubling)
        await #expect(throws: MicrophoneGone.self) {
            try await aws.bidirectionalStream(Talk()) { input in
                try await input.send(1)
                throw MicrophoneGone()
            } receiving: { events in
                for try await _ in events {}
            }
        }
    }

    @Test func `the exchange ends with the listener, and the speaker is cancelled`() async throws {
        let aws = try talking(Self.doubling)
        let speakerEnded = Signal()
        let first = try await aws.bidirectionalStream(Talk()) { input in
            defer { speakerEnded.fire() }
            try await input.send(5)
            try await Signal().wait()
        } receiving: { events in
            for try await number in events { return number }
            return 0
        }
        #expect(first == 10)
        #expect(speakerEnded.isFired)
    }

    @Test func `a wrong event is refused before it is sent, and the chain goes on`() async throws {
        let answer = try await talking(Self.doubling).bidirectionalStream(Talk()) { input, events in
            let error = await #expect(throws: AWSError.self) { try await input.send(-1) }
            #expect(error?.message == "number: not negative")
            #expect(error?.operation == "Widget Runtime.Talk")
            try await input.send(4)
            try await input.finish()
            let late = await #expect(throws: AWSError.self) { try await input.send(5) }
            #expect(late?.message == "the input was finished before")
            var events = events.makeAsyncIterator()
            return try await events.next()
        }
        #expect(answer == 8)
    }

    @Test func `a transport of one direction and a bearer token are refused with what is needed`() async throws {
        let plain = await #expect(throws: AWSError.self) {
            try await client(OneWayTransport()).bidirectionalStream(Talk()) { _, _ in }
        }
        #expect(plain?.code == .invalidConfiguration)
        #expect(plain?.message == "Talk needs a transport that sends and receives at once, such as CurlTransport")
        let keyed = try talking(Self.doubling).authenticated(by: .anonymous)
        let error = await #expect(throws: AWSError.self) {
            try await keyed.bidirectionalStream(Talk()) { _, _ in }
        }
        #expect(error?.code == .credentials)
        #expect(
            error?.message == "a stream of signed events takes credentials: neither API keys nor anonymous calls")
    }

    @Test func `cancelling ends the exchange`() async throws {
        let aws = try talking(Self.doubling)
        let isListening = Signal()
        let task = Task {
            try await aws.bidirectionalStream(Talk()) { input, events in
                var events = events.makeAsyncIterator()
                try await input.send(1)
                _ = try await events.next()
                isListening.fire()
                return try await events.next()
            }
        }
        try await isListening.wait()
        task.cancel()
        let error = await #expect(throws: AWSError.self) { try await task.value }
        #expect(error?.code == .cancelled)
    }
}

/// The last request that a peer has noted, with its frames.
private final class Received: Sendable {
    private let kept = Mutex<(HTTPRequest, [EventStreamMessage])?>(nil)

    var value: (HTTPRequest, [EventStreamMessage])? { kept.withLock { $0 } }

    func note(_ request: HTTPRequest, _ frames: [EventStreamMessage]) { kept.withLock { $0 = (request, frames) } }
}

/// Nobody is there, for some times.
private final class RefusingTransport: DuplexTransport {
    private let count = Mutex(0)
    private let refusals: Int
    private let next: InProcessTransport

    init(times: Int, then next: InProcessTransport) {
        self.refusals = times
        self.next = next
    }

    var attempts: Int { count.withLock { $0 } }

    func withResponse<Result>(
        to request: HTTPRequest, body: [UInt8], options: TransportOptions,
        _ handle: (HTTPResponse, HTTPResponseBody) async throws -> Result
    ) async throws -> Result {
        try await next.withResponse(to: request, body: body, options: options, handle)
    }

    func withDuplexExchange<Result>(
        for request: HTTPRequest, options: TransportOptions,
        _ handle: (HTTPRequestBody, DuplexResponse) async throws -> Result
    ) async throws -> Result {
        let isRefused = count.withLock { count in
            count += 1
            return count <= refusals
        }
        if isRefused {
            throw TransportError(.connectFailed, "connection refused", requestMayHaveBeenProcessed: false)
        }
        return try await next.withDuplexExchange(for: request, options: options, handle)
    }
}

private struct OneWayTransport: HTTPTransport {
    func withResponse<Result>(
        to request: HTTPRequest, body: [UInt8], options: TransportOptions,
        _ handle: (HTTPResponse, HTTPResponseBody) async throws -> Result
    ) async throws -> Result {
        throw TransportError(.connectFailed, "nobody is there")
    }
}
