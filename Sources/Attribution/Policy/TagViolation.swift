/// One rule that tags, attributes or a call's context break.
///
/// The message names keys, rules and allowed values, never the value that was given: that may be personal.
public struct TagViolation: Sendable, Hashable, CustomStringConvertible {
    /// Which kind of rule is broken. New kinds may be added; compare with `==`.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case noContext, missingKey, unknownKey, keyCasing, duplicateKey, conflictingValues
            case valueNotAllowed, valueCasing, pattern, displayName, illegalTag
            case personalData, missingAttribute, illegalCharacters, length, tooManyPairs
            case missingProject, illegalProject, ambiguousProject, illegalSession
        }
        private let kind: Kind

        /// The kind in one word, fit for a metric's label.
        public var description: String { kind.rawValue }

        /// There is no ``CostContext``, so that required keys are missing: a detached task or a callback lost it.
        public static var noContext: Self { Self(kind: .noContext) }
        /// A required key is missing.
        public static var missingKey: Self { Self(kind: .missingKey) }
        /// The policy does not know the key.
        public static var unknownKey: Self { Self(kind: .unknownKey) }
        /// The key differs from the policy's by upper and lower case only. AWS takes the two for different keys.
        public static var keyCasing: Self { Self(kind: .keyCasing) }
        /// A key comes twice.
        public static var duplicateKey: Self { Self(kind: .duplicateKey) }
        /// Two spellings of one key, or a tag and an attribute of one name, have different values.
        public static var conflictingValues: Self { Self(kind: .conflictingValues) }
        /// The value is none of the allowed ones.
        public static var valueNotAllowed: Self { Self(kind: .valueNotAllowed) }
        /// The value has the wrong case.
        public static var valueCasing: Self { Self(kind: .valueCasing) }
        /// The value does not match the key's pattern.
        public static var pattern: Self { Self(kind: .pattern) }
        /// A display name stands where tags must be as they are sent. ``TagPolicy/resolve(_:)`` turns it into its code.
        public static var displayName: Self { Self(kind: .displayName) }
        /// The tag breaks a rule of Bedrock's own: see ``TagError``.
        public static var illegalTag: Self { Self(kind: .illegalTag) }
        /// The value looks like an e-mail address or a telephone number.
        public static var personalData: Self { Self(kind: .personalData) }
        /// A required attribute is missing.
        public static var missingAttribute: Self { Self(kind: .missingAttribute) }
        /// A character that the channel does not carry.
        public static var illegalCharacters: Self { Self(kind: .illegalCharacters) }
        /// A key or a value is too short or too long for the channel.
        public static var length: Self { Self(kind: .length) }
        /// More pairs than the channel carries.
        public static var tooManyPairs: Self { Self(kind: .tooManyPairs) }
        /// Neither the context nor the policy names a project.
        public static var missingProject: Self { Self(kind: .missingProject) }
        /// The text is no project's id.
        public static var illegalProject: Self { Self(kind: .illegalProject) }
        /// Several projects fit the tags equally well.
        public static var ambiguousProject: Self { Self(kind: .ambiguousProject) }
        /// What is to become a session's tag or name breaks a rule of STS.
        public static var illegalSession: Self { Self(kind: .illegalSession) }
    }

    /// Which kind of rule is broken.
    public let code: Code
    /// What breaks it: `tags.team`, `attributes.user`, `requestMetadata`, `project`, `principal` or `context`.
    public let path: String
    /// The rule as the policy or AWS has it, such as `one of claims, sales`.
    public let rule: String
    /// What is wrong, in words.
    public let message: String
    /// What was probably meant: a key or a value that can be put in place of the wrong one.
    public let suggestion: String?

    /// Path, message and suggestion.
    public var description: String {
        "\(path): \(message)" + (suggestion.map { "; did you mean \($0.debugDescription)?" } ?? "")
    }

    init(_ code: Code, at path: String, rule: String, _ message: String, suggestion: String? = nil) {
        self.code = code
        self.path = path
        self.rule = rule
        self.message = message
        self.suggestion = suggestion
    }

    /// `root.key`, or `root["the key"]` where the key is no plain word.
    package static func path(_ root: String, _ key: String) -> String {
        let isPlain =
            !key.isEmpty
            && key.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || $0.isASCIIDigit || "_-".unicodeScalars.contains($0)
            }
        return isPlain && key.count <= TagRules.maximumKeyLength ? "\(root).\(key)" : "\(root)[\(TagRules.quoted(key))]"
    }
}

/// What is wrong with tags or with the context of a call: all of it, not only the first violation.
public struct TagPolicyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The rules that are broken; at least one.
    public let violations: [TagViolation]

    /// All violations in one line; no given value is in it.
    public var description: String { violations.map(\.description).joined(separator: "; ") }

    init(_ violations: [TagViolation]) { self.violations = violations }

    /// Whether a violation of the given kind is among them.
    public func contains(_ code: TagViolation.Code) -> Bool { violations.contains { $0.code == code } }
}

extension Unicode.Scalar {
    var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
