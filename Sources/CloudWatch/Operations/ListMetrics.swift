public import AWSCore

/// ListMetrics: metrics that had data in the last two weeks, 500 a page.
///
/// A series that is new can take a quarter of an hour to be listed, and so to be found by searches.
public struct ListMetrics: JSONRPCOperation, PaginatedOperation, Hashable, Codable {
    /// CloudWatch.
    public typealias Service = CloudWatchService
    /// `ListMetrics`.
    public static let name = "ListMetrics"
    /// It only reads.
    public static let isIdempotent = true

    /// The namespace; all where `nil`.
    public var namespace: MetricNamespace?
    /// The metric's name; any where `nil`.
    public var metricName: String?
    /// Dimensions that a metric has to have, at most ten. It may have others.
    public var dimensions: [DimensionFilter]?
    /// The page to return.
    public var nextToken: String?
    /// Only metrics that had data recently.
    public var recentlyActive: RecentActivity?
    /// Whether to list metrics of the accounts that this one monitors, too.
    public var includesLinkedAccounts: Bool?
    /// Only metrics of this account.
    public var owningAccount: String?

    private enum CodingKeys: String, CodingKey {
        case namespace = "Namespace"
        case metricName = "MetricName"
        case dimensions = "Dimensions"
        case nextToken = "NextToken"
        case recentlyActive = "RecentlyActive"
        case includesLinkedAccounts = "IncludeLinkedAccounts"
        case owningAccount = "OwningAccount"
    }

    /// Lists metrics.
    public init(
        _ namespace: MetricNamespace? = nil, _ metricName: String? = nil, dimensions: [DimensionFilter]? = nil,
        recentlyActive: RecentActivity? = nil
    ) {
        self.namespace = namespace
        self.metricName = metricName
        self.dimensions = dimensions
        self.recentlyActive = recentlyActive
    }

    /// One page.
    public struct Output: Sendable, Hashable, Codable {
        /// The metrics.
        public var metrics: [Metric]?
        /// The token of the next page.
        public var nextToken: String?
        /// The account of each metric, where linked accounts were asked for.
        public var owningAccounts: [String]?

        private enum CodingKeys: String, CodingKey {
            case metrics = "Metrics"
            case nextToken = "NextToken"
            case owningAccounts = "OwningAccounts"
        }
    }

    /// Checks every member by the service's limits. Names are not held against the catalogue: listing is how new ones are
    /// found.
    public func validate() throws(AWSError) {
        if let namespace { try InputRules.check(namespace) }
        if let metricName { try InputRules.check("MetricName", length: metricName, 1...255) }
        if let dimensions {
            try InputRules.check("Dimensions", count: dimensions.count, 0...10)
            for dimension in dimensions {
                try InputRules.check("Dimensions.Name", length: dimension.name, 1...255)
                if let value = dimension.value { try InputRules.check("Dimensions.Value", length: value, 1...1024) }
            }
        }
        if let owningAccount {
            try InputRules.check("OwningAccount", length: owningAccount, 1...255)
            guard includesLinkedAccounts == true else {
                throw .invalidInput("OwningAccount", "needs IncludeLinkedAccounts")
            }
        }
    }

    /// Sets ``nextToken``.
    public mutating func setPageToken(_ token: String) { nextToken = token }
    /// The reply's ``Output/nextToken``.
    public static func nextPageToken(after output: Output) -> String? { output.nextToken }
}
