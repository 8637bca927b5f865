public import AWSCore

/// Cost Explorer GetCostCategories: the cost categories in the bill of a period, or the values of one. $0.01 a page.
public struct GetCostCategories: CostValueSearch, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `GetCostCategories`.
    public static let name = "GetCostCategories"

    /// The time that the bill lines belong to.
    public var timePeriod: CostPeriod
    /// The category whose values to return; without one, the categories' names are returned.
    public var costCategoryName: String?
    /// A part of the names or values to find.
    public var searchString: String?
    /// Which lines count.
    public var filter: CostFilter?
    /// How to sort.
    public var sortBy: [SortDefinition]?
    /// The billing view to read instead of the account's own.
    public var billingViewARN: ARN?
    /// The most names or values on a page.
    public var maxResults: Int?
    /// The page to return.
    public var nextPageToken: String?

    private enum CodingKeys: String, CodingKey {
        case timePeriod = "TimePeriod"
        case costCategoryName = "CostCategoryName"
        case searchString = "SearchString"
        case filter = "Filter"
        case sortBy = "SortBy"
        case billingViewARN = "BillingViewArn"
        case maxResults = "MaxResults"
        case nextPageToken = "NextPageToken"
    }

    /// Asks for names, or for the values of a category.
    public init(
        in timePeriod: CostPeriod, named costCategoryName: String? = nil, searchString: String? = nil,
        filter: CostFilter? = nil, billingViewARN: ARN? = nil
    ) {
        self.timePeriod = timePeriod
        self.costCategoryName = costCategoryName
        self.searchString = searchString
        self.filter = filter
        self.billingViewARN = billingViewARN
    }

    /// What GetCostCategories returns.
    public struct Output: CostValuePage, Hashable, Codable {
        /// The names, where no category was named.
        public var costCategoryNames: [String]?
        /// The values of the category that was named.
        public var costCategoryValues: [String]?
        /// How many the page has.
        public var returnSize: Int?
        /// How many there are.
        public var totalSize: Int?
        /// The token of the next page.
        public var nextPageToken: String?

        private enum CodingKeys: String, CodingKey {
            case costCategoryNames = "CostCategoryNames"
            case costCategoryValues = "CostCategoryValues"
            case returnSize = "ReturnSize"
            case totalSize = "TotalSize"
            case nextPageToken = "NextPageToken"
        }
    }

    /// Checks period, name, filter, search string, page size and billing view.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try validateSearch()
        if let costCategoryName { try CostCategoryRules.validate(name: costCategoryName, "CostCategoryName") }
    }
}
