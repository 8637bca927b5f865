/// A metric of the namespace `GenAIRateLimiting`: what a rate limiter in front of models decided, and what became of the
/// calls that it let through.
public struct RateLimitingMetric: Sendable, Hashable, CustomStringConvertible {
    /// The name in CloudWatch.
    public let name: String

    /// The name in CloudWatch.
    public var description: String { name }

    private init(_ name: String) { self.name = name }

    /// Every request, whatever became of it.
    public static let totalRequests = Self("TotalRequests")
    /// Requests that were within their limit.
    public static let rateLimitApproved = Self("RateLimitApproved")
    /// Requests that were refused.
    public static let rateLimitDenied = Self("RateLimitDenied")
    /// Requests that were within their limit, and whose call failed.
    public static let invocationFailed = Self("InvocationFailed")
    /// Input tokens of calls, cached ones included.
    public static let inputTokens = Self("InputTokens")
    /// Output tokens of calls.
    public static let outputTokens = Self("OutputTokens")

    /// The six metrics of the namespace.
    public static let all: [RateLimitingMetric] = [
        .totalRequests, .rateLimitApproved, .rateLimitDenied, .invocationFailed, .inputTokens, .outputTokens,
    ]
}

/// A dimension of the metrics in `GenAIRateLimiting`.
public struct RateLimitingDimension: Sendable, Hashable, CustomStringConvertible {
    /// The name in CloudWatch.
    public let name: String

    /// The name in CloudWatch.
    public var description: String { name }

    private init(_ name: String) { self.name = name }

    /// The name by which callers ask for the model, such as `claude-3-5-haiku`.
    public static let model = Self("Model")
    /// The model's id, or that of the profile.
    public static let modelID = Self("ModelId")
    /// Who pays.
    public static let costCenter = Self("CostCenter")
    /// The program that called.
    public static let application = Self("Application")
    /// The stage that it ran in.
    public static let environment = Self("Environment")

    /// The five dimensions of the namespace.
    public static let all: [RateLimitingDimension] = [.model, .modelID, .costCenter, .application, .environment]
}

/// The values of the five dimensions for one request. What is not known is `none`: CloudWatch takes no empty value, and a
/// series with fewer dimensions is another one.
public struct RateLimitingLabels: Sendable, Hashable {
    /// The name by which callers ask for the model.
    public var model: String
    /// The model's id, or that of the profile.
    public var modelID: String
    /// Who pays.
    public var costCenter: String
    /// The program that called.
    public var application: String
    /// The stage that it ran in.
    public var environment: String

    /// The value of a label that is not known.
    public static let unknown = "none"

    /// Labels; the application is required, as in the input of the rate limiter's API.
    public init(
        model: String, modelID: String, application: String, costCenter: String? = nil, environment: String? = nil
    ) {
        self.model = model
        self.modelID = modelID
        self.application = application
        self.costCenter = costCenter ?? Self.unknown
        self.environment = environment ?? Self.unknown
    }

    /// The value of a dimension.
    public subscript(dimension: RateLimitingDimension) -> String {
        switch dimension {
        case .model: model
        case .modelID: modelID
        case .costCenter: costCenter
        case .application: application
        default: environment
        }
    }

    /// Name and value of the given dimensions.
    func dimensions(_ names: [RateLimitingDimension]) -> [MetricDimension] {
        names.map { MetricDimension($0.name, self[$0]) }
    }
}

extension Metric {
    /// A metric of the rate limiter under all five dimensions.
    public static func rateLimiting(_ metric: RateLimitingMetric, _ labels: RateLimitingLabels) -> Metric {
        Metric(.genAIRateLimiting, metric.name, dimensions: labels.dimensions(RateLimitingDimension.all))
    }

    /// A metric of the rate limiter under some dimensions, for which ``RateLimitedCall`` must have been told to keep a
    /// series.
    public static func rateLimiting(
        _ metric: RateLimitingMetric, _ labels: RateLimitingLabels, by dimensions: [RateLimitingDimension]
    ) -> Metric {
        Metric(.genAIRateLimiting, metric.name, dimensions: labels.dimensions(dimensions))
    }
}
