import Metering

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The figures of one model or project in one period, as they come in.
struct UsageSums {
    /// What a line of a request asks for.
    struct Line: Hashable {
        let metric: String
        let statistic: Statistic
    }

    private var values: [Line: Double] = [:]

    mutating func add(_ value: Double, to line: Line) {
        guard let present = values[line] else {
            values[line] = value
            return
        }
        let adds = line.statistic == .sum || line.statistic == .sampleCount
        values[line] = adds ? present + value : max(present, value)
    }

    func has(_ metric: String) -> Bool { values.keys.contains { $0.metric == metric } }

    func sum(_ metrics: String...) -> Int {
        // Two spellings of one metric are the same tokens: they do not add up.
        let found = metrics.compactMap { values[Line(metric: $0, statistic: .sum)] }
        return Int(exactly: (found.max() ?? 0).rounded()) ?? 0
    }

    func latency(_ metric: String) -> LatencySummary? {
        guard let count = values[Line(metric: metric, statistic: .sampleCount)], count > 0 else { return nil }
        let total = values[Line(metric: metric, statistic: .sum)] ?? 0
        var percentiles: [Statistic: Duration] = [:]
        for statistic in UsageQueries.percentiles {
            guard let value = values[Line(metric: metric, statistic: statistic)] else { continue }
            percentiles[statistic] = Self.duration(value)
        }
        return LatencySummary(
            count: Int(exactly: count.rounded()) ?? 0, average: Self.duration(total / count),
            maximum: Self.duration(values[Line(metric: metric, statistic: .maximum)] ?? 0), percentiles: percentiles)
    }

    private static func duration(_ milliseconds: Double) -> Duration {
        milliseconds.isFinite ? .microseconds((milliseconds * 1000).rounded()) : .zero
    }

    func usage(of modelID: String?, from start: Date, to end: Date, isComplete: Bool) -> BedrockUsage {
        BedrockUsage(
            modelID: modelID, start: start, end: end, invocations: sum(BedrockMetric.invocations.name),
            tokens: TokenUsage(
                input: sum(BedrockMetric.inputTokenCount.name), output: sum(BedrockMetric.outputTokenCount.name),
                cacheRead: sum(
                    BedrockMetric.cacheReadInputTokenCount.name, BedrockMetric.cacheReadInputTokens.name),
                cacheWrite5m: sum(
                    BedrockMetric.cacheWriteInputTokenCount.name, BedrockMetric.cacheWriteInputTokens.name)),
            clientErrors: sum(BedrockMetric.invocationClientErrors.name),
            serverErrors: sum(BedrockMetric.invocationServerErrors.name),
            throttles: sum(BedrockMetric.invocationThrottles.name),
            latency: latency(BedrockMetric.invocationLatency.name),
            timeToFirstToken: latency(BedrockMetric.timeToFirstToken.name),
            reported: Set(BedrockMetric.all.filter { has($0.name) }), isComplete: isComplete)
    }

    func usage(ofProject id: String, from start: Date, to end: Date, isComplete: Bool) -> ProjectUsage {
        ProjectUsage(
            projectID: id, start: start, end: end, inferences: sum(MantleMetric.inferences.name),
            clientErrors: sum(MantleMetric.inferenceClientErrors.name),
            inputTokens: sum(MantleMetric.totalInputTokens.name, MantleMetric.inputTokens.name),
            outputTokens: sum(MantleMetric.totalOutputTokens.name, MantleMetric.outputTokens.name),
            reported: Set(MantleMetric.all.filter { has($0.name) }), isComplete: isComplete)
    }
}
