public import AWSCore
import HTTPTypes

/// Lists projects in pages: `GET /v1/organization/projects`. The default project is among them.
public struct ListProjects: OpenAIOperation, PaginatedOperation {
    /// `bedrock-mantle`.
    public typealias Service = BedrockMantleService
    /// `ListProjects`.
    public static let name = "ListProjects"
    /// It only reads.
    public static let isIdempotent = true

    /// The id after which the page begins; from the first project on where `nil`.
    public var after: String?
    /// The most projects of a page, 1 to 100.
    public var limit: Int?
    /// Whether archived projects are listed, too.
    public var includeArchived: Bool

    /// Lists projects.
    public init(after: String? = nil, limit: Int? = nil, includeArchived: Bool = false) {
        self.after = after
        self.limit = limit
        self.includeArchived = includeArchived
    }

    /// One page.
    public typealias Output = ObjectPage<Project>

    /// `bedrock-mantle` below `/v1`.
    public var route: InferenceRoute { .mantle(root: .v1) }

    /// Checks the page's size.
    public func validate() throws(AWSError) {
        try Output.check(limit: limit)
    }

    /// `GET` with cursor and size.
    public func encode() -> EncodedRequest {
        var query = RequestQuery()
        query.append("after", after)
        query.append("limit", limit)
        if includeArchived { query.append("include_archived", "true") }
        return EncodedRequest(.get, "/v1/organization/projects", query: query)
    }

    /// Sets ``after``.
    public mutating func setPageToken(_ token: String) { after = token }
    /// The last id of a page that more follow.
    public static func nextPageToken(after output: Output) -> String? { output.nextCursor }
}
