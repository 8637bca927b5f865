internal import COpenSSL

/// A growing run of bytes that keeps its memory when it is emptied, written through a raw cursor.
@safe
struct ByteBuilder: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// How many bytes have been written.
    private(set) var count = 0

    init(capacity: Int) {
        unsafe base = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit {
        unsafe base.deallocate()
    }

    /// All bytes written. Valid until the next change.
    var bytes: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: base, count: count)
    }

    /// The bytes of `range`, which lies within what was written. Valid until the next change.
    func bytes(in range: Range<Int>) -> UnsafeRawBufferPointer {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        return unsafe UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
    }

    /// All bytes as text, malformed UTF-8 repaired.
    var string: String { unsafe String(decoding: bytes, as: UTF8.self) }

    /// Forgets what was written after the first `length` bytes.
    mutating func truncate(to length: Int) {
        precondition(length >= 0 && length <= count)
        count = length
    }

    /// Forgets the bytes and keeps the memory, unless an unusually large request has blown it up.
    mutating func removeAll() {
        count = 0
        if capacity > 65_536 {
            unsafe base.deallocate()
            capacity = 4_096
            unsafe base = .allocate(capacity: capacity)
        }
    }

    /// Overwrites what was written and forgets it: for key material.
    mutating func cleanse() {
        unsafe OPENSSL_cleanse(base, count)
        count = 0
    }

    /// Room for `extra` more bytes, at the end of what was written.
    @inline(__always)
    private mutating func room(for extra: Int) -> UnsafeMutablePointer<UInt8> {
        if capacity - count < extra { grow(by: extra) }
        return unsafe base + count
    }

    @inline(never)
    private mutating func grow(by extra: Int) {
        capacity = max(2 * capacity, count + extra)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        unsafe larger.update(from: base, count: count)
        unsafe base.deallocate()
        unsafe base = unsafe larger
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        unsafe room(for: 1).pointee = byte
        count += 1
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        unsafe UnsafeMutableRawPointer(room(for: bytes.count)).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }

    @inline(__always)
    mutating func append(_ literal: StaticString) {
        unsafe append(UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    mutating func append(_ text: String) {
        unsafe text.withRawBytes { unsafe append($0) }
    }

    /// Two decimal digits of a number below 100.
    @inline(__always)
    mutating func append(twoDigits number: Int) {
        let target = unsafe room(for: 2)
        unsafe target[0] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10)
        unsafe target[1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10)
        count += 2
    }

    /// Two lower-case hexadecimal digits.
    @inline(__always)
    mutating func append(hexadecimalOf byte: UInt8) {
        let target = unsafe room(for: 2)
        unsafe target[0] = (byte >> 4).lowercaseHexadecimalDigit
        unsafe target[1] = (byte & 15).lowercaseHexadecimalDigit
        count += 2
    }

    /// 64 lower-case hexadecimal digits.
    mutating func append(hexadecimalOf digest: SHA256Digest) {
        var target = unsafe room(for: 2 * SHA256Digest.byteCount)
        unsafe digest.withUnsafeBytes { bytes in
            for index in bytes.indices {
                let byte = unsafe bytes[index]
                unsafe target[0] = (byte >> 4).lowercaseHexadecimalDigit
                unsafe target[1] = (byte & 15).lowercaseHexadecimalDigit
                unsafe target += 2
            }
        }
        count += 2 * SHA256Digest.byteCount
    }

    /// What was seen of a path while it was written.
    struct PathScan {
        /// Where the path ends: at a question mark, or with the bytes.
        var end: Int
        /// Whether there is no empty segment and none that begins with a dot.
        var isNormal = true
        /// Whether there is no control character.
        var isSendable = true
    }

    /// Appends the path that `target` begins with, and looks it over on the way.
    mutating func append(
        pathOf target: UnsafeRawBufferPointer, encoding: SigningOptions.PathEncoding
    ) -> PathScan {
        var scan = PathScan(end: 0)
        let start = unsafe room(for: 3 * target.count)
        var cursor = unsafe start
        var previous: UInt8 = 0
        while scan.end < target.count {
            let byte = unsafe target[scan.end]
            if byte.isUnreserved {
                if byte == UInt8(ascii: "."), previous == UInt8(ascii: "/") { scan.isNormal = false }
                unsafe cursor.pointee = byte
                unsafe cursor += 1
            } else if byte == UInt8(ascii: "/") {
                if previous == UInt8(ascii: "/") { scan.isNormal = false }
                unsafe cursor.pointee = byte
                unsafe cursor += 1
            } else if byte == UInt8(ascii: "?") {
                break
            } else {
                if byte < 0x20 || byte == 0x7F { scan.isSendable = false }
                if encoding == .single {
                    unsafe cursor.pointee = byte
                    unsafe cursor += 1
                } else {
                    unsafe cursor[0] = UInt8(ascii: "%")
                    unsafe cursor[1] = (byte >> 4).uppercaseHexadecimalDigit
                    unsafe cursor[2] = (byte & 15).uppercaseHexadecimalDigit
                    unsafe cursor += 3
                }
            }
            previous = byte
            scan.end += 1
        }
        unsafe count += cursor - start
        return scan
    }

    /// The bytes with each one that RFC 3986 does not call unreserved as `%` and two upper-case digits.
    mutating func append(percentEncoding bytes: UnsafeRawBufferPointer) {
        let start = unsafe room(for: 3 * bytes.count)
        var target = unsafe start
        for index in bytes.indices {
            let byte = unsafe bytes[index]
            if byte.isUnreserved {
                unsafe target.pointee = byte
                unsafe target += 1
            } else {
                unsafe target[0] = UInt8(ascii: "%")
                unsafe target[1] = (byte >> 4).uppercaseHexadecimalDigit
                unsafe target[2] = (byte & 15).uppercaseHexadecimalDigit
                unsafe target += 3
            }
        }
        unsafe count += target - start
    }

    /// The text, percent-encoded.
    mutating func append(percentEncoding text: String) {
        unsafe text.withRawBytes { unsafe append(percentEncoding: $0) }
    }

    /// The bytes with `%` escapes first resolved, then encoded anew: upper-case digits, and nothing encoded that need not
    /// be. A `%` that begins no escape stands for itself.
    mutating func append(reencoding bytes: UnsafeRawBufferPointer) {
        var index = 0
        while index < bytes.count {
            var byte = unsafe bytes[index]
            index += 1
            if byte == UInt8(ascii: "%"), index + 1 < bytes.count,
                let high = unsafe bytes[index].hexadecimalValue, let low = unsafe bytes[index + 1].hexadecimalValue
            {
                byte = high << 4 | low
                index += 2
            }
            if byte.isUnreserved {
                append(byte)
            } else {
                append(UInt8(ascii: "%"))
                append((byte >> 4).uppercaseHexadecimalDigit)
                append((byte & 15).uppercaseHexadecimalDigit)
            }
        }
    }

    /// What was seen of a header value while it was written.
    enum ValueScan {
        case ascii
        case nonASCII
        /// There is a line break or another control character: the value cannot be sent.
        case control
    }

    /// Appends a header value as it is canonicalised: no whitespace at the ends, one space for each run of it inside.
    mutating func append(canonicalValue bytes: UnsafeRawBufferPointer) -> ValueScan {
        let start = unsafe room(for: bytes.count)
        var target = unsafe start
        var pendingSpace = false
        var seen: UInt8 = 0
        for index in bytes.indices {
            let byte = unsafe bytes[index]
            if byte > 0x20 {
                if byte == 0x7F { return .control }
                seen |= byte
                if pendingSpace {
                    pendingSpace = false
                    unsafe target.pointee = UInt8(ascii: " ")
                    unsafe target += 1
                }
                unsafe target.pointee = byte
                unsafe target += 1
            } else if byte == 0x20 || byte == 0x09 {
                pendingSpace = unsafe target != start
            } else {
                return .control
            }
        }
        unsafe count += target - start
        return seen < 0x80 ? .ascii : .nonASCII
    }
}

extension String {
    /// Lends the UTF-8 bytes, without a copy of the string where the platform has spans.
    @inline(__always)
    func withRawBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        #if canImport(Darwin)
        let bytes = Array(utf8)
        return try unsafe bytes.withUnsafeBufferPointer { (buffer) throws(Failure) in
            try unsafe body(UnsafeRawBufferPointer(buffer))
        }
        #else
        try unsafe utf8.span.bytes.withUnsafeBytes(body)
        #endif
    }
}

extension UInt8 {
    /// Whether RFC 3986 lets the byte stand unencoded anywhere: letters, digits and `-._~`.
    @inline(__always)
    var isUnreserved: Bool {
        let lowMask: UInt64 = 0x03FF_6000_0000_0000
        let highMask: UInt64 = 0x47FF_FFFE_87FF_FFFE
        let mask = self < 64 ? lowMask : highMask
        return self < 128 && (mask >> UInt64(self & 63)) & 1 == 1
    }

    /// The digit of a number below 16, `a` to `f` beyond nine.
    @inline(__always)
    fileprivate var lowercaseHexadecimalDigit: UInt8 {
        self < 10 ? UInt8(ascii: "0") &+ self : UInt8(ascii: "a") &- 10 &+ self
    }

    /// The digit of a number below 16, `A` to `F` beyond nine.
    @inline(__always)
    fileprivate var uppercaseHexadecimalDigit: UInt8 {
        self < 10 ? UInt8(ascii: "0") &+ self : UInt8(ascii: "A") &- 10 &+ self
    }

    /// The number that a hexadecimal digit of either case stands for.
    var hexadecimalValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
