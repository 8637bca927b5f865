public import AWSCore
import HTTPTypes

/// Lists what a stored response was given, in pages: `GET {root}/responses/{id}/input_items`.
public struct ListInputItems: OpenAIOperation, PaginatedOperation {
    /// `bedrock-mantle`.
    public typealias Service = BedrockMantleService
    /// One page.
    public typealias Output = ObjectPage<ResponseItem>
    /// `ListInputItems`.
    public static let name = "ListInputItems"
    /// It only reads.
    public static let isIdempotent = true

    /// Which one.
    public var id: ResponseID
    /// The project that it was charged to.
    public var project: ProjectID
    /// The model that made it, which decides on the path root.
    public var model: ModelID?
    /// Where it is.
    public var route: InferenceRoute
    /// The id of the item after which the page begins.
    public var after: String?
    /// The most items of a page, 1 to 100.
    public var limit: Int?
    /// Whether the oldest item comes first; the service gives the newest first.
    public var oldestFirst = false

    /// Lists a response's input.
    public init(
        of id: ResponseID, project: ProjectID, model: ModelID? = nil, limit: Int? = nil, route: InferenceRoute = .mantle
    ) {
        self.id = id
        self.project = project
        self.model = model
        self.limit = limit
        self.route = route
    }

    /// Checks id, project and size.
    public func validate() throws(AWSError) {
        try InferenceRules.check(project, on: route)
        try id.validate()
        try route.root(for: model).validate()
        try Output.check(limit: limit)
    }

    /// `GET` by id, with cursor and size.
    public func encode() throws -> EncodedRequest {
        var query = RequestQuery()
        query.append("after", after)
        query.append("limit", limit)
        if oldestFirst { query.append("order", "asc") }
        return try EncodedRequest(
            .get, "\(greedy: route.root(for: model))/responses/\(id)/input_items", of: project, query: query)
    }

    /// Sets ``after``.
    public mutating func setPageToken(_ token: String) { after = token }
    /// The last id of a page that more follow.
    public static func nextPageToken(after output: Output) -> String? { output.nextCursor }
}
