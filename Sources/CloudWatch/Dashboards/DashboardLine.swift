import AWSCore

/// One line of a dashboard's graph: a metric, or an expression over other lines.
public struct DashboardLine: Sendable, Hashable {
    private enum Content: Hashable {
        case metric(Metric, Statistic)
        case expression(MetricExpression)
    }

    private var content: Content
    /// The name by which expressions refer to the line.
    public var id: String?
    /// What the legend shows.
    public var label: String?
    /// Whether the line is drawn; `false` for what only feeds expressions.
    public var isVisible: Bool
    /// The period in seconds; the widget's where `nil`.
    public var period: Int?

    private init(_ content: Content, _ id: String?, _ label: String?, _ isVisible: Bool, _ period: Int?) {
        self.content = content
        self.id = id
        self.label = label
        self.isVisible = isVisible
        self.period = period
    }

    /// A metric's statistic.
    ///
    /// - Parameters:
    ///   - metric: The series.
    ///   - statistic: What becomes of a period's values.
    ///   - id: The name by which expressions refer to the line.
    ///   - label: What the legend shows.
    ///   - isVisible: Whether the line is drawn.
    ///   - period: The period in seconds; the widget's where `nil`.
    public static func metric(
        _ metric: Metric, _ statistic: Statistic, id: String? = nil, label: String? = nil, isVisible: Bool = true,
        period: Int? = nil
    ) -> Self {
        Self(.metric(metric, statistic), id, label, isVisible, period)
    }

    /// An expression over other lines, or a search.
    ///
    /// - Parameters:
    ///   - expression: What is computed.
    ///   - id: The name by which expressions refer to the line.
    ///   - label: What the legend shows.
    ///   - isVisible: Whether the line is drawn.
    ///   - period: The period in seconds; the widget's where `nil`.
    public static func expression(
        _ expression: MetricExpression, id: String? = nil, label: String? = nil, isVisible: Bool = true,
        period: Int? = nil
    ) -> Self {
        Self(.expression(expression), id, label, isVisible, period)
    }

    /// A metric is its names in a row and then its settings; an expression is settings alone.
    var document: JSONValue {
        var settings: [String: JSONValue] = [:]
        if let id { settings["id"] = .string(id) }
        if let label { settings["label"] = .string(label) }
        if !isVisible { settings["visible"] = false }
        if let period { settings["period"] = .int(Int64(period)) }
        switch content {
        case .expression(let expression):
            settings["expression"] = .string(expression.rawValue)
            return [.object(settings)]
        case .metric(let metric, let statistic):
            settings["stat"] = .string(statistic.rawValue)
            var names: [JSONValue] = [.string(metric.namespace.rawValue), .string(metric.name)]
            for dimension in metric.dimensions { names += [.string(dimension.name), .string(dimension.value)] }
            return .array(names + [.object(settings)])
        }
    }

    /// The line as one of GetMetricData, which computes what the dashboard draws.
    ///
    /// - Parameters:
    ///   - fallbackID: The id of a line that has none.
    ///   - fallbackPeriod: The period in seconds of a line that has none.
    public func query(id fallbackID: String, period fallbackPeriod: Int) -> MetricDataQuery {
        let returnsData = isVisible ? nil : false
        switch content {
        case .expression(let expression):
            return .expression(
                id ?? fallbackID, expression, label: label, period: period ?? fallbackPeriod, returnsData: returnsData)
        case .metric(let metric, let statistic):
            return .metric(
                id ?? fallbackID, metric, statistic, period: period ?? fallbackPeriod, label: label,
                returnsData: returnsData)
        }
    }

    func validate() throws(AWSError) {
        try QueryRules.check([query(id: "a", period: 60)], "metrics")
    }
}
