public import AWSCore

/// Cost Explorer ListCostAllocationTagBackfillHistory: the backfills of the account, the latest first.
public struct ListCostAllocationTagBackfillHistory: JSONRPCOperation, PaginatedOperation, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `ListCostAllocationTagBackfillHistory`.
    public static let name = "ListCostAllocationTagBackfillHistory"
    /// It only reads.
    public static let isIdempotent = true

    /// The most on a page, 1 to 1,000.
    public var maxResults: Int?
    /// The page to return.
    public var nextToken: String?

    private enum CodingKeys: String, CodingKey {
        case maxResults = "MaxResults"
        case nextToken = "NextToken"
    }

    /// Asks for the backfills.
    public init(maxResults: Int? = nil) { self.maxResults = maxResults }

    /// What ListCostAllocationTagBackfillHistory returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The backfills of the page.
        public var backfills: [CostAllocationTagBackfill]?
        /// The token of the next page.
        public var nextToken: String?

        private enum CodingKeys: String, CodingKey {
            case backfills = "BackfillRequests"
            case nextToken = "NextToken"
        }
    }

    /// Sets the page to return.
    public mutating func setPageToken(_ token: String) { nextToken = token }
    /// The token of the next page.
    public static func nextPageToken(after output: Output) -> String? { output.nextToken }

    /// Checks the page size.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        if let maxResults, !(1...1000).contains(maxResults) {
            throw .invalidInput("MaxResults", "from 1 to 1000, got \(maxResults)")
        }
    }
}
