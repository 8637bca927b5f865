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
        public var guardrailCoverage: Coverage?

        /// Creates one from its members.
        public init(
            guardrailProcessingLatency: Int64? = nil, usage: GuardrailUsage? = nil, guardrailCoverage: Coverage? = nil
        ) {
            self.guardrailProcessingLatency = guardrailProcessingLatency
            self.usage = usage
            self.guardrailCoverage = guardrailCoverage
        }

        /// How much of a request or answer was assessed.
        public struct Coverage: Sendable, Hashable, Codable {
            /// Characters of text.
            public var textCharacters: Count?
            /// Images.
            public var images: Count?

            /// Creates one from its members.
            public init(textCharacters: Count? = nil, images: Count? = nil) {
                self.textCharacters = textCharacters
                self.images = images
            }

            /// How many there were, and how many were assessed.
            public struct Count: Sendable, Hashable, Codable {
                /// How many were assessed.
                public var guarded: Int?
                /// How many there were.
                public var total: Int?

                /// Creates one from its members.
                public init(guarded: Int? = nil, total: Int? = nil) {
                    self.guarded = guarded
                    self.total = total
                }
            }
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
            guardrailOrigin:
                [Origin]? = nil, guardrailOwnership: Ownership? = nil
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

/// The units that a guardrail bills, apart from tokens.
public struct GuardrailUsage: Sendable, Hashable, Codable {
    /// Text units of denied topics.
    public var topicPolicyUnits: Int
    /// Text units of content filters.
    public var contentPolicyUnits: Int
    /// Text units of word filters.
    public var wordPolicyUnits: Int
    /// Text units of sensitive data filters.
    public var sensitiveInformationPolicyUnits: Int
    /// Text units of regular expressions, which are free.
    public var sensitiveInformationPolicyFreeUnits: Int
    /// Text units of grounding checks.
    public var contextualGroundingPolicyUnits: Int
    /// Images of content filters.
    public var contentPolicyImageUnits: Int?
    /// Text units of automated reasoning.
    public var automatedReasoningPolicyUnits: Int?
    /// Policies of automated reasoning that were applied.
    public var automatedReasoningPolicies: Int?

    /// Creates one from its members.
    public init(
        topicPolicyUnits: Int, contentPolicyUnits: Int, wordPolicyUnits: Int, sensitiveInformationPolicyUnits: Int,
        sensitiveInformationPolicyFreeUnits: Int, contextualGroundingPolicyUnits: Int,
        contentPolicyImageUnits: Int? =
            nil, automatedReasoningPolicyUnits: Int? = nil, automatedReasoningPolicies: Int? = nil
    ) {
        self.topicPolicyUnits = topicPolicyUnits
        self.contentPolicyUnits = contentPolicyUnits
        self.wordPolicyUnits = wordPolicyUnits
        self.sensitiveInformationPolicyUnits = sensitiveInformationPolicyUnits
        self.sensitiveInformationPolicyFreeUnits = sensitiveInformationPolicyFreeUnits
        self.contextualGroundingPolicyUnits = contextualGroundingPolicyUnits
        self.contentPolicyImageUnits = contentPolicyImageUnits
        self.automatedReasoningPolicyUnits = automatedReasoningPolicyUnits
        self.automatedReasoningPolicies = automatedReasoningPolicies
    }
}
