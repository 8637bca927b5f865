public import AWSCore

/// Cost Explorer DeleteCostCategoryDefinition: ends a cost category. Costs of this month and later have its values no more.
public struct DeleteCostCategoryDefinition: JSONRPCOperation, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `DeleteCostCategoryDefinition`.
    public static let name = "DeleteCostCategoryDefinition"
    /// What has ended stays ended.
    public static let isIdempotent = true

    /// The category.
    public var costCategoryARN: ARN

    private enum CodingKeys: String, CodingKey {
        case costCategoryARN = "CostCategoryArn"
    }

    /// Asks for the end of a category.
    public init(_ costCategoryARN: ARN) { self.costCategoryARN = costCategoryARN }

    /// What DeleteCostCategoryDefinition returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The category's ARN.
        public var costCategoryARN: ARN?
        /// From when on the rules count no more.
        public var effectiveEnd: CostDate?

        private enum CodingKeys: String, CodingKey {
            case costCategoryARN = "CostCategoryArn"
            case effectiveEnd = "EffectiveEnd"
        }
    }

    /// Checks the ARN.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try CostCategoryRules.validate(costCategoryARN)
    }
}
