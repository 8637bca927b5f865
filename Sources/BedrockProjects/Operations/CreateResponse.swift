public import AWSCore
import HTTPTypes

/// Makes a response, and charges it to a project: `POST {root}/responses`.
///
/// It costs money, so an attempt that may have run is not repeated.
public struct CreateResponse: OpenAIOperation, AWSOperation {
    /// `bedrock-mantle`.
    public typealias Service = BedrockMantleService
    /// The response; not yet finished where the request asks for the background.
    public typealias Output = Response
    /// `CreateResponse`.
    public static let name = "CreateResponse"

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
            .post, "\(greedy: root)/responses", of: project, json: request.json(stream: false))
    }
}
