public import AWSCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// An alarm on a metric or on metric math, as DescribeAlarms shows it.
public struct MetricAlarm: Sendable, Hashable, Codable {
    /// The alarm's name.
    public var name: String?
    /// Its ARN.
    public var arn: ARN?
    /// What it is for.
    public var alarmDescription: String?
    /// When it was last defined anew.
    public var configurationUpdatedAt: Date?
    /// Whether its actions run.
    public var actionsEnabled: Bool?
    /// What runs when it goes back to OK.
    public var okActions: [String]?
    /// What runs when it goes off.
    public var alarmActions: [String]?
    /// What runs when data runs out.
    public var insufficientDataActions: [String]?
    /// What it found last.
    public var state: AlarmState?
    /// Why, in words.
    public var stateReason: String?
    /// Why, as JSON text.
    public var stateReasonData: String?
    /// When the state was last looked at or changed.
    public var stateUpdatedAt: Date?
    /// When the state last changed.
    public var stateTransitionedAt: Date?
    /// The metric that is watched; `nil` for metric math.
    public var metric: Metric?
    /// What becomes of a period's values: one of the five basic statistics.
    public var statistic: Statistic?
    /// What becomes of a period's values: a percentile, …
    public var extendedStatistic: Statistic?
    /// The period in seconds.
    public var period: Int?
    /// The unit that counts.
    public var unit: MetricUnit?
    /// How many periods are looked at.
    public var evaluationPeriods: Int?
    /// How many of them must cross the threshold.
    public var datapointsToAlarm: Int?
    /// The threshold.
    public var threshold: Double?
    /// How the threshold is compared.
    public var comparison: ComparisonOperator?
    /// What is made of periods without data.
    public var missingData: MissingDataTreatment?
    /// `ignore` where percentiles of few values do not count.
    public var lowSampleCountPercentile: String?
    /// The lines of a metric math alarm.
    public var metrics: [MetricDataQuery]?
    /// The line that is the anomaly detection band.
    public var thresholdMetricID: String?
    /// Why the state may not be what it seems.
    public var evaluationState: AlarmEvaluationState?
    /// The rule, where it is not a metric with a threshold.
    public var evaluationCriteria: AlarmEvaluationCriteria?
    /// How often the rule is looked at, in seconds.
    public var evaluationInterval: Int?

    private enum CodingKeys: String, CodingKey {
        case name = "AlarmName"
        case arn = "AlarmArn"
        case alarmDescription = "AlarmDescription"
        case configurationUpdatedAt = "AlarmConfigurationUpdatedTimestamp"
        case actionsEnabled = "ActionsEnabled"
        case okActions = "OKActions"
        case alarmActions = "AlarmActions"
        case insufficientDataActions = "InsufficientDataActions"
        case state = "StateValue"
        case stateReason = "StateReason"
        case stateReasonData = "StateReasonData"
        case stateUpdatedAt = "StateUpdatedTimestamp"
        case stateTransitionedAt = "StateTransitionedTimestamp"
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
        case thresholdMetricID = "ThresholdMetricId"
        case evaluationState = "EvaluationState"
        case evaluationCriteria = "EvaluationCriteria"
        case evaluationInterval = "EvaluationInterval"
    }

    /// Decodes the service's own members; name, namespace and dimensions make up ``metric``.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decodeIfPresent(String.self, forKey: .name)
        arn = try container.decodeIfPresent(ARN.self, forKey: .arn)
        alarmDescription = try container.decodeIfPresent(String.self, forKey: .alarmDescription)
        configurationUpdatedAt = try container.decodeIfPresent(Date.self, forKey: .configurationUpdatedAt)
        actionsEnabled = try container.decodeIfPresent(Bool.self, forKey: .actionsEnabled)
        okActions = try container.decodeIfPresent([String].self, forKey: .okActions)
        alarmActions = try container.decodeIfPresent([String].self, forKey: .alarmActions)
        insufficientDataActions = try container.decodeIfPresent([String].self, forKey: .insufficientDataActions)
        state = try container.decodeIfPresent(AlarmState.self, forKey: .state)
        stateReason = try container.decodeIfPresent(String.self, forKey: .stateReason)
        stateReasonData = try container.decodeIfPresent(String.self, forKey: .stateReasonData)
        stateUpdatedAt = try container.decodeIfPresent(Date.self, forKey: .stateUpdatedAt)
        stateTransitionedAt = try container.decodeIfPresent(Date.self, forKey: .stateTransitionedAt)
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
        thresholdMetricID = try container.decodeIfPresent(String.self, forKey: .thresholdMetricID)
        evaluationState = try container.decodeIfPresent(AlarmEvaluationState.self, forKey: .evaluationState)
        evaluationCriteria = try container.decodeIfPresent(AlarmEvaluationCriteria.self, forKey: .evaluationCriteria)
        evaluationInterval = try container.decodeIfPresent(Int.self, forKey: .evaluationInterval)
    }

    /// Encodes the service's own members.
    public func encode(to encoder: any Encoder) throws {
        try metric?.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(name, forKey: .name)
        try container.encodeIfPresent(arn, forKey: .arn)
        try container.encodeIfPresent(alarmDescription, forKey: .alarmDescription)
        try container.encodeIfPresent(configurationUpdatedAt, forKey: .configurationUpdatedAt)
        try container.encodeIfPresent(actionsEnabled, forKey: .actionsEnabled)
        try container.encodeIfPresent(okActions, forKey: .okActions)
        try container.encodeIfPresent(alarmActions, forKey: .alarmActions)
        try container.encodeIfPresent(insufficientDataActions, forKey: .insufficientDataActions)
        try container.encodeIfPresent(state, forKey: .state)
        try container.encodeIfPresent(stateReason, forKey: .stateReason)
        try container.encodeIfPresent(stateReasonData, forKey: .stateReasonData)
        try container.encodeIfPresent(stateUpdatedAt, forKey: .stateUpdatedAt)
        try container.encodeIfPresent(stateTransitionedAt, forKey: .stateTransitionedAt)
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
        try container.encodeIfPresent(thresholdMetricID, forKey: .thresholdMetricID)
        try container.encodeIfPresent(evaluationState, forKey: .evaluationState)
        try container.encodeIfPresent(evaluationCriteria, forKey: .evaluationCriteria)
        try container.encodeIfPresent(evaluationInterval, forKey: .evaluationInterval)
    }
}
