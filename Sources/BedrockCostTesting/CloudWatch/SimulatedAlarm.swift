import AWSCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// An alarm on a metric, as it was defined and as it stands.
struct SimulatedAlarm {
    enum State: String {
        case ok = "OK"
        case alarm = "ALARM"
        case insufficientData = "INSUFFICIENT_DATA"
    }

    /// What a period's value is compared with.
    enum Threshold {
        case number(Double)
        /// A line that is a band.
        case band(String)
    }

    let name: String
    let arn: String
    /// The members of the definition, as they came in.
    let definition: JSONValue
    /// The lines: the definition's own, or one for its metric.
    let lines: [JSONValue]
    /// The line that is watched.
    let watched: String
    let threshold: Threshold
    let comparison: String
    let period: Int
    let evaluationPeriods: Int
    let datapointsToAlarm: Int
    let missingData: String

    var state = State.insufficientData
    var reason = "Unchecked: Initial alarm creation"
    let configured: Date
    var stateUpdated: Date
    var stateChanged: Date
    /// The second up to which the alarm has been evaluated.
    var evaluated: Int

    /// What runs when the alarm comes to `state`.
    func actions(for state: State) -> [String] {
        guard definition["ActionsEnabled"]?.bool ?? true else { return [] }
        let member =
            switch state {
            case .ok: "OKActions"
            case .alarm: "AlarmActions"
            case .insufficientData: "InsufficientDataActions"
            }
        return (definition[member]?.array ?? []).compactMap(\.string)
    }

    /// The alarm as DescribeAlarms shows it.
    var document: JSONValue {
        var members = definition.object ?? [:]
        members["Tags"] = nil
        members["AlarmArn"] = .string(arn)
        members["ActionsEnabled"] = .bool(definition["ActionsEnabled"]?.bool ?? true)
        for list in ["OKActions", "AlarmActions", "InsufficientDataActions"] where members[list] == nil {
            members[list] = []
        }
        if definition["Metrics"] == nil, members["Dimensions"] == nil { members["Dimensions"] = [] }
        members["StateValue"] = .string(state.rawValue)
        members["StateReason"] = .string(reason)
        members["AlarmConfigurationUpdatedTimestamp"] = .double(configured.timeIntervalSince1970)
        members["StateUpdatedTimestamp"] = .double(stateUpdated.timeIntervalSince1970)
        members["StateTransitionedTimestamp"] = .double(stateChanged.timeIntervalSince1970)
        return .object(members)
    }
}

extension SimulatedAlarm {
    /// An alarm by its definition.
    ///
    /// - Throws: The service's faults for a definition that breaks its rules.
    init(_ definition: JSONValue, arn: String, at date: Date) throws(ServiceFault) {
        guard let name = definition["AlarmName"]?.string, !name.isEmpty else { throw .missingParameter("AlarmName") }
        guard definition["EvaluationCriteria"] == nil else {
            throw .invalidParameter("The simulator does not evaluate PromQL.")
        }
        guard let comparison = definition["ComparisonOperator"]?.string else {
            throw .missingParameter("ComparisonOperator")
        }
        guard let periods = definition["EvaluationPeriods"]?.int, periods >= 1 else {
            throw .missingParameter("EvaluationPeriods")
        }
        let lines = try Self.lines(definition)
        let band = definition["ThresholdMetricId"]?.string
        let watched = lines.filter { ($0["ReturnData"]?.bool ?? true) && $0["Id"]?.string != band }
        guard watched.count == 1, let id = watched[0]["Id"]?.string else {
            throw .invalidCombination("Exactly one element of the metrics list should return data.")
        }
        let queries = try MetricQueries(lines, "Metrics", MetricStore(), from: 0, to: 1, now: 0)
        guard !queries.lines.contains(where: \.isSearch) else {
            throw .invalidParameter("Invalid metrics list: SEARCH expressions are not supported in alarms.")
        }
        switch (definition["Threshold"]?.double, band) {
        case (.some(let number), nil): threshold = .number(number)
        case (nil, .some(let band)): threshold = .band(band)
        default: throw .invalidCombination("Exactly one of Threshold and ThresholdMetricId must be specified.")
        }
        let period = queries.longestPeriod
        guard periods * period <= (period >= 3_600 ? 7 : 1) * 86_400 else {
            throw .invalidParameter(
                "Metrics cannot be checked across more than \(period >= 3_600 ? "seven days" : "a day") "
                    + "(EvaluationPeriods * Period must be <= \((period >= 3_600 ? 7 : 1) * 86_400)).")
        }
        let datapoints = definition["DatapointsToAlarm"]?.int ?? periods
        guard (1...periods).contains(datapoints) else {
            throw .invalidParameter("DatapointsToAlarm must not be greater than EvaluationPeriods.")
        }
        self.name = name
        self.arn = arn
        self.definition = definition
        self.lines = lines
        self.watched = id
        self.comparison = comparison
        self.period = period
        self.evaluationPeriods = periods
        self.datapointsToAlarm = datapoints
        self.missingData = definition["TreatMissingData"]?.string ?? "missing"
        self.configured = date
        self.stateUpdated = date
        self.stateChanged = date
        self.evaluated = date.second
    }

    private static func lines(_ definition: JSONValue) throws(ServiceFault) -> [JSONValue] {
        if let metrics = definition["Metrics"]?.array, !metrics.isEmpty {
            guard definition["MetricName"] == nil else {
                throw .invalidCombination("Metrics and MetricName must not be specified together.")
            }
            return metrics
        }
        guard let name = definition["MetricName"] else { throw .missingParameter("MetricName") }
        guard let statistic = definition["Statistic"] ?? definition["ExtendedStatistic"] else {
            throw .missingParameter("Statistic")
        }
        guard let period = definition["Period"] else { throw .missingParameter("Period") }
        var metric: [String: JSONValue] = ["MetricName": name]
        metric["Namespace"] = definition["Namespace"]
        metric["Dimensions"] = definition["Dimensions"]
        var stat: [String: JSONValue] = ["Metric": .object(metric), "Period": period, "Stat": statistic]
        stat["Unit"] = definition["Unit"]
        return [["Id": "m1", "MetricStat": .object(stat)]]
    }
}

extension MockAWS {
    /// An alarm's change from one state to another.
    public struct AlarmTransition: Sendable, Hashable {
        /// The alarm's name.
        public let alarm: String
        /// The state before: `OK`, `ALARM` or `INSUFFICIENT_DATA`.
        public let from: String
        /// The state after.
        public let to: String
        /// When it changed, on the simulator's clock.
        public let date: Date
        /// The ARNs of the actions that the new state runs.
        public let actions: [String]
    }

    /// The changes of state that alarms have gone through by now, in the order of time.
    ///
    /// An alarm is looked at once for each of its periods, when the period has ended.
    public var alarmTransitions: [AlarmTransition] {
        let date = now
        return engine.withState { state in
            state.evaluateAllAlarms(at: date)
            return state.alarmTransitions
        }
    }
}
