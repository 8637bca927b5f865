import BedrockProjects
import Testing

/// The rules of the HTML standard, written down as plainly as they read: the whole stream as text, line by line.
private enum PlainReader {
    static func events(_ bytes: [UInt8]) -> [ServerSentEvent] {
        var text = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
        if text.first == "\u{FEFF}" { text.removeFirst() }
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var index = 0
        while index < text.count {
            if text[index] == "\r" || text[index] == "\n" {
                if text[index] == "\r", index + 1 < text.count, text[index + 1] == "\n" { index += 1 }
                lines.append(String(line))
                line = String.UnicodeScalarView()
            } else {
                line.append(text[index])
            }
            index += 1
        }
        // What stands after the last line ending is no line.
        var (events, type, data, id) = ([ServerSentEvent](), "", [String](), "")
        for line in lines {
            if line.isEmpty {
                if !data.isEmpty {
                    events.append(
                        ServerSentEvent(
                            type: type.isEmpty ? "message" : type, data: data.joined(separator: "\n"), lastEventID: id))
                }
                (type, data) = ("", [])
                continue
            }
            let scalars = line.unicodeScalars
            let colon = scalars.firstIndex(of: ":")
            let name = String(scalars[..<(colon ?? scalars.endIndex)])
            var value = colon.map { scalars[scalars.index(after: $0)...] } ?? scalars[scalars.endIndex...]
            if value.first == " " { value = value.dropFirst() }
            switch name {
            case "event": type = String(value)
            case "data": data.append(String(value))
            case "id": if !value.contains("\0") { id = String(value) }
            default: break
            }
        }
        return events
    }
}

/// The same numbers in every run.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        var mixed = state
        mixed ^= mixed >> 33
        mixed = mixed &* 0xFF51_AFD7_ED55_8CCD
        return mixed ^ (mixed >> 29)
    }
}

private func events(_ chunks: [[UInt8]], limits: ServerSentEventLimits = .init()) throws -> [ServerSentEvent] {
    var decoder = ServerSentEventDecoder(limits: limits)
    var events: [ServerSentEvent] = []
    for chunk in chunks {
        decoder.append(chunk)
        while let event = try decoder.next() { events.append(event) }
    }
    return events
}

private func events(_ text: String) throws -> [ServerSentEvent] { try events([Array(text.utf8)]) }

@Suite struct ServerSentEventTests {
    @Test(arguments: ["\n", "\r\n", "\r"])
    func `every line ending is one, also when bytes come one at a time`(ending: String) throws {
        let text = ["event: a", "data: one", "data: two", "", ": ping", "data:three", "", ""].joined(separator: ending)
        let expected = [ServerSentEvent(type: "a", data: "one\ntwo"), ServerSentEvent(data: "three")]
        #expect(try events(text) == expected)
        #expect(try events(text.utf8.map { [$0] }) == expected)
    }

    @Test func `a carriage return ends an event at once, without waiting for the line feed that may follow`() throws {
        var decoder = ServerSentEventDecoder()
        decoder.append(Array("data: a\r\r".utf8))
        let first = try decoder.next()
        #expect(first?.data == "a")
        decoder.append(Array("\ndata: b\n\n".utf8))
        let second = try decoder.next()
        #expect(second?.data == "b")
    }

    @Test func `fields are read by the standard's rules`() throws {
        // One space after the colon goes; a field without a colon has an empty value.
        #expect(try events("data:  x\n\n").map(\.data) == [" x"])
        #expect(try events("data\n\n").map(\.data) == [""])
        #expect(try events("data\ndata\n\n").map(\.data) == ["\n"])
        // Unknown names, names in other case and indented ones are no fields.
        #expect(try events("Data: x\n data: x\nfoo: x\n\n").isEmpty)
        // An event without data is none, and does not name the next one.
        #expect(try events("event: a\n\ndata: x\n\n") == [ServerSentEvent(data: "x")])
        #expect(try events("event: a\nevent: b\ndata: x\n\n").map(\.type) == ["b"])
        #expect(try events("data: x:y: z\n\n").map(\.data) == ["x:y: z"])
    }

    @Test func `an id holds for the events after it, and one with NUL does not count`() throws {
        let read = try events("id: 1\ndata: a\n\ndata: b\n\nid: 2\0\ndata: c\n\nid\ndata: d\n\n")
        #expect(read.map(\.lastEventID) == ["1", "1", "1", ""])
    }

    @Test func `the reconnection time is a number of milliseconds`() throws {
        var decoder = ServerSentEventDecoder()
        decoder.append(Array("retry: 1500\nretry: soon\nretry: -1\nretry:\n".utf8))
        let event = try decoder.next()
        #expect(event == nil)
        #expect(decoder.retry == .milliseconds(1500))
    }

    @Test func `one byte-order mark at the start is passed over, however it is cut`() throws {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let stream = mark + Array("data: x\n\n".utf8)
        #expect(try events([stream]).map(\.data) == ["x"])
        #expect(try events(stream.map { [$0] }).map(\.data) == ["x"])
        // A second one belongs to the field's name, which is then unknown.
        #expect(try events([mark + stream]).isEmpty)
        // Half a mark is none.
        #expect(try events([[0xEF, 0xBB] + Array("\ndata: x\n\n".utf8)]).map(\.data) == ["x"])
    }

    @Test func `an event that the end cuts off is dropped`() throws {
        #expect(try events("data: a\n\ndata: b\n").map(\.data) == ["a"])
        #expect(try events("data: a\n\ndata: b").map(\.data) == ["a"])
        #expect(try events("").isEmpty)
    }

    @Test func `bytes that are no UTF-8 become replacement characters`() throws {
        let read = try events([Array("data: a".utf8) + [0xFF, 0xC3] + Array("b\n\n".utf8)])
        #expect(read.map(\.data) == ["a\u{FFFD}\u{FFFD}b"])
    }

    @Test func `a line beyond the limit fails the stream, after the events before it and for good`() throws {
        let limits = ServerSentEventLimits(lineBytes: 10, dataBytes: 100)
        var decoder = ServerSentEventDecoder(limits: limits)
        decoder.append(Array("data: four\n\n".utf8))
        let event = try decoder.next()
        #expect(event?.data == "four")
        // Eleven bytes without an ending are enough to know.
        decoder.append(Array("data: fives".utf8))
        #expect(throws: ServerSentEventError.lineTooLong(limit: 10)) { try decoder.next() }
        decoder.append(Array("\n\ndata: x\n\n".utf8))
        #expect(throws: ServerSentEventError.lineTooLong(limit: 10)) { try decoder.next() }
    }

    @Test func `data beyond the limit fails the stream, however many lines it has`() throws {
        let limits = ServerSentEventLimits(lineBytes: 100, dataBytes: 7)
        #expect(try events([Array("data: abc\ndata: def\n\n".utf8)], limits: limits).map(\.data) == ["abc\ndef"])
        #expect(throws: ServerSentEventError.dataTooLong(limit: 7)) {
            try events([Array("data: abc\ndata: defg\n\n".utf8)], limits: limits)
        }
        // The limit is one of each event, not of the stream.
        #expect(try events([Array("data: abcdefg\n\ndata: abcdefg\n\n".utf8)], limits: limits).count == 2)
    }

    @Test func `random streams in random pieces read as the standard's rules say`() throws {
        var random = Seeded(state: 20_260_226)
        let pieces = [
            "data", "data:", "data: ", "event: ", "id: ", "id", "retry: 5", ":", ": comment", " ", "\n", "\n", "\r",
            "\r\n", "\n\n", "\r\r", "x", "{\"a\":1}", "é", "😀", "\0", "[DONE]", "\u{FEFF}",
        ]
        var count = 0
        for _ in 0..<3000 {
            var stream: [UInt8] = []
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                if Int.random(in: 0..<30, using: &random) == 0 {
                    stream.append(UInt8.random(in: 0...255, using: &random))
                } else {
                    stream += Array((pieces.randomElement(using: &random) ?? "").utf8)
                }
            }
            var chunks: [[UInt8]] = []
            var rest = stream[...]
            while !rest.isEmpty {
                let size = Int.random(in: 1...max(1, min(rest.count, 9)), using: &random)
                chunks.append(Array(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            let expected = PlainReader.events(stream)
            let (whole, cut) = (try events([stream]), try events(chunks))
            #expect(whole == expected, "\(stream)")
            #expect(cut == expected, "\(chunks)")
            count += expected.count
        }
        // The streams are no mere noise: they hold events.
        #expect(count > 1000)
    }
}
