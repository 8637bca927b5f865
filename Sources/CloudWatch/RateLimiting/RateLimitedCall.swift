public import AWSCore
public import Metering

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// One request to a rate limiter and what became of it, ready to be counted.
///
/// ```swift
/// let call = RateLimitedCall(labels, .succeeded(answer.usage), at: now)
/// try await cloudWatch.put(RateLimitedCall.data(for: [call]), in: .genAIRateLimiting)
/// ```
public struct RateLimitedCall: Sendable, Hashable {
    /// What became of a request.
    public enum Outcome: Sendable, Hashable {
        /// It was within its limit, and the call succeeded.
        case succeeded(TokenUsage)
        /// It was within its limit, and the call failed: with the tokens that were used all the same, where they are
        /// known, as of a stream that broke off.
        case failed(TokenUsage? = nil)
        /// It was beyond its limit; nothing was called.
        case denied
    }

    /// The values of the five dimensions.
    public var labels: RateLimitingLabels
    /// What became of it.
    public var outcome: Outcome
    /// When.
    public var date: Date

    /// A request and what became of it.
    public init(_ labels: RateLimitingLabels, _ outcome: Outcome, at date: Date) {
        self.labels = labels
        self.outcome = outcome
        self.date = date
    }

    /// The metrics that the request adds to, and by how much.
    public var counts: [(metric: RateLimitingMetric, value: Double)] {
        var counts: [(metric: RateLimitingMetric, value: Double)] = [(.totalRequests, 1)]
        var tokens: TokenUsage?
        switch outcome {
        case .succeeded(let usage):
            counts.append((.rateLimitApproved, 1))
            tokens = usage
        case .failed(let usage):
            counts += [(.rateLimitApproved, 1), (.invocationFailed, 1)]
            tokens = usage
        case .denied: counts.append((.rateLimitDenied, 1))
        }
        if let tokens {
            counts += [(.inputTokens, Double(tokens.prompt)), (.outputTokens, Double(tokens.output))]
        }
        return counts
    }

    /// The measurements of many requests for PutMetricData.
    ///
    /// - Parameters:
    ///   - calls: The requests.
    ///   - dimensionSets: Under which dimensions each metric is kept. CloudWatch does not add up over dimensions, so that
    ///     a total by cost center is a series of its own (`[.costCenter]`) or a search. Each series costs money.
    public static func data(
        for calls: [RateLimitedCall], by dimensionSets: [[RateLimitingDimension]] = [RateLimitingDimension.all]
    ) -> [MetricDatum] {
        var accumulator = MetricAccumulator()
        for call in calls {
            for (metric, value) in call.counts {
                for dimensions in dimensionSets {
                    accumulator.add(
                        metric.name, value, unit: .count, dimensions: call.labels.dimensions(dimensions), at: call.date)
                }
            }
        }
        return accumulator.data
    }

    /// The request as a log line in the embedded metric format, from which CloudWatch makes the same metrics.
    ///
    /// - Parameters:
    ///   - dimensionSets: Under which dimensions each metric is kept.
    ///   - fields: What else the log line tells, such as a request's id: it can be searched for, and costs no series.
    public func embedded(
        by dimensionSets: [[RateLimitingDimension]] = [RateLimitingDimension.all], fields: [String: JSONValue] = [:]
    ) -> EmbeddedMetricEvent {
        var event = EmbeddedMetricEvent(
            in: .genAIRateLimiting, at: date, dimensionSets: dimensionSets.map { $0.map(\.name) }, fields: fields)
        for dimension in RateLimitingDimension.all { event.dimensions[dimension.name] = labels[dimension] }
        for (metric, value) in counts { event.add(metric.name, value, unit: .count) }
        return event
    }
}
