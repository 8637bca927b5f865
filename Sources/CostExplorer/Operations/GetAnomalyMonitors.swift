public import AWSCore

/// Cost Explorer GetAnomalyMonitors: the monitors of the account.
public struct GetAnomalyMonitors: JSONRPCOperation, PaginatedOperation, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `GetAnomalyMonitors`.
    public static let name = "GetAnomalyMonitors"
    /// It only reads.
    public static let isIdempotent = true

    /// Only these.
    public var monitorARNs: [ARN]?
    /// The most on a page.
    public var maxResults: Int?
    /// The page to return.
    public var nextPageToken: String?

    private enum CodingKeys: String, CodingKey {
        case monitorARNs = "MonitorArnList"
        case maxResults = "MaxResults"
        case nextPageToken = "NextPageToken"
    }

    /// Asks for monitors.
    public init(_ monitorARNs: [ARN]? = nil, maxResults: Int? = nil) {
        self.monitorARNs = monitorARNs
        self.maxResults = maxResults
    }

    /// What GetAnomalyMonitors returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The monitors of the page.
        public var monitors: [AnomalyMonitor]
        /// The token of the next page.
        public var nextPageToken: String?

        private enum CodingKeys: String, CodingKey {
            case monitors = "AnomalyMonitors"
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
