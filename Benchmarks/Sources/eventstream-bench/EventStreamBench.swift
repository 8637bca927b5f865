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
        contest.add("decode", iterations: 1_000_000) { iterations in
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
        contest.add("floor", iterations: 1_000_000) { iterations in
            var valid: Int32 = 0
            for iteration in 0..<iterations {
                valid += frames[iteration & 31].withUnsafeBufferPointer { zlib_floor_check($0.baseAddress, $0.count) }
            }
            precondition(valid == iterations)
        }
        try contest.run()
        Report.line(
            measure: "decode a ConverseStream delta frame (300 bytes) to its typed event",
            reference: "zlib crc32 over the bytes that the format checks",
            value: contest.median("decode"), referenceValue: contest.median("floor"), bound: 2.5)
    }
}
