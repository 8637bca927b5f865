import ArgumentParser
import BedrockCost
import BedrockCostTesting
import ExampleKit
import Foundation

/// "Logging and analysis" of the AWS blog: the rate limiter's metrics, its dashboard, and alarms on them.
@main
struct DashboardAndAlarms: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dashboard-and-alarms",
        abstract: "Counts a rate limiter's decisions by cost center, draws them on a dashboard and raises alarms.")

    @OptionGroup var scenario: Scenario

    private static let costCenters = ["sales", "services", "support"]
    private static let models = ["claude-3-5-haiku", "nova-lite"]

    func run() async throws {
        try await scenario.run { stage in
            let cloudWatch = CloudWatchClient(stage.aws)
            try await defineAlarms(cloudWatch)

            let start = stage.now
            let calls = requests(from: start)
            let sent = try await cloudWatch.put(
                RateLimitedCall.data(for: calls, by: [RateLimitingDimension.all, [.model], [.costCenter]]),
                in: .genAIRateLimiting)
            stage.progress("\(calls.count) requests counted in \(sent) request to CloudWatch")
            stage.letPass("for the alarms to be looked at", .seconds(1800))

            try await draw(cloudWatch, from: start, calls, stage)
            try await report(cloudWatch, stage)
            try embed(calls)
        }
    }

    /// Half an hour of requests: the haiku model runs into its limit in the third ten minutes.
    private func requests(from start: Date) -> [RateLimitedCall] {
        (0..<180).map { number in
            let minute = number / 6
            let costCenter = Self.costCenters[number % 3]
            let isHaiku = number % 2 == 0
            let labels = RateLimitingLabels(
                model: isHaiku ? Self.models[0] : Self.models[1],
                modelID: isHaiku ? "us.anthropic.claude-3-5-haiku-20241022-v1:0" : "amazon.nova-lite-v1:0",
                application: "aws-documentation-helper", costCenter: costCenter, environment: "production")
            let outcome: RateLimitedCall.Outcome =
                isHaiku && minute >= 20
                ? .denied
                : number % 40 == 39
                    ? .failed() : .succeeded(TokenUsage(input: 180 + number % 7 * 10, output: 90 + number % 5 * 8))
            return RateLimitedCall(labels, outcome, at: start.addingTimeInterval(Double(minute) * 60))
        }
    }

    /// One alarm on a metric, one on metric math, one on what is unusual.
    private func defineAlarms(_ cloudWatch: CloudWatchClient) async throws {
        let haiku = [MetricDimension("Model", Self.models[0])]
        let denied = Metric(.genAIRateLimiting, RateLimitingMetric.rateLimitDenied.name, dimensions: haiku)
        let total = Metric(.genAIRateLimiting, RateLimitingMetric.totalRequests.name, dimensions: haiku)
        let input = Metric(.genAIRateLimiting, RateLimitingMetric.inputTokens.name, dimensions: haiku)
        try await cloudWatch.putAlarm(
            PutMetricAlarm("haiku-denied", on: denied, .sum, period: 300, .greaterOrEqual, threshold: 5))
        try await cloudWatch.putAlarm(
            PutMetricAlarm(
                "haiku-denied-percent",
                on: [
                    .metric("denied", denied, .sum, period: 300, returnsData: false),
                    .metric("total", total, .sum, period: 300, returnsData: false),
                    .expression("percent", 100 * .fill("denied") / "total"),
                ], .greater, threshold: 50, evaluationPeriods: 2))
        try await cloudWatch.putAlarm(
            PutMetricAlarm("haiku-tokens-unusual", onAnomaliesOf: input, .sum, period: 300, bandWidth: 4))
    }

    /// Stores the dashboard, and computes what it draws.
    private func draw(
        _ cloudWatch: CloudWatchClient, from start: Date, _ calls: [RateLimitedCall], _ stage: Stage
    ) async throws {
        let dashboard = Dashboard.rateLimiting(
            in: cloudWatch.aws.configuration.region, models: Self.models, costCenters: Self.costCenters, period: 600,
            tokenLimit: 4000)
        for message in try await cloudWatch.putDashboard(dashboard, named: "GenAIRateLimiting") { print(message) }
        let stored = try await cloudWatch.dashboardBody(named: "GenAIRateLimiting")
        try stage.check("the stored dashboard", stored, equals: dashboard.body)
        print("dashboard GenAIRateLimiting: \(dashboard.widgets.count) widgets\n")

        let end = start.addingTimeInterval(1800)
        func total(_ metric: RateLimitingMetric, _ costCenter: String? = nil) -> MetricExpression {
            .sum(.search(metric, where: costCenter.map { [(.costCenter, [$0])] } ?? [], period: 600))
        }
        var queries: [MetricDataQuery] = [
            .expression("total", total(.totalRequests), label: "requests"),
            .expression("approved", total(.rateLimitApproved), label: "approved"),
            .expression("denied", .fill(total(.rateLimitDenied)), label: "denied"),
            .expression("failed", .fill(total(.invocationFailed)), label: "failed"),
            .expression("percent", 100 * "denied" / "total", label: "denied %"),
        ]
        for costCenter in Self.costCenters {
            let tokens = total(.inputTokens, costCenter) + total(.outputTokens, costCenter)
            queries.append(.expression(costCenter, tokens, label: "tokens of \(costCenter)"))
        }
        let results = try await cloudWatch.metricData(queries, from: start, to: end)
        var table = Table("every ten minutes", "1", "2", "3")
        for result in results {
            let values = result.values.map { MetricExpression($0.rounded()).rawValue }
            table.add(result.label ?? "", values[0], values[1], values[2])
        }
        print(table)

        func sum(_ metric: RateLimitingMetric) -> Double {
            calls.reduce(0) { $0 + ($1.counts.first { $0.metric == metric }?.value ?? 0) }
        }
        try stage.check("requests", results[0].total, equals: sum(.totalRequests))
        try stage.check("denied requests", results[2].total, equals: sum(.rateLimitDenied))
        let tokens = results.dropFirst(5).reduce(0) { $0 + ($1.total ?? 0) }
        try stage.check("tokens", tokens, equals: sum(.inputTokens) + sum(.outputTokens))
    }

    private func report(_ cloudWatch: CloudWatchClient, _ stage: Stage) async throws {
        print("\nalarms:")
        for alarm in try await cloudWatch.alarms(namePrefix: "haiku-").collect() {
            print("- \(alarm.name ?? ""): \(alarm.state?.rawValue ?? "")")
        }
        guard let simulator = stage.simulator else { return }
        for change in simulator.alarmTransitions {
            let minutes = Int(change.date.timeIntervalSince(simulator.clock.start) / 60)
            print("  minute \(minutes): \(change.alarm) \(change.from) -> \(change.to)")
        }
        let raised = Set(simulator.alarmTransitions.filter { $0.to == "ALARM" }.map(\.alarm))
        try stage.check("the alarms raised", raised, equals: ["haiku-denied", "haiku-denied-percent"])
    }

    /// The same as a log line: where logs go to CloudWatch anyhow, no API needs to be called.
    private func embed(_ calls: [RateLimitedCall]) throws {
        guard let denied = calls.first(where: { $0.outcome == .denied }) else { return }
        print("\na denied request as an embedded metric:")
        var output = StandardOutput()
        try denied.embedded(
            by: [[.model], [.costCenter]], fields: ["requestId": "ded98994-eb76-48d9-9dbc-f269541b5e49"]
        ).write(to: &output)
    }
}
