import AWSEventStream
import HTTPTransport

/// The events of one response, lent to the closure of ``AWSClient/stream(_:_:)``. They can be read once.
///
/// An event reaches the reader as soon as its last byte is here. A failure is thrown after all events before it.
public struct EventStreamEvents<Operation: EventStreamOperation>: AsyncSequence, Sendable {
    /// One event.
    public typealias Element = Operation.Event
    /// Why the stream ended early.
    public typealias Failure = AWSError

    /// The id that AWS gave the request; `nil` where it came after the stream was lent, as in both directions at once.
    public let requestID: String?
    private let bytes: HTTPResponseBody
    private let attempts: Int
    private let opening: DuplexOpening?

    /// - Parameter opening: Awaited before the first event, where the response's head is not there yet.
    init(_ bytes: HTTPResponseBody, requestID: String?, attempts: Int, opening: DuplexOpening? = nil) {
        self.bytes = bytes
        self.requestID = requestID
        self.attempts = attempts
        self.opening = opening
    }

    /// Reads the events.
    public func makeAsyncIterator() -> Iterator {
        Iterator(bytes, requestID: requestID, attempts: attempts, opening: opening)
    }

    /// Takes bytes from the response and turns each frame into its event.
    public struct Iterator: AsyncIteratorProtocol {
        private let bytes: HTTPResponseBody
        private var requestID: String?
        private let attempts: Int
        private var opening: DuplexOpening?
        private var decoder = EventStreamDecoder()
        private var sawFinalEvent = false
        private var isDone = false

        fileprivate init(_ bytes: HTTPResponseBody, requestID: String?, attempts: Int, opening: DuplexOpening?) {
            self.bytes = bytes
            self.requestID = requestID
            self.attempts = attempts
            self.opening = opening
        }

        /// The next event; `nil` at the end of the stream.
        ///
        /// - Throws: ``AWSError``: an exception of the service, a malformed frame, a lost connection, or
        ///   ``AWSError/Code/streamTruncated`` where the stream ended before its final event.
        public mutating func next() async throws(AWSError) -> Operation.Event? {
            if isDone { return nil }
            do {
                if let opening {
                    requestID = try await opening.requestID()
                    self.opening = nil
                }
                while true {
                    while let message = try decode() {
                        if let event = try event(in: message) { return event }
                    }
                    guard let chunk = try await receive() else {
                        isDone = true
                        try finish()
                        return nil
                    }
                    decoder.append(chunk)
                }
            } catch {
                isDone = true
                var error = error
                error.requestID = error.requestID ?? requestID
                error.attempts = attempts
                throw error.naming(Operation.self)
            }
        }

        private mutating func decode() throws(AWSError) -> EventStreamMessage? {
            do {
                return try decoder.next()
            } catch {
                throw AWSError(.malformedResponse, "\(error)", underlying: error)
            }
        }

        private func receive() async throws(AWSError) -> [UInt8]? {
            do {
                return try await bytes.next()
            } catch {
                throw AWSError(error)
            }
        }

        private mutating func finish() throws(AWSError) {
            do {
                try decoder.finish()
            } catch {
                throw AWSError(.streamTruncated, "the stream ended inside a frame", underlying: error)
            }
            if let final = Operation.finalEventType, !sawFinalEvent {
                throw AWSError(.streamTruncated, "the stream ended before its \(final) event")
            }
        }

        private mutating func event(in message: EventStreamMessage) throws(AWSError) -> Operation.Event? {
            switch message.messageType {
            case .event:
                if !sawFinalEvent, let final = Operation.finalEventType, message.isEventType(final) {
                    sawFinalEvent = true
                }
                do {
                    return try Operation.decode(event: message)
                } catch let error as AWSError {
                    throw error
                } catch {
                    throw AWSError(.malformedResponse, "an event does not fit the operation's model", underlying: error)
                }
            case .exception:
                let details = try? JSONValue(parsing: Array(message.payload))
                let text = details?["message"]?.string ?? details?["Message"]?.string ?? ""
                throw AWSError(streamException: message.exceptionType ?? "", text, details)
            case .error:
                throw AWSError(streamException: message.errorCode ?? "", message.errorMessage ?? "", nil)
            default:
                throw AWSError(.malformedResponse, "a frame without a known :message-type")
            }
        }
    }
}

extension AWSError {
    /// An exception inside a stream: named in lower camel case there, as the shape's name elsewhere.
    init(streamException name: String, _ message: String, _ details: JSONValue?) {
        let shape = name.prefix(1).uppercased() + name.dropFirst()
        self.init(ServiceError(code: shape, message: message, details: details), httpStatus: nil)
        serviceCode = name
        if ["InternalServerException", "ServiceUnavailableException"].contains(shape) { code = .serviceFault }
    }
}
