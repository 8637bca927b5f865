/// Where the headers that route a message stand, found while the block is checked.
///
/// Offsets count from the start of the frame and point at the 16-bit length of a string value; 0 says that there is none.
struct HeaderIndex: Sendable {
    var messageType: UInt32 = 0
    var eventType: UInt32 = 0
}

/// One header as positions in its frame, nothing decoded.
struct RawHeader {
    var name: Range<Int>
    var type: UInt8
    var value: Range<Int>
}

/// Walks the header block of a frame.
struct HeaderWalk {
    /// The sizes of the values of types 0 to 9; `nil` where a 16-bit length precedes the value.
    private static func fixedSize(of type: UInt8) -> Int? {
        switch type {
        case 0, 1: 0
        case 2: 1
        case 3: 2
        case 4: 4
        case 5, 8: 8
        case 9: 16
        default: nil
        }
    }

    private var position: Int
    private let end: Int

    /// The headers in `frame`, a whole frame or more, whose header block has `headersLength` bytes.
    init(headersLength: Int) {
        self.position = EventStreamMessage.preludeLength
        self.end = EventStreamMessage.preludeLength + headersLength
    }

    /// The next header, `nil` at the end of the block.
    ///
    /// - Precondition: `frame` holds at least the prelude and the header block.
    mutating func next(in frame: UnsafeRawBufferPointer) throws(EventStreamError) -> RawHeader? {
        guard position < end else { return nil }
        let nameStart = position + 1
        let nameEnd = nameStart + Int(frame[position])
        guard nameEnd < end else {
            throw EventStreamError(.headerOverrun, "a header's name runs past the header block")
        }
        let type = frame[nameEnd]
        guard type <= 9 else {
            throw EventStreamError(.headerType, "header type \(type) is not one of 0 to 9")
        }
        var valueStart = nameEnd + 1
        let size: Int
        if let fixed = Self.fixedSize(of: type) {
            size = fixed
        } else {
            guard end - valueStart >= 2 else {
                throw EventStreamError(.headerOverrun, "a header's value runs past the header block")
            }
            size = Int(frame[valueStart]) << 8 | Int(frame[valueStart + 1])
            valueStart += 2
        }
        guard size <= end - valueStart else {
            throw EventStreamError(.headerOverrun, "a header's value runs past the header block")
        }
        position = valueStart + size
        return RawHeader(name: nameStart..<nameEnd, type: type, value: valueStart..<position)
    }
}

extension HeaderIndex {
    /// Checks the whole header block of `frame` and remembers where the routing headers stand.
    init(checking frame: UnsafeRawBufferPointer, headersLength: Int) throws(EventStreamError) {
        var walk = HeaderWalk(headersLength: headersLength)
        var seen: [Range<Int>] = []
        while let header = try walk.next(in: frame) {
            let name = UnsafeRawBufferPointer(rebasing: frame[header.name])
            guard name.isUTF8 else {
                throw EventStreamError(.headerNameNotUTF8, "a header's name is not UTF-8")
            }
            if header.type == 7 {
                guard UnsafeRawBufferPointer(rebasing: frame[header.value]).isUTF8 else {
                    throw EventStreamError(.headerValueNotUTF8, "the value of a string header is not UTF-8")
                }
                if name.equals(":message-type") {
                    messageType = UInt32(header.value.lowerBound - 2)
                } else if name.equals(":event-type") {
                    eventType = UInt32(header.value.lowerBound - 2)
                }
            }
            seen.append(header.name)
        }
        try Self.refuseDuplicates(among: seen, in: frame)
    }

    private static func refuseDuplicates(
        among names: [Range<Int>], in frame: UnsafeRawBufferPointer
    ) throws(EventStreamError) {
        let duplicate = EventStreamError(.duplicateHeader, "two headers of a message have the same name")
        // Comparing every pair is fastest for the usual handful; a set keeps a block of thousands linear.
        guard names.count <= 16 else {
            guard Set(names.lazy.map { Array(frame[$0]) }).count == names.count else { throw duplicate }
            return
        }
        for (index, name) in names.enumerated() {
            for other in names[..<index]
            where other.count == name.count && frame[other].elementsEqual(frame[name]) {
                throw duplicate
            }
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether the bytes are well-formed UTF-8.
    var isUTF8: Bool {
        allSatisfy { $0 < 0x80 } || String(validating: self, as: UTF8.self) != nil
    }

    /// Whether the bytes are those of `text`.
    func equals(_ text: StaticString) -> Bool {
        equals(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Whether both have the same bytes, compared a word at a time.
    func equals(_ other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        guard let left = baseAddress, let right = other.baseAddress else { return true }
        var offset = 0
        while offset + 8 <= count {
            let difference =
                left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                ^ right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            guard difference == 0 else { return false }
            offset += 8
        }
        while offset < count {
            guard
                left.load(fromByteOffset: offset, as: UInt8.self) == right.load(fromByteOffset: offset, as: UInt8.self)
            else { return false }
            offset += 1
        }
        return true
    }

    /// The big-endian integer at `offset`.
    func bigEndian<Number: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as type: Number.Type) -> Number {
        Number(bigEndian: loadUnaligned(fromByteOffset: offset, as: type))
    }
}
