import AWSCore

/// Encodes event-stream messages, by the simulator's own reading of the format.
enum EventFrame {
    static func event(_ type: String, _ payload: JSONValue) -> [UInt8] {
        encode(
            [(":event-type", type), (":content-type", "application/json"), (":message-type", "event")], payload.bytes)
    }

    static func exception(_ type: String, message: String) -> [UInt8] {
        encode(
            [(":exception-type", type), (":content-type", "application/json"), (":message-type", "exception")],
            JSONValue.object(["message": .string(message)]).bytes)
    }

    static func encode(_ headers: [(name: String, value: String)], _ payload: [UInt8]) -> [UInt8] {
        var block: [UInt8] = []
        for header in headers {
            block.append(UInt8(truncatingIfNeeded: header.name.utf8.count))
            block += header.name.utf8
            block.append(7)
            block += [
                UInt8(truncatingIfNeeded: header.value.utf8.count >> 8),
                UInt8(truncatingIfNeeded: header.value.utf8.count),
            ]
            block += header.value.utf8
        }
        var frame = bigEndian(UInt32(16 + block.count + payload.count)) + bigEndian(UInt32(block.count))
        frame += bigEndian(checksum(frame))
        frame += block
        frame += payload
        return frame + bigEndian(checksum(frame))
    }

    private static func bigEndian(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> UInt32($0)) }
    }

    /// CRC-32 of IEEE 802.3.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var remainder: UInt32 = 0xFFFF_FFFF
        for byte in bytes { remainder = table[Int((remainder ^ UInt32(byte)) & 0xFF)] ^ (remainder >> 8) }
        return ~remainder
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }
}

/// Cuts the frames of a stream into the chunks in which they travel.
struct StreamPlan {
    let chunks: [[UInt8]]

    /// Some chunks hold several frames, and some frames are split over two chunks, as on a real connection.
    init(frames: [[UInt8]], generator: inout SplitMix64) {
        var chunks: [[UInt8]] = []
        var pending: [UInt8] = []
        for frame in frames {
            switch generator.below(6) {
            case 0: pending += frame
            case 1:
                let cut = 1 + generator.below(frame.count - 1)
                chunks.append(pending + frame.prefix(cut))
                pending = Array(frame.dropFirst(cut))
            default:
                chunks.append(pending + frame)
                pending = []
            }
        }
        if !pending.isEmpty { chunks.append(pending) }
        self.chunks = chunks
    }
}
