public import AWSCore

/// Where a metric belongs: a service of AWS, or a program's own metrics.
public struct MetricNamespace: OpenStringSet {
    /// The name on the wire.
    public let rawValue: String

    /// A namespace by its name on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Calls of the Bedrock runtime, by model or inference profile: see ``BedrockMetric``.
    public static let bedrock = Self(rawValue: "AWS/Bedrock")
    /// Calls of the OpenAI- and Anthropic-compatible endpoint, by project: see ``MantleMetric``.
    public static let bedrockMantle = Self(rawValue: "AWS/BedrockMantle")
    /// What guardrails did.
    public static let bedrockGuardrails = Self(rawValue: "AWS/Bedrock/Guardrails")
    /// Calls of Bedrock Agents, which count as `InvocationCount`.
    public static let bedrockAgents = Self(rawValue: "AWS/Bedrock/Agents")
    /// The decisions of a rate limiter in front of models: see ``RateLimitingMetric``.
    public static let genAIRateLimiting = Self(rawValue: "GenAIRateLimiting")
}
