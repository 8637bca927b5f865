public import AWSCore

/// Cost Explorer UpdateCostCategoryDefinition: replaces a cost category's rules from a month on.
public struct UpdateCostCategoryDefinition: JSONRPCOperation, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `UpdateCostCategoryDefinition`.
    public static let name = "UpdateCostCategoryDefinition"
    /// Replacing rules by the same rules changes nothing.
    public static let isIdempotent = true

    /// The category.
    public var costCategoryARN: ARN
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

    private enum CodingKeys: String, CodingKey {
        case costCategoryARN = "CostCategoryArn"
        case effectiveStart = "EffectiveStart"
        case ruleVersion = "RuleVersion"
        case rules = "Rules"
        case defaultValue = "DefaultValue"
        case splitChargeRules = "SplitChargeRules"
    }

    /// Asks for other rules.
    public init(
        _ costCategoryARN: ARN, rules: [CostCategoryRule], defaultValue: String? = nil,
        effectiveStart: CostDate? = nil, splitChargeRules: [CostCategorySplitCharge]? = nil
    ) {
        self.costCategoryARN = costCategoryARN
        self.effectiveStart = effectiveStart
        self.ruleVersion = .v1
        self.rules = rules
        self.defaultValue = defaultValue
        self.splitChargeRules = splitChargeRules
    }

    /// What UpdateCostCategoryDefinition returns.
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

    /// Checks ARN, values, rules, splits and start.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try CostCategoryRules.validate(costCategoryARN)
        try CostCategoryRules.validate(rules, defaultValue, splitChargeRules)
        try effectiveStart?.validateAsStartOfMonth("EffectiveStart")
    }
}
