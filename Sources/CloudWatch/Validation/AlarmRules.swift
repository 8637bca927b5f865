import AWSCore

/// The rules for PutMetricAlarm.
enum AlarmRules {
    static func check(_ alarm: PutMetricAlarm) throws(AWSError) {
        try InputRules.check("AlarmName", length: alarm.alarmName, 1...255)
        if let text = alarm.alarmDescription { try InputRules.check("AlarmDescription", length: text, 0...1024) }
        for (member, actions) in [
            ("AlarmActions", alarm.alarmActions), ("OKActions", alarm.okActions),
            ("InsufficientDataActions", alarm.insufficientDataActions),
        ] {
            try InputRules.check(member, count: actions?.count ?? 0, 0...5)
            for action in actions ?? [] { try InputRules.check(member, length: action, 1...1024) }
        }
        if let tags = alarm.tags { try InputRules.check(tags: tags) }

        let subjects = [alarm.metric != nil, alarm.metrics != nil, alarm.evaluationCriteria != nil].count { $0 }
        guard subjects == 1 else {
            throw .invalidInput(
                "Metrics", "an alarm watches a metric, metric math or a PromQL query: one of them, not \(subjects)")
        }
        if let criteria = alarm.evaluationCriteria {
            try check(criteria, alarm)
        } else {
            if let metric = alarm.metric { try check(metric, alarm) }
            if let metrics = alarm.metrics { try check(metrics, alarm) }
            try checkThreshold(alarm)
            try checkSpan(alarm)
        }
        if let treatment = alarm.missingData, !MissingDataTreatment.known.contains(treatment) {
            throw .invalidInput(
                "TreatMissingData", "must be missing, notBreaching, breaching or ignore, not \(treatment)")
        }
        if let percentile = alarm.lowSampleCountPercentile, !["evaluate", "ignore"].contains(percentile) {
            throw .invalidInput("EvaluateLowSampleCountPercentile", "must be evaluate or ignore, not \(percentile)")
        }
    }

    private static func check(
        _ criteria: AlarmEvaluationCriteria, _ alarm: PutMetricAlarm
    ) throws(AWSError) {
        guard let promQL = criteria.promQL else {
            throw .invalidInput("EvaluationCriteria", "PromQLCriteria is the only kind of criteria, and is missing")
        }
        try InputRules.check("EvaluationCriteria.Query", length: promQL.query, 1...10_000)
        for period in [promQL.pendingPeriod, promQL.recoveryPeriod] {
            if let period, !(0...86_400).contains(period) {
                throw .invalidInput("EvaluationCriteria", "periods must be from 0 to 86400 seconds, not \(period)")
            }
        }
        if let interval = alarm.evaluationInterval, !(10...3600).contains(interval) {
            throw .invalidInput("EvaluationInterval", "must be from 10 to 3600 seconds, not \(interval)")
        }
    }

    private static func check(_ metric: Metric, _ alarm: PutMetricAlarm) throws(AWSError) {
        try InputRules.check(metric)
        guard (alarm.statistic == nil) != (alarm.extendedStatistic == nil) else {
            throw .invalidInput("Statistic", "name a Statistic or an ExtendedStatistic, and not both")
        }
        if let statistic = alarm.statistic, statistic.isExtended {
            throw .invalidInput("Statistic", "\(statistic) is an extended statistic")
        }
        try alarm.extendedStatistic?.validate("ExtendedStatistic")
        guard let period = alarm.period else { throw .invalidInput("Period", "an alarm on a metric needs a period") }
        try check(period: period)
    }

    private static func check(period: Int) throws(AWSError) {
        guard [10, 20, 30].contains(period) || period >= 60 && period % 60 == 0 else {
            throw .invalidInput("Period", "must be 10, 20, 30 or a multiple of 60 seconds, not \(period)")
        }
    }

    private static func check(_ metrics: [MetricDataQuery], _ alarm: PutMetricAlarm) throws(AWSError) {
        try InputRules.check("Metrics", count: metrics.count, 1...20)
        try QueryRules.check(metrics, "Metrics")
        for query in metrics {
            if let expression = query.expression, expression.isSearch {
                throw .invalidInput(
                    "Metrics", "line \"\(query.id)\" searches; an alarm can only watch series that are named")
            }
        }
        let isBand = alarm.thresholdMetricID != nil
        let watched = metrics.filter { $0.returnsData != false && $0.id != alarm.thresholdMetricID }
        guard watched.count == 1 else {
            throw .invalidInput(
                "Metrics",
                "exactly one line\(isBand ? " beside the band" : "") must return its data, not \(watched.count)")
        }
        if let id = alarm.thresholdMetricID {
            let band = metrics.first { $0.id == id }
            guard let expression = band?.expression?.rawValue, expression.hasPrefix("ANOMALY_DETECTION_BAND(") else {
                throw .invalidInput("ThresholdMetricId", "\"\(id)\" is no line with an ANOMALY_DETECTION_BAND")
            }
        }
    }

    private static func checkThreshold(_ alarm: PutMetricAlarm) throws(AWSError) {
        guard let comparison = alarm.comparison else {
            throw .invalidInput("ComparisonOperator", "an alarm needs to know how the threshold is compared")
        }
        guard comparison.needsBand == (alarm.thresholdMetricID != nil) else {
            throw .invalidInput(
                "ComparisonOperator",
                comparison.needsBand
                    ? "\(comparison) needs ThresholdMetricId, an anomaly detection band"
                    : "\(comparison) compares with a number, not with an anomaly detection band")
        }
        guard (alarm.threshold == nil) != (alarm.thresholdMetricID == nil) else {
            throw .invalidInput("Threshold", "name a Threshold or a ThresholdMetricId, and not both")
        }
        if let threshold = alarm.threshold, !threshold.isFinite {
            throw .invalidInput("Threshold", "must be a finite number, not \(threshold)")
        }
    }

    /// How far back an alarm may look: a week, or a day where its period is shorter than an hour.
    private static func checkSpan(_ alarm: PutMetricAlarm) throws(AWSError) {
        guard let periods = alarm.evaluationPeriods, periods >= 1 else {
            throw .invalidInput("EvaluationPeriods", "must be at least 1")
        }
        if let datapoints = alarm.datapointsToAlarm, !(1...periods).contains(datapoints) {
            throw .invalidInput(
                "DatapointsToAlarm", "must be from 1 to EvaluationPeriods, \(periods), not \(datapoints)")
        }
        guard let period = alarm.period ?? alarm.metrics?.lazy.compactMap({ $0.metricStat?.period ?? $0.period }).max()
        else { return }
        let (limit, name) = period >= 3600 ? (604_800, "a week") : (86_400, "a day")
        guard periods.multipliedReportingOverflow(by: period).partialValue <= limit, periods <= limit else {
            throw .invalidInput(
                "EvaluationPeriods",
                "\(periods) periods of \(period) s are more than \(name), the farthest to look back")
        }
    }
}
