/// One message of an event stream, `application/vnd.amazon.eventstream`: typed headers and a payload.
///
/// A message is its frame: the bytes are kept as they were read (or will be written), and headers are decoded when asked
/// for. A decoded message shares the storage of the chunk it came in; copy its ``payload`` to keep that and let the
/// chunk go.
public struct EventStreamMessage: Sendable {
    static let preludeLength = 12
    static let overhead = 16

    /// What holds the frame, and perhaps its neighbours.
    package let storage: [UInt8]
    let start: Int
    let headersLength: Int
    let payloadLength: Int
    let index: HeaderIndex

    /// A frame in `storage` whose checksums, lengths and headers have been checked.
    init(storage: [UInt8], start: Int, headersLength: Int, payloadLength: Int, index: HeaderIndex) {
        self.storage = storage
        self.start = start
        self.headersLength = headersLength
        self.payloadLength = payloadLength
        self.index = index
    }

    var end: Int { start + Self.overhead + headersLength + payloadLength }

    func withFrame<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try storage.withUnsafeBufferPointer { bytes throws(Failure) in
            try body(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[start..<end])))
        }
    }

    /// The payload, sharing the storage of the message.
    public var payload: ArraySlice<UInt8> { storage[payloadRange] }

    /// Where in ``storage`` the payload stands.
    package var payloadRange: Range<Int> {
        let payloadStart = start + Self.preludeLength + headersLength
        return payloadStart..<payloadStart + payloadLength
    }

    /// The whole frame: lengths, headers, payload and both checksums.
    public var encoded: [UInt8] { Array(storage[start..<end]) }
}

extension EventStreamMessage {
    /// What a message is, from its `:message-type`. An open set: values not listed here compare and print like the others.
    public struct MessageType: RawRepresentable, Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible
    {
        /// The value on the wire.
        public let rawValue: String

        /// A type as named on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// A type as named on the wire.
        public init(stringLiteral value: String) { self.init(rawValue: value) }

        /// The value on the wire.
        public var description: String { rawValue }

        /// A member of the stream: ``EventStreamMessage/eventType`` says which.
        public static let event = Self(rawValue: "event")
        /// A modeled error, named by ``EventStreamMessage/exceptionType``; the payload holds its members.
        public static let exception = Self(rawValue: "exception")
        /// An error outside the model: ``EventStreamMessage/errorCode`` and ``EventStreamMessage/errorMessage``.
        public static let error = Self(rawValue: "error")
    }

    /// `:message-type`; `nil` where the message has no such string header.
    public var messageType: MessageType? {
        guard index.messageType != 0 else { return nil }
        // The three types there are need no string to be built.
        if isMessageType("event") { return .event }
        if isMessageType("exception") { return .exception }
        if isMessageType("error") { return .error }
        return text(at: index.messageType).map(MessageType.init(rawValue:))
    }

    /// `:event-type`: the name of the stream's member that the payload holds.
    public var eventType: String? { text(at: index.eventType) }

    /// `:exception-type`: the name of the modeled error.
    public var exceptionType: String? { headers[":exception-type"]?.string }

    /// `:error-code` of an error outside the model.
    public var errorCode: String? { headers[":error-code"]?.string }

    /// `:error-message` of an error outside the model.
    public var errorMessage: String? { headers[":error-message"]?.string }

    /// `:content-type`: the media type of the payload.
    public var contentType: String? { headers[":content-type"]?.string }

    /// Whether ``messageType`` is `name`, without making a string.
    package func isMessageType(_ name: StaticString) -> Bool { text(at: index.messageType, equals: name) }

    /// Whether ``eventType`` is `name`, without making a string.
    package func isEventType(literal name: StaticString) -> Bool { text(at: index.eventType, equals: name) }

    /// Whether ``eventType`` is `name`, without making a string.
    public func isEventType(_ name: String) -> Bool {
        guard index.eventType != 0 else { return false }
        var name = name
        return name.withUTF8 { name in
            withFrame { frame in
                let length = Int(frame.bigEndian(at: Int(index.eventType), as: UInt16.self))
                let first = Int(index.eventType) + 2
                return UnsafeRawBufferPointer(rebasing: frame[first..<first + length])
                    .equals(UnsafeRawBufferPointer(name))
            }
        }
    }

    private func text(at offset: UInt32, equals name: StaticString) -> Bool {
        guard offset != 0 else { return false }
        return withFrame { frame in
            let length = Int(frame.bigEndian(at: Int(offset), as: UInt16.self))
            let first = Int(offset) + 2
            return UnsafeRawBufferPointer(rebasing: frame[first..<first + length]).equals(name)
        }
    }

    private func text(at offset: UInt32) -> String? {
        guard offset != 0 else { return nil }
        return withFrame { frame in
            let length = Int(frame.bigEndian(at: Int(offset), as: UInt16.self))
            let first = Int(offset) + 2
            return String(decoding: frame[first..<first + length], as: UTF8.self)
        }
    }
}

extension EventStreamMessage: Hashable {
    /// Whether both have the same frame: the same headers in the same order, and the same payload.
    public static func == (left: Self, right: Self) -> Bool {
        left.withFrame { leftFrame in right.withFrame { leftFrame.equals($0) } }
    }

    /// Hashes the frame.
    public func hash(into hasher: inout Hasher) {
        withFrame { hasher.combine(bytes: $0) }
    }
}

extension EventStreamMessage: CustomStringConvertible {
    /// Both types and the size; never a payload.
    public var description: String {
        let type = eventType ?? exceptionType ?? errorCode
        return [messageType?.rawValue ?? "message", type, "(\(payloadLength) bytes)"].compactMap(\.self).joined(
            separator: " ")
    }
}
