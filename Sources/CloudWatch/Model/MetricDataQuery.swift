/// One line of a GetMetricData request or of a metric math alarm: a metric, or an expression over other lines.
public struct MetricDataQuery: Sendable, Hashable, Codable {
    /// A metric, and how its values become one number per period.
    public struct MetricStat: Sendable, Hashable, Codable {
        /// The series.
        public var metric: Metric
        /// The period in seconds: 1, 5, 10, 20, 30 or a multiple of 60.
        public var period: Int
        /// What becomes of a period's values.
        public var statistic: Statistic
        /// Counts only values that were sent in this unit; all where `nil`.
        public var unit: MetricUnit?

        /// A metric's statistic over periods.
        public init(_ metric: Metric, _ statistic: Statistic, period: Int, unit: MetricUnit? = nil) {
            self.metric = metric
            self.period = period
            self.statistic = statistic
            self.unit = unit
        }

        private enum CodingKeys: String, CodingKey {
            case metric = "Metric"
            case period = "Period"
            case statistic = "Stat"
            case unit = "Unit"
        }
    }

    /// The line's name, by which expressions refer to it: a lower-case letter, then letters, digits and underscores.
    public var id: String
    /// The metric; `nil` where the line is an expression.
    public var metricStat: MetricStat?
    /// The expression; `nil` where the line is a metric.
    public var expression: MetricExpression?
    /// What a graph's legend shows.
    public var label: String?
    /// Whether the line's data is returned, `true` where `nil`. In an alarm, the line that is watched.
    public var returnsData: Bool?
    /// The period of an expression that has none of its own, in seconds.
    public var period: Int?
    /// The account that has the metric, for monitoring accounts.
    public var accountID: String?

    private init(id: String, label: String?, returnsData: Bool?) {
        self.id = id
        self.label = label
        self.returnsData = returnsData
    }

    /// A metric's statistic over periods of `period` seconds.
    ///
    /// - Parameters:
    ///   - id: The name by which expressions refer to the line.
    ///   - metric: The series.
    ///   - statistic: What becomes of a period's values.
    ///   - period: The period in seconds.
    ///   - label: What a legend shows.
    ///   - returnsData: Whether the data is returned; `false` for what only feeds expressions.
    public static func metric(
        _ id: String, _ metric: Metric, _ statistic: Statistic, period: Int, label: String? = nil,
        returnsData: Bool? = nil
    ) -> Self {
        var query = Self(id: id, label: label, returnsData: returnsData)
        query.metricStat = MetricStat(metric, statistic, period: period)
        return query
    }

    /// An expression over other lines, or a search.
    ///
    /// - Parameters:
    ///   - id: The name by which expressions refer to the line.
    ///   - expression: What is computed.
    ///   - label: What a legend shows.
    ///   - period: The period in seconds, for expressions without a metric of their own.
    ///   - returnsData: Whether the data is returned.
    public static func expression(
        _ id: String, _ expression: MetricExpression, label: String? = nil, period: Int? = nil,
        returnsData: Bool? = nil
    ) -> Self {
        var query = Self(id: id, label: label, returnsData: returnsData)
        query.expression = expression
        query.period = period
        return query
    }

    private enum CodingKeys: String, CodingKey {
        case id = "Id"
        case metricStat = "MetricStat"
        case expression = "Expression"
        case label = "Label"
        case returnsData = "ReturnData"
        case period = "Period"
        case accountID = "AccountId"
    }
}
