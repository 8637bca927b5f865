public import AWSCore
import HTTPTypes

/// ApplyGuardrail: assesses content by a guardrail, without a model.
///
/// `POST /guardrail/{guardrailIdentifier}/version/{guardrailVersion}/apply`. Paid by text units, so that an attempt whose
/// reply was lost is not repeated.
public struct ApplyGuardrail: RESTJSONOperation, Hashable, Codable {
    /// The service.
    public typealias Service = BedrockRuntimeService
    /// What the operation returns.
    public typealias Output = ApplyGuardrailResponse
    /// `ApplyGuardrail`.
    public static let name = "ApplyGuardrail"

    /// The guardrail's id or ARN; at most 2,048 characters.
    public var guardrailIdentifier: String
    /// `DRAFT`, or a number of up to eight digits.
    public var guardrailVersion: String
    /// Whether the content came from a user or from a model: a guardrail may treat the two differently.
    public var source: Source
    /// What is assessed.
    public var content: [GuardrailContentBlock]
    /// How much the answer tells; what the guardrail acted upon by default.
    public var outputScope: OutputScope?

    /// A request of the given parts.
    public init(
        guardrailIdentifier: String, guardrailVersion: String, source: Source, content: [GuardrailContentBlock],
        outputScope: OutputScope? = nil
    ) {
        self.guardrailIdentifier = guardrailIdentifier
        self.guardrailVersion = guardrailVersion
        self.source = source
        self.content = content
        self.outputScope = outputScope
    }

    /// Where assessed content came from. An open set.
    public struct Source: OpenStringSet {
        /// The value on the wire.
        public let rawValue: String

        /// A value as the service spells it.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// From a user.
        public static let input: Self = "INPUT"
        /// From a model.
        public static let output: Self = "OUTPUT"
    }

    /// How much an assessment tells. An open set.
    public struct OutputScope: OpenStringSet {
        /// The value on the wire.
        public let rawValue: String

        /// A value as the service spells it.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// What the guardrail acted upon.
        public static let interventions: Self = "INTERVENTIONS"
        /// Also what was looked for and not found; not for word filters and regular expressions.
        public static let full: Self = "FULL"
    }

    private enum CodingKeys: String, CodingKey {
        case guardrailIdentifier, guardrailVersion, source, content, outputScope
    }

    /// Checks the service's limits and patterns.
    public func validate() throws(AWSError) {
        guard !guardrailIdentifier.isEmpty else { throw .invalidInput("guardrailIdentifier", "an id or ARN") }
        guard !guardrailVersion.isEmpty else {
            throw .invalidInput("guardrailVersion", "DRAFT, or a number of up to eight digits")
        }
        try GuardrailRules.check(guardrailIdentifier, version: guardrailVersion)
        for block in content { try ContentRules.check(block, in: "content") }
    }

    /// The request on the wire.
    public func encode() throws -> EncodedRequest {
        try EncodedRequest(
            .post, "/guardrail/\(guardrailIdentifier)/version/\(guardrailVersion)/apply", json: Body(request: self))
    }

    /// The members that travel in the body: guardrail and version are part of the path.
    private struct Body: Encodable {
        let request: ApplyGuardrail

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(request.source, forKey: .source)
            try container.encode(request.content, forKey: .content)
            try container.encodeIfPresent(request.outputScope, forKey: .outputScope)
        }
    }
}

/// What ``ApplyGuardrail`` returns.
public struct ApplyGuardrailResponse: Sendable, Hashable, Codable {
    /// The units that are billed.
    public var usage: GuardrailUsage
    /// Whether the guardrail stepped in.
    public var action: Action
    /// Why it did.
    public var actionReason: String?
    /// What shall stand in place of the content: the guardrail's own message, or the content with data masked. Empty where
    /// it did nothing.
    public var outputs: [Output]
    /// What the policies found.
    public var assessments: [GuardrailAssessment]
    /// How much was assessed.
    public var guardrailCoverage: GuardrailCoverage?

    /// Creates one from its members.
    public init(
        usage: GuardrailUsage, action: Action, actionReason: String? = nil, outputs: [Output] = [],
        assessments: [GuardrailAssessment] = [], guardrailCoverage: GuardrailCoverage? = nil
    ) {
        self.usage = usage
        self.action = action
        self.actionReason = actionReason
        self.outputs = outputs
        self.assessments = assessments
        self.guardrailCoverage = guardrailCoverage
    }

    /// Whether the guardrail blocked or masked something.
    public var hasIntervened: Bool { action == .intervened }
    /// The texts of ``outputs``, one after another.
    public var text: String { outputs.compactMap(\.text).joined() }

    /// What a guardrail did. An open set.
    public struct Action: OpenStringSet {
        /// The value on the wire.
        public let rawValue: String

        /// A value as the service spells it.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Nothing: the content may be used.
        public static let none: Self = "NONE"
        /// It blocked or masked something.
        public static let intervened: Self = "GUARDRAIL_INTERVENED"
    }

    /// What shall stand in place of assessed content.
    public struct Output: Sendable, Hashable, Codable {
        /// The text.
        public var text: String?

        /// Creates one from its members.
        public init(text: String? = nil) { self.text = text }
    }
}
