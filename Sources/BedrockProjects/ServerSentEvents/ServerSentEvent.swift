/// One event of a `text/event-stream`, by the rules of the HTML standard.
public struct ServerSentEvent: Sendable, Hashable {
    /// The event's name; `message` where the stream gives none.
    public var type: String
    /// The lines of its data, joined by line feeds.
    public var data: String
    /// The last id that the stream has set; empty before the first.
    public var lastEventID: String

    /// An event.
    public init(type: String = "message", data: String, lastEventID: String = "") {
        self.type = type
        self.data = data
        self.lastEventID = lastEventID
    }
}

/// How large the parts of a stream may be, so that a broken or hostile peer cannot fill the memory.
public struct ServerSentEventLimits: Sendable, Hashable {
    /// The most bytes of a line, its ending not counted. 16 MiB by default.
    public var lineBytes: Int
    /// The most bytes of an event's data. 16 MiB by default.
    public var dataBytes: Int

    /// Limits.
    public init(lineBytes: Int = 16 << 20, dataBytes: Int = 16 << 20) {
        self.lineBytes = lineBytes
        self.dataBytes = dataBytes
    }
}

/// A limit that a stream breaks.
public enum ServerSentEventError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A line is longer than the given number of bytes.
    case lineTooLong(limit: Int)
    /// An event's data is longer than the given number of bytes.
    case dataTooLong(limit: Int)

    /// The limit in words.
    public var description: String {
        switch self {
        case .lineTooLong(let limit): "a line of the stream exceeds \(limit) bytes"
        case .dataTooLong(let limit): "the data of an event exceeds \(limit) bytes"
        }
    }
}
