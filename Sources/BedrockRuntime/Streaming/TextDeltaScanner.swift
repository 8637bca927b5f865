/// Reads the payload of the event that makes up nearly all of a stream, a `contentBlockDelta` with text:
/// `{"contentBlockIndex":0,"delta":{"text":"…"},"p":"…"}`, its members in any order.
///
/// Whatever differs from that (another member, another kind of delta, invalid text) is not an error here: the scanner
/// gives up, and the general decoder decides.
struct TextDeltaScanner {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    /// Whether a byte above 0x7F was among those looked at since the text began.
    private var mayHoldNonASCII = false

    /// The event in `payload`, or `nil` where the general decoder is needed.
    static func scan(_ payload: UnsafeRawBufferPointer) -> ContentBlockDeltaEvent? {
        var scanner = TextDeltaScanner(bytes: payload)
        return scanner.event()
    }

    private init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    private mutating func event() -> ContentBlockDeltaEvent? {
        var text: String?
        var index: Int?
        guard consume(UInt8(ascii: "{")) else { return nil }
        repeat {
            guard let name = plainString(), consume(UInt8(ascii: ":")) else { return nil }
            if matches(name, "contentBlockIndex") {
                guard index == nil, let number = smallNumber() else { return nil }
                index = number
            } else if matches(name, "delta") {
                guard text == nil, let delta = delta() else { return nil }
                text = delta
            } else if matches(name, "p") {
                // Padding of random length, which hides the length of the text from observers of the network.
                guard plainString() != nil else { return nil }
            } else {
                return nil
            }
        } while consume(UInt8(ascii: ","))
        guard consume(UInt8(ascii: "}")), peek() == nil, let text, let index else { return nil }
        return ContentBlockDeltaEvent(delta: .text(text), contentBlockIndex: index)
    }

    /// `{"text":"…"}` with no other member.
    private mutating func delta() -> String? {
        guard consume(UInt8(ascii: "{")), let name = plainString(), matches(name, "text"), consume(UInt8(ascii: ":")),
            let text = string(), consume(UInt8(ascii: "}"))
        else { return nil }
        return text
    }

    /// The next byte that is not white space, left where it is; `nil` at the end.
    @inline(__always)
    private mutating func peek() -> UInt8? {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
            position += 1
        }
        return nil
    }

    @inline(__always)
    private mutating func consume(_ expected: UInt8) -> Bool {
        guard peek() == expected else { return false }
        position += 1
        return true
    }

    /// A whole number of one to nine digits.
    private mutating func smallNumber() -> Int? {
        guard let first = peek(), 0x30...0x39 ~= first else { return nil }
        let start = position
        var number = 0
        while position < bytes.count, 0x30...0x39 ~= bytes[position] {
            number = number * 10 + Int(bytes[position] - 0x30)
            position += 1
            guard position - start <= 9 else { return nil }
        }
        guard first != 0x30 || position - start == 1 else { return nil }
        // A fraction or an exponent is not for this scanner; whatever else may follow is for its caller to see.
        switch position < bytes.count ? bytes[position] : 0 {
        case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): return nil
        default: return number
        }
    }

    @inline(__always)
    private func matches(_ range: Range<Int>, _ name: StaticString) -> Bool {
        guard range.count == name.utf8CodeUnitCount, let base = bytes.baseAddress else { return false }
        let found = base + range.lowerBound
        let expected = UnsafeRawPointer(name.utf8Start)
        var offset = 0
        while offset + 8 <= range.count {
            guard
                found.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                    == expected.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            else { return false }
            offset += 8
        }
        while offset < range.count {
            guard
                found.load(fromByteOffset: offset, as: UInt8.self)
                    == expected.load(fromByteOffset: offset, as: UInt8.self)
            else { return false }
            offset += 1
        }
        return true
    }

    /// Where the content of a string without escapes stands.
    @inline(__always)
    private mutating func plainString() -> Range<Int>? {
        guard consume(UInt8(ascii: "\"")) else { return nil }
        let start = position
        guard skipToSpecial(), bytes[position] == UInt8(ascii: "\"") else { return nil }
        defer { position += 1 }
        return start..<position
    }

    /// The content of a string, escapes resolved.
    private mutating func string() -> String? {
        guard consume(UInt8(ascii: "\"")) else { return nil }
        let start = position
        mayHoldNonASCII = false
        guard skipToSpecial() else { return nil }
        if bytes[position] == UInt8(ascii: "\"") {
            defer { position += 1 }
            return text(UnsafeRawBufferPointer(rebasing: bytes[start..<position]))
        }
        // The end is found first: nothing that an escape stands for is longer than the escape itself.
        while bytes[position] == UInt8(ascii: "\\") {
            position += 2
            guard position <= bytes.count, skipToSpecial() else { return nil }
        }
        guard bytes[position] == UInt8(ascii: "\"") else { return nil }
        defer { position += 1 }
        return unescaped(start..<position)
    }

    /// Moves to the next quotation mark, backslash or control character; `false` where there is none.
    @inline(__always)
    private mutating func skipToSpecial() -> Bool {
        guard let base = bytes.baseAddress else { return false }
        var cursor = position
        var seen: UInt64 = 0
        defer {
            position = cursor
            if seen & Self.highBits != 0 { mayHoldNonASCII = true }
        }
        let end = bytes.count
        while cursor &+ 8 <= end {
            let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: cursor, as: UInt64.self))
            let flags = Self.specialFlags(word)
            seen |= word
            if flags != 0 {
                cursor &+= flags.trailingZeroBitCount &>> 3
                return true
            }
            cursor &+= 8
        }
        while cursor < end {
            let byte = base.load(fromByteOffset: cursor, as: UInt8.self)
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { return true }
            seen |= UInt64(byte)
            cursor &+= 1
        }
        return false
    }

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// The high bit of each byte that is a quotation mark, a backslash or a control character. The lowest flag is exact;
    /// a byte above it may be flagged in error, by a borrow.
    @inline(__always)
    private static func specialFlags(_ word: UInt64) -> UInt64 {
        let quotes = word ^ (ones &* 0x22)
        let backslashes = word ^ (ones &* 0x5C)
        return
            (((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes) | ((word &- ones &* 0x20) & ~word))
            & highBits
    }

    /// The text whose UTF-8 `source` is; `nil` where it is not UTF-8.
    private func text(_ source: UnsafeRawBufferPointer) -> String? {
        // Decoding takes a faster path than validating, but repairs what is not UTF-8: the bytes then differ.
        let text = String(decoding: source, as: UTF8.self)
        guard mayHoldNonASCII else { return text }
        return text.utf8.elementsEqual(source) ? text : nil
    }

    private func unescaped(_ range: Range<Int>) -> String? {
        // Escapes are ASCII and stand for whole scalars, so the result is UTF-8 exactly if the source is.
        let source = UnsafeRawBufferPointer(rebasing: bytes[range])
        guard text(source) != nil else { return nil }
        var isValid = true
        let text = String(unsafeUninitializedCapacity: source.count) { target in
            var count = 0
            var cursor = 0
            while cursor < source.count {
                let byte = source[cursor]
                cursor += 1
                guard byte == UInt8(ascii: "\\") else {
                    target[count] = byte
                    count += 1
                    continue
                }
                guard let scalar = Self.escape(in: source, at: &cursor) else {
                    isValid = false
                    return 0
                }
                for unit in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
                    target[count] = unit
                    count += 1
                }
            }
            return count
        }
        return isValid ? text : nil
    }

    /// What the escape stands for whose backslash precedes `cursor`, which moves behind it.
    private static func escape(in source: UnsafeRawBufferPointer, at cursor: inout Int) -> Unicode.Scalar? {
        guard cursor < source.count else { return nil }
        let kind = source[cursor]
        cursor += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(kind)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            guard let first = hexadecimal(in: source, at: &cursor) else { return nil }
            guard 0xD800...0xDBFF ~= first else { return Unicode.Scalar(first) }
            guard cursor + 6 <= source.count, source[cursor] == UInt8(ascii: "\\"),
                source[cursor + 1] == UInt8(ascii: "u")
            else { return nil }
            cursor += 2
            guard let second = hexadecimal(in: source, at: &cursor), 0xDC00...0xDFFF ~= second else { return nil }
            return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        default: return nil
        }
    }

    private static func hexadecimal(in source: UnsafeRawBufferPointer, at cursor: inout Int) -> UInt32? {
        guard cursor + 4 <= source.count else { return nil }
        var value: UInt32 = 0
        for digit in source[cursor..<cursor + 4] {
            switch digit {
            case 0x30...0x39: value = value << 4 | UInt32(digit - 0x30)
            case 0x41...0x46: value = value << 4 | UInt32(digit - 0x37)
            case 0x61...0x66: value = value << 4 | UInt32(digit - 0x57)
            default: return nil
            }
        }
        cursor += 4
        return value
    }
}
