import AWSCore

/// The lines that ask for usage, and what each of them stands for.
struct UsageQueries {
    /// What a line stands for.
    struct Meaning {
        /// The place of the model or project among those asked for.
        let subject: Int
        let line: UsageSums.Line
        /// Whether the line only counts where its subject has no data under ``UsageSums/Line/metric`` from others.
        var isFallback = false
    }

    static let percentiles: [Statistic] = [.p50, .p90, .p99]
    private static let times: [BedrockMetric] = [.invocationLatency, .timeToFirstToken]
    private static let counts: [BedrockMetric] = [
        .invocations, .inputTokenCount, .outputTokenCount, .cacheReadInputTokenCount, .cacheReadInputTokens,
        .cacheWriteInputTokenCount, .cacheWriteInputTokens, .invocationClientErrors, .invocationServerErrors,
        .invocationThrottles,
    ]

    private(set) var queries: [MetricDataQuery] = []
    private(set) var meanings: [String: Meaning] = [:]

    /// Lines for models or profiles; `nil` stands for the whole account.
    init(models: [ModelID?], period: Int) {
        for (subject, model) in models.enumerated() {
            func series(_ metric: BedrockMetric) -> Metric {
                model.map { .bedrock(metric, of: $0) } ?? .bedrock(metric)
            }
            for metric in Self.counts { add(subject, series(metric), .sum, period) }
            for metric in Self.times {
                for statistic in [.sum, .sampleCount, .maximum] + Self.percentiles {
                    add(subject, series(metric), statistic, period)
                }
            }
        }
    }

    /// Lines for projects: the series of a project alone and, where there is none, those of its models added up.
    init(projects: [String], period: Int) {
        let metrics: [MantleMetric] = [
            .inferences, .inferenceClientErrors, .totalInputTokens, .totalOutputTokens, .inputTokens, .outputTokens,
        ]
        for (subject, project) in projects.enumerated() {
            for metric in metrics {
                add(subject, .mantle(metric, project: project), .sum, period)
                let search = MetricExpression.search(
                    .bedrockMantle, dimensions: MantleMetric.dimensions, metric: metric.name,
                    where: [("Project", [project])], statistic: .sum, period: period)
                let id = "q\(queries.count)"
                queries.append(.expression(id, .sum(search), label: id))
                meanings[id] = Meaning(
                    subject: subject, line: UsageSums.Line(metric: metric.name, statistic: .sum), isFallback: true)
            }
        }
    }

    private mutating func add(_ subject: Int, _ metric: Metric, _ statistic: Statistic, _ period: Int) {
        let id = "q\(queries.count)"
        queries.append(.metric(id, metric, statistic, period: period, label: id))
        meanings[id] = Meaning(
            subject: subject, line: UsageSums.Line(metric: metric.name, statistic: statistic))
    }
}
