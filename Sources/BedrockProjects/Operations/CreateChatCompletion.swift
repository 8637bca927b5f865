public import AWSCore
import HTTPTypes

/// Answers a conversation, and charges it to a project: `POST {root}/chat/completions`.
///
/// It costs money, so an attempt that may have run is not repeated.
public struct CreateChatCompletion: OpenAIOperation, AWSOperation {
    /// `bedrock-mantle`.
    public typealias Service = BedrockMantleService
    /// The answer.
    public typealias Output = ChatCompletion
    /// `CreateChatCompletion`.
    public static let name = "CreateChatCompletion"

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
            .post, "\(greedy: root)/chat/completions", of: project, json: request.json(stream: false))
    }
}
