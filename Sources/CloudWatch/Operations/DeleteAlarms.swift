public import AWSCore

/// DeleteAlarms: removes up to 100 alarms. Where one of them does not exist, none is removed.
public struct DeleteAlarms: JSONRPCOperation, Hashable, Codable {
    /// CloudWatch.
    public typealias Service = CloudWatchService
    /// `DeleteAlarms`.
    public static let name = "DeleteAlarms"

    /// The alarms' names.
    public var alarmNames: [String]

    private enum CodingKeys: String, CodingKey {
        case alarmNames = "AlarmNames"
    }

    /// Removes alarms.
    public init(_ alarmNames: [String]) { self.alarmNames = alarmNames }

    /// Nothing is returned.
    public struct Output: Sendable, Hashable, Codable {}

    /// Checks the names by the service's limits.
    public func validate() throws(AWSError) {
        try InputRules.check("AlarmNames", count: alarmNames.count, 1...100)
        for name in alarmNames { try InputRules.check("AlarmNames", length: name, 1...255) }
    }
}
