public import AWSCore

extension GuardrailAssessment {
    /// Whether an answer keeps to its source and to the question.
    public struct ContextualGroundingPolicy: Sendable, Hashable, Codable {
        /// What was measured.
        public var filters: [ContextualGroundingFilter]?

        /// Creates one from its members.
        public init(filters: [ContextualGroundingFilter]? = nil) {
            self.filters = filters
        }
    }

    /// A measure of an answer.
    public struct ContextualGroundingFilter: Sendable, Hashable, Codable {
        /// What is measured.
        public var type: Kind
        /// The score below which the guardrail acts, 0 to 1.
        public var threshold: Double
        /// The score, 0 to 1.
        public var score: Double
        /// What was done about it.
        public var action: Action
        /// Whether it was found, whatever was done about it.
        public var detected: Bool?

        /// Creates one from its members.
        public init(type: Kind, threshold: Double, score: Double, action: Action, detected: Bool? = nil) {
            self.type = type
            self.threshold = threshold
            self.score = score
            self.action = action
            self.detected = detected
        }

        /// What is measured of an answer. An open set.
        public struct Kind: OpenStringSet {
            /// The value on the wire.
            public let rawValue: String

            /// A value as the service spells it.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// Whether it keeps to its source.
            public static let grounding: Self = "GROUNDING"
            /// Whether it answers the question.
            public static let relevance: Self = "RELEVANCE"
        }
    }

    /// What an assessment cost and covered.
    public struct InvocationMetrics: Sendable, Hashable, Codable {
        /// Milliseconds that it took.
        public var guardrailProcessingLatency: Int64?
        /// The units that are billed.
        public var usage: GuardrailUsage?
        /// How much was assessed.
        public var guardrailCoverage: GuardrailCoverage?

        /// Creates one from its members.
        public init(
            guardrailProcessingLatency: Int64? = nil, usage: GuardrailUsage? = nil,
            guardrailCoverage: GuardrailCoverage? = nil
        ) {
            self.guardrailProcessingLatency = guardrailProcessingLatency
            self.usage = usage
            self.guardrailCoverage = guardrailCoverage
        }
    }

    /// Which guardrail made an assessment.
    public struct AppliedGuardrail: Sendable, Hashable, Codable {
        /// Its id.
        public var guardrailID: String?
        /// Its version.
        public var guardrailVersion: String?
        /// Its ARN.
        public var guardrailARN: String?
        /// Why it was applied.
        public var guardrailOrigin: [Origin]?
        /// Who owns it.
        public var guardrailOwnership: Ownership?

        /// Creates one from its members.
        public init(
            guardrailID: String? = nil, guardrailVersion: String? = nil, guardrailARN: String? = nil,
            guardrailOrigin: [Origin]? = nil, guardrailOwnership: Ownership? = nil
        ) {
            self.guardrailID = guardrailID
            self.guardrailVersion = guardrailVersion
            self.guardrailARN = guardrailARN
            self.guardrailOrigin = guardrailOrigin
            self.guardrailOwnership = guardrailOwnership
        }

        private enum CodingKeys: String, CodingKey {
            case guardrailID = "guardrailId"
            case guardrailVersion
            case guardrailARN = "guardrailArn"
            case guardrailOrigin
            case guardrailOwnership
        }

        /// Why a guardrail was applied. An open set.
        public struct Origin: OpenStringSet {
            /// The value on the wire.
            public let rawValue: String

            /// A value as the service spells it.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// The request asked for it.
            public static let request: Self = "REQUEST"
            /// The account enforces it.
            public static let accountEnforced: Self = "ACCOUNT_ENFORCED"
            /// The organization enforces it.
            public static let organizationEnforced: Self = "ORGANIZATION_ENFORCED"
        }

        /// Who owns a guardrail. An open set.
        public struct Ownership: OpenStringSet {
            /// The value on the wire.
            public let rawValue: String

            /// A value as the service spells it.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// The calling account.
            public static let own: Self = "SELF"
            /// Another account.
            public static let crossAccount: Self = "CROSS_ACCOUNT"
        }
    }
}
