public import AWSCore

extension GuardrailAssessment {
    /// Whether an answer follows from formal rules.
    public struct AutomatedReasoningPolicy: Sendable, Hashable, Codable {
        /// What was found.
        public var findings: [AutomatedReasoningFinding]?

        /// Creates one from its members.
        public init(findings: [AutomatedReasoningFinding]? = nil) {
            self.findings = findings
        }
    }
}

/// What automated reasoning found about a claim.
public enum AutomatedReasoningFinding: Sendable, Hashable {
    /// The claim follows from the rules.
    indirect case valid(Valid)
    /// The claim contradicts the rules.
    indirect case invalid(Invalid)
    /// The claim may be true or false.
    indirect case satisfiable(Satisfiable)
    /// The premises contradict the rules or each other.
    indirect case impossible(Impossible)
    /// The text can be read in several ways.
    case translationAmbiguous(TranslationAmbiguous)
    /// There was too much to be checked in time.
    case tooComplex(TooComplex)
    /// Nothing in the text concerns the rules.
    case noTranslations(NoTranslations)
    /// A member that this version does not know, by its name on the wire.
    case unknown(String, JSONValue)
}

extension AutomatedReasoningFinding {
    /// The claim follows from the rules.
    public struct Valid: Sendable, Hashable, Codable {
        /// The text in logic.
        public var translation: Translation?
        /// A case in which the claims hold.
        public var claimsTrueScenario: Scenario?
        /// The rules that support the claim.
        public var supportingRules: [Rule]?
        /// What is odd about the logic.
        public var logicWarning: LogicWarning?

        /// Creates one from its members.
        public init(
            translation: Translation? = nil, claimsTrueScenario: Scenario? = nil, supportingRules: [Rule]? = nil,
            logicWarning: LogicWarning? = nil
        ) {
            self.translation = translation
            self.claimsTrueScenario = claimsTrueScenario
            self.supportingRules = supportingRules
            self.logicWarning = logicWarning
        }
    }

    /// The claim contradicts the rules.
    public struct Invalid: Sendable, Hashable, Codable {
        /// The text in logic.
        public var translation: Translation?
        /// The rules that it contradicts.
        public var contradictingRules: [Rule]?
        /// What is odd about the logic.
        public var logicWarning: LogicWarning?

        /// Creates one from its members.
        public init(
            translation: Translation? = nil, contradictingRules: [Rule]? = nil, logicWarning: LogicWarning? = nil
        ) {
            self.translation = translation
            self.contradictingRules = contradictingRules
            self.logicWarning = logicWarning
        }
    }

    /// The claim may be true or false.
    public struct Satisfiable: Sendable, Hashable, Codable {
        /// The text in logic.
        public var translation: Translation?
        /// A case in which the claims hold.
        public var claimsTrueScenario: Scenario?
        /// A case in which they do not.
        public var claimsFalseScenario: Scenario?
        /// What is odd about the logic.
        public var logicWarning: LogicWarning?

        /// Creates one from its members.
        public init(
            translation: Translation? = nil, claimsTrueScenario: Scenario? = nil, claimsFalseScenario: Scenario? = nil,
            logicWarning: LogicWarning? = nil
        ) {
            self.translation = translation
            self.claimsTrueScenario = claimsTrueScenario
            self.claimsFalseScenario = claimsFalseScenario
            self.logicWarning = logicWarning
        }
    }

    /// The premises contradict the rules or each other.
    public struct Impossible: Sendable, Hashable, Codable {
        /// The text in logic.
        public var translation: Translation?
        /// The rules that they contradict.
        public var contradictingRules: [Rule]?
        /// What is odd about the logic.
        public var logicWarning: LogicWarning?

        /// Creates one from its members.
        public init(
            translation: Translation? = nil, contradictingRules: [Rule]? = nil, logicWarning: LogicWarning? = nil
        ) {
            self.translation = translation
            self.contradictingRules = contradictingRules
            self.logicWarning = logicWarning
        }
    }

    /// The text can be read in several ways.
    public struct TranslationAmbiguous: Sendable, Hashable, Codable {
        /// The readings.
        public var options: [Option]?
        /// Cases that tell the readings apart.
        public var differenceScenarios: [Scenario]?

        /// Creates one from its members.
        public init(options: [Option]? = nil, differenceScenarios: [Scenario]? = nil) {
            self.options = options
            self.differenceScenarios = differenceScenarios
        }

        /// One reading of a text.
        public struct Option: Sendable, Hashable, Codable {
            /// The text in logic.
            public var translations: [Translation]?

            /// Creates one from its members.
            public init(translations: [Translation]? = nil) {
                self.translations = translations
            }
        }
    }

    /// There was too much to be checked in time.
    public struct TooComplex: Sendable, Hashable, Codable {

        /// Creates one; it has no members.
        public init() {}
    }

    /// Nothing in the text concerns the rules.
    public struct NoTranslations: Sendable, Hashable, Codable {

        /// Creates one; it has no members.
        public init() {}
    }

    /// A text in logic.
    public struct Translation: Sendable, Hashable, Codable {
        /// What is assumed.
        public var premises: [Statement]?
        /// What is claimed.
        public var claims: [Statement]?
        /// Assumptions that could not be put into logic.
        public var untranslatedPremises: [TextReference]?
        /// Claims that could not be put into logic.
        public var untranslatedClaims: [TextReference]?
        /// How sure the translation is, 0 to 1.
        public var confidence: Double?

        /// Creates one from its members.
        public init(
            premises: [Statement]? = nil, claims: [Statement]? = nil, untranslatedPremises: [TextReference]? = nil,
            untranslatedClaims: [TextReference]? = nil, confidence: Double? = nil
        ) {
            self.premises = premises
            self.claims = claims
            self.untranslatedPremises = untranslatedPremises
            self.untranslatedClaims = untranslatedClaims
            self.confidence = confidence
        }
    }

    /// A statement, formal and in words.
    public struct Statement: Sendable, Hashable, Codable {
        /// In logic.
        public var logic: String?
        /// In words.
        public var naturalLanguage: String?

        /// Creates one from its members.
        public init(logic: String? = nil, naturalLanguage: String? = nil) {
            self.logic = logic
            self.naturalLanguage = naturalLanguage
        }
    }

    /// A passage of the text.
    public struct TextReference: Sendable, Hashable, Codable {
        /// The passage.
        public var text: String?

        /// Creates one from its members.
        public init(text: String? = nil) {
            self.text = text
        }
    }

    /// A case that statements describe.
    public struct Scenario: Sendable, Hashable, Codable {
        /// The statements.
        public var statements: [Statement]?

        /// Creates one from its members.
        public init(statements: [Statement]? = nil) {
            self.statements = statements
        }
    }

    /// A rule of a policy.
    public struct Rule: Sendable, Hashable, Codable {
        /// The rule's id.
        public var identifier: String?
        /// The policy's version.
        public var policyVersionARN: String?

        /// Creates one from its members.
        public init(identifier: String? = nil, policyVersionARN: String? = nil) {
            self.identifier = identifier
            self.policyVersionARN = policyVersionARN
        }

        private enum CodingKeys: String, CodingKey {
            case identifier
            case policyVersionARN = "policyVersionArn"
        }
    }

    /// What is odd about the logic of a text.
    public struct LogicWarning: Sendable, Hashable, Codable {
        /// What it is.
        public var type: Kind?
        /// The assumptions concerned.
        public var premises: [Statement]?
        /// The claims concerned.
        public var claims: [Statement]?

        /// Creates one from its members.
        public init(type: Kind? = nil, premises: [Statement]? = nil, claims: [Statement]? = nil) {
            self.type = type
            self.premises = premises
            self.claims = claims
        }

        /// What is odd about logic. An open set.
        public struct Kind: OpenStringSet {
            /// The value on the wire.
            public let rawValue: String

            /// A value as the service spells it.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// It can never be true.
            public static let alwaysFalse: Self = "ALWAYS_FALSE"
            /// It can never be false.
            public static let alwaysTrue: Self = "ALWAYS_TRUE"
        }
    }
}

extension AutomatedReasoningFinding: Codable {
    /// Decodes the one member that is set.
    public init(from decoder: any Decoder) throws {
        let union = try UnionDecoder(decoder)
        switch union.member {
        case "valid": self = .valid(try union.value())
        case "invalid": self = .invalid(try union.value())
        case "satisfiable": self = .satisfiable(try union.value())
        case "impossible": self = .impossible(try union.value())
        case "translationAmbiguous": self = .translationAmbiguous(try union.value())
        case "tooComplex": self = .tooComplex(try union.value())
        case "noTranslations": self = .noTranslations(try union.value())
        default: self = .unknown(union.member, try union.value())
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .valid(let value): try encoder.encode(member: "valid", value)
        case .invalid(let value): try encoder.encode(member: "invalid", value)
        case .satisfiable(let value): try encoder.encode(member: "satisfiable", value)
        case .impossible(let value): try encoder.encode(member: "impossible", value)
        case .translationAmbiguous(let value): try encoder.encode(member: "translationAmbiguous", value)
        case .tooComplex(let value): try encoder.encode(member: "tooComplex", value)
        case .noTranslations(let value): try encoder.encode(member: "noTranslations", value)
        case .unknown(let member, let value): try encoder.encode(member: member, value)
        }
    }
}
