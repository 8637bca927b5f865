public import AWSCore
import HTTPTypes

/// Makes a response, charges it to a project, and tells how it comes about: `POST {root}/responses` with `stream`.
public struct StreamResponse: ServerSentEventOperation {
    /// `bedrock-mantle`.
    public typealias Service = BedrockMantleService
    /// One event.
    public typealias Event = ResponseStreamEvent
    /// `StreamResponse`.
    public static let name = "StreamResponse"
    /// The three events of which one ends every stream.
    public static let finalEventName = "response.completed, response.incomplete or response.failed event"

    /// What is asked.
    public var request: ResponseRequest
    /// Who pays.
    public var project: ProjectID
    /// Where it goes.
    public var route: InferenceRoute

    /// Makes a response.
    public init(_ request: ResponseRequest, project: ProjectID, route: InferenceRoute = .mantle) {
        self.request = request
        self.project = project
        self.route = route
    }

    /// Checks the request by the API's limits.
    public func validate() throws(AWSError) {
        try InferenceRules.check(project, on: route)
        try request.validate(on: route)
    }

    /// `POST` of the request.
    public func encode() throws -> EncodedRequest {
        let root = route.root(for: request.model)
        return try EncodedRequest(
            .post, "\(greedy: root)/responses", of: project, json: request.json(stream: true))
    }

    /// The event by the type that its data names, or else by its own.
    public static func decode(_ event: ServerSentEvent) throws -> ServerSentStep<ResponseStreamEvent> {
        let json = try event.json()
        let decoded = ResponseStreamEvent(json["type"]?.string ?? event.type, json)
        return decoded.finished == nil ? .event(decoded) : .last(decoded)
    }
}
