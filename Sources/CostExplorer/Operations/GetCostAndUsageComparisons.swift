public import AWSCore

/// Cost Explorer GetCostAndUsageComparisons: the costs of two months side by side. $0.01 a page.
public struct GetCostAndUsageComparisons: JSONRPCOperation, PaginatedOperation, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `GetCostAndUsageComparisons`.
    public static let name = "GetCostAndUsageComparisons"
    /// A lost reply is asked for again: a report that fails costs more than the cent, which is counted.
    public static let isIdempotent = true

    /// The month to compare with, whole and in UTC.
    public var baselineTimePeriod: CostPeriod
    /// The month that is compared, whole and in UTC.
    public var comparisonTimePeriod: CostPeriod
    /// What is compared.
    public var metric: CostMetric
    /// Which lines count.
    public var filter: CostFilter?
    /// What the rows stand for.
    public var groupBy: [CostGrouping]?
    /// The billing view to read instead of the account's own.
    public var billingViewARN: ARN?
    /// The most rows on a page, 1 to 2,000.
    public var maxResults: Int?
    /// The page to return.
    public var nextPageToken: String?

    private enum CodingKeys: String, CodingKey {
        case baselineTimePeriod = "BaselineTimePeriod"
        case comparisonTimePeriod = "ComparisonTimePeriod"
        case metric = "MetricForComparison"
        case filter = "Filter"
        case groupBy = "GroupBy"
        case billingViewARN = "BillingViewArn"
        case maxResults = "MaxResults"
        case nextPageToken = "NextPageToken"
    }

    /// Compares a month with another.
    public init(
        _ comparison: CostPeriod, with baseline: CostPeriod, metric: CostMetric = .unblendedCost,
        filter: CostFilter? = nil, groupBy: [CostGrouping]? = nil, billingViewARN: ARN? = nil
    ) {
        self.baselineTimePeriod = baseline
        self.comparisonTimePeriod = comparison
        self.metric = metric
        self.filter = filter
        self.groupBy = groupBy
        self.billingViewARN = billingViewARN
    }

    /// What GetCostAndUsageComparisons returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The rows of the page.
        public var costAndUsageComparisons: [CostAndUsageComparison]?
        /// All rows together, by metric.
        public var totalCostAndUsage: [CostMetric: ComparisonMetricValue]?
        /// The token of the next page.
        public var nextPageToken: String?

        private enum CodingKeys: String, CodingKey {
            case costAndUsageComparisons = "CostAndUsageComparisons"
            case totalCostAndUsage = "TotalCostAndUsage"
            case nextPageToken = "NextPageToken"
        }
    }

    /// Sets the page to return.
    public mutating func setPageToken(_ token: String) { nextPageToken = token }
    /// The token of the next page.
    public static func nextPageToken(after output: Output) -> String? { output.nextPageToken }

    /// Checks months, groupings, filter, page size and billing view.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try baselineTimePeriod.validateAsMonth("BaselineTimePeriod")
        try comparisonTimePeriod.validateAsMonth("ComparisonTimePeriod")
        try CostGrouping.validate(groupBy ?? [])
        try filter?.validate()
        try billingViewARN?.validateAsBillingView()
        if let maxResults, !(1...2000).contains(maxResults) {
            throw .invalidInput("MaxResults", "from 1 to 2000, got \(maxResults)")
        }
    }
}
