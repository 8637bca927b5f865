import AWSCore
import AWSEventStream
import HTTPTypes

/// An operation of the SDK with its input, its type erased.
struct BuiltOperation: Sendable {
    /// What sending it returned, as JSON by the service's own names.
    struct Reply: Sendable {
        var output: JSON
        var requestID: String?
    }

    /// Sends it and decodes the reply.
    var send: @Sendable (AWSClient) async throws -> Reply
    /// Sends it and does not look at the output of a good reply.
    var probe: @Sendable (AWSClient) async throws -> Void
    /// As `probe`, and whatever the SDK's own check of the input says.
    var probeWithoutValidation: @Sendable (AWSClient) async throws -> Void

    /// - Parameter json: The output by the service's names.
    init<Operation: AWSOperation>(
        _ operation: Operation, _ json: @escaping @Sendable (Operation.Output) throws -> JSON
    ) {
        send = { client in
            let response = try await client.response(to: operation)
            return Reply(output: try json(response.output), requestID: response.requestID)
        }
        probe = { client in try await client.send(Probe(operation: operation)) }
        probeWithoutValidation = { client in try await client.send(Probe(operation: operation, isChecked: false)) }
    }

    /// An operation whose output encodes itself.
    init<Operation: AWSOperation>(_ operation: Operation) where Operation.Output: Encodable {
        self.init(operation) { try JSON(encoding: $0) }
    }

    /// An operation that answers with an event stream: its output has a member `stream` of `events` and of `end`, the error
    /// that ended it.
    ///
    /// - Parameters:
    ///   - stream: The stream's name in the service's model.
    ///   - head: The members of the output that come before the events.
    ///   - json: An event by the service's names; `nil` for one that the model does not have.
    init<Operation: EventStreamOperation>(
        _ operation: Operation, stream name: String, head: @escaping @Sendable (Operation.Head) -> JSON,
        _ json: @escaping @Sendable (Operation.Event) throws -> JSON?
    ) {
        send = { client in
            try await client.stream(operation) { values, events in
                let stream = try await Self.stream(of: events, json)
                return Reply(output: .object(head(values).members + [.init(name: name, value: stream)]), requestID: nil)
            }
        }
        probe = { client in try await client.send(Probe(operation: operation)) }
        probeWithoutValidation = { client in try await client.send(Probe(operation: operation, isChecked: false)) }
    }

    /// An operation that sends an event stream, too: all its events, then the end, and only then it reads.
    ///
    /// - Parameters:
    ///   - input: The events that are sent.
    ///   - stream: The output stream's name in the service's model.
    ///   - json: An event of the output by the service's names; `nil` for one that the model does not have.
    init<Operation: BidirectionalStreamOperation>(
        _ operation: Operation, sending input: [Operation.InputEvent], stream name: String,
        _ json: @escaping @Sendable (Operation.Event) throws -> JSON?
    ) {
        send = { client in
            try await client.bidirectionalStream(operation) { sink, events in
                for event in input { try await sink.send(event) }
                try await sink.finish()
                let stream = try await Self.stream(of: events, json)
                return Reply(output: .object([.init(name: name, value: stream)]), requestID: nil)
            }
        }
        probe = { client in try await Self.probe(DuplexProbe(operation: operation), sending: input, to: client) }
        probeWithoutValidation = { client in
            try await Self.probe(DuplexProbe(operation: operation, isChecked: false), sending: input, to: client)
        }
    }

    /// The events as `{"events": […], "end": …}`.
    ///
    /// - Throws: The service's refusal of a request whose events came before its answer.
    private static func stream<Operation: EventStreamOperation>(
        of events: EventStreamEvents<Operation>, _ json: (Operation.Event) throws -> JSON?
    ) async throws -> JSON {
        var seen: [JSON] = []
        var end = JSON.null
        do {
            for try await event in events {
                if let event = try json(event) { seen.append(event) }
            }
        } catch let error as AWSError {
            guard error.httpStatus == nil else { throw error }
            end = .members([
                ("kind", .string("\(error.code)")), ("code", error.serviceCode.map(JSON.string)),
                ("message", .string(error.message)),
            ])
        }
        return .members([("events", .array(seen)), ("end", end)])
    }

    private static func probe<Operation: BidirectionalStreamOperation>(
        _ operation: Operation, sending input: [Operation.InputEvent], to client: AWSClient
    ) async throws {
        try await client.bidirectionalStream(operation) { sink, events in
            for event in input { try await sink.send(event) }
            try await sink.finish()
            do {
                for try await _ in events {}
            } catch {
                // A good reply that holds no frames.
                guard (error as? AWSError)?.code == .streamTruncated else { throw error }
            }
        }
    }

    /// An operation whose good replies are not looked at: only encoding, sending and errors are its own.
    private struct Probe<Operation: AWSRequest>: AWSOperation {
        typealias Service = Operation.Service
        static var name: String { Operation.name }
        static var isIdempotent: Bool { Operation.isIdempotent }
        static var isAnonymous: Bool { Operation.isAnonymous }
        let operation: Operation
        var isChecked = true

        func validate() throws(AWSError) { if isChecked { try operation.validate() } }
        func encode() throws -> EncodedRequest { try operation.encode() }
        static func decode(_ response: HTTPResponse, body: [UInt8]) {}
        static func serviceError(_ response: HTTPResponse, body: [UInt8]) -> ServiceError {
            Operation.serviceError(response, body: body)
        }
    }

    /// A bidirectional operation that passes all events of its replies over.
    private struct DuplexProbe<Operation: BidirectionalStreamOperation>: BidirectionalStreamOperation {
        typealias Service = Operation.Service
        typealias InputEvent = Operation.InputEvent
        static var name: String { Operation.name }
        static var isIdempotent: Bool { Operation.isIdempotent }
        let operation: Operation
        var isChecked = true

        func validate() throws(AWSError) { if isChecked { try operation.validate() } }
        func encode() throws -> EncodedRequest { try operation.encode() }
        static func encode(event: InputEvent) throws -> EventStreamMessage { try Operation.encode(event: event) }
        static func decode(event: EventStreamMessage) -> Never? { nil }
        static func serviceError(_ response: HTTPResponse, body: [UInt8]) -> ServiceError {
            Operation.serviceError(response, body: body)
        }
    }
}
