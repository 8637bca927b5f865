public import Metering

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// How long something took, over many calls.
public struct LatencySummary: Sendable, Hashable {
    /// How many calls were timed.
    public var count: Int
    /// The mean.
    public var average: Duration
    /// The longest.
    public var maximum: Duration
    /// Percentiles by statistic, such as ``Statistic/p99``.
    ///
    /// Percentiles cannot be added up: where the service answered in several periods, this is the greatest of theirs.
    public var percentiles: [Statistic: Duration]
}

/// What was called through one model or inference profile in a stretch of time, as CloudWatch counted it.
public struct BedrockUsage: Sendable, Hashable {
    /// The value of the dimension `ModelId`: a profile's id of 12 characters, or a model's id; `nil` for the whole account.
    public let modelID: String?
    /// The first moment.
    public let start: Date
    /// The moment after the last.
    public let end: Date
    /// Calls that the service took on.
    public let invocations: Int
    /// The tokens by class. CloudWatch does not tell for how long cache writes are kept: all count as five minutes.
    public let tokens: TokenUsage
    /// Calls that failed by the caller's fault.
    public let clientErrors: Int
    /// Calls that failed by the service's fault.
    public let serverErrors: Int
    /// Calls that were throttled.
    public let throttles: Int
    /// The time to the last token; `nil` without data.
    public let latency: LatencySummary?
    /// The time to a stream's first token; `nil` without data.
    public let timeToFirstToken: LatencySummary?
    /// The metrics that had data. What is not among them may be zero, or too young, too old or named otherwise.
    public let reported: Set<BedrockMetric>
    /// Whether the service read all of the data.
    public let isComplete: Bool

    /// Whether there is data at all.
    public var hasData: Bool { !reported.isEmpty }
}

/// What was called through one project in a stretch of time, as CloudWatch counted it.
public struct ProjectUsage: Sendable, Hashable {
    /// The project's id.
    public let projectID: String
    /// The first moment.
    public let start: Date
    /// The moment after the last.
    public let end: Date
    /// Calls.
    public let inferences: Int
    /// Calls that failed by the caller's fault.
    public let clientErrors: Int
    /// Input tokens, cached ones included: the endpoint's metrics do not tell them apart.
    public let inputTokens: Int
    /// Output tokens.
    public let outputTokens: Int
    /// The metrics that had data.
    public let reported: Set<MantleMetric>
    /// Whether the service read all of the data.
    public let isComplete: Bool

    /// Whether there is data at all.
    public var hasData: Bool { !reported.isEmpty }
}
