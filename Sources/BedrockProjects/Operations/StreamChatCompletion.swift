public import AWSCore
import HTTPTypes

/// Answers a conversation piece by piece, and charges it to a project: `POST {root}/chat/completions` with `stream`.
///
/// The usage comes with the last chunk, unless the request turns that off.
public struct StreamChatCompletion: ServerSentEventOperation {
    /// `bedrock-mantle`.
    public typealias Service = BedrockMantleService
    /// One piece.
    public typealias Event = ChatChunk
    /// `StreamChatCompletion`.
    public static let name = "StreamChatCompletion"
    /// The line that ends every stream.
    public static let finalEventName = "[DONE]"

    /// What is asked.
    public var request: ChatRequest
    /// Who pays.
    public var project: ProjectID
    /// Where it goes.
    public var route: InferenceRoute

    /// Answers a conversation.
    public init(_ request: ChatRequest, project: ProjectID, route: InferenceRoute = .mantle) {
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
            .post, "\(greedy: root)/chat/completions", of: project, json: request.json(stream: true))
    }

    /// A chunk, or the end.
    public static func decode(_ event: ServerSentEvent) throws -> ServerSentStep<ChatChunk> {
        event.data == "[DONE]" ? .end : .event(ChatChunk(try event.json()))
    }
}
