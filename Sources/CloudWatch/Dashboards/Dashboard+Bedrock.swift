public import AWSCore

extension Dashboard {
    /// What a rate limiter decided, and what the calls that it let through used: by model and by cost center.
    ///
    /// - Parameters:
    ///   - region: The Region of the metrics.
    ///   - models: The names by which callers ask for models.
    ///   - costCenters: Who pays.
    ///   - window: The stretch of time that is shown at first.
    ///   - period: The period in seconds.
    ///   - tokenLimit: The limit of tokens per period, drawn into the graph of tokens.
    public static func rateLimiting(
        in region: Region, models: [String], costCenters: [String], window: MetricWindow = .hours(24),
        period: Int = 300, tokenLimit: Double? = nil
    ) -> Dashboard {
        func total(_ metric: RateLimitingMetric) -> MetricExpression { .sum(.search(metric, period: period)) }
        func lines(
            _ dimension: RateLimitingDimension, _ values: [String], _ metrics: [RateLimitingMetric]
        ) -> [DashboardLine] {
            values.map { value in
                let searches = metrics.map { metric in
                    MetricExpression.sum(.search(metric, where: [(dimension, [value])], period: period))
                }
                let sum = searches.dropFirst().reduce(searches[0]) { .fill($0) + .fill($1) }
                return .expression(sum, label: value)
            }
        }
        let tokens: [RateLimitingMetric] = [.inputTokens, .outputTokens]
        return Dashboard(
            region: region, window: window,
            widgets: [
                .text("# Rate limiting\nRequests, refusals and tokens by model and cost center."),
                .graph(
                    "Requests",
                    [
                        .expression(total(.totalRequests), id: "total", label: "all"),
                        .expression(total(.rateLimitApproved), id: "approved", label: "approved"),
                        .expression(total(.rateLimitDenied), id: "denied", label: "denied"),
                        .expression(total(.invocationFailed), id: "failed", label: "failed"),
                    ], period: period),
                .graph(
                    "Denied, percent of all",
                    [
                        .expression(total(.totalRequests), id: "total", isVisible: false),
                        .expression(total(.rateLimitDenied), id: "denied", isVisible: false),
                        .expression(100 * .fill("denied") / "total", id: "rate", label: "denied %"),
                    ], period: period),
                .graph("Denied by model", lines(.model, models, [.rateLimitDenied]), period: period),
                .graph("Requests by cost center", lines(.costCenter, costCenters, [.totalRequests]), period: period),
                .graph(
                    "Tokens by model", lines(.model, models, tokens), isStacked: true, period: period,
                    limits: tokenLimit.map { [DashboardWidget.Limit("limit", $0)] } ?? []),
                .graph(
                    "Tokens by cost center", lines(.costCenter, costCenters, tokens), isStacked: true, period: period),
            ])
    }

    /// What was called through inference profiles: calls, tokens, times and what failed.
    ///
    /// - Parameters:
    ///   - profiles: Profiles, or models' ids or ARNs, each with the label that legends show.
    ///   - region: The Region of the metrics.
    ///   - window: The stretch of time that is shown at first.
    ///   - period: The period in seconds.
    public static func bedrockUsage(
        of profiles: [(label: String, model: ModelID)], in region: Region, window: MetricWindow = .hours(24),
        period: Int = 300
    ) -> Dashboard {
        func lines(_ metric: BedrockMetric, _ statistic: Statistic? = nil) -> [DashboardLine] {
            profiles.map { .metric(.bedrock(metric, of: $0.model), statistic ?? metric.statistic, label: $0.label) }
        }
        return Dashboard(
            region: region, window: window,
            widgets: [
                .text("# Amazon Bedrock by inference profile"),
                .graph("Calls", lines(.invocations), isStacked: true, period: period),
                .graph("Throttled calls", lines(.invocationThrottles), isStacked: true, period: period),
                .graph("Input tokens", lines(.inputTokenCount), isStacked: true, period: period),
                .graph("Output tokens", lines(.outputTokenCount), isStacked: true, period: period),
                .graph("Time to the last token, average", lines(.invocationLatency), period: period),
                .graph("Time to the last token, p99", lines(.invocationLatency, .p99), period: period),
            ])
    }
}
