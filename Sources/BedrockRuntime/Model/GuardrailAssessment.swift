public import AWSCore

/// What the policies of a guardrail found.
public struct GuardrailAssessment: Sendable, Hashable, Codable {
    /// Denied topics.
    public var topicPolicy: TopicPolicy?
    /// Harmful content.
    public var contentPolicy: ContentPolicy?
    /// Unwanted words.
    public var wordPolicy: WordPolicy?
    /// Personal and other sensitive data.
    public var sensitiveInformationPolicy: SensitiveInformationPolicy?
    /// Whether the answer keeps to its source.
    public var contextualGroundingPolicy: ContextualGroundingPolicy?
    /// Whether the answer follows from formal rules.
    public var automatedReasoningPolicy: AutomatedReasoningPolicy?
    /// What the assessment cost and covered.
    public var invocationMetrics: InvocationMetrics?
    /// Which guardrail it was.
    public var appliedGuardrailDetails: AppliedGuardrail?

    /// Creates one from its members.
    public init(
        topicPolicy: TopicPolicy? = nil, contentPolicy: ContentPolicy? = nil, wordPolicy: WordPolicy? = nil,
        sensitiveInformationPolicy: SensitiveInformationPolicy? = nil,
        contextualGroundingPolicy: ContextualGroundingPolicy? = nil,
        automatedReasoningPolicy: AutomatedReasoningPolicy? = nil,
        invocationMetrics: InvocationMetrics? = nil, appliedGuardrailDetails: AppliedGuardrail? = nil
    ) {
        self.topicPolicy = topicPolicy
        self.contentPolicy = contentPolicy
        self.wordPolicy = wordPolicy
        self.sensitiveInformationPolicy = sensitiveInformationPolicy
        self.contextualGroundingPolicy = contextualGroundingPolicy
        self.automatedReasoningPolicy = automatedReasoningPolicy
        self.invocationMetrics = invocationMetrics
        self.appliedGuardrailDetails = appliedGuardrailDetails
    }
}

extension GuardrailAssessment {
    /// What a guardrail did about a finding. An open set.
    public struct Action: OpenStringSet {
        /// The value on the wire.
        public let rawValue: String

        /// A value as the service spells it.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The content was blocked.
        public static let blocked: Self = "BLOCKED"
        /// The data were masked.
        public static let anonymized: Self = "ANONYMIZED"
        /// Nothing.
        public static let none: Self = "NONE"
    }

    /// Denied topics.
    public struct TopicPolicy: Sendable, Hashable, Codable {
        /// What was found.
        public var topics: [Topic]

        /// Creates one from its members.
        public init(topics: [Topic]) {
            self.topics = topics
        }
    }

    /// A denied topic.
    public struct Topic: Sendable, Hashable, Codable {
        /// The topic's name.
        public var name: String
        /// What kind of topic it is.
        public var type: Kind
        /// What was done about it.
        public var action: Action
        /// Whether it was found, whatever was done about it.
        public var detected: Bool?

        /// Creates one from its members.
        public init(name: String, type: Kind, action: Action, detected: Bool? = nil) {
            self.name = name
            self.type = type
            self.action = action
            self.detected = detected
        }

        /// A kind of topic. An open set.
        public struct Kind: OpenStringSet {
            /// The value on the wire.
            public let rawValue: String

            /// A value as the service spells it.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// A topic to stay away from.
            public static let deny: Self = "DENY"
        }
    }

    /// Harmful content.
    public struct ContentPolicy: Sendable, Hashable, Codable {
        /// What was found.
        public var filters: [ContentFilter]

        /// Creates one from its members.
        public init(filters: [ContentFilter]) {
            self.filters = filters
        }
    }

    /// A filter for harmful content.
    public struct ContentFilter: Sendable, Hashable, Codable {
        /// What it looks for.
        public var type: Kind
        /// How sure the filter is.
        public var confidence: Level
        /// How strict the filter is set.
        public var filterStrength: Level?
        /// What was done about it.
        public var action: Action
        /// Whether it was found, whatever was done about it.
        public var detected: Bool?

        /// Creates one from its members.
        public init(type: Kind, confidence: Level, filterStrength: Level? = nil, action: Action, detected: Bool? = nil)
        {
            self.type = type
            self.confidence = confidence
            self.filterStrength = filterStrength
            self.action = action
            self.detected = detected
        }

        /// What a content filter looks for. An open set.
        public struct Kind: OpenStringSet {
            /// The value on the wire.
            public let rawValue: String

            /// A value as the service spells it.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// Insults.
            public static let insults: Self = "INSULTS"
            /// Hate.
            public static let hate: Self = "HATE"
            /// Sexual content.
            public static let sexual: Self = "SEXUAL"
            /// Violence.
            public static let violence: Self = "VIOLENCE"
            /// Crime and misconduct.
            public static let misconduct: Self = "MISCONDUCT"
            /// Attempts to get around the instructions.
            public static let promptAttack: Self = "PROMPT_ATTACK"
        }

        /// How sure, or how strict. An open set.
        public struct Level: OpenStringSet {
            /// The value on the wire.
            public let rawValue: String

            /// A value as the service spells it.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// Not at all.
            public static let none: Self = "NONE"
            /// Low.
            public static let low: Self = "LOW"
            /// Medium.
            public static let medium: Self = "MEDIUM"
            /// High.
            public static let high: Self = "HIGH"
        }
    }

    /// Unwanted words.
    public struct WordPolicy: Sendable, Hashable, Codable {
        /// Words of the guardrail's own list.
        public var customWords: [CustomWord]
        /// Words of the service's lists.
        public var managedWordLists: [ManagedWord]

        /// Creates one from its members.
        public init(customWords: [CustomWord], managedWordLists: [ManagedWord]) {
            self.customWords = customWords
            self.managedWordLists = managedWordLists
        }
    }

    /// A word of the guardrail's own list.
    public struct CustomWord: Sendable, Hashable, Codable {
        /// What was found.
        public var match: String
        /// What was done about it.
        public var action: Action
        /// Whether it was found, whatever was done about it.
        public var detected: Bool?

        /// Creates one from its members.
        public init(match: String, action: Action, detected: Bool? = nil) {
            self.match = match
            self.action = action
            self.detected = detected
        }
    }

    /// A word of one of the service's lists.
    public struct ManagedWord: Sendable, Hashable, Codable {
        /// What was found.
        public var match: String
        /// The list.
        public var type: Kind
        /// What was done about it.
        public var action: Action
        /// Whether it was found, whatever was done about it.
        public var detected: Bool?

        /// Creates one from its members.
        public init(match: String, type: Kind, action: Action, detected: Bool? = nil) {
            self.match = match
            self.type = type
            self.action = action
            self.detected = detected
        }

        /// A list of words. An open set.
        public struct Kind: OpenStringSet {
            /// The value on the wire.
            public let rawValue: String

            /// A value as the service spells it.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// Profanity.
            public static let profanity: Self = "PROFANITY"
        }
    }

    /// Personal and other sensitive data.
    public struct SensitiveInformationPolicy: Sendable, Hashable, Codable {
        /// Personal data.
        public var piiEntities: [PIIEntity]
        /// What regular expressions matched.
        public var regexes: [RegexFilter]

        /// Creates one from its members.
        public init(piiEntities: [PIIEntity], regexes: [RegexFilter]) {
            self.piiEntities = piiEntities
            self.regexes = regexes
        }
    }

    /// Personal data that was found.
    public struct PIIEntity: Sendable, Hashable, Codable {
        /// What was found.
        public var match: String
        /// What kind of data it is, such as `EMAIL`.
        public var type: Kind
        /// What was done about it.
        public var action: Action
        /// Whether it was found, whatever was done about it.
        public var detected: Bool?

        /// Creates one from its members.
        public init(match: String, type: Kind, action: Action, detected: Bool? = nil) {
            self.match = match
            self.type = type
            self.action = action
            self.detected = detected
        }

        /// A kind of personal data. An open set.
        public struct Kind: OpenStringSet {
            /// The value on the wire.
            public let rawValue: String

            /// A value as the service spells it.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// `ADDRESS`.
            public static let address: Self = "ADDRESS"
            /// `AGE`.
            public static let age: Self = "AGE"
            /// `AWS_ACCESS_KEY`.
            public static let awsAccessKey: Self = "AWS_ACCESS_KEY"
            /// `AWS_SECRET_KEY`.
            public static let awsSecretKey: Self = "AWS_SECRET_KEY"
            /// `CA_HEALTH_NUMBER`.
            public static let caHealthNumber: Self = "CA_HEALTH_NUMBER"
            /// `CA_SOCIAL_INSURANCE_NUMBER`.
            public static let caSocialInsuranceNumber: Self = "CA_SOCIAL_INSURANCE_NUMBER"
            /// `CREDIT_DEBIT_CARD_CVV`.
            public static let creditDebitCardCvv: Self = "CREDIT_DEBIT_CARD_CVV"
            /// `CREDIT_DEBIT_CARD_EXPIRY`.
            public static let creditDebitCardExpiry: Self = "CREDIT_DEBIT_CARD_EXPIRY"
            /// `CREDIT_DEBIT_CARD_NUMBER`.
            public static let creditDebitCardNumber: Self = "CREDIT_DEBIT_CARD_NUMBER"
            /// `DRIVER_ID`.
            public static let driverId: Self = "DRIVER_ID"
            /// `EMAIL`.
            public static let email: Self = "EMAIL"
            /// `INTERNATIONAL_BANK_ACCOUNT_NUMBER`.
            public static let internationalBankAccountNumber: Self = "INTERNATIONAL_BANK_ACCOUNT_NUMBER"
            /// `IP_ADDRESS`.
            public static let ipAddress: Self = "IP_ADDRESS"
            /// `LICENSE_PLATE`.
            public static let licensePlate: Self = "LICENSE_PLATE"
            /// `MAC_ADDRESS`.
            public static let macAddress: Self = "MAC_ADDRESS"
            /// `NAME`.
            public static let name: Self = "NAME"
            /// `PASSWORD`.
            public static let password: Self = "PASSWORD"
            /// `PHONE`.
            public static let phone: Self = "PHONE"
            /// `PIN`.
            public static let pin: Self = "PIN"
            /// `SWIFT_CODE`.
            public static let swiftCode: Self = "SWIFT_CODE"
            /// `UK_NATIONAL_HEALTH_SERVICE_NUMBER`.
            public static let ukNationalHealthServiceNumber: Self = "UK_NATIONAL_HEALTH_SERVICE_NUMBER"
            /// `UK_NATIONAL_INSURANCE_NUMBER`.
            public static let ukNationalInsuranceNumber: Self = "UK_NATIONAL_INSURANCE_NUMBER"
            /// `UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER`.
            public static let ukUniqueTaxpayerReferenceNumber: Self = "UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER"
            /// `URL`.
            public static let url: Self = "URL"
            /// `USERNAME`.
            public static let username: Self = "USERNAME"
            /// `US_BANK_ACCOUNT_NUMBER`.
            public static let usBankAccountNumber: Self = "US_BANK_ACCOUNT_NUMBER"
            /// `US_BANK_ROUTING_NUMBER`.
            public static let usBankRoutingNumber: Self = "US_BANK_ROUTING_NUMBER"
            /// `US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER`.
            public static let usIndividualTaxIdentificationNumber: Self = "US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER"
            /// `US_PASSPORT_NUMBER`.
            public static let usPassportNumber: Self = "US_PASSPORT_NUMBER"
            /// `US_SOCIAL_SECURITY_NUMBER`.
            public static let usSocialSecurityNumber: Self = "US_SOCIAL_SECURITY_NUMBER"
            /// `VEHICLE_IDENTIFICATION_NUMBER`.
            public static let vehicleIdentificationNumber: Self = "VEHICLE_IDENTIFICATION_NUMBER"
        }
    }

    /// What a regular expression matched.
    public struct RegexFilter: Sendable, Hashable, Codable {
        /// The expression's name.
        public var name: String?
        /// What was found.
        public var match: String?
        /// The expression.
        public var regex: String?
        /// What was done about it.
        public var action: Action
        /// Whether it was found, whatever was done about it.
        public var detected: Bool?

        /// Creates one from its members.
        public init(
            name: String? = nil, match: String? = nil, regex: String? = nil, action: Action, detected: Bool? = nil
        ) {
            self.name = name
            self.match = match
            self.regex = regex
            self.action = action
            self.detected = detected
        }
    }
}
