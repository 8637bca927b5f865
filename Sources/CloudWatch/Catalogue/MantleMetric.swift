/// A metric of the namespace `AWS/BedrockMantle`: what the OpenAI- and Anthropic-compatible endpoint reports, by project.
///
/// The endpoint reports neither times nor cached tokens.
public struct MantleMetric: Sendable, Hashable, CustomStringConvertible {
    /// The name in CloudWatch.
    public let name: String

    /// The name in CloudWatch.
    public var description: String { name }

    private init(_ name: String) { self.name = name }

    /// Calls.
    public static let inferences = Self("Inferences")
    /// Calls that failed by the caller's fault.
    public static let inferenceClientErrors = Self("InferenceClientErrors")
    /// All input tokens.
    public static let totalInputTokens = Self("TotalInputTokens")
    /// All output tokens.
    public static let totalOutputTokens = Self("TotalOutputTokens")
    /// Input tokens, call by call.
    public static let inputTokens = Self("InputTokens")
    /// Output tokens, call by call.
    public static let outputTokens = Self("OutputTokens")
    /// What was taken of a reservation.
    public static let burnDownConsumed = Self("BurnDownConsumed")
    /// What is left of a reservation.
    public static let burnDownRemaining = Self("BurnDownRemaining")
    /// Tokens beyond a reservation.
    public static let spillOverTokenCount = Self("SpillOverTokenCount")
    /// The size of a reservation.
    public static let equivalentReservationUnits = Self("EquivalentReservationUnits")

    /// All metrics of the namespace.
    public static let all: [MantleMetric] = [
        .inferences, .inferenceClientErrors, .totalInputTokens, .totalOutputTokens, .inputTokens, .outputTokens,
        .burnDownConsumed, .burnDownRemaining, .spillOverTokenCount, .equivalentReservationUnits,
    ]

    /// The names of the namespace's dimensions.
    static let dimensions = ["Project", "Model"]
}

extension Metric {
    /// A metric of the OpenAI- and Anthropic-compatible endpoint.
    ///
    /// - Parameters:
    ///   - metric: What is counted.
    ///   - project: The project's id, such as `proj_a1b2…`, or `default`.
    ///   - model: The model; `nil` for the series without one.
    public static func mantle(_ metric: MantleMetric, project: String, model: String? = nil) -> Metric {
        var dimensions = [MetricDimension("Project", project)]
        if let model { dimensions.append(MetricDimension("Model", model)) }
        return Metric(.bedrockMantle, metric.name, dimensions: dimensions)
    }
}
