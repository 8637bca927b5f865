public import AWSCore
import HTTPTypes

/// Deletes a stored response: `DELETE {root}/responses/{id}`.
public struct DeleteResponse: OpenAIOperation, AWSOperation {
    /// `bedrock-mantle`.
    public typealias Service = BedrockMantleService
    /// `DeleteResponse`.
    public static let name = "DeleteResponse"
    /// Deleting twice deletes once; the second time, it is not found.
    public static let isIdempotent = true

    /// Which one.
    public var id: ResponseID
    /// The project that it was charged to.
    public var project: ProjectID
    /// The model that made it, which decides on the path root.
    public var model: ModelID?
    /// Where it is.
    public var route: InferenceRoute

    /// Deletes a response.
    public init(_ id: ResponseID, project: ProjectID, model: ModelID? = nil, route: InferenceRoute = .mantle) {
        self.id = id
        self.project = project
        self.model = model
        self.route = route
    }

    /// What was deleted.
    public struct Output: Sendable, Hashable, Codable {
        /// The response.
        public var id: ResponseID
        /// Whether it is gone.
        public var deleted: Bool
    }

    /// Checks id and project.
    public func validate() throws(AWSError) {
        try InferenceRules.check(project, on: route)
        try id.validate()
        try route.root(for: model).validate()
    }

    /// `DELETE` by id.
    public func encode() throws -> EncodedRequest {
        try EncodedRequest(.delete, "\(greedy: route.root(for: model))/responses/\(id)", of: project)
    }
}
