public import AWSCore

/// The guardrail that assesses a request and its answer.
public struct GuardrailConfiguration: Sendable, Hashable, Codable {
    /// The guardrail's id or ARN.
    public var guardrailIdentifier: String?
    /// `DRAFT`, or a number of up to eight digits.
    public var guardrailVersion: String?
    /// Whether the answer carries the assessments.
    public var trace: GuardrailTracing?
    /// Whether events wait for the assessment. For ``ConverseStream`` only; ``Converse`` refuses it.
    public var streamProcessingMode: StreamProcessingMode?

    /// Creates one from its members.
    public init(
        guardrailIdentifier: String? = nil, guardrailVersion: String? = nil, trace: GuardrailTracing? = nil,
        streamProcessingMode: StreamProcessingMode? = nil
    ) {
        self.guardrailIdentifier = guardrailIdentifier
        self.guardrailVersion = guardrailVersion
        self.trace = trace
        self.streamProcessingMode = streamProcessingMode
    }

    /// Whether events wait for a guardrail. An open set.
    public struct StreamProcessingMode: OpenStringSet {
        /// The value on the wire.
        public let rawValue: String

        /// A value as the service spells it.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Events are held back until they have been assessed.
        public static let sync: Self = "sync"
        /// Events come at once; a violation may be seen late.
        public static let async: Self = "async"
    }
}

/// Whether an answer carries a guardrail's assessments. An open set.
public struct GuardrailTracing: OpenStringSet {
    /// The value on the wire.
    public let rawValue: String

    /// A value as the service spells it.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// What was found.
    public static let enabled: Self = "enabled"
    /// Nothing.
    public static let disabled: Self = "disabled"
    /// Also what was looked for and not found.
    public static let enabledFull: Self = "enabled_full"
}
