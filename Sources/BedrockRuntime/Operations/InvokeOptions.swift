public import AWSCore
import HTTPTypes

/// What ``InvokeModel`` and ``InvokeModelWithResponseStream`` say in header fields.
public struct InvokeOptions: Sendable, Hashable, Codable {
    /// Whether the guardrail's assessments are returned in the body.
    public var trace: InvocationTrace?
    /// The id or ARN of the guardrail that assesses request and answer.
    public var guardrailIdentifier: String?
    /// `DRAFT`, or a number of up to eight digits.
    public var guardrailVersion: String?
    /// The latency wanted.
    public var performanceConfigLatency: PerformanceLatency?
    /// The tier to be served in.
    public var serviceTier: ServiceTierType?
    /// Pairs that are written to the model-invocation log, by the rules of ``Converse/requestMetadata``.
    ///
    /// They travel as a JSON object in the signed header field `X-Amzn-Bedrock-Request-Metadata`.
    public var requestMetadata: [String: String]?

    /// Creates options of the given parts.
    public init(
        trace: InvocationTrace? = nil, guardrailIdentifier: String? = nil, guardrailVersion: String? = nil,
        performanceConfigLatency: PerformanceLatency? = nil, serviceTier: ServiceTierType? = nil,
        requestMetadata: [String: String]? = nil
    ) {
        self.trace = trace
        self.guardrailIdentifier = guardrailIdentifier
        self.guardrailVersion = guardrailVersion
        self.performanceConfigLatency = performanceConfigLatency
        self.serviceTier = serviceTier
        self.requestMetadata = requestMetadata
    }

    func headers() throws -> HTTPFields {
        var headers = HTTPFields()
        headers[.bedrockTrace] = trace?.rawValue
        headers[.bedrockGuardrailIdentifier] = guardrailIdentifier
        headers[.bedrockGuardrailVersion] = guardrailVersion
        headers[.bedrockLatency] = performanceConfigLatency?.rawValue
        headers[.bedrockServiceTier] = serviceTier?.rawValue
        if let requestMetadata {
            headers[.bedrockRequestMetadata] = String(decoding: try AWSJSON.encode(requestMetadata), as: UTF8.self)
        }
        return headers
    }
}

/// Whether ``InvokeModel`` returns a guardrail's assessments. An open set.
public struct InvocationTrace: OpenStringSet {
    /// The value on the wire.
    public let rawValue: String

    /// A value as the service spells it.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// What was found is returned.
    public static let enabled: Self = "ENABLED"
    /// Nothing is returned.
    public static let disabled: Self = "DISABLED"
    /// Also what was looked for and not found is returned.
    public static let enabledFull: Self = "ENABLED_FULL"
}

extension HTTPField.Name {
    static let bedrockTrace = field("X-Amzn-Bedrock-Trace")
    static let bedrockGuardrailIdentifier = field("X-Amzn-Bedrock-GuardrailIdentifier")
    static let bedrockGuardrailVersion = field("X-Amzn-Bedrock-GuardrailVersion")
    static let bedrockLatency = field("X-Amzn-Bedrock-PerformanceConfig-Latency")
    static let bedrockServiceTier = field("X-Amzn-Bedrock-Service-Tier")
    static let bedrockRequestMetadata = field("X-Amzn-Bedrock-Request-Metadata")
    static let bedrockAccept = field("X-Amzn-Bedrock-Accept")
    static let bedrockContentType = field("X-Amzn-Bedrock-Content-Type")
    static let bedrockInputTokenCount = field("X-Amzn-Bedrock-Input-Token-Count")
    static let bedrockOutputTokenCount = field("X-Amzn-Bedrock-Output-Token-Count")
    static let bedrockCacheReadTokenCount = field("X-Amzn-Bedrock-Cache-Read-Input-Token-Count")
    static let bedrockCacheWriteTokenCount = field("X-Amzn-Bedrock-Cache-Write-Input-Token-Count")
    static let bedrockInvocationLatency = field("X-Amzn-Bedrock-Invocation-Latency")

    /// A name known to be a legal token when it was written; `name` is a literal of this file.
    private static func field(_ name: StaticString) -> HTTPField.Name {
        guard let field = HTTPField.Name("\(name)") else { preconditionFailure("\(name) is not a field name") }
        return field
    }
}
