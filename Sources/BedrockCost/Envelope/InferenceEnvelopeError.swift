import Attribution

/// What is wrong with a request envelope: all of it, not only the first violation.
public struct InferenceEnvelopeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One rule that the envelope breaks. The message never holds a prompt or the value of a tag.
    public struct Violation: Sendable, Hashable, CustomStringConvertible {
        /// Which kind of rule is broken.
        public let code: Code
        /// What breaks it, such as `prompt.messages[1].role` or `tags.applicationId`.
        public let path: String
        /// What is wrong, in words.
        public let message: String
        /// What was probably meant.
        public let suggestion: String?

        /// Path, message and suggestion.
        public var description: String {
            (path.isEmpty ? "" : "\(path): ") + message
                + (suggestion.map { "; did you mean \($0.debugDescription)?" } ?? "")
        }

        init(_ code: Code, at path: String, _ message: String, suggestion: String? = nil) {
            self.code = code
            self.path = path
            self.message = message
            self.suggestion = suggestion
        }

        /// What a tag policy says, at the same path.
        init(_ violation: TagViolation) {
            self.init(.tagPolicy, at: violation.path, violation.message, suggestion: violation.suggestion)
        }
    }

    /// The kind of a violation. New kinds may be added; compare with `==`.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case invalidJSON, missing, wrongType, unknownMember, duplicate, unknownRole, emptyText, misplacedSystem
            case noUser, outOfRange, unsupportedParameter, unknownModel, profileLookup, reservedTag, tagPolicy
        }
        private let kind: Kind

        /// The kind in one word, fit for a metric's label.
        public var description: String { kind.rawValue }

        /// The document is no JSON.
        public static var invalidJSON: Self { Self(kind: .invalidJSON) }
        /// A required member is missing.
        public static var missing: Self { Self(kind: .missing) }
        /// A member has another type than it must have.
        public static var wrongType: Self { Self(kind: .wrongType) }
        /// A member that envelopes do not have.
        public static var unknownMember: Self { Self(kind: .unknownMember) }
        /// A parameter is given under two names.
        public static var duplicate: Self { Self(kind: .duplicate) }
        /// A role other than `system`, `user` and `assistant`.
        public static var unknownRole: Self { Self(kind: .unknownRole) }
        /// A text without a character.
        public static var emptyText: Self { Self(kind: .emptyText) }
        /// A system message that stands inside the conversation.
        public static var misplacedSystem: Self { Self(kind: .misplacedSystem) }
        /// A conversation that does not begin with the user.
        public static var noUser: Self { Self(kind: .noUser) }
        /// A number that the parameter does not take.
        public static var outOfRange: Self { Self(kind: .outOfRange) }
        /// A parameter that the model does not have.
        public static var unsupportedParameter: Self { Self(kind: .unsupportedParameter) }
        /// Neither an alias nor a model's id.
        public static var unknownModel: Self { Self(kind: .unknownModel) }
        /// The cost centre's profile was not found.
        public static var profileLookup: Self { Self(kind: .profileLookup) }
        /// A tag that the envelope generates itself.
        public static var reservedTag: Self { Self(kind: .reservedTag) }
        /// A tag breaks the policy: see `TagViolation`.
        public static var tagPolicy: Self { Self(kind: .tagPolicy) }
    }

    /// The rules that are broken; at least one.
    public let violations: [Violation]

    /// All violations in one line; no prompt and no tag's value is in it.
    public var description: String { violations.map(\.description).joined(separator: "; ") }

    init(_ violations: [Violation]) { self.violations = violations }
}
