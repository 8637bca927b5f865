/// A tag that breaks a rule of Bedrock's control plane.
///
/// The description holds the rule and the key, never a value.
public struct TagError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Which rule is broken. New rules may be added; compare with `==`.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Rule: String {
            case keyLength, valueLength, keyCharacters, valueCharacters, reservedPrefix, duplicateKey, tooManyTags
        }
        private let rule: Rule

        /// The rule in one word.
        public var description: String { rule.rawValue }

        /// A key has 1 to 128 characters.
        public static var keyLength: Self { Self(rule: .keyLength) }
        /// A value has at most 256 characters.
        public static var valueLength: Self { Self(rule: .valueLength) }
        /// A key is made of ASCII letters, digits, white space and `. _ : / = + @ -`.
        public static var keyCharacters: Self { Self(rule: .keyCharacters) }
        /// A value is made of the same characters as a key.
        public static var valueCharacters: Self { Self(rule: .valueCharacters) }
        /// Keys that begin with `aws:`, in any case, are AWS's own.
        public static var reservedPrefix: Self { Self(rule: .reservedPrefix) }
        /// A key may come once.
        public static var duplicateKey: Self { Self(rule: .duplicateKey) }
        /// A resource has at most 50 tags.
        public static var tooManyTags: Self { Self(rule: .tooManyTags) }
    }

    /// Which rule is broken.
    public let code: Code
    /// The key of the tag that breaks it; `nil` where the whole set does.
    public let key: String?
    /// The rule, and how it is broken.
    public let message: String

    /// The message.
    public var description: String { message }

    init(_ code: Code, key: String?, _ message: String) {
        self.code = code
        self.key = key
        self.message = message
    }
}
