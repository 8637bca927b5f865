/// The units that a guardrail bills, apart from tokens: a text unit is up to 1,000 characters, counted for each policy.
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
        contentPolicyImageUnits: Int? = nil, automatedReasoningPolicyUnits: Int? = nil,
        automatedReasoningPolicies: Int? = nil
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

    /// No units.
    public static let zero = Self(
        topicPolicyUnits: 0, contentPolicyUnits: 0, wordPolicyUnits: 0, sensitiveInformationPolicyUnits: 0,
        sensitiveInformationPolicyFreeUnits: 0, contextualGroundingPolicyUnits: 0)

    /// The sum of two usages, unit by unit. An optional count is known where either side knows it.
    public static func + (left: Self, right: Self) -> Self {
        Self(
            topicPolicyUnits: left.topicPolicyUnits + right.topicPolicyUnits,
            contentPolicyUnits: left.contentPolicyUnits + right.contentPolicyUnits,
            wordPolicyUnits: left.wordPolicyUnits + right.wordPolicyUnits,
            sensitiveInformationPolicyUnits: left.sensitiveInformationPolicyUnits
                + right.sensitiveInformationPolicyUnits,
            sensitiveInformationPolicyFreeUnits: left.sensitiveInformationPolicyFreeUnits
                + right.sensitiveInformationPolicyFreeUnits,
            contextualGroundingPolicyUnits: left.contextualGroundingPolicyUnits + right.contextualGroundingPolicyUnits,
            contentPolicyImageUnits: sum(left.contentPolicyImageUnits, right.contentPolicyImageUnits),
            automatedReasoningPolicyUnits: sum(left.automatedReasoningPolicyUnits, right.automatedReasoningPolicyUnits),
            automatedReasoningPolicies: sum(left.automatedReasoningPolicies, right.automatedReasoningPolicies))
    }

    /// Adds a usage to another, unit by unit.
    public static func += (left: inout Self, right: Self) { left = left + right }

    private static func sum(_ left: Int?, _ right: Int?) -> Int? { left.map { $0 + (right ?? 0) } ?? right }
}
