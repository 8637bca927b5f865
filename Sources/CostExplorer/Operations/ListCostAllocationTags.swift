public import AWSCore

/// Cost Explorer ListCostAllocationTags: the tag keys that the bill knows, and whether they are active.
public struct ListCostAllocationTags: JSONRPCOperation, PaginatedOperation, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `ListCostAllocationTags`.
    public static let name = "ListCostAllocationTags"
    /// It only reads.
    public static let isIdempotent = true

    /// Only keys of this status.
    public var status: CostAllocationTag.Status?
    /// Only these keys, 1 to 100.
    public var tagKeys: [String]?
    /// Only keys that AWS, or the account's owner, defined.
    public var kind: CostAllocationTag.Kind?
    /// The most keys on a page, 1 to 1,000; the service's 100 where `nil`.
    public var maxResults: Int?
    /// The page to return.
    public var nextToken: String?

    private enum CodingKeys: String, CodingKey {
        case status = "Status"
        case tagKeys = "TagKeys"
        case kind = "Type"
        case maxResults = "MaxResults"
        case nextToken = "NextToken"
    }

    /// Asks for the keys.
    public init(
        status: CostAllocationTag.Status? = nil, tagKeys: [String]? = nil, kind: CostAllocationTag.Kind? = nil,
        maxResults: Int? = nil
    ) {
        self.status = status
        self.tagKeys = tagKeys
        self.kind = kind
        self.maxResults = maxResults
    }

    /// What ListCostAllocationTags returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The keys of the page.
        public var costAllocationTags: [CostAllocationTag]?
        /// The token of the next page.
        public var nextToken: String?

        private enum CodingKeys: String, CodingKey {
            case costAllocationTags = "CostAllocationTags"
            case nextToken = "NextToken"
        }
    }

    /// Sets the page to return.
    public mutating func setPageToken(_ token: String) { nextToken = token }
    /// The token of the next page.
    public static func nextPageToken(after output: Output) -> String? { output.nextToken }

    /// Checks the number of keys and the page size.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        if let tagKeys, !(1...100).contains(tagKeys.count) {
            throw .invalidInput("TagKeys", "1 to 100 keys, got \(tagKeys.count)")
        }
        if let maxResults, !(1...1000).contains(maxResults) {
            throw .invalidInput("MaxResults", "from 1 to 1000, got \(maxResults)")
        }
    }
}
