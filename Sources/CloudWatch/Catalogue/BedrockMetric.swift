public import AWSCore

/// A metric of the namespace `AWS/Bedrock`: what the Bedrock runtime reports of its calls.
///
/// Names that do not exist cannot be written: there is no `InvocationCount`, `ProcessingTime`, `TokenCount` or
/// `CharacterCount`. Metrics lag behind the calls by minutes, and a period without calls has no data.
public struct BedrockMetric: Sendable, Hashable, CustomStringConvertible {
    /// The name in CloudWatch.
    public let name: String
    /// What is counted.
    public let unit: MetricUnit
    /// The statistic that makes sense of it: sums for counts, averages for times.
    public let statistic: Statistic

    /// The name in CloudWatch.
    public var description: String { name }

    private init(_ name: String, _ unit: MetricUnit = .count, _ statistic: Statistic = .sum) {
        self.name = name
        self.unit = unit
        self.statistic = statistic
    }

    /// Calls of Converse, InvokeModel and their streams that the service took on. Throttled ones do not count.
    public static let invocations = Self("Invocations")
    /// The time from the request to the last token, in milliseconds.
    public static let invocationLatency = Self("InvocationLatency", .milliseconds, .average)
    /// The time from the request to the first token of a stream, in milliseconds.
    public static let timeToFirstToken = Self("TimeToFirstToken", .milliseconds, .average)
    /// Calls that failed by the caller's fault.
    public static let invocationClientErrors = Self("InvocationClientErrors")
    /// Calls that failed by the service's fault.
    public static let invocationServerErrors = Self("InvocationServerErrors")
    /// Calls that were throttled: neither invocations nor errors.
    public static let invocationThrottles = Self("InvocationThrottles")
    /// Input tokens, cached ones excluded.
    public static let inputTokenCount = Self("InputTokenCount")
    /// Output tokens.
    public static let outputTokenCount = Self("OutputTokenCount")
    /// Input tokens that were read from a prompt cache.
    public static let cacheReadInputTokenCount = Self("CacheReadInputTokenCount")
    /// Input tokens that were written to a prompt cache.
    public static let cacheWriteInputTokenCount = Self("CacheWriteInputTokenCount")
    /// ``cacheReadInputTokenCount`` as the documentation called it for a time.
    public static let cacheReadInputTokens = Self("CacheReadInputTokens")
    /// ``cacheWriteInputTokenCount`` as the documentation called it for a time.
    public static let cacheWriteInputTokens = Self("CacheWriteInputTokens")
    /// Images, with the dimensions `ModelId`, `ImageSize` and `BucketedStepSize`.
    public static let outputImageCount = Self("OutputImageCount")
    /// Calls of models that are at the end of their lives.
    public static let legacyModelInvocations = Self("LegacyModelInvocations")
    /// What calls take of the quota of tokens per minute, output weighted.
    public static let estimatedTPMQuotaUsage = Self("EstimatedTPMQuotaUsage")
    /// Invocation logs that reached CloudWatch Logs.
    public static let logsToCloudWatch = Self("ModelInvocationLogsCloudWatchDeliverySuccess")
    /// Invocation logs that did not reach CloudWatch Logs.
    public static let logsToCloudWatchFailed = Self("ModelInvocationLogsCloudWatchDeliveryFailure")
    /// Invocation logs that reached S3.
    public static let logsToS3 = Self("ModelInvocationLogsS3DeliverySuccess")
    /// Invocation logs that did not reach S3.
    public static let logsToS3Failed = Self("ModelInvocationLogsS3DeliveryFailure")
    /// Large bodies of invocation logs that reached S3.
    public static let largeDataToS3 = Self("ModelInvocationLargeDataS3DeliverySuccess")
    /// Large bodies of invocation logs that did not reach S3.
    public static let largeDataToS3Failed = Self("ModelInvocationLargeDataS3DeliveryFailure")

    /// All metrics of the namespace.
    public static let all: [BedrockMetric] = [
        .invocations, .invocationLatency, .timeToFirstToken, .invocationClientErrors, .invocationServerErrors,
        .invocationThrottles, .inputTokenCount, .outputTokenCount, .cacheReadInputTokenCount,
        .cacheWriteInputTokenCount, .cacheReadInputTokens, .cacheWriteInputTokens, .outputImageCount,
        .legacyModelInvocations, .estimatedTPMQuotaUsage, .logsToCloudWatch, .logsToCloudWatchFailed, .logsToS3,
        .logsToS3Failed, .largeDataToS3, .largeDataToS3Failed,
    ]

    /// The names of the namespace's dimensions.
    static let dimensions = ["ModelId", "ServiceTier", "ResolvedServiceTier", "ImageSize", "BucketedStepSize"]
}

extension Metric {
    /// A metric of the Bedrock runtime for one model or inference profile.
    ///
    /// The dimension `ModelId` takes the last part of an ARN: for an application inference profile its id of 12 characters,
    /// never its ARN or name. There is no dimension for tags.
    /// - Parameters:
    ///   - metric: What is counted.
    ///   - model: An inference profile, or a model's id or ARN.
    public static func bedrock(_ metric: BedrockMetric, of model: some ModelIdentifying) -> Metric {
        Metric(
            .bedrock, metric.name,
            dimensions: [MetricDimension("ModelId", BedrockMetric.dimensionValue(of: model.modelID))])
    }

    /// A metric of the Bedrock runtime for all calls of the account in the Region.
    public static func bedrock(_ metric: BedrockMetric) -> Metric { Metric(.bedrock, metric.name) }
}

extension BedrockMetric {
    /// The value of `ModelId` under which a model or profile is counted.
    public static func dimensionValue(of model: ModelID) -> String {
        model.arn.map { String($0.resourceID) } ?? model.rawValue
    }
}
