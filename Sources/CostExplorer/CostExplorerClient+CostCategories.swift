public import AWSCore

extension CostExplorerClient {
    /// Makes a cost category (CreateCostCategoryDefinition). For the payer's account only.
    ///
    /// It takes up to 24 hours until reports show its values.
    ///
    /// - Parameters:
    ///   - name: The name, 1 to 50 characters.
    ///   - rules: The rules, 1 to 500; the first that matches a line decides its value.
    ///   - defaultValue: The value of lines that no rule matches; without one they have none.
    ///   - effectiveStart: From when on the rules count: the first moment of a month, up to twelve months back.
    ///   - splitChargeRules: How costs under some values are charged to others.
    ///   - resourceTags: Tags of the category itself.
    /// - Returns: The category's ARN and its start.
    /// - Throws: `AWSError`.
    @discardableResult
    public func createCostCategory(
        named name: String, rules: [CostCategoryRule], defaultValue: String? = nil, effectiveStart: CostDate? = nil,
        splitChargeRules: [CostCategorySplitCharge]? = nil, resourceTags: [CostResourceTag]? = nil
    ) async throws(AWSError) -> CreateCostCategoryDefinition.Output {
        try await aws.send(
            CreateCostCategoryDefinition(
                name: name, rules: rules, defaultValue: defaultValue, effectiveStart: effectiveStart,
                splitChargeRules: splitChargeRules, resourceTags: resourceTags))
    }

    /// A cost category with its rules (DescribeCostCategoryDefinition).
    ///
    /// - Throws: `AWSError`; of code `notFound` for an ARN that the service does not know.
    public func costCategory(_ arn: ARN, effectiveOn: CostDate? = nil) async throws(AWSError) -> CostCategory {
        let output = try await aws.send(DescribeCostCategoryDefinition(arn, effectiveOn: effectiveOn))
        guard let category = output.costCategory else {
            throw AWSError(.malformedResponse, "a description without its CostCategory")
        }
        return category
    }

    /// Replaces a cost category's rules from a month on (UpdateCostCategoryDefinition).
    ///
    /// - Throws: `AWSError`.
    @discardableResult
    public func updateCostCategory(
        _ arn: ARN, rules: [CostCategoryRule], defaultValue: String? = nil, effectiveStart: CostDate? = nil,
        splitChargeRules: [CostCategorySplitCharge]? = nil
    ) async throws(AWSError) -> UpdateCostCategoryDefinition.Output {
        try await aws.send(
            UpdateCostCategoryDefinition(
                arn, rules: rules, defaultValue: defaultValue, effectiveStart: effectiveStart,
                splitChargeRules: splitChargeRules))
    }

    /// Ends a cost category with the month before this one (DeleteCostCategoryDefinition).
    ///
    /// - Throws: `AWSError`.
    @discardableResult
    public func deleteCostCategory(_ arn: ARN) async throws(AWSError) -> DeleteCostCategoryDefinition.Output {
        try await aws.send(DeleteCostCategoryDefinition(arn))
    }

    /// All cost categories of the account (ListCostCategoryDefinitions).
    ///
    /// - Throws: `AWSError`.
    public func costCategoryDefinitions(
        _ query: ListCostCategoryDefinitions = ListCostCategoryDefinitions()
    ) async throws(AWSError) -> [CostCategory.Summary] {
        try await aws.pages(of: query).collect { $0.costCategoryReferences ?? [] }
    }
}
