import AWSEventStream
import BedrockRuntime
import BenchmarkSupport
import CZlibFloor

/// Decodes ConverseStream deltas, frames of 300 bytes, to their typed events, beside the bare checksums of the same bytes.
@main
struct EventStreamBench {
    /// The same frames as in `python/botocore_eventstream.py`: headers as the service sends them, a text of 84 to 115
    /// bytes, and padding that makes every frame 300 bytes long.
    static func frames() throws -> [[UInt8]] {
        let words = "the claim of the insured person was reported in time and is covered by the policy in force "
        return try (0..<32).map { number in
            let text = String((words + words).dropFirst(number)).prefix(84 + number)
            let payload = { (padding: Int) in
                Array(
                    """
                    {"contentBlockIndex":0,"delta":{"text":"\(text)"},\
                    "p":"\(String(repeating: "a", count: padding))"}
                    """.utf8)
            }
            let unpadded = try EventStreamMessage.event("contentBlockDelta", payload: payload(0))
            return try EventStreamMessage.event(
                "contentBlockDelta", payload: payload(300 - unpadded.encoded.count)
            ).encoded
        }
    }

    static func main() throws {
        let frames = try frames()
        precondition(frames.allSatisfy { $0.count == 300 && zlib_floor_check($0, $0.count) == 1 })

        var contest = Contest()
        contest.add("decode", iterations: 1_000_000) { try decode(frames, iterations: $0) }
        contest.add("floor", iterations: 1_000_000) { check(frames, iterations: $0) }
        try contest.run()
        Report.line(
            measure: "decode a ConverseStream delta frame (300 bytes) to its typed event",
            reference: "zlib crc32 over the bytes that the format checks",
            value: contest.median("decode"), referenceValue: contest.median("floor"), bound: 2.5)
    }

    /// From the bytes of each frame to the text of its event, through the public API.
    nonisolated private static func decode(_ frames: [[UInt8]], iterations: Int) throws {
        var decoder = EventStreamDecoder()
        var decoded = 0
        for iteration in 0..<iterations {
            decoder.append(frames[iteration & 31])
            while let message = try decoder.next() {
                if case .contentBlockDelta(let event) = try ConverseStream.decode(event: message),
                    case .text(let text) = event.delta
                {
                    decoded += text.utf8.count
                }
            }
        }
        try decoder.finish()
        precondition(decoded >= iterations * 84)
    }

    nonisolated private static func check(_ frames: [[UInt8]], iterations: Int) {
        var valid: Int32 = 0
        for iteration in 0..<iterations {
            let frame = frames[iteration & 31]
            valid += zlib_floor_check(frame, frame.count)
        }
        precondition(valid == iterations)
    }
}
