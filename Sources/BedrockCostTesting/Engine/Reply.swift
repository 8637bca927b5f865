import AWSCore

/// What an operation answers, before faults are applied: a head, and a body in the chunks in which it is sent.
struct Reply {
    var status: Int
    var fields: [(name: String, value: String)]
    var chunks: [[UInt8]]
    /// Whether the body is an event stream, which is sent while it is made and without a length.
    var isStream = false
    /// The session that the reply opens, in place of a body.
    var session: InvocationTarget?

    /// A reply with a JSON body in rest-json.
    init(_ status: Int = 200, fields: [(name: String, value: String)] = [], json: JSONValue) {
        self.init(status, contentType: "application/json", fields: fields, bytes: json.bytes)
    }

    init(_ status: Int = 200, contentType: String, fields: [(name: String, value: String)] = [], bytes: [UInt8]) {
        self.status = status
        self.fields = [("content-type", contentType)] + fields
        self.chunks = bytes.isEmpty ? [] : [bytes]
    }

    /// A reply whose body is an event stream.
    init(events chunks: [[UInt8]], fields: [(name: String, value: String)] = []) {
        self.status = 200
        self.fields = [("content-type", "application/vnd.amazon.eventstream")] + fields
        self.chunks = chunks
        self.isStream = true
    }
}

/// What goes out for one request, by whichever front.
enum Answer {
    /// One step of a body.
    enum Step {
        case bytes([UInt8])
        /// Time passes before the next step.
        case wait(Duration)
        /// Nothing more is sent, and the connection stays open.
        case stall
        /// The connection breaks.
        case breakOff
    }

    case response(status: Int, fields: [(name: String, value: String)], steps: [Step], isStream: Bool)
    /// A stream of events that answers one of the caller's.
    case session(SessionPlan, fields: [(name: String, value: String)])
    /// The connection ends without a byte of reply.
    case noReply(mayHaveBeenProcessed: Bool)
}
