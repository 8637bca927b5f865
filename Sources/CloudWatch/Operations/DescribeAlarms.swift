public import AWSCore

/// DescribeAlarms: the alarms of the Region and their states, in pages.
public struct DescribeAlarms: JSONRPCOperation, PaginatedOperation, Hashable, Codable {
    /// CloudWatch.
    public typealias Service = CloudWatchService
    /// `DescribeAlarms`.
    public static let name = "DescribeAlarms"
    /// It only reads.
    public static let isIdempotent = true

    /// These alarms, at most 100.
    public var alarmNames: [String]?
    /// Alarms whose names begin so.
    public var namePrefix: String?
    /// Which kinds; only metric alarms where `nil`.
    public var types: [AlarmType]?
    /// The alarms that this composite alarm is made of.
    public var childrenOf: String?
    /// The composite alarms that are made of this alarm.
    public var parentsOf: String?
    /// Only alarms in this state.
    public var state: AlarmState?
    /// Only alarms with an action whose ARN begins so.
    public var actionPrefix: String?
    /// The most alarms of a page, 1 to 100.
    public var maximumRecords: Int?
    /// The page to return.
    public var nextToken: String?

    private enum CodingKeys: String, CodingKey {
        case alarmNames = "AlarmNames"
        case namePrefix = "AlarmNamePrefix"
        case types = "AlarmTypes"
        case childrenOf = "ChildrenOfAlarmName"
        case parentsOf = "ParentsOfAlarmName"
        case state = "StateValue"
        case actionPrefix = "ActionPrefix"
        case maximumRecords = "MaxRecords"
        case nextToken = "NextToken"
    }

    /// Lists alarms: all, those of the given names, or those whose names begin with a prefix.
    public init(named names: [String]? = nil, namePrefix: String? = nil, state: AlarmState? = nil) {
        self.alarmNames = names
        self.namePrefix = namePrefix
        self.state = state
    }

    /// One page.
    public struct Output: Sendable, Hashable, Codable {
        /// Alarms on other alarms.
        public var compositeAlarms: [CompositeAlarm]?
        /// Alarms on metrics.
        public var metricAlarms: [MetricAlarm]?
        /// The token of the next page.
        public var nextToken: String?

        private enum CodingKeys: String, CodingKey {
            case compositeAlarms = "CompositeAlarms"
            case metricAlarms = "MetricAlarms"
            case nextToken = "NextToken"
        }
    }

    /// Checks every member by the service's limits.
    public func validate() throws(AWSError) {
        if let alarmNames {
            try InputRules.check("AlarmNames", count: alarmNames.count, 0...100)
            for name in alarmNames { try InputRules.check("AlarmNames", length: name, 1...255) }
        }
        if let namePrefix { try InputRules.check("AlarmNamePrefix", length: namePrefix, 1...255) }
        guard alarmNames == nil || namePrefix == nil else {
            throw .invalidInput("AlarmNamePrefix", "goes with no AlarmNames")
        }
        if let actionPrefix { try InputRules.check("ActionPrefix", length: actionPrefix, 1...1024) }
        if let maximumRecords, !(1...100).contains(maximumRecords) {
            throw .invalidInput("MaxRecords", "must be from 1 to 100, not \(maximumRecords)")
        }
    }

    /// Sets ``nextToken``.
    public mutating func setPageToken(_ token: String) { nextToken = token }
    /// The reply's ``Output/nextToken``.
    public static func nextPageToken(after output: Output) -> String? { output.nextToken }
}
