public import AWSCore

/// Cost Explorer GetTags: the tag keys in the bill of a period, or the values of one key. $0.01 a page.
public struct GetTags: CostValueSearch, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `GetTags`.
    public static let name = "GetTags"

    /// The time that the bill lines belong to.
    public var timePeriod: CostPeriod
    /// The key whose values to return; without one, the keys are returned.
    public var tagKey: String?
    /// A part of the keys or values to find.
    public var searchString: String?
    /// Which lines count.
    public var filter: CostFilter?
    /// How to sort.
    public var sortBy: [SortDefinition]?
    /// The billing view to read instead of the account's own.
    public var billingViewARN: ARN?
    /// The most keys or values on a page.
    public var maxResults: Int?
    /// The page to return.
    public var nextPageToken: String?

    private enum CodingKeys: String, CodingKey {
        case timePeriod = "TimePeriod"
        case tagKey = "TagKey"
        case searchString = "SearchString"
        case filter = "Filter"
        case sortBy = "SortBy"
        case billingViewARN = "BillingViewArn"
        case maxResults = "MaxResults"
        case nextPageToken = "NextPageToken"
    }

    /// Asks for keys, or for the values of a key.
    public init(
        in timePeriod: CostPeriod, tagKey: String? = nil, searchString: String? = nil, filter: CostFilter? = nil,
        billingViewARN: ARN? = nil
    ) {
        self.timePeriod = timePeriod
        self.tagKey = tagKey
        self.searchString = searchString
        self.filter = filter
        self.billingViewARN = billingViewARN
    }

    /// What GetTags returns.
    public struct Output: CostValuePage, Hashable, Codable {
        /// The keys, or the values; an empty value stands for lines without the tag.
        public var tags: [String]
        /// How many the page has.
        public var returnSize: Int?
        /// How many there are.
        public var totalSize: Int?
        /// The token of the next page.
        public var nextPageToken: String?

        private enum CodingKeys: String, CodingKey {
            case tags = "Tags"
            case returnSize = "ReturnSize"
            case totalSize = "TotalSize"
            case nextPageToken = "NextPageToken"
        }
    }

    /// Checks period, filter, search string, page size and billing view.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try validateSearch()
        if let tagKey, tagKey.count > 1024 {
            throw .invalidInput("TagKey", "at most 1024 characters, got \(tagKey.count)")
        }
    }
}
