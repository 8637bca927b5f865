/// Cuts a stream of event frames into messages, by the simulator's own reading of the format.
struct EventFrameReader {
    /// A header's value: the types that requests have.
    enum Value: Equatable {
        case string(String)
        case bytes([UInt8])
        case timestamp(Int64)
    }

    struct Message {
        var headers: [String: Value] = [:]
        var payload: [UInt8] = []
    }

    /// Bytes that are no frames.
    struct Malformed: Error {}

    private var input: [UInt8] = []

    /// Whether a frame has begun that has not ended.
    var isInsideFrame: Bool { !input.isEmpty }

    mutating func append(_ bytes: [UInt8]) { input += bytes }

    /// The next whole message; `nil` where more bytes are needed.
    mutating func next() throws(Malformed) -> Message? {
        guard input.count >= 12 else { return nil }
        let (total, headers) = (number(at: 0), number(at: 4))
        guard number(at: 8) == Int(EventFrame.checksum(Array(input[..<8]))), total >= 16 + headers, total <= 26_000_000
        else {
            throw Malformed()
        }
        guard input.count >= total else { return nil }
        let frame = Array(input[..<total])
        guard number(at: total - 4) == Int(EventFrame.checksum(Array(frame[..<(total - 4)]))) else { throw Malformed() }
        input.removeFirst(total)
        var message = Message(payload: Array(frame[(12 + headers)..<(total - 4)]))
        var block = frame[12..<(12 + headers)]
        while !block.isEmpty {
            let (name, value) = try Self.header(&block)
            message.headers[name] = value
        }
        return message
    }

    private func number(at offset: Int) -> Int { Self.number(input[offset..<(offset + 4)]) }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

    private static func header(_ block: inout ArraySlice<UInt8>) throws(Malformed) -> (String, Value) {
        let name = String(decoding: try take(Int(try take(1, &block).first ?? 0), &block), as: UTF8.self)
        switch try take(1, &block).first {
        case 6: return (name, .bytes(Array(try take(number(try take(2, &block)), &block))))
        case 7: return (name, .string(String(decoding: try take(number(try take(2, &block)), &block), as: UTF8.self)))
        case 8: return (name, .timestamp(Int64(number(try take(8, &block)))))
        default: throw Malformed()
        }
    }

    private static func take(_ count: Int, _ block: inout ArraySlice<UInt8>) throws(Malformed) -> ArraySlice<UInt8> {
        guard block.count >= count else { throw Malformed() }
        defer { block = block.dropFirst(count) }
        return block.prefix(count)
    }
}
