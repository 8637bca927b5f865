public import AWSCore
import HTTPTypes

/// Cancels a response that is being made in the background: `POST {root}/responses/{id}/cancel`.
public struct CancelResponse: OpenAIOperation, AWSOperation {
    /// `bedrock-mantle`.
    public typealias Service = BedrockMantleService
    /// The response as it now is.
    public typealias Output = Response
    /// `CancelResponse`.
    public static let name = "CancelResponse"
    /// Cancelling twice is cancelling once.
    public static let isIdempotent = true

    /// Which one.
    public var id: ResponseID
    /// The project that it is charged to.
    public var project: ProjectID
    /// The model that makes it, which decides on the path root.
    public var model: ModelID?
    /// Where it is.
    public var route: InferenceRoute

    /// Cancels a response.
    public init(_ id: ResponseID, project: ProjectID, model: ModelID? = nil, route: InferenceRoute = .mantle) {
        self.id = id
        self.project = project
        self.model = model
        self.route = route
    }

    /// Checks id and project.
    public func validate() throws(AWSError) {
        try InferenceRules.check(project, on: route)
        try id.validate()
        try route.root(for: model).validate()
    }

    /// `POST` without a body.
    public func encode() throws -> EncodedRequest {
        try EncodedRequest(.post, "\(greedy: route.root(for: model))/responses/\(id)/cancel", of: project)
    }
}
