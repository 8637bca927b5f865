extension EventStreamMessage {
    /// A message to be written; ``encoded`` is its frame.
    ///
    /// - Parameters:
    ///   - headers: Typed headers, written in this order.
    ///   - payload: The payload.
    ///   - limits: The largest frame that may be made.
    /// - Throws: ``EventStreamError`` with the code `headerNameLength`, `headerValueLength`, `duplicateHeader`,
    ///   `headersLength` or `payloadLength` where the format has no room for what is asked.
    public init(
        headers: [EventStreamHeader] = [], payload: some Collection<UInt8> = [UInt8](),
        limits: EventStreamLimits = .init()
    ) throws(EventStreamError) {
        let payloadLength = payload.count
        guard payloadLength <= limits.payloadLength else {
            throw EventStreamError(
                .payloadLength, "a payload of \(payloadLength) bytes exceeds the limit of \(limits.payloadLength)")
        }
        var frame: [UInt8] = []
        frame.reserveCapacity(Self.overhead + 64 * headers.count + payloadLength)
        frame.append(contentsOf: repeatElement(0, count: Self.preludeLength))
        for header in headers { try frame.append(header) }
        let headersLength = frame.count - Self.preludeLength
        guard headersLength <= limits.headersLength else {
            throw EventStreamError(
                .headersLength, "\(headersLength) bytes of headers exceed the limit of \(limits.headersLength)")
        }
        frame.append(contentsOf: payload)
        frame.replace(at: 0, with: UInt32(Self.overhead + headersLength + payloadLength))
        frame.replace(at: 4, with: UInt32(headersLength))
        frame.replace(at: 8, with: frame.withUnsafeBytes { CRC32.checksum(.init(rebasing: $0[..<8])) })
        frame.append(bigEndian: frame.withUnsafeBytes { CRC32.checksum($0) })
        let index = try frame.withUnsafeBufferPointer { bytes throws(EventStreamError) in
            try HeaderIndex(checking: UnsafeRawBufferPointer(bytes), headersLength: headersLength)
        }
        self.init(
            storage: frame, start: 0, headersLength: headersLength, payloadLength: payloadLength, index: index)
    }

    /// An event: the stream's member called `type`.
    ///
    /// - Throws: ``EventStreamError`` where the format has no room for what is asked.
    public static func event(
        _ type: String, contentType: String = "application/json", payload: some Collection<UInt8>
    ) throws(EventStreamError) -> Self {
        try Self(
            headers: [
                EventStreamHeader(":event-type", .string(type)),
                EventStreamHeader(":content-type", .string(contentType)),
                EventStreamHeader(":message-type", "event"),
            ],
            payload: payload)
    }

    /// A modeled error called `type`, whose members are the payload.
    ///
    /// - Throws: ``EventStreamError`` where the format has no room for what is asked.
    public static func exception(
        _ type: String, contentType: String = "application/json", payload: some Collection<UInt8>
    ) throws(EventStreamError) -> Self {
        try Self(
            headers: [
                EventStreamHeader(":exception-type", .string(type)),
                EventStreamHeader(":content-type", .string(contentType)),
                EventStreamHeader(":message-type", "exception"),
            ],
            payload: payload)
    }

    /// An error outside the model.
    ///
    /// - Throws: ``EventStreamError`` where the format has no room for what is asked.
    public static func error(code: String, message: String) throws(EventStreamError) -> Self {
        try Self(headers: [
            EventStreamHeader(":message-type", "error"),
            EventStreamHeader(":error-code", .string(code)),
            EventStreamHeader(":error-message", .string(message)),
        ])
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ header: EventStreamHeader) throws(EventStreamError) {
        let nameLength = header.name.utf8.count
        guard 1...255 ~= nameLength else {
            throw EventStreamError(.headerNameLength, "a header's name has 1 to 255 bytes, not \(nameLength)")
        }
        append(UInt8(nameLength))
        append(contentsOf: header.name.utf8)
        switch header.value {
        case .bool(let value):
            append(value ? 0 : 1)
        case .byte(let value):
            append(2)
            append(bigEndian: value)
        case .short(let value):
            append(3)
            append(bigEndian: value)
        case .integer(let value):
            append(4)
            append(bigEndian: value)
        case .long(let value):
            append(5)
            append(bigEndian: value)
        case .byteArray(let bytes):
            append(6)
            try append(counted: bytes)
        case .string(let text):
            append(7)
            try append(counted: text.utf8)
        case .timestamp(let milliseconds):
            append(8)
            append(bigEndian: milliseconds)
        case .uuid(let value):
            append(9)
            append(bigEndian: value)
        }
    }

    private mutating func append(counted bytes: some Collection<UInt8>) throws(EventStreamError) {
        guard let count = UInt16(exactly: bytes.count) else {
            throw EventStreamError(
                .headerValueLength, "the value of a header has at most 65,535 bytes, not \(bytes.count)")
        }
        append(bigEndian: count)
        append(contentsOf: bytes)
    }

    fileprivate mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    fileprivate mutating func replace(at offset: Int, with value: UInt32) {
        for byte in 0..<4 { self[offset + byte] = UInt8(truncatingIfNeeded: value >> (24 - 8 * byte)) }
    }
}
