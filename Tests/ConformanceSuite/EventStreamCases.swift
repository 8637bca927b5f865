import AWSEventStream

/// Frames and streams: AWSEventStream's decoder and encoder.
enum EventStreamCases {
    static func run(_ testCase: JSON) throws {
        let bytes = try bytes(testCase)
        let expected = try testCase["expect"]["messages"].array.map(message)
        let kind = testCase["expect"]["error"].string

        try decode([bytes], to: expected, kind)
        // However the stream is cut, it says the same.
        if bytes.count <= 1 << 16 { try decode(bytes.map { [$0] }, to: expected, kind) }
        if testCase.has("cuts") {
            try decode(pieces(of: bytes, cutAt: testCase["cuts"].array.compactMap(\.int)), to: expected, kind)
        }
        for (message, json) in zip(expected, testCase["expect"]["messages"].array) { try compareFrame(message, json) }
        let encoded = expected.flatMap(\.encoded)
        guard kind == nil ? encoded == bytes : bytes.starts(with: encoded) else {
            throw Mismatch("the messages, written again, are not the same bytes")
        }
    }

    private static func decode(_ chunks: [[UInt8]], to expected: [EventStreamMessage], _ kind: String?) throws {
        var decoder = EventStreamDecoder()
        var messages: [EventStreamMessage] = []
        var failure: EventStreamError?
        do throws(EventStreamError) {
            for chunk in chunks {
                decoder.append(chunk)
                while let message = try decoder.next() { messages.append(message) }
            }
            try decoder.finish()
        } catch {
            failure = error
        }
        try expect(messages.count, expected.count, "the count of messages before the end")
        for (message, wanted) in zip(messages, expected) {
            guard Array(message.headers) == Array(wanted.headers) else {
                throw Mismatch("the headers are \(Array(message.headers)), not \(Array(wanted.headers))")
            }
            guard message.payload == wanted.payload else { throw Mismatch("a payload differs") }
        }
        switch (failure?.code, kind) {
        case (nil, nil): return
        case (nil, let kind?): throw Mismatch("no error, but \(kind) was expected")
        case (let code?, nil): throw Mismatch("\(code), but no error was expected")
        case (let code?, "prelude_crc"): try expect(code, .preludeChecksum, "the error")
        case (let code?, "message_crc"): try expect(code, .messageChecksum, "the error")
        case (.some, .some): return
        }
    }

    /// The lengths and checksums of a frame that was written.
    private static func compareFrame(_ message: EventStreamMessage, _ json: JSON) throws {
        let frame = message.encoded
        func number(at offset: Int) -> Int { frame[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
        let found = [
            ("total_length", number(at: 0)), ("headers_length", number(at: 4)), ("prelude_crc", number(at: 8)),
            ("message_crc", number(at: frame.count - 4)),
        ]
        for (name, value) in found {
            if let wanted = json[name].int { try expect(value, wanted, name) }
        }
    }

    private static func bytes(_ testCase: JSON) throws -> [UInt8] {
        if let text = testCase["bytes_hex"].string { return try Hex.bytes(text) }
        return try testCase["bytes_parts"].array.flatMap { part -> [UInt8] in
            if part[0].string == "hex" { return try Hex.bytes(part[1].string ?? "") }
            let byte = try part[1].int ?? part[1].string.flatMap { try Hex.bytes($0).first.map(Int.init) } ?? 0
            return Array(repeating: UInt8(truncatingIfNeeded: byte), count: part[2].int ?? 0)
        }
    }

    private static func pieces(of bytes: [UInt8], cutAt cuts: [Int]) -> [[UInt8]] {
        let edges = [0] + cuts.filter { (0...bytes.count).contains($0) }.sorted() + [bytes.count]
        return zip(edges, edges.dropFirst()).map { Array(bytes[$0..<$1]) }
    }

    private static func message(_ json: JSON) throws -> EventStreamMessage {
        let headers = try json["headers"].array.map { header in
            EventStreamHeader(try require(header["name"].string, "a header without a name"), try value(header))
        }
        return try EventStreamMessage(headers: headers, payload: try Hex.bytes(json["payload_hex"].string ?? ""))
    }

    private static func value(_ header: JSON) throws -> EventStreamHeaderValue {
        let (type, value) = (header["type"].string ?? "", header["value"])
        let text = value.string ?? value.number ?? ""
        let problem = "header value \(text) is no \(type)"
        switch type {
        case "bool": return .bool(try require(value.bool, problem))
        case "byte": return .byte(try require(Int8(text), problem))
        case "short": return .short(try require(Int16(text), problem))
        case "integer": return .integer(try require(Int32(text), problem))
        case "long": return .long(try require(Int64(text), problem))
        case "byte_array": return .byteArray(try Hex.bytes(text))
        case "string": return .string(text)
        case "timestamp": return .timestamp(milliseconds: try require(Int64(text), problem))
        case "uuid": return .uuid(try require(UInt128(text.filter { $0 != "-" }, radix: 16), problem))
        default: throw Mismatch("the case has a header of the unknown type \(type)")
        }
    }
}
