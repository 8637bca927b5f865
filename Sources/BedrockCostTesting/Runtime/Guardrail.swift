extension MockAWS {
    /// A guardrail that the simulator applies: fixed lists in place of a model's judgement.
    ///
    /// ```swift
    /// mock.addGuardrail(.init(id: "gr4claims", deniedTopics: ["Investment advice": ["which shares"]], masksEMail: true))
    /// ```
    ///
    /// Each policy that has something to look for costs a text unit for every 1,000 characters begun. Topics and content
    /// filters cost $0.15, e-mail addresses $0.10 per 1,000 units; words are free.
    public struct Guardrail: Sendable, Hashable {
        /// The id: lower-case letters and digits.
        public var id: String
        /// The versions that exist.
        public var versions: Set<String> = ["DRAFT", "1"]
        /// Topics by name, each with the phrases that give it away; letter case does not matter.
        public var deniedTopics: [String: [String]] = [:]
        /// Harmful content by the service's names, such as `INSULTS`, each with the phrases that give it away.
        public var contentFilters: [String: [String]] = [:]
        /// Words that block a text.
        public var blockedWords: [String] = []
        /// Whether e-mail addresses are replaced by `{EMAIL}`.
        public var masksEMail = false
        /// What stands in place of a text that was blocked.
        public var blockedMessage = "Sorry, the model cannot answer this question."

        /// A guardrail of the given policies.
        public init(
            id: String, deniedTopics: [String: [String]] = [:], contentFilters: [String: [String]] = [:],
            blockedWords: [String] = [], masksEMail: Bool = false
        ) {
            self.id = id
            self.deniedTopics = deniedTopics
            self.contentFilters = contentFilters
            self.blockedWords = blockedWords
            self.masksEMail = masksEMail
        }
    }

    /// Lets ApplyGuardrail know a guardrail.
    ///
    /// - Parameters:
    ///   - guardrail: The guardrail; one of the same id is replaced.
    ///   - region: The Region that it exists in.
    public func addGuardrail(_ guardrail: Guardrail, region: String = "us-east-1") {
        let account = options.accountID
        engine.withState { $0[account: account, region: region].guardrails[guardrail.id] = guardrail }
    }
}
