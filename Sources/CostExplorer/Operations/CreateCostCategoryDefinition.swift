public import AWSCore

/// Cost Explorer CreateCostCategoryDefinition: makes a cost category. For the payer's account only.
public struct CreateCostCategoryDefinition: JSONRPCOperation, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `CreateCostCategoryDefinition`.
    public static let name = "CreateCostCategoryDefinition"
    /// A second one of the same name would be refused.
    public static let isIdempotent = false

    /// The name, 1 to 50 characters.
    public var name: String
    /// From when on the rules count: the first moment of a month, up to twelve months back. This month's where `nil`.
    public var effectiveStart: CostDate?
    /// The language of the rules.
    public var ruleVersion: CostCategory.RuleVersion
    /// The rules, 1 to 500; the first that matches a line decides its value.
    public var rules: [CostCategoryRule]
    /// The value of lines that no rule matches.
    public var defaultValue: String?
    /// How costs under some values are charged to others, 1 to 10.
    public var splitChargeRules: [CostCategorySplitCharge]?
    /// Tags of the category itself, up to 200.
    public var resourceTags: [CostResourceTag]?

    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case effectiveStart = "EffectiveStart"
        case ruleVersion = "RuleVersion"
        case rules = "Rules"
        case defaultValue = "DefaultValue"
        case splitChargeRules = "SplitChargeRules"
        case resourceTags = "ResourceTags"
    }

    /// Asks for a category.
    public init(
        name: String, rules: [CostCategoryRule], defaultValue: String? = nil, effectiveStart: CostDate? = nil,
        splitChargeRules: [CostCategorySplitCharge]? = nil, resourceTags: [CostResourceTag]? = nil
    ) {
        self.name = name
        self.effectiveStart = effectiveStart
        self.ruleVersion = .v1
        self.rules = rules
        self.defaultValue = defaultValue
        self.splitChargeRules = splitChargeRules
        self.resourceTags = resourceTags
    }

    /// What CreateCostCategoryDefinition returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The category's ARN.
        public var costCategoryARN: ARN?
        /// From when on the rules count.
        public var effectiveStart: CostDate?

        private enum CodingKeys: String, CodingKey {
            case costCategoryARN = "CostCategoryArn"
            case effectiveStart = "EffectiveStart"
        }
    }

    /// Checks name, values, rules, splits, tags and start.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try CostCategoryRules.validate(name: name, "Name")
        try CostCategoryRules.validate(rules, defaultValue, splitChargeRules)
        try effectiveStart?.validateAsStartOfMonth("EffectiveStart")
        try CostCategoryRules.validate(resourceTags)
    }
}
