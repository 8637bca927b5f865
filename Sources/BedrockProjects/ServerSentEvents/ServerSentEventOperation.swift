public import AWSCore
import HTTPTransport
import HTTPTypes

/// An operation that answers with server-sent events.
public protocol ServerSentEventOperation: OpenAIOperation {
    /// One event, as a program reads it.
    associatedtype Event: Sendable
    /// What a stream must end with, for the error where it does not.
    static var finalEventName: String { get }
    /// What an event of the stream amounts to. Errors of the service are thrown.
    static func decode(_ event: ServerSentEvent) throws -> ServerSentStep<Event>
}

/// What one event of a stream amounts to.
public enum ServerSentStep<Event: Sendable>: Sendable {
    /// An event; more follow.
    case event(Event)
    /// The last event.
    case last(Event)
    /// The end, without an event of its own.
    case end
}

extension AWSClient {
    /// Runs an operation that answers with server-sent events, and lends them to `body`.
    ///
    /// Leaving `body`, by its end, a throw or cancellation, ends the transfer. Attempts are repeated only until the head of
    /// a good response is there: once `body` has begun, nothing is sent again.
    ///
    /// - Parameters:
    ///   - operation: The operation.
    ///   - limits: How large lines and events may be.
    ///   - body: Reads the events.
    /// - Throws: `AWSError` where no stream could be had; what `body` throws is thrown on as it is.
    public func stream<Operation: ServerSentEventOperation, Value>(
        _ operation: Operation, limits: ServerSentEventLimits = ServerSentEventLimits(),
        _ body: (ServerSentEvents<Operation>) async throws -> Value
    ) async throws -> Value {
        try await withReply(to: operation) { response, bytes, attempts in
            guard response.isEventStream else {
                var error = await AWSError(noStream: response, bytes)
                error.attempts = attempts
                throw error.naming(operation)
            }
            let events = ServerSentEvents(
                operation, bytes, limits: limits, rateLimits: RateLimits(response.headerFields),
                requestID: response.requestID, attempts: attempts)
            return try await body(events)
        }
    }
}

extension HTTPResponse {
    fileprivate var isEventStream: Bool {
        headerFields[.contentType]?.lowercased().hasPrefix("text/event-stream") ?? false
    }
}

extension AWSError {
    /// A good status without a stream: an error in disguise, or something else altogether.
    fileprivate init(noStream response: HTTPResponse, _ bytes: HTTPResponseBody) async {
        let body = (try? await bytes.collect(upTo: 1 << 20)) ?? []
        if let disguised = ServiceError(disguisedIn: body, response) {
            self.init(disguised, httpStatus: response.status.code)
        } else {
            self.init(
                .malformedResponse,
                "the reply is no stream of events but of type \(response.headerFields[.contentType] ?? "unknown")")
            httpStatus = response.status.code
            requestID = response.requestID
        }
    }
}
