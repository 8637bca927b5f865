public import AWSCore
public import Attribution

/// PutMetricAlarm: makes an alarm, or replaces one of the same name and keeps its state.
///
/// ```swift
/// let alarm = PutMetricAlarm(
///     "claims-throttled", on: .bedrock(.invocationThrottles, of: profile), .sum, period: 300,
///     .greaterOrEqual, threshold: 1, actions: [topic])
/// ```
///
/// It watches one metric, or a line of metric math: the only one that returns its data. Searches cannot be watched.
public struct PutMetricAlarm: JSONRPCOperation, Hashable, Codable {
    /// CloudWatch.
    public typealias Service = CloudWatchService
    /// `PutMetricAlarm`.
    public static let name = "PutMetricAlarm"
    /// The same definition again changes nothing.
    public static let isIdempotent = true

    /// The alarm's name, 1 to 255 characters.
    public var alarmName: String
    /// What it is for, at most 1,024 characters.
    public var alarmDescription: String?
    /// Whether its actions run; they do where `nil`.
    public var actionsEnabled: Bool?
    /// What runs when it goes back to OK: at most 5 ARNs.
    public var okActions: [String]?
    /// What runs when it goes off: at most 5 ARNs, such as that of an SNS topic.
    public var alarmActions: [String]?
    /// What runs when data runs out: at most 5 ARNs.
    public var insufficientDataActions: [String]?
    /// The metric that is watched; `nil` for metric math.
    public var metric: Metric?
    /// What becomes of a period's values: one of the five basic statistics.
    public var statistic: Statistic?
    /// What becomes of a period's values: a percentile, …
    public var extendedStatistic: Statistic?
    /// The period in seconds: 10, 20, 30 or a multiple of 60.
    public var period: Int?
    /// Counts only values that were sent in this unit.
    public var unit: MetricUnit?
    /// How many periods are looked at.
    public var evaluationPeriods: Int?
    /// How many of them must cross the threshold; all where `nil`.
    public var datapointsToAlarm: Int?
    /// The threshold.
    public var threshold: Double?
    /// How the threshold is compared.
    public var comparison: ComparisonOperator?
    /// What is made of periods without data.
    public var missingData: MissingDataTreatment?
    /// `evaluate` or `ignore`: what is made of percentiles of few values.
    public var lowSampleCountPercentile: String?
    /// The lines of metric math, in place of ``metric``.
    public var metrics: [MetricDataQuery]?
    /// Tags, for a new alarm only.
    public var tags: TagSet?
    /// The line that is an anomaly detection band, in place of ``threshold``.
    public var thresholdMetricID: String?
    /// A rule in place of a metric with a threshold.
    public var evaluationCriteria: AlarmEvaluationCriteria?
    /// How often such a rule is looked at, in seconds, 10 to 3,600.
    public var evaluationInterval: Int?

    private enum CodingKeys: String, CodingKey {
        case alarmName = "AlarmName"
        case alarmDescription = "AlarmDescription"
        case actionsEnabled = "ActionsEnabled"
        case okActions = "OKActions"
        case alarmActions = "AlarmActions"
        case insufficientDataActions = "InsufficientDataActions"
        case metricName = "MetricName"
        case statistic = "Statistic"
        case extendedStatistic = "ExtendedStatistic"
        case period = "Period"
        case unit = "Unit"
        case evaluationPeriods = "EvaluationPeriods"
        case datapointsToAlarm = "DatapointsToAlarm"
        case threshold = "Threshold"
        case comparison = "ComparisonOperator"
        case missingData = "TreatMissingData"
        case lowSampleCountPercentile = "EvaluateLowSampleCountPercentile"
        case metrics = "Metrics"
        case tags = "Tags"
        case thresholdMetricID = "ThresholdMetricId"
        case evaluationCriteria = "EvaluationCriteria"
        case evaluationInterval = "EvaluationInterval"
    }

    private init(
        _ alarmName: String, _ comparison: ComparisonOperator, _ evaluationPeriods: Int, _ datapointsToAlarm: Int?,
        _ missingData: MissingDataTreatment, _ actions: [ARN]
    ) {
        self.alarmName = alarmName
        self.comparison = comparison
        self.evaluationPeriods = evaluationPeriods
        self.datapointsToAlarm = datapointsToAlarm
        self.missingData = missingData
        self.alarmActions = actions.isEmpty ? nil : actions.map(\.rawValue)
    }

    /// An alarm on one metric.
    ///
    /// - Parameters:
    ///   - alarmName: The alarm's name.
    ///   - metric: The series that is watched.
    ///   - statistic: What becomes of a period's values.
    ///   - period: The period in seconds.
    ///   - comparison: How the threshold is compared.
    ///   - threshold: The threshold.
    ///   - evaluationPeriods: How many periods are looked at.
    ///   - datapointsToAlarm: How many of them must cross the threshold; all where `nil`.
    ///   - missingData: What is made of periods without data. Counters of Bedrock have none where nothing was called.
    ///   - actions: What runs when the alarm goes off.
    public init(
        _ alarmName: String, on metric: Metric, _ statistic: Statistic, period: Int, _ comparison: ComparisonOperator,
        threshold: Double, evaluationPeriods: Int = 1, datapointsToAlarm: Int? = nil,
        missingData: MissingDataTreatment = .notBreaching, actions: [ARN] = []
    ) {
        self.init(alarmName, comparison, evaluationPeriods, datapointsToAlarm, missingData, actions)
        self.metric = metric
        self.statistic = statistic.isExtended ? nil : statistic
        self.extendedStatistic = statistic.isExtended ? statistic : nil
        self.period = period
        self.threshold = threshold
    }

    /// An alarm on metric math: on the one line that returns its data.
    ///
    /// - Parameters:
    ///   - alarmName: The alarm's name.
    ///   - metrics: Metrics and expressions; all but one with `returnsData: false`.
    ///   - comparison: How the threshold is compared.
    ///   - threshold: The threshold.
    ///   - evaluationPeriods: How many periods are looked at.
    ///   - datapointsToAlarm: How many of them must cross the threshold; all where `nil`.
    ///   - missingData: What is made of periods without data.
    ///   - actions: What runs when the alarm goes off.
    public init(
        _ alarmName: String, on metrics: [MetricDataQuery], _ comparison: ComparisonOperator, threshold: Double,
        evaluationPeriods: Int = 1, datapointsToAlarm: Int? = nil, missingData: MissingDataTreatment = .notBreaching,
        actions: [ARN] = []
    ) {
        self.init(alarmName, comparison, evaluationPeriods, datapointsToAlarm, missingData, actions)
        self.metrics = metrics
        self.threshold = threshold
    }

    /// An alarm on a metric that leaves the band in which it was to be expected: CloudWatch's anomaly detection.
    ///
    /// CloudWatch trains the band on up to two weeks of the metric's data.
    /// - Parameters:
    ///   - alarmName: The alarm's name.
    ///   - metric: The series that is watched.
    ///   - statistic: What becomes of a period's values.
    ///   - period: The period in seconds.
    ///   - comparison: One of the three that compare with a band.
    ///   - bandWidth: Half the band's width in standard deviations.
    ///   - evaluationPeriods: How many periods are looked at.
    ///   - datapointsToAlarm: How many of them must leave the band; all where `nil`.
    ///   - missingData: What is made of periods without data.
    ///   - actions: What runs when the alarm goes off.
    public init(
        _ alarmName: String, onAnomaliesOf metric: Metric, _ statistic: Statistic, period: Int,
        _ comparison: ComparisonOperator = .aboveBand, bandWidth: Double = 2, evaluationPeriods: Int = 1,
        datapointsToAlarm: Int? = nil, missingData: MissingDataTreatment = .notBreaching, actions: [ARN] = []
    ) {
        self.init(alarmName, comparison, evaluationPeriods, datapointsToAlarm, missingData, actions)
        metrics = [
            .metric("m1", metric, statistic, period: period, returnsData: true),
            .expression("band", .anomalyBand("m1", width: bandWidth), label: "expected", returnsData: true),
        ]
        thresholdMetricID = "band"
    }

    /// Decodes the service's own members.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        alarmName = try container.decode(String.self, forKey: .alarmName)
        alarmDescription = try container.decodeIfPresent(String.self, forKey: .alarmDescription)
        actionsEnabled = try container.decodeIfPresent(Bool.self, forKey: .actionsEnabled)
        okActions = try container.decodeIfPresent([String].self, forKey: .okActions)
        alarmActions = try container.decodeIfPresent([String].self, forKey: .alarmActions)
        insufficientDataActions = try container.decodeIfPresent([String].self, forKey: .insufficientDataActions)
        metric = container.contains(.metricName) ? try Metric(from: decoder) : nil
        statistic = try container.decodeIfPresent(Statistic.self, forKey: .statistic)
        extendedStatistic = try container.decodeIfPresent(Statistic.self, forKey: .extendedStatistic)
        period = try container.decodeIfPresent(Int.self, forKey: .period)
        unit = try container.decodeIfPresent(MetricUnit.self, forKey: .unit)
        evaluationPeriods = try container.decodeIfPresent(Int.self, forKey: .evaluationPeriods)
        datapointsToAlarm = try container.decodeIfPresent(Int.self, forKey: .datapointsToAlarm)
        threshold = try container.decodeIfPresent(Double.self, forKey: .threshold)
        comparison = try container.decodeIfPresent(ComparisonOperator.self, forKey: .comparison)
        missingData = try container.decodeIfPresent(MissingDataTreatment.self, forKey: .missingData)
        lowSampleCountPercentile = try container.decodeIfPresent(String.self, forKey: .lowSampleCountPercentile)
        metrics = try container.decodeIfPresent([MetricDataQuery].self, forKey: .metrics)
        tags = try container.decodeIfPresent(CapitalizedTagList.self, forKey: .tags)?.tags
        thresholdMetricID = try container.decodeIfPresent(String.self, forKey: .thresholdMetricID)
        evaluationCriteria = try container.decodeIfPresent(AlarmEvaluationCriteria.self, forKey: .evaluationCriteria)
        evaluationInterval = try container.decodeIfPresent(Int.self, forKey: .evaluationInterval)
    }

    /// Encodes the service's own members.
    public func encode(to encoder: any Encoder) throws {
        try metric?.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(alarmName, forKey: .alarmName)
        try container.encodeIfPresent(alarmDescription, forKey: .alarmDescription)
        try container.encodeIfPresent(actionsEnabled, forKey: .actionsEnabled)
        try container.encodeIfPresent(okActions, forKey: .okActions)
        try container.encodeIfPresent(alarmActions, forKey: .alarmActions)
        try container.encodeIfPresent(insufficientDataActions, forKey: .insufficientDataActions)
        try container.encodeIfPresent(statistic, forKey: .statistic)
        try container.encodeIfPresent(extendedStatistic, forKey: .extendedStatistic)
        try container.encodeIfPresent(period, forKey: .period)
        try container.encodeIfPresent(unit, forKey: .unit)
        try container.encodeIfPresent(evaluationPeriods, forKey: .evaluationPeriods)
        try container.encodeIfPresent(datapointsToAlarm, forKey: .datapointsToAlarm)
        try container.encodeIfPresent(threshold, forKey: .threshold)
        try container.encodeIfPresent(comparison, forKey: .comparison)
        try container.encodeIfPresent(missingData, forKey: .missingData)
        try container.encodeIfPresent(lowSampleCountPercentile, forKey: .lowSampleCountPercentile)
        try container.encodeIfPresent(metrics, forKey: .metrics)
        try container.encodeIfPresent(tags.map(CapitalizedTagList.init), forKey: .tags)
        try container.encodeIfPresent(thresholdMetricID, forKey: .thresholdMetricID)
        try container.encodeIfPresent(evaluationCriteria, forKey: .evaluationCriteria)
        try container.encodeIfPresent(evaluationInterval, forKey: .evaluationInterval)
    }

    /// Nothing is returned.
    public struct Output: Sendable, Hashable, Codable {}

    /// Checks the definition by the service's rules, and the names of Bedrock's metrics by the catalogue.
    public func validate() throws(AWSError) { try AlarmRules.check(self) }
}
