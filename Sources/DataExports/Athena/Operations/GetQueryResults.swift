public import AWSCore

/// Athena GetQueryResults: the rows of a query that has succeeded.
public struct GetQueryResults: JSONRPCOperation, PaginatedOperation, Hashable, Codable {
    /// Athena.
    public typealias Service = AthenaService
    /// `GetQueryResults`.
    public static let name = "GetQueryResults"
    /// It only reads.
    public static let isIdempotent = true

    /// What the rows are of.
    public struct Kind: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A kind by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The rows of the result.
        public static let rows = Self(rawValue: "DATA_ROWS")
        /// The files that were written.
        public static let manifest = Self(rawValue: "DATA_MANIFEST")
    }

    /// The query's id.
    public var id: String
    /// The page to return.
    public var nextToken: String?
    /// The most rows on a page, 1 to 1,000. The first page's names of columns count as one.
    public var maxResults: Int?
    /// What the rows are of; the result where `nil`.
    public var kind: Kind?

    private enum CodingKeys: String, CodingKey {
        case id = "QueryExecutionId"
        case nextToken = "NextToken"
        case maxResults = "MaxResults"
        case kind = "QueryResultType"
    }

    /// Asks for rows.
    public init(_ id: String, maxResults: Int? = nil) {
        self.id = id
        self.maxResults = maxResults
    }

    /// One page.
    public struct Output: Sendable, Hashable, Codable {
        /// How many rows an `INSERT` wrote.
        public var updateCount: Int?
        /// The rows.
        public var resultSet: QueryResultSet?
        /// The token of the next page.
        public var nextToken: String?

        private enum CodingKeys: String, CodingKey {
            case updateCount = "UpdateCount"
            case resultSet = "ResultSet"
            case nextToken = "NextToken"
        }
    }

    /// Sets the page to return.
    public mutating func setPageToken(_ token: String) { nextToken = token }
    /// The token of the next page.
    public static func nextPageToken(after output: Output) -> String? { output.nextToken }

    /// Checks the id and the page size.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try QueryRules.check(id: id)
        if let maxResults, !(1...1000).contains(maxResults) {
            throw .invalidInput("MaxResults", "from 1 to 1000, got \(maxResults)")
        }
    }
}
