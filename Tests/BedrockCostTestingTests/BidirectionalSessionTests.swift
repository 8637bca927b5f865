import AWSEventStream
import AWSSigning
import BedrockCostTesting
import Foundation
import HTTPTransport
import HTTPTypes
import Testing

@Suite struct BidirectionalSessionTests {
    private let mock = MockAWS(seed: 1)

    /// What the session says to frames that `frames` makes of the opened chain.
    private func answers(
        to frames: (inout EventStreamSigner) throws -> [EventStreamMessage], isFinished: Bool = true
    ) async throws -> [EventStreamMessage] {
        var request = HTTPRequest(
            method: .post, scheme: "https", authority: "bedrock-runtime.us-east-1.amazonaws.com",
            path: "/model/amazon.nova-sonic-v1%3A0/invoke-with-bidirectional-stream",
            headerFields: [.contentType: "application/vnd.amazon.eventstream"])
        var chain = try SigV4Signer(service: "bedrock", region: "us-east-1")
            .openEventStream(&request, with: mock.credentials, at: mock.now)
        let sent = try frames(&chain)
        guard let transport = mock.transport as? any DuplexTransport else {
            Issue.record("the transport goes one way")
            return []
        }
        return try await transport.withDuplexExchange(for: request, options: .init()) { body, response in
            for frame in sent { try await body.write(frame.encoded) }
            if isFinished { try await body.finish() }
            #expect(try await response.head().status == .ok)
            var decoder = EventStreamDecoder()
            var messages: [EventStreamMessage] = []
            while let bytes = try await response.body.next() {
                decoder.append(bytes)
                while let message = try decoder.next() { messages.append(message) }
            }
            return messages
        }
    }

    private func signed(
        _ payload: [UInt8], _ chain: inout EventStreamSigner, at date: Date? = nil
    ) throws -> EventStreamMessage {
        let signature = try chain.sign(payload, at: date ?? mock.now)
        return try EventStreamMessage(
            headers: [
                EventStreamHeader(":date", .timestamp(milliseconds: signature.milliseconds)),
                EventStreamHeader(":chunk-signature", .byteArray(signature.bytes)),
            ],
            payload: payload)
    }

    private func chunk(_ text: String) throws -> [UInt8] {
        let bytes = Data(text.utf8).base64EncodedString()
        return try EventStreamMessage.event("chunk", payload: Array(#"{"bytes":"\#(bytes)"}"#.utf8)).encoded
    }

    @Test func `signed chunks are answered one by one, and the end with the tokens`() async throws {
        let answers = try await answers { chain in
            [try signed(chunk("one"), &chain), try signed(chunk("two"), &chain), try signed([], &chain)]
        }
        #expect(answers.map(\.eventType) == ["chunk", "chunk", "chunk"])
    }

    @Test func `an event out of its place in the chain is refused`() async throws {
        let answers = try await answers { chain in
            let (first, second) = (try signed(chunk("one"), &chain), try signed(chunk("two"), &chain))
            return [second, first]
        }
        #expect(answers.map(\.exceptionType) == ["validationException"])
        let reason = String(decoding: answers.first?.payload ?? [], as: UTF8.self)
        #expect(reason.contains("signature"))
    }

    @Test func `an event that was changed, is old or is not signed is refused`() async throws {
        let changed = try await answers { chain in
            let frame = try signed(chunk("one"), &chain)
            return [try EventStreamMessage(headers: Array(frame.headers), payload: chunk("two"))]
        }
        #expect(changed.map(\.exceptionType) == ["validationException"])
        let old = try await answers { chain in
            [try signed(chunk("one"), &chain, at: mock.now.addingTimeInterval(-301))]
        }
        #expect(old.map(\.exceptionType) == ["validationException"])
        let bare = try await answers { _ in [try EventStreamMessage.event("chunk", payload: Array("{}".utf8))] }
        #expect(bare.map(\.exceptionType) == ["validationException"])
        #expect(mock.bill.rows.isEmpty)
    }

    @Test func `an input without its signed end is told so`() async throws {
        let answers = try await answers { chain in [try signed(chunk("one"), &chain)] }
        #expect(answers.map(\.eventType) == ["chunk", nil])
        #expect(answers.last?.exceptionType == "validationException")
    }

    @Test func `a request without an event is a session that ends at once`() async throws {
        var request = HTTPRequest(
            method: .post, scheme: "https", authority: "bedrock-runtime.us-east-1.amazonaws.com",
            path: "/model/amazon.nova-sonic-v1%3A0/invoke-with-bidirectional-stream")
        _ = try SigV4Signer(service: "bedrock", region: "us-east-1")
            .openEventStream(&request, with: mock.credentials, at: mock.now)
        let status = try await mock.transport.withResponse(to: request, body: [], options: .init()) { head, body in
            _ = try await body.collect(upTo: 1_000)
            return head.status
        }
        #expect(status == .ok)
    }
}
