public import AWSCore

/// A cost category: a name under which rules sort bill lines into values, which costs can be filtered and grouped by.
public struct CostCategory: Sendable, Hashable, Codable {
    /// The language of a category's rules.
    public struct RuleVersion: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A value by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The only one so far.
        public static let v1 = Self(rawValue: "CostCategoryExpression.v1")
    }

    /// How far a part of AWS has got with applying a category.
    public struct Processing: Sendable, Hashable, Codable {
        /// A part of AWS that applies categories.
        public struct Component: OpenStringSet {
            /// The name on the wire.
            public let rawValue: String

            /// A value by its name on the wire.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// Cost Explorer.
            public static let costExplorer = Self(rawValue: "COST_EXPLORER")
        }

        /// How far it has got.
        public struct Status: OpenStringSet {
            /// The name on the wire.
            public let rawValue: String

            /// A value by its name on the wire.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// Reports do not show the rules yet; it takes up to 24 hours.
            public static let processing = Self(rawValue: "PROCESSING")
            /// Reports show the rules.
            public static let applied = Self(rawValue: "APPLIED")
        }

        /// The part.
        public var component: Component?
        /// How far it has got.
        public var status: Status?

        private enum CodingKeys: String, CodingKey {
            case component = "Component"
            case status = "Status"
        }
    }

    /// The category's ARN.
    public var costCategoryARN: ARN
    /// From when on the rules count.
    public var effectiveStart: CostDate
    /// From when on they count no more; `nil` while they do.
    public var effectiveEnd: CostDate?
    /// The name, 1 to 50 characters.
    public var name: String
    /// The language of the rules.
    public var ruleVersion: RuleVersion
    /// The rules; the first that matches a line decides its value.
    public var rules: [CostCategoryRule]
    /// How costs under some values are charged to others.
    public var splitChargeRules: [CostCategorySplitCharge]?
    /// How far AWS has got with applying it.
    public var processingStatus: [Processing]?
    /// The value of lines that no rule matches; without one they have no value.
    public var defaultValue: String?

    private enum CodingKeys: String, CodingKey {
        case costCategoryARN = "CostCategoryArn"
        case effectiveStart = "EffectiveStart"
        case effectiveEnd = "EffectiveEnd"
        case name = "Name"
        case ruleVersion = "RuleVersion"
        case rules = "Rules"
        case splitChargeRules = "SplitChargeRules"
        case processingStatus = "ProcessingStatus"
        case defaultValue = "DefaultValue"
    }

    /// A cost category in a list, without its rules.
    public struct Summary: Sendable, Hashable, Codable {
        /// The category's ARN.
        public var costCategoryARN: ARN?
        /// The name.
        public var name: String?
        /// From when on the rules count.
        public var effectiveStart: CostDate?
        /// From when on they count no more; `nil` while they do.
        public var effectiveEnd: CostDate?
        /// How many rules there are.
        public var numberOfRules: Int?
        /// How far AWS has got with applying it.
        public var processingStatus: [Processing]?
        /// The values that the rules give.
        public var values: [String]?
        /// The value of lines that no rule matches.
        public var defaultValue: String?
        /// The kinds of resource that can use the category, such as `billing:billingview`.
        public var supportedResourceTypes: [String]?

        private enum CodingKeys: String, CodingKey {
            case costCategoryARN = "CostCategoryArn"
            case name = "Name"
            case effectiveStart = "EffectiveStart"
            case effectiveEnd = "EffectiveEnd"
            case numberOfRules = "NumberOfRules"
            case processingStatus = "ProcessingStatus"
            case values = "Values"
            case defaultValue = "DefaultValue"
            case supportedResourceTypes = "SupportedResourceTypes"
        }
    }
}
