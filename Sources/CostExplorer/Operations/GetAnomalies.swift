public import AWSCore

/// Cost Explorer GetAnomalies: what was unusual in the last 90 days, charges of AWS Marketplace left out.
public struct GetAnomalies: JSONRPCOperation, PaginatedOperation, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `GetAnomalies`.
    public static let name = "GetAnomalies"
    /// It only reads.
    public static let isIdempotent = true

    /// Only those of this monitor.
    public var monitorARN: ARN?
    /// Only those that ended in this time.
    public var dateInterval: DateInterval
    /// Only those of which this was said.
    public var feedback: AnomalyFeedback?
    /// Only those of this impact.
    public var totalImpact: AnomalyImpactFilter?
    /// The most on a page.
    public var maxResults: Int?
    /// The page to return.
    public var nextPageToken: String?

    private enum CodingKeys: String, CodingKey {
        case monitorARN = "MonitorArn"
        case dateInterval = "DateInterval"
        case feedback = "Feedback"
        case totalImpact = "TotalImpact"
        case maxResults = "MaxResults"
        case nextPageToken = "NextPageToken"
    }

    /// Days in UTC.
    public struct DateInterval: Sendable, Hashable, Codable {
        /// The first day, as `YYYY-MM-DD`.
        public var start: String
        /// The last day; today where `nil`.
        public var end: String?

        private enum CodingKeys: String, CodingKey {
            case start = "StartDate"
            case end = "EndDate"
        }

        /// From one day to another, both included.
        public init(from start: String, through end: String? = nil) {
            self.start = start
            self.end = end
        }
    }

    /// Asks for anomalies.
    public init(
        _ dateInterval: DateInterval, monitor monitorARN: ARN? = nil, feedback: AnomalyFeedback? = nil,
        totalImpact: AnomalyImpactFilter? = nil, maxResults: Int? = nil
    ) {
        self.monitorARN = monitorARN
        self.dateInterval = dateInterval
        self.feedback = feedback
        self.totalImpact = totalImpact
        self.maxResults = maxResults
    }

    /// What GetAnomalies returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The anomalies of the page.
        public var anomalies: [Anomaly]
        /// The token of the next page.
        public var nextPageToken: String?

        private enum CodingKeys: String, CodingKey {
            case anomalies = "Anomalies"
            case nextPageToken = "NextPageToken"
        }
    }

    /// Sets the page to return.
    public mutating func setPageToken(_ token: String) { nextPageToken = token }
    /// The token of the next page.
    public static func nextPageToken(after output: Output) -> String? { output.nextPageToken }

    /// Checks days, impact and page size.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try AnomalyRules.validate(dateInterval)
        if let totalImpact, totalImpact.comparison == .between, totalImpact.end == nil {
            throw .invalidInput("TotalImpact", "BETWEEN needs an upper bound, too")
        }
        if let maxResults, maxResults < 1 {
            throw .invalidInput("MaxResults", "at least 1, got \(maxResults)")
        }
    }
}
