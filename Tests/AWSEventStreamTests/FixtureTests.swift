import AWSEventStream
import Testing

/// The fixtures of `Tests/Fixtures/eventstream`, made by an independent codec.
@Suite struct FixtureTests {
    static let cases = Result { try FrameCase.all(in: "random.jsonl") + FrameCase.all(in: "streams.jsonl") }

    @Test func `the fixtures are there`() throws {
        #expect(try Self.cases.get().count == 164)
    }

    @Test(arguments: (try? cases.get()) ?? [])
    func `a fixture decodes to its messages and its error`(_ fixture: FrameCase) throws {
        let input = bytes(hex: fixture.bytes_hex)
        var pieces = [ArraySlice(input)]
        if let cuts = fixture.cuts { pieces = zip([0] + cuts, cuts + [input.count]).map { input[$0..<$1] } }
        try expect(fixture.expect, from: decode(pieces.map(Array.init)))
    }

    @Test(arguments: (try? cases.get()) ?? [])
    func `a fixture decodes alike one byte at a time`(_ fixture: FrameCase) throws {
        try expect(fixture.expect, from: decode(bytes(hex: fixture.bytes_hex).map { [$0] }))
    }

    @Test(arguments: (try? cases.get()) ?? [])
    func `the messages of a fixture are written back byte for byte`(_ fixture: FrameCase) throws {
        for message in decode([bytes(hex: fixture.bytes_hex)]).messages {
            let written = try EventStreamMessage(headers: Array(message.headers), payload: message.payload)
            #expect(written.encoded == message.encoded)
            #expect(written == message)
        }
    }

    private func expect(_ expected: FrameCase.Expectation, from actual: Decoded) throws {
        #expect(actual.messages.count == expected.messages.count)
        for (message, wanted) in zip(actual.messages, expected.messages) {
            #expect(message.headers.map(FrameCase.Header.init) == wanted.headers)
            #expect(hex(message.payload) == wanted.payload_hex)
        }
        let code: EventStreamError.Code? =
            switch expected.error {
            case nil: nil
            case "prelude_crc": .preludeChecksum
            case "message_crc": .messageChecksum
            case "total_length": .totalLength
            case "headers_length": .headersLength
            case "payload_length": .payloadLength
            case "header_type": .headerType
            case "header_overrun": .headerOverrun
            case "header_name_utf8": .headerNameNotUTF8
            case "header_value_utf8": .headerValueNotUTF8
            case "duplicate_header": .duplicateHeader
            default: .truncated
            }
        #expect(actual.error?.code == code)
    }
}

struct Decoded {
    var messages: [EventStreamMessage] = []
    var error: EventStreamError?
}

/// Everything that a decoder makes of a stream that arrives in `pieces`.
func decode(_ pieces: [[UInt8]], limits: EventStreamLimits = .init()) -> Decoded {
    var decoder = EventStreamDecoder(limits: limits)
    var decoded = Decoded()
    do {
        for piece in pieces {
            decoder.append(piece)
            while let message = try decoder.next() { decoded.messages.append(message) }
        }
        try decoder.finish()
    } catch {
        decoded.error = error
    }
    return decoded
}
