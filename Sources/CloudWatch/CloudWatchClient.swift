public import AWSCore
public import Attribution

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Amazon CloudWatch: what was called, by whom, how long it took, and what should be told when it goes wrong.
///
/// ```swift
/// let cloudWatch = CloudWatchClient(aws)
/// let usage = try await cloudWatch.usage(of: profile, last: .hours(24))
/// print(usage.invocations, usage.tokens.input, usage.tokens.output)
/// ```
///
/// Metrics lag behind by minutes, and what has no data is not the same as zero.
public struct CloudWatchClient: Sendable {
    /// What sends the calls.
    public let aws: AWSClient

    /// The service, reached through `aws`.
    public init(_ aws: AWSClient) { self.aws = aws }

    // MARK: Reading

    /// The data of metrics and expressions between two dates (GetMetricData), all pages of it.
    ///
    /// - Parameters:
    ///   - queries: 1 to 500 lines.
    ///   - start: The first moment.
    ///   - end: The moment after the last.
    ///   - order: The order of the data points.
    /// - Returns: One result for each line that returns its data; a search may give several, or none.
    /// - Throws: `AWSError`; of code `invalidInput` before anything is sent.
    public func metricData(
        _ queries: [MetricDataQuery], from start: Date, to end: Date, order: ScanOrder = .oldestFirst
    ) async throws(AWSError) -> [MetricDataResult] {
        let pages = aws.pages(of: GetMetricData(queries, from: start, to: end, order: order))
        return .merging(try await pages.collect { [$0.results ?? []] })
    }

    /// Statistics of one metric between two dates (GetMetricStatistics), the earliest first.
    ///
    /// - Parameters:
    ///   - metric: The series.
    ///   - statistics: Basic ones and percentiles.
    ///   - start: The first moment.
    ///   - end: The moment after the last.
    ///   - period: The period in seconds; at most 1,440 periods.
    ///   - unit: Counts only values that were sent in this unit.
    /// - Throws: `AWSError`; of code `invalidInput` before anything is sent.
    public func statistics(
        of metric: Metric, _ statistics: [Statistic], from start: Date, to end: Date, period: Int,
        unit: MetricUnit? = nil
    ) async throws(AWSError) -> [Datapoint] {
        let output = try await aws.send(
            GetMetricStatistics(metric, statistics, from: start, to: end, period: period, unit: unit))
        return (output.datapoints ?? []).sorted { ($0.timestamp ?? .distantPast) < ($1.timestamp ?? .distantPast) }
    }

    /// Metrics that had data in the last two weeks (ListMetrics), page by page as they are read.
    ///
    /// - Parameters:
    ///   - namespace: The namespace; all where `nil`.
    ///   - name: The metric's name; any where `nil`.
    ///   - dimensions: Dimensions that a metric has to have, beside others.
    ///   - recentlyActive: Only metrics that had data recently.
    public func metrics(
        in namespace: MetricNamespace? = nil, named name: String? = nil, where dimensions: [DimensionFilter] = [],
        recentlyActive: RecentActivity? = nil
    ) -> PageItems<ListMetrics, Metric> {
        aws.pages(
            of: ListMetrics(
                namespace, name, dimensions: dimensions.isEmpty ? nil : dimensions, recentlyActive: recentlyActive)
        ).items { $0.metrics ?? [] }
    }

    // MARK: Alarms

    /// Makes or replaces an alarm (PutMetricAlarm).
    ///
    /// - Throws: `AWSError`; of code `invalidInput` before anything is sent.
    public func putAlarm(_ alarm: PutMetricAlarm) async throws(AWSError) { _ = try await aws.send(alarm) }

    /// Alarms on metrics (DescribeAlarms), page by page as they are read.
    ///
    /// - Parameters:
    ///   - names: These alarms, at most 100; all where `nil`.
    ///   - namePrefix: Alarms whose names begin so.
    ///   - state: Only alarms in this state.
    public func alarms(
        named names: [String]? = nil, namePrefix: String? = nil, state: AlarmState? = nil
    ) -> PageItems<DescribeAlarms, MetricAlarm> {
        aws.pages(of: DescribeAlarms(named: names, namePrefix: namePrefix, state: state)).items {
            $0.metricAlarms ?? []
        }
    }

    /// Removes alarms, at most 100 (DeleteAlarms).
    ///
    /// - Throws: `AWSError`; of code `notFound` where one of them does not exist, and then none is removed.
    public func deleteAlarms(_ names: [String]) async throws(AWSError) { _ = try await aws.send(DeleteAlarms(names)) }

    // MARK: Dashboards

    /// Makes a dashboard, or replaces the whole body of one (PutDashboard).
    ///
    /// - Parameters:
    ///   - dashboard: The body.
    ///   - name: The dashboard's name: ASCII letters, digits, hyphens and underscores.
    ///   - tags: Tags, for a new dashboard only.
    /// - Returns: What CloudWatch finds odd about the body; it is stored all the same.
    /// - Throws: `AWSError`; of code `invalidInput` before anything is sent.
    @discardableResult
    public func putDashboard(
        _ dashboard: Dashboard, named name: String, tags: TagSet? = nil
    ) async throws(AWSError) -> [DashboardValidationMessage] {
        try dashboard.validate()
        return try await aws.send(PutDashboard(name, body: dashboard.body, tags: tags)).messages ?? []
    }

    /// A dashboard's body as JSON text (GetDashboard).
    ///
    /// - Throws: `AWSError`; of code `notFound` where there is none.
    public func dashboardBody(named name: String) async throws(AWSError) -> String {
        try await aws.send(GetDashboard(name)).body ?? "{}"
    }
}
