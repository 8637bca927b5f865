/// Reads the messages of an `application/vnd.amazon.eventstream` body from bytes cut anywhere.
///
/// Append chunks as they arrive and take messages until there is none; at the end of the body, ``finish()`` tells
/// whether it ended between two frames:
///
/// ```swift
/// var decoder = EventStreamDecoder()
/// while let chunk = try await body.next() {
///     decoder.append(chunk)
///     while let message = try decoder.next() { handle(message) }
/// }
/// try decoder.finish()
/// ```
///
/// Lengths and both checksums of each frame are checked, and every header, before a message is handed out. A frame that
/// announces more than the limits allow is refused on its first twelve bytes. Messages before a broken frame are
/// delivered; from the broken frame on, every call throws the same error.
public struct EventStreamDecoder: Sendable {
    /// The largest frame that is accepted.
    public let limits: EventStreamLimits

    private var buffer: [UInt8] = []
    /// Where the first frame not yet delivered starts.
    private var position = 0
    /// How many bytes of that frame must be there before another look at it is worth while.
    private var needed = EventStreamMessage.preludeLength
    private var failure: EventStreamError?
    private var knownBlock = KnownHeaderBlock()

    /// A decoder at the start of a stream.
    public init(limits: EventStreamLimits = .init()) {
        self.limits = limits
    }

    /// How many bytes have been appended and not yet delivered as messages.
    public var bufferedByteCount: Int { buffer.count - position }

    /// Takes the next bytes of the stream, any number of them.
    public mutating func append(_ chunk: consuming [UInt8]) {
        guard failure == nil, !chunk.isEmpty else { return }
        let unread = buffer.count - position
        if unread == 0 {
            // The usual case, whole frames in a chunk: the chunk itself becomes the storage of its messages.
            buffer = chunk
            position = 0
        } else if position >= unread {
            // Moving fewer bytes than were consumed keeps the cost linear however the stream is cut.
            var joined: [UInt8] = []
            joined.reserveCapacity(unread + chunk.count)
            joined.append(contentsOf: buffer[position...])
            joined.append(contentsOf: chunk)
            buffer = joined
            position = 0
        } else {
            buffer.append(contentsOf: chunk)
        }
    }

    /// The next whole message; `nil` until more bytes have been appended.
    ///
    /// - Throws: ``EventStreamError`` at a frame that is not valid, and again on each later call.
    public mutating func next() throws(EventStreamError) -> EventStreamMessage? {
        guard buffer.count - position >= needed else {
            if let failure { throw failure }
            return nil
        }
        do throws(EventStreamError) {
            return try take()
        } catch {
            failure = error
            needed = .max
            buffer = []
            position = 0
            throw error
        }
    }

    /// Ends the stream.
    ///
    /// - Throws: ``EventStreamError`` with the code `truncated` where bytes of an unfinished frame are left, or the error
    ///   that ``next()`` has thrown before.
    public mutating func finish() throws(EventStreamError) {
        if let failure { throw failure }
        let unread = buffer.count - position
        guard unread == 0 else {
            let expected = needed > EventStreamMessage.preludeLength ? " of \(needed)" : ""
            let error = EventStreamError(.truncated, "the stream ended after \(unread) bytes\(expected) of a frame")
            failure = error
            needed = .max
            throw error
        }
    }

    private mutating func take() throws(EventStreamError) -> EventStreamMessage? {
        // One reference for the check and, in the end, for the message.
        let storage = buffer
        let start = position
        let frame = try storage.withUnsafeBufferPointer { bytes throws(EventStreamError) -> CheckedFrame? in
            let unread = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[start...]))
            let lengths = try FrameLengths(checking: unread, limits: limits)
            needed = lengths.total
            guard unread.count >= lengths.total else { return nil }
            let whole = UnsafeRawBufferPointer(rebasing: unread[..<lengths.total])
            try lengths.checkMessageChecksum(of: whole)
            return CheckedFrame(
                lengths: lengths, index: try knownBlock.index(of: whole, headersLength: lengths.headers))
        }
        guard let frame else { return nil }
        position += frame.lengths.total
        needed = EventStreamMessage.preludeLength
        return EventStreamMessage(
            storage: storage, start: start, headersLength: frame.lengths.headers, payloadLength: frame.lengths.payload,
            index: frame.index)
    }
}

private struct CheckedFrame {
    var lengths: FrameLengths
    var index: HeaderIndex
}

/// The lengths in the first twelve bytes of a frame.
private struct FrameLengths {
    let total: Int
    let headers: Int
    let preludeChecksum: UInt32

    var payload: Int { total - headers - EventStreamMessage.overhead }

    /// - Precondition: `frame` has at least twelve bytes.
    init(checking frame: UnsafeRawBufferPointer, limits: EventStreamLimits) throws(EventStreamError) {
        // The checksum comes first: a length that fails it is noise, not a length.
        preludeChecksum = CRC32.checksum(UnsafeRawBufferPointer(rebasing: frame[..<8]))
        guard preludeChecksum == frame.bigEndian(at: 8, as: UInt32.self) else {
            throw EventStreamError(.preludeChecksum, "the checksum of a frame's lengths is wrong")
        }
        total = Int(frame.bigEndian(at: 0, as: UInt32.self))
        headers = Int(frame.bigEndian(at: 4, as: UInt32.self))
        guard total >= EventStreamMessage.overhead else {
            throw EventStreamError(.totalLength, "a frame has at least 16 bytes, not \(total)")
        }
        guard headers <= limits.headersLength else {
            throw EventStreamError(
                .headersLength, "\(headers) bytes of headers exceed the limit of \(limits.headersLength)")
        }
        guard headers <= total - EventStreamMessage.overhead else {
            throw EventStreamError(
                .headersLength, "\(headers) bytes of headers do not fit into a frame of \(total) bytes")
        }
        guard payload <= limits.payloadLength else {
            throw EventStreamError(
                .payloadLength, "a payload of \(payload) bytes exceeds the limit of \(limits.payloadLength)")
        }
    }

    /// Checks the CRC-32 of `frame`, continued from that of its first eight bytes.
    func checkMessageChecksum(of frame: UnsafeRawBufferPointer) throws(EventStreamError) {
        let checksum = CRC32.checksum(
            UnsafeRawBufferPointer(rebasing: frame[8..<total - 4]), continuing: preludeChecksum)
        guard checksum == frame.bigEndian(at: total - 4, as: UInt32.self) else {
            throw EventStreamError(.messageChecksum, "the checksum of a frame is wrong")
        }
    }
}

/// The last header block that was checked. A stream repeats the same headers from event to event, and comparing them
/// with a block known to be right costs a fraction of checking them again.
private struct KnownHeaderBlock: Sendable {
    private static let largest = 512

    private var bytes: [UInt8] = []
    private var index = HeaderIndex()

    mutating func index(
        of frame: UnsafeRawBufferPointer, headersLength: Int
    ) throws(EventStreamError) -> HeaderIndex {
        let prelude = EventStreamMessage.preludeLength
        let block = UnsafeRawBufferPointer(rebasing: frame[prelude..<prelude + headersLength])
        if bytes.withUnsafeBytes({ block.equals($0) }) { return index }
        let checked = try HeaderIndex(checking: frame, headersLength: headersLength)
        if headersLength <= Self.largest {
            bytes = Array(block)
            index = checked
        }
        return checked
    }
}
