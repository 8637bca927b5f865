public import AWSCore
import HTTPTransport

/// The events of one response, lent to a closure. They can be read once.
///
/// An event reaches the reader as soon as its last byte is here. A failure, also one that the service tells inside the
/// stream, is thrown after all events before it.
public struct ServerSentEvents<Operation: ServerSentEventOperation>: AsyncSequence, Sendable {
    /// One event.
    public typealias Element = Operation.Event
    /// Why the stream ended early.
    public typealias Failure = AWSError

    /// The id that AWS gave the request.
    public let requestID: String?
    /// What the reply said about rate limits.
    public let rateLimits: RateLimits
    private let operation: Operation
    private let bytes: HTTPResponseBody
    private let limits: ServerSentEventLimits
    private let attempts: Int

    init(
        _ operation: Operation, _ bytes: HTTPResponseBody, limits: ServerSentEventLimits, rateLimits: RateLimits,
        requestID: String?, attempts: Int
    ) {
        self.operation = operation
        self.bytes = bytes
        self.limits = limits
        self.rateLimits = rateLimits
        self.requestID = requestID
        self.attempts = attempts
    }

    /// Reads the events.
    public func makeAsyncIterator() -> Iterator { Iterator(self) }

    /// Takes bytes from the response and turns them into events.
    public struct Iterator: AsyncIteratorProtocol {
        private let events: ServerSentEvents
        private var decoder: ServerSentEventDecoder
        private var isDone = false

        fileprivate init(_ events: ServerSentEvents) {
            self.events = events
            self.decoder = ServerSentEventDecoder(limits: events.limits)
        }

        /// The next event; `nil` at the end of the stream.
        ///
        /// - Throws: `AWSError`: an error that the service tells, a malformed event, a lost connection, or
        ///   `streamTruncated` where the stream ended before its final event.
        public mutating func next() async throws(AWSError) -> Operation.Event? {
            if isDone { return nil }
            do throws(AWSError) {
                while true {
                    while let event = try decode() {
                        switch try step(for: event) {
                        case .event(let event):
                            return event
                        case .last(let event):
                            isDone = true
                            return event
                        case .end:
                            isDone = true
                            return nil
                        }
                    }
                    guard let chunk = try await receive() else {
                        throw AWSError(
                            .streamTruncated, "the stream ended before its \(Operation.finalEventName)")
                    }
                    decoder.append(chunk)
                }
            } catch {
                isDone = true
                var error = error
                error.requestID = error.requestID ?? events.requestID
                error.attempts = events.attempts
                throw error.naming(events.operation)
            }
        }

        private mutating func decode() throws(AWSError) -> ServerSentEvent? {
            do {
                return try decoder.next()
            } catch {
                throw AWSError(.responseTooLarge, "\(error)", underlying: error)
            }
        }

        private func receive() async throws(AWSError) -> [UInt8]? {
            do {
                return try await events.bytes.next()
            } catch {
                throw AWSError(error)
            }
        }

        private func step(for event: ServerSentEvent) throws(AWSError) -> ServerSentStep<Operation.Event> {
            do {
                return try Operation.decode(event)
            } catch let error as AWSError {
                throw error
            } catch {
                throw AWSError(.malformedResponse, "an event does not fit the operation's model", underlying: error)
            }
        }
    }
}

extension ServerSentEvent {
    /// The event's data as JSON.
    ///
    /// - Throws: `AWSError` of the error that the data holds, at its top level or as an event of type `error`;
    ///   `DecodingError` where it is no JSON.
    func json() throws -> JSONValue {
        let json = try JSONValue(parsing: Array(data.utf8))
        if let envelope = json["error"], envelope != .null {
            throw AWSError(ServiceError(envelope: envelope, status: nil), httpStatus: nil)
        }
        if type == "error" || json["type"]?.string == "error" {
            throw AWSError(ServiceError(event: json), httpStatus: nil)
        }
        return json
    }
}
