/// A request as it came over a socket.
package struct LoopbackRequest: Sendable {
    /// The method.
    package var method: String
    /// The request target, byte for byte.
    package var target: String
    /// Header lines in order: names as sent, values without the space around them.
    package var fields: [(name: String, value: String)]
    /// Which connection it came on, counted from 1.
    package var connection: Int

    /// The first value of the header called `name`, in any case.
    package subscript(name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// What a ``LoopbackServer`` does about one request.
package struct LoopbackReply: Sendable {
    /// One thing to do on the connection.
    package enum Step: Sendable {
        /// Sends these bytes, raw.
        case bytes([UInt8])
        /// Sends `count` bytes of a pattern, as fast as the other side takes them.
        case flood(count: Int)
        /// Does nothing until the signal has fired.
        case wait(Signal)
        /// Does nothing until so many bytes of the request's body are there; of a chunked body, no more is read before.
        case awaitBody(count: Int)
        /// Does nothing until the request's body is there to its end.
        case awaitEnd
        /// Closes the connection so that the other side sees a reset.
        case reset
        /// Closes the connection in order.
        case close

        /// Sends text, raw.
        package static func text(_ text: String) -> Self { .bytes(Array(text.utf8)) }
    }

    /// What happens to an exchange, told as it happens on the server's thread.
    package enum Event: Sendable {
        /// So many bytes of a chunked request body have arrived.
        case bodyProgress(Int)
        /// The whole request body has arrived.
        case body([UInt8])
        /// So many bytes of the reply have been accepted by the socket.
        case sent(Int)
        /// The reply was sent to its last step.
        case completed
        /// The other side closed or reset the connection first.
        case abandoned
    }

    /// What to do, in order.
    package var steps: [Step]
    /// Whether the steps begin only when the request body is there.
    package var readsBodyFirst: Bool
    /// Told what happens.
    package var onEvent: (@Sendable (Event) -> Void)?

    /// A reply of `steps`.
    package init(
        _ steps: [Step], readsBodyFirst: Bool = true, onEvent: (@Sendable (Event) -> Void)? = nil
    ) {
        self.steps = steps
        self.readsBodyFirst = readsBodyFirst
        self.onEvent = onEvent
    }

    /// A whole response with a `Content-Length`.
    package static func response(_ status: String = "200 OK", fields: [String] = [], body: String = "") -> Self {
        let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + fields
        return Self([.text(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)])
    }
}
