public import AWSCore

/// Cost Explorer UpdateAnomalyMonitor: renames a monitor. What it watches cannot be changed.
public struct UpdateAnomalyMonitor: JSONRPCOperation, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `UpdateAnomalyMonitor`.
    public static let name = "UpdateAnomalyMonitor"
    /// The same name twice is one name.
    public static let isIdempotent = true

    /// The monitor.
    public var monitorARN: ARN
    /// The new name.
    public var name: String?

    private enum CodingKeys: String, CodingKey {
        case monitorARN = "MonitorArn"
        case name = "MonitorName"
    }

    /// Asks for another name.
    public init(_ monitorARN: ARN, name: String?) {
        self.monitorARN = monitorARN
        self.name = name
    }

    /// What UpdateAnomalyMonitor returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The monitor's ARN.
        public var monitorARN: ARN

        private enum CodingKeys: String, CodingKey {
            case monitorARN = "MonitorArn"
        }
    }

    /// Checks the name.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        if let name { try AnomalyRules.validate(name: name, "MonitorName") }
    }
}
