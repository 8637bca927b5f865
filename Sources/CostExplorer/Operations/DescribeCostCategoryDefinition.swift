public import AWSCore

/// Cost Explorer DescribeCostCategoryDefinition: a cost category with its rules.
public struct DescribeCostCategoryDefinition: JSONRPCOperation, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `DescribeCostCategoryDefinition`.
    public static let name = "DescribeCostCategoryDefinition"
    /// It only reads.
    public static let isIdempotent = true

    /// The category.
    public var costCategoryARN: ARN
    /// The time whose rules to return; now where `nil`.
    public var effectiveOn: CostDate?

    private enum CodingKeys: String, CodingKey {
        case costCategoryARN = "CostCategoryArn"
        case effectiveOn = "EffectiveOn"
    }

    /// Asks for a category.
    public init(_ costCategoryARN: ARN, effectiveOn: CostDate? = nil) {
        self.costCategoryARN = costCategoryARN
        self.effectiveOn = effectiveOn
    }

    /// What DescribeCostCategoryDefinition returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The category.
        public var costCategory: CostCategory?

        private enum CodingKeys: String, CodingKey {
            case costCategory = "CostCategory"
        }
    }

    /// Checks ARN and time.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try CostCategoryRules.validate(costCategoryARN)
        try effectiveOn?.validate("EffectiveOn")
    }
}
