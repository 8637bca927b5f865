public import AWSCore

/// Cost Explorer CreateAnomalyMonitor: watches costs for what is unusual, except those of AWS Marketplace: see
/// ``AnomalyMonitor``.
public struct CreateAnomalyMonitor: JSONRPCOperation, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `CreateAnomalyMonitor`.
    public static let name = "CreateAnomalyMonitor"
    /// A second request makes a second monitor.
    public static let isIdempotent = false

    /// What is watched.
    public var monitor: AnomalyMonitor
    /// Tags of the monitor itself, up to 200.
    public var resourceTags: [CostResourceTag]?

    private enum CodingKeys: String, CodingKey {
        case monitor = "AnomalyMonitor"
        case resourceTags = "ResourceTags"
    }

    /// Asks for a monitor.
    public init(_ monitor: AnomalyMonitor, resourceTags: [CostResourceTag]? = nil) {
        self.monitor = monitor
        self.resourceTags = resourceTags
    }

    /// What CreateAnomalyMonitor returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The monitor's ARN.
        public var monitorARN: ARN

        private enum CodingKeys: String, CodingKey {
            case monitorARN = "MonitorArn"
        }
    }

    /// Checks the monitor and the tags.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try AnomalyRules.validate(monitor)
        try CostCategoryRules.validate(resourceTags)
    }
}
