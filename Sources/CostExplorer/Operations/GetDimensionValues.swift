public import AWSCore

/// Cost Explorer GetDimensionValues: the values that a dimension has in the bill of a period. $0.01 a page.
public struct GetDimensionValues: CostValueSearch, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `GetDimensionValues`.
    public static let name = "GetDimensionValues"

    /// Which API the values are meant for.
    public struct Context: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A context by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// GetCostAndUsage; the service's default.
        public static let costAndUsage = Self(rawValue: "COST_AND_USAGE")
        /// The operations on reservations.
        public static let reservations = Self(rawValue: "RESERVATIONS")
        /// The operations on Savings Plans.
        public static let savingsPlans = Self(rawValue: "SAVINGS_PLANS")
    }

    /// The dimension.
    public var dimension: CostDimension
    /// The time that the bill lines belong to.
    public var timePeriod: CostPeriod
    /// A part of the values to find.
    public var searchString: String?
    /// Which API the values are meant for.
    public var context: Context?
    /// Which lines count.
    public var filter: CostFilter?
    /// How to sort.
    public var sortBy: [SortDefinition]?
    /// The billing view to read instead of the account's own.
    public var billingViewARN: ARN?
    /// The most values on a page.
    public var maxResults: Int?
    /// The page to return.
    public var nextPageToken: String?

    private enum CodingKeys: String, CodingKey {
        case dimension = "Dimension"
        case timePeriod = "TimePeriod"
        case searchString = "SearchString"
        case context = "Context"
        case filter = "Filter"
        case sortBy = "SortBy"
        case billingViewARN = "BillingViewArn"
        case maxResults = "MaxResults"
        case nextPageToken = "NextPageToken"
    }

    /// Asks for the values of a dimension.
    public init(
        _ dimension: CostDimension, in timePeriod: CostPeriod, searchString: String? = nil, filter: CostFilter? = nil,
        billingViewARN: ARN? = nil
    ) {
        self.dimension = dimension
        self.timePeriod = timePeriod
        self.searchString = searchString
        self.filter = filter
        self.billingViewARN = billingViewARN
    }

    /// What GetDimensionValues returns.
    public struct Output: CostValuePage, Hashable, Codable {
        /// The values of the page.
        public var dimensionValues: [DimensionValue]
        /// How many values the page has.
        public var returnSize: Int?
        /// How many values there are.
        public var totalSize: Int?
        /// The token of the next page.
        public var nextPageToken: String?

        private enum CodingKeys: String, CodingKey {
            case dimensionValues = "DimensionValues"
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
    }
}
