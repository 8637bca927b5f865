public import AWSCore

/// Cost Explorer GetAnomalySubscriptions: the subscriptions of the account.
public struct GetAnomalySubscriptions: JSONRPCOperation, PaginatedOperation, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `GetAnomalySubscriptions`.
    public static let name = "GetAnomalySubscriptions"
    /// It only reads.
    public static let isIdempotent = true

    /// Only these.
    public var subscriptionARNs: [ARN]?
    /// Only those to this monitor.
    public var monitorARN: ARN?
    /// The most on a page.
    public var maxResults: Int?
    /// The page to return.
    public var nextPageToken: String?

    private enum CodingKeys: String, CodingKey {
        case subscriptionARNs = "SubscriptionArnList"
        case monitorARN = "MonitorArn"
        case maxResults = "MaxResults"
        case nextPageToken = "NextPageToken"
    }

    /// Asks for subscriptions.
    public init(_ subscriptionARNs: [ARN]? = nil, to monitorARN: ARN? = nil, maxResults: Int? = nil) {
        self.subscriptionARNs = subscriptionARNs
        self.monitorARN = monitorARN
        self.maxResults = maxResults
    }

    /// What GetAnomalySubscriptions returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The subscriptions of the page.
        public var subscriptions: [AnomalySubscription]
        /// The token of the next page.
        public var nextPageToken: String?

        private enum CodingKeys: String, CodingKey {
            case subscriptions = "AnomalySubscriptions"
            case nextPageToken = "NextPageToken"
        }
    }

    /// Sets the page to return.
    public mutating func setPageToken(_ token: String) { nextPageToken = token }
    /// The token of the next page.
    public static func nextPageToken(after output: Output) -> String? { output.nextPageToken }

    /// Checks the page size.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        if let maxResults, maxResults < 1 {
            throw .invalidInput("MaxResults", "at least 1, got \(maxResults)")
        }
    }
}
