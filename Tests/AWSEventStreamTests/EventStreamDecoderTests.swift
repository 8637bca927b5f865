import AWSEventStream
import Testing

@Suite struct EventStreamDecoderTests {
    private func stream(_ count: Int) throws -> [EventStreamMessage] {
        try (0..<count).map { try .event("chunk", payload: Array("{\"n\":\($0)}".utf8)) }
    }

    @Test func `a stream cut at any one byte decodes alike`() throws {
        let messages = try stream(3)
        let bytes = messages.flatMap(\.encoded)
        for cut in 0...bytes.count {
            let decoded = decode([Array(bytes[..<cut]), Array(bytes[cut...])])
            #expect(decoded.messages == messages)
            #expect(decoded.error == nil)
        }
    }

    @Test func `messages taken late and chunks appended early still come in order`() throws {
        let messages = try stream(40)
        let bytes = messages.flatMap(\.encoded)
        var decoder = EventStreamDecoder()
        var taken: [EventStreamMessage] = []
        for start in stride(from: 0, to: bytes.count, by: 150) {
            decoder.append(Array(bytes[start..<min(start + 150, bytes.count)]))
            if start.isMultiple(of: 4), let message = try decoder.next() { taken.append(message) }
        }
        while let message = try decoder.next() { taken.append(message) }
        #expect(taken == messages)
        #expect(decoder.bufferedByteCount == 0)
        try decoder.finish()
    }

    @Test func `a stream that ends inside a frame is truncated, at every byte of it`() throws {
        let first = try EventStreamMessage.event("chunk", payload: [1, 2, 3])
        for length in 1..<first.encoded.count {
            let decoded = decode([first.encoded + first.encoded[..<length]])
            #expect(decoded.messages == [first])
            #expect(decoded.error?.code == .truncated)
        }
        let error = try #require(decode([Array(first.encoded[..<20])]).error)
        #expect(error.description == "truncated: the stream ended after 20 bytes of 94 of a frame")
    }

    @Test func `messages before a broken frame are delivered, and nothing after it`() throws {
        let messages = try stream(3)
        var bytes = messages.flatMap(\.encoded)
        bytes[messages[0].encoded.count + 30] ^= 1
        var decoder = EventStreamDecoder()
        decoder.append(bytes)
        #expect(try decoder.next() == messages[0])
        let expected = EventStreamError(.messageChecksum, "the checksum of a frame is wrong")
        #expect(throws: expected) { try decoder.next() }
        decoder.append(messages[2].encoded)
        #expect(throws: expected) { try decoder.next() }
        #expect(throws: expected) { try decoder.finish() }
        #expect(decoder.bufferedByteCount == 0)
    }

    @Test func `every flipped bit of a frame is found`() throws {
        let frame = try EventStreamMessage(headers: [EventStreamHeader("a", .short(-2))], payload: [7]).encoded
        for bit in 0..<frame.count * 8 {
            var broken = frame
            broken[bit / 8] ^= 1 << (bit % 8)
            let decoded = decode([broken])
            #expect(decoded.messages.isEmpty)
            #expect([.preludeChecksum, .messageChecksum].contains(decoded.error?.code))
        }
    }

    @Test func `a frame past one's own limits is refused on its first twelve bytes`() throws {
        let frame = try EventStreamMessage(headers: [EventStreamHeader("name", "value")], payload: Array(1...50))
            .encoded
        let prelude = Array(frame[..<12])
        #expect(
            decode([prelude], limits: .init(headersLength: 100, payloadLength: 49)).error
                == EventStreamError(.payloadLength, "a payload of 50 bytes exceeds the limit of 49"))
        #expect(
            decode([prelude], limits: .init(headersLength: 10, payloadLength: 50)).error
                == EventStreamError(.headersLength, "13 bytes of headers exceed the limit of 10"))
        #expect(decode([frame], limits: .init(headersLength: 13, payloadLength: 50)).error == nil)
    }

    @Test func `a block of thousands of headers is accepted, and a duplicate in it found`() throws {
        var headers = (0..<5000).map { EventStreamHeader("h\($0)", .bool(true)) }
        let message = try EventStreamMessage(headers: headers)
        #expect(decode([message.encoded]).messages.first?.headers["h4999"] == .bool(true))
        headers.append(EventStreamHeader("h17", .byte(1)))
        #expect(throws: EventStreamError(.duplicateHeader, "two headers of a message have the same name")) {
            try EventStreamMessage(headers: headers)
        }
    }

    @Test func `header blocks that alternate are each read as their own`() throws {
        let messages = try (0..<20).map { number in
            number.isMultiple(of: 3)
                ? try EventStreamMessage.exception("throttlingException", payload: [])
                : try EventStreamMessage.event(number.isMultiple(of: 2) ? "chunk" : "other", payload: [])
        }
        let decoded = decode([messages.flatMap(\.encoded)]).messages
        #expect(decoded.map(\.eventType) == messages.map(\.eventType))
        #expect(decoded.map(\.exceptionType) == messages.map(\.exceptionType))
        #expect(decoded.map(\.messageType) == messages.map(\.messageType))
    }

    @Test func `an empty stream is no error`() {
        #expect(decode([]).error == nil)
        #expect(decode([[], []]).error == nil)
    }
}
