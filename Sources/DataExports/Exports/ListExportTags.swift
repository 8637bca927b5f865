public import AWSCore
public import Attribution

/// Data Exports ListTagsForResource: the tags of an export.
public struct ListExportTags: JSONRPCOperation, PaginatedOperation, Hashable, Codable {
    /// Data Exports.
    public typealias Service = DataExportsService
    /// `ListTagsForResource`.
    public static let name = "ListTagsForResource"
    /// It only reads.
    public static let isIdempotent = true

    /// Whose tags.
    public var resource: ARN
    /// The most tags on a page, 1 to 300.
    public var maxResults: Int?
    /// The page to return.
    public var nextToken: String?

    private enum CodingKeys: String, CodingKey {
        case resource = "ResourceArn"
        case maxResults = "MaxResults"
        case nextToken = "NextToken"
    }

    /// Asks for an export's tags.
    public init(_ resource: ARN, maxResults: Int? = nil) {
        self.resource = resource
        self.maxResults = maxResults
    }

    /// One page.
    public struct Output: Sendable, Hashable, Codable {
        /// The page's tags, as the service has them.
        public var tags: TagSet
        /// The token of the next page.
        public var nextToken: String?

        private enum CodingKeys: String, CodingKey {
            case tags = "ResourceTags"
            case nextToken = "NextToken"
        }

        /// Reads the service's form; without a list there are no tags.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            tags = try container.decodeIfPresent(CapitalizedTagList.self, forKey: .tags)?.tags ?? [:]
            nextToken = try container.decodeIfPresent(String.self, forKey: .nextToken)
        }

        /// Writes the service's form.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(CapitalizedTagList(tags), forKey: .tags)
            try container.encodeIfPresent(nextToken, forKey: .nextToken)
        }
    }

    /// Sets the page to return.
    public mutating func setPageToken(_ token: String) { nextToken = token }
    /// The token of the next page.
    public static func nextPageToken(after output: Output) -> String? { output.nextToken }

    /// Checks ARN and page size.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try resource.validateAsExport("ResourceArn")
        if let maxResults, !(1...300).contains(maxResults) {
            throw .invalidInput("MaxResults", "from 1 to 300, got \(maxResults)")
        }
    }
}
