/// A rule for an alarm that is not a metric with a threshold.
public struct AlarmEvaluationCriteria: Sendable, Hashable, Codable {
    /// A PromQL query: series that it returns are in alarm.
    public struct PromQL: Sendable, Hashable, Codable {
        /// The query, 1 to 10,000 characters.
        public var query: String
        /// How long a series must be returned before the alarm goes off, in seconds, up to a day.
        public var pendingPeriod: Int?
        /// How long it must be absent before the alarm goes back, in seconds, up to a day.
        public var recoveryPeriod: Int?

        /// A PromQL rule.
        public init(_ query: String, pendingPeriod: Int? = nil, recoveryPeriod: Int? = nil) {
            self.query = query
            self.pendingPeriod = pendingPeriod
            self.recoveryPeriod = recoveryPeriod
        }

        private enum CodingKeys: String, CodingKey {
            case query = "Query"
            case pendingPeriod = "PendingPeriod"
            case recoveryPeriod = "RecoveryPeriod"
        }
    }

    /// The PromQL rule.
    public var promQL: PromQL?

    /// A PromQL rule.
    public init(promQL: PromQL?) { self.promQL = promQL }

    private enum CodingKeys: String, CodingKey {
        case promQL = "PromQLCriteria"
    }
}
