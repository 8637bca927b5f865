public import AWSCore
import HTTPTypes

/// Reads a stored response, finished or not: `GET {root}/responses/{id}`.
public struct RetrieveResponse: OpenAIOperation, AWSOperation {
    /// `bedrock-mantle`.
    public typealias Service = BedrockMantleService
    /// The response.
    public typealias Output = Response
    /// `RetrieveResponse`.
    public static let name = "RetrieveResponse"
    /// It only reads.
    public static let isIdempotent = true

    /// Which one.
    public var id: ResponseID
    /// The project that it was charged to: others do not see it.
    public var project: ProjectID
    /// The model that made it, which decides on the path root.
    public var model: ModelID?
    /// Where it is.
    public var route: InferenceRoute

    /// Reads a response.
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

    /// `GET` by id.
    public func encode() throws -> EncodedRequest {
        try EncodedRequest(.get, "\(greedy: route.root(for: model))/responses/\(id)", of: project)
    }
}
