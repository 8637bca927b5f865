/// Reads a body in chunks, as HTTP/1.1 frames it, from bytes as they come.
struct ChunkedBody {
    private enum Phase {
        case size
        case data(left: Int)
        case lineEnd
        case trailers
        case end
    }

    private(set) var bytes: [UInt8] = []
    private var phase = Phase.size

    var isComplete: Bool {
        if case .end = phase { true } else { false }
    }

    /// Takes what belongs to the body out of `input`; `false` where it is malformed.
    mutating func take(_ input: inout [UInt8]) -> Bool {
        var start = 0
        defer { input.removeFirst(start) }
        while true {
            switch phase {
            case .end: return true
            case .data(let left):
                let count = min(left, input.count - start)
                bytes += input[start..<start + count]
                start += count
                phase = count == left ? .lineEnd : .data(left: left - count)
                if count < left { return true }
            case .size, .lineEnd, .trailers:
                guard let end = input[start...].firstRange(of: [13, 10]) else { return true }
                let line = String(decoding: input[start..<end.lowerBound], as: UTF8.self)
                start = end.upperBound
                guard advance(past: line) else { return false }
            }
        }
    }

    private mutating func advance(past line: String) -> Bool {
        switch phase {
        case .size:
            guard let size = Int(line.prefix { $0 != ";" }, radix: 16) else { return false }
            phase = size == 0 ? .trailers : .data(left: size)
        case .lineEnd:
            guard line.isEmpty else { return false }
            phase = .size
        case .trailers: if line.isEmpty { phase = .end }
        case .data, .end: break
        }
        return true
    }
}
