/// Reads the events of a `text/event-stream` from bytes cut anywhere, by the rules of the HTML standard: lines end with LF,
/// CRLF or CR, a byte-order mark at the start is passed over, a blank line ends an event, and an event that the end of the
/// stream cuts off is dropped.
///
/// Append chunks as they arrive and take events until there is none. A stream that breaks a limit fails for good: every
/// later call throws the same error, after the events before it.
package struct ServerSentEventDecoder: Sendable {
    private let limits: ServerSentEventLimits
    private var buffer: [UInt8] = []
    /// Where the line that is being read begins.
    private var position = 0
    /// Up to where no line ending has been found, so that no byte is looked at twice however the stream is cut.
    private var scanned = 0
    private var isAtStart = true
    /// The line before ended with CR: a LF that follows belongs to it.
    private var skipsLineFeed = false
    private var failure: ServerSentEventError?

    private var type: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false
    private var id = ""

    /// The last id that the stream has set; empty before the first. It is that of the next event, too.
    package private(set) var lastEventID = ""
    /// The reconnection time that the stream has asked for.
    package private(set) var retry: Duration?

    /// A decoder at the start of a stream.
    package init(limits: ServerSentEventLimits = .init()) { self.limits = limits }

    /// Takes the next bytes of the stream, any number of them.
    package mutating func append(_ chunk: [UInt8]) {
        guard failure == nil, !chunk.isEmpty else { return }
        if position == buffer.count {
            buffer = chunk
            (position, scanned) = (0, 0)
            return
        }
        // Moving fewer bytes than were consumed keeps the cost linear however the stream is cut.
        if position > buffer.count - position {
            buffer.removeFirst(position)
            (position, scanned) = (0, scanned - position)
        }
        buffer += chunk
    }

    /// The next whole event; `nil` until more bytes have been appended.
    ///
    /// - Throws: `ServerSentEventError` where the stream breaks a limit.
    package mutating func next() throws(ServerSentEventError) -> ServerSentEvent? {
        if let failure { throw failure }
        do {
            while let line = try nextLine() {
                if let event = try read(line) { return event }
            }
            return nil
        } catch {
            failure = error
            buffer = []
            (position, scanned) = (0, 0)
            throw error
        }
    }

    private mutating func nextLine() throws(ServerSentEventError) -> Range<Int>? {
        if isAtStart {
            guard let isMarked = startsWithByteOrderMark() else { return nil }
            isAtStart = false
            if isMarked { position = 3 }
        }
        if skipsLineFeed, position < buffer.count {
            if buffer[position] == UInt8(ascii: "\n") { position += 1 }
            skipsLineFeed = false
        }
        var index = max(scanned, position)
        while index < buffer.count, buffer[index] != UInt8(ascii: "\n"), buffer[index] != UInt8(ascii: "\r") {
            index += 1
        }
        scanned = index
        guard index - position <= limits.lineBytes else { throw .lineTooLong(limit: limits.lineBytes) }
        guard index < buffer.count else { return nil }
        skipsLineFeed = buffer[index] == UInt8(ascii: "\r")
        defer {
            position = index + 1
            scanned = position
        }
        return position..<index
    }

    /// `nil` while too few bytes are there to tell.
    private func startsWithByteOrderMark() -> Bool? {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let start = buffer.prefix(3)
        guard mark.starts(with: start) else { return false }
        return start.count == 3 ? true : nil
    }

    /// Takes one line in; the event that it ends, where it is blank.
    private mutating func read(_ line: Range<Int>) throws(ServerSentEventError) -> ServerSentEvent? {
        guard !line.isEmpty else { return dispatch() }
        let bytes = buffer[line]
        let colon = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
        var value = bytes[min(colon + 1, bytes.endIndex)...]
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        // A comment is a field without a name, and so of none of these.
        let name = bytes[..<colon]
        if name.elementsEqual("data".utf8) {
            // The line feeds between lines count, the one after the last does not.
            guard data.count + value.count <= limits.dataBytes else {
                throw .dataTooLong(limit: limits.dataBytes)
            }
            data += value
            data.append(UInt8(ascii: "\n"))
            hasData = true
        } else if name.elementsEqual("event".utf8) {
            type = Array(value)
        } else if name.elementsEqual("id".utf8) {
            if !value.contains(0) { id = String(decoding: value, as: UTF8.self) }
        } else if name.elementsEqual("retry".utf8) {
            let isNumber = !value.isEmpty && value.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            if isNumber, let milliseconds = Int64(String(decoding: value, as: UTF8.self)) {
                retry = .milliseconds(milliseconds)
            }
        }
        return nil
    }

    private mutating func dispatch() -> ServerSentEvent? {
        lastEventID = id
        defer {
            type = []
            data = []
            hasData = false
        }
        guard hasData else { return nil }
        return ServerSentEvent(
            type: type.isEmpty ? "message" : String(decoding: type, as: UTF8.self),
            data: String(decoding: data.dropLast(), as: UTF8.self), lastEventID: lastEventID)
    }
}
