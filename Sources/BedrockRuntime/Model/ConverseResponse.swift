public import AWSCore
import Metering
public import UsageDialects

/// A model's whole answer to ``Converse``.
public struct ConverseResponse: Sendable, Hashable, Codable {
    /// What the model said.
    public var output: ConverseOutput
    /// Why it stopped.
    public var stopReason: StopReason
    /// The tokens that are billed.
    public var usage: ConverseUsage
    /// How long it took.
    public var metrics: ConverseMetrics
    /// The fields that ``Converse/additionalModelResponseFieldPaths`` asked for.
    public var additionalModelResponseFields: JSONValue?
    /// What guardrails and prompt routers did.
    public var trace: ConverseTrace?
    /// The latency that was used.
    public var performanceConfig: PerformanceConfiguration?
    /// The tier that was used.
    public var serviceTier: ServiceTier?

    /// Creates one from its members.
    public init(
        output: ConverseOutput, stopReason: StopReason, usage: ConverseUsage, metrics: ConverseMetrics,
        additionalModelResponseFields: JSONValue? = nil, trace: ConverseTrace? = nil,
        performanceConfig:
            PerformanceConfiguration? = nil, serviceTier: ServiceTier? = nil
    ) {
        self.output = output
        self.stopReason = stopReason
        self.usage = usage
        self.metrics = metrics
        self.additionalModelResponseFields = additionalModelResponseFields
        self.trace = trace
        self.performanceConfig = performanceConfig
        self.serviceTier = serviceTier
    }

    /// What was used, with the tier that served it and with counts that are not known.
    public var usageReading: UsageReading {
        usage.reading(servedTier: PriceTier(serviceTier?.type, performanceConfig?.latency))
    }

    /// The message of the answer; `nil` where the output is of a kind that this version does not know.
    public var message: Message? {
        if case .message(let message) = output { message } else { nil }
    }

    /// The text of the answer, its blocks joined; empty where the model only asks for tools.
    public var text: String { message?.text ?? "" }

    /// The tools that the model asks for.
    public var toolUses: [ToolUseBlock] { message?.toolUses ?? [] }
}

/// What a model gave.
public enum ConverseOutput: Sendable, Hashable {
    /// A message, ready to be appended to the conversation.
    case message(Message)
    /// A member that this version does not know, by its name on the wire.
    case unknown(String, JSONValue)
}

/// Why a model stopped. An open set.
public struct StopReason: OpenStringSet {
    /// The value on the wire.
    public let rawValue: String

    /// A value as the service spells it.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// It had said what it had to say.
    public static let endTurn: Self = "end_turn"
    /// It waits for the result of a tool.
    public static let toolUse: Self = "tool_use"
    /// ``InferenceConfiguration/maxTokens`` was reached.
    public static let maxTokens: Self = "max_tokens"
    /// One of the stop sequences came up.
    public static let stopSequence: Self = "stop_sequence"
    /// A guardrail stepped in.
    public static let guardrailIntervened: Self = "guardrail_intervened"
    /// The provider withheld the content.
    public static let contentFiltered: Self = "content_filtered"
    /// The output did not have the form asked for.
    public static let malformedModelOutput: Self = "malformed_model_output"
    /// The model asked for a tool in a wrong way.
    public static let malformedToolUse: Self = "malformed_tool_use"
    /// The model's context was full.
    public static let modelContextWindowExceeded: Self = "model_context_window_exceeded"
}

/// How long a call took.
public struct ConverseMetrics: Sendable, Hashable, Codable {
    /// Milliseconds from request to the end of the answer, measured by the service.
    public var latencyMilliseconds: Int64

    /// Creates one from its members.
    public init(latencyMilliseconds: Int64) {
        self.latencyMilliseconds = latencyMilliseconds
    }

    private enum CodingKeys: String, CodingKey {
        case latencyMilliseconds = "latencyMs"
    }
}

extension ConverseOutput: Codable {
    /// Decodes the one member that is set.
    public init(from decoder: any Decoder) throws {
        let union = try UnionDecoder(decoder)
        switch union.member {
        case "message": self = .message(try union.value())
        default: self = .unknown(union.member, try union.value())
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .message(let value): try encoder.encode(member: "message", value)
        case .unknown(let member, let value): try encoder.encode(member: member, value)
        }
    }
}
