public import AWSCore

/// How much a model reasons, and how much of that it tells.
public struct ReasoningOptions: Sendable, Hashable {
    /// How much it reasons. Reasoning is billed as output.
    public var effort: ReasoningEffort?
    /// `auto`, `concise` or `detailed`; no summary where `nil`.
    public var summary: String?

    /// Options.
    public init(effort: ReasoningEffort? = nil, summary: String? = nil) {
        self.effort = effort
        self.summary = summary
    }

    var json: JSONValue {
        var members: [String: JSONValue] = [:]
        members["effort"] = effort.map { .string($0.rawValue) }
        members["summary"] = summary.map(JSONValue.string)
        return .object(members)
    }
}

/// How much a model reasons.
public struct ReasoningEffort: OpenStringSet {
    /// The value as the service spells it.
    public let rawValue: String

    /// A value as the service spells it, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Not at all.
    public static let none: Self = "none"
    /// As little as it can.
    public static let minimal: Self = "minimal"
    /// A little.
    public static let low: Self = "low"
    /// As usual.
    public static let medium: Self = "medium"
    /// Much.
    public static let high: Self = "high"
}

/// How urgently a request is served, and at which price.
public struct ProcessingTier: OpenStringSet {
    /// The value as the service spells it.
    public let rawValue: String

    /// A value as the service spells it, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The standard tier.
    public static let standard: Self = "default"
    /// Cheaper, and slower.
    public static let flex: Self = "flex"
    /// Faster, and dearer.
    public static let priority: Self = "priority"
}

/// How wordy an answer is.
public struct Verbosity: OpenStringSet {
    /// The value as the service spells it.
    public let rawValue: String

    /// A value as the service spells it, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Terse.
    public static let low: Self = "low"
    /// As usual.
    public static let medium: Self = "medium"
    /// Wordy.
    public static let high: Self = "high"
}

/// What happens to a conversation that is too long for the model.
public struct Truncation: OpenStringSet {
    /// The value as the service spells it.
    public let rawValue: String

    /// A value as the service spells it, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Items in the middle are left out.
    public static let auto: Self = "auto"
    /// The request fails.
    public static let disabled: Self = "disabled"
}

/// Who says something in a conversation.
public struct ChatRole: OpenStringSet {
    /// The value as the service spells it.
    public let rawValue: String

    /// A value as the service spells it, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// What governs the conversation.
    public static let system: Self = "system"
    /// What the program tells the model; newer models' word for `system`.
    public static let developer: Self = "developer"
    /// The user.
    public static let user: Self = "user"
    /// The model.
    public static let assistant: Self = "assistant"
    /// What a function returned (Chat Completions).
    public static let tool: Self = "tool"
}
