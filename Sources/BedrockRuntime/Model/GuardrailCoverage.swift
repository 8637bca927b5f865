/// How much of a request or answer a guardrail assessed.
public struct GuardrailCoverage: Sendable, Hashable, Codable {
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
