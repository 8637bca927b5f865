public import AWSCore

/// Cost Explorer DeleteAnomalyMonitor: ends a monitor; its anomalies go with it.
public struct DeleteAnomalyMonitor: JSONRPCOperation, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `DeleteAnomalyMonitor`.
    public static let name = "DeleteAnomalyMonitor"
    /// What is gone is gone; a second time the service says that it does not know it.
    public static let isIdempotent = false

    /// The monitor.
    public var monitorARN: ARN

    private enum CodingKeys: String, CodingKey { case monitorARN = "MonitorArn" }

    /// Asks for its end.
    public init(_ monitorARN: ARN) { self.monitorARN = monitorARN }

    /// DeleteAnomalyMonitor returns nothing.
    public struct Output: Sendable, Hashable, Codable {}
}
