public import AWSCore

/// Cost Explorer GetCostComparisonDrivers: what made the costs of two months differ: usage, discounts, fees. $0.01 a page.
public struct GetCostComparisonDrivers: JSONRPCOperation, PaginatedOperation, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `GetCostComparisonDrivers`.
    public static let name = "GetCostComparisonDrivers"
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
    /// What the rows stand for. Service and usage type always are part of it.
    public var groupBy: [CostGrouping]?
    /// The billing view to read instead of the account's own.
    public var billingViewARN: ARN?
    /// The most rows on a page, 1 to 10.
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

    /// What GetCostComparisonDrivers returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The rows of the page.
        public var costComparisonDrivers: [CostComparisonDriver]?
        /// The token of the next page.
        public var nextPageToken: String?

        private enum CodingKeys: String, CodingKey {
            case costComparisonDrivers = "CostComparisonDrivers"
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
        if let maxResults, !(1...10).contains(maxResults) {
            throw .invalidInput("MaxResults", "from 1 to 10, got \(maxResults)")
        }
    }
}
