public import AWSCore

/// Cost Explorer GetCostAndUsage: costs and usage, filtered, grouped and split into periods. $0.01 a page.
public struct GetCostAndUsage: JSONRPCOperation, PaginatedOperation, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `GetCostAndUsage`.
    public static let name = "GetCostAndUsage"
    /// A lost reply is asked for again: a report that fails costs more than the cent, which is counted.
    public static let isIdempotent = true

    /// The time that the bill lines belong to.
    public var timePeriod: CostPeriod
    /// How long the periods of the answer are.
    public var granularity: Granularity
    /// What is added up, at least one metric.
    public var metrics: [CostMetric]
    /// Which lines count; all where `nil`.
    public var filter: CostFilter?
    /// What the rows stand for, at most two things; without any there is one total per period.
    public var groupBy: [CostGrouping]?
    /// The billing view to read instead of the account's own.
    public var billingViewARN: ARN?
    /// The page to return.
    public var nextPageToken: String?

    private enum CodingKeys: String, CodingKey {
        case timePeriod = "TimePeriod"
        case granularity = "Granularity"
        case metrics = "Metrics"
        case filter = "Filter"
        case groupBy = "GroupBy"
        case billingViewARN = "BillingViewArn"
        case nextPageToken = "NextPageToken"
    }

    /// Asks for the costs of a period.
    public init(
        _ timePeriod: CostPeriod, granularity: Granularity = .monthly, metrics: [CostMetric] = [.unblendedCost],
        filter: CostFilter? = nil, groupBy: [CostGrouping]? = nil, billingViewARN: ARN? = nil
    ) {
        self.timePeriod = timePeriod
        self.granularity = granularity
        self.metrics = metrics
        self.filter = filter
        self.groupBy = groupBy
        self.billingViewARN = billingViewARN
    }

    /// A group of bill lines, or all lines of a period.
    public struct Group: Sendable, Hashable, Codable {
        /// One key for each grouping, in their order; tags and categories as `key$value`.
        public var keys: [String]?
        /// The amounts by metric.
        public var metrics: [CostMetric: MetricValue]?

        private enum CodingKeys: String, CodingKey {
            case keys = "Keys"
            case metrics = "Metrics"
        }

        /// A group.
        public init(keys: [String]?, metrics: [CostMetric: MetricValue]?) {
            self.keys = keys
            self.metrics = metrics
        }
    }

    /// The lines of one period. A page may hold a part of them.
    public struct Period: Sendable, Hashable, Codable {
        /// The period.
        public var timePeriod: CostPeriod?
        /// The amounts by metric; empty where there are groups.
        public var total: [CostMetric: MetricValue]?
        /// The groups; those without costs are left out.
        public var groups: [Group]?
        /// Whether the amounts may still change, as they do until the month's bill is final.
        public var isEstimated: Bool?

        private enum CodingKeys: String, CodingKey {
            case timePeriod = "TimePeriod"
            case total = "Total"
            case groups = "Groups"
            case isEstimated = "Estimated"
        }

        /// A period.
        public init(
            timePeriod: CostPeriod?, total: [CostMetric: MetricValue]? = nil, groups: [Group]? = nil,
            isEstimated: Bool? = nil
        ) {
            self.timePeriod = timePeriod
            self.total = total
            self.groups = groups
            self.isEstimated = isEstimated
        }
    }

    /// What GetCostAndUsage returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The token of the next page.
        public var nextPageToken: String?
        /// What the rows stand for.
        public var groupDefinitions: [CostGrouping]?
        /// The periods.
        public var resultsByTime: [Period]?
        /// What is known about the values in the keys, such as account names.
        public var dimensionValueAttributes: [DimensionValue]?

        private enum CodingKeys: String, CodingKey {
            case nextPageToken = "NextPageToken"
            case groupDefinitions = "GroupDefinitions"
            case resultsByTime = "ResultsByTime"
            case dimensionValueAttributes = "DimensionValueAttributes"
        }

        /// An output.
        public init(
            groupDefinitions: [CostGrouping]? = nil, resultsByTime: [Period]? = nil,
            dimensionValueAttributes: [DimensionValue]? = nil, nextPageToken: String? = nil
        ) {
            self.groupDefinitions = groupDefinitions
            self.resultsByTime = resultsByTime
            self.dimensionValueAttributes = dimensionValueAttributes
            self.nextPageToken = nextPageToken
        }
    }

    /// Sets the page to return.
    public mutating func setPageToken(_ token: String) { nextPageToken = token }
    /// The token of the next page.
    public static func nextPageToken(after output: Output) -> String? { output.nextPageToken }

    /// Checks period, metrics, groupings, filter and billing view.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) { try validate(allowsBedrock: false) }

    func validate(allowsBedrock: Bool) throws(AWSError) {
        try timePeriod.validate(granularity)
        guard !metrics.isEmpty else { throw .invalidInput("Metrics", "at least one is needed") }
        try CostGrouping.validate(groupBy ?? [])
        try filter?.validate(allowsBedrock: allowsBedrock)
        try billingViewARN?.validateAsBillingView()
    }
}

extension ARN {
    func validateAsBillingView() throws(AWSError) {
        guard service == "billing", region.isEmpty, resource.hasPrefix("billingview/") else {
            throw .invalidInput(
                "BillingViewArn", "\"\(self)\" is not of the form arn:aws:billing::123456789012:billingview/primary")
        }
    }
}
