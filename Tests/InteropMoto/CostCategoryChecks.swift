import AWSCore
import CostExplorer

/// Definitions of cost categories, which moto keeps.
enum CostCategoryChecks {
    static func run(_ explorer: CostExplorerClient) async {
        await SDKAgainstMoto.check("ce: a cost category is made, described, updated and deleted") {
            let rules: [CostCategoryRule] = [
                .value("Insurance", where: .or(.tag("dept", in: ["claims"]), .tag("dept", in: ["underwriting"]))),
                .inherited(fromTag: "dept"),
            ]
            let made = try await explorer.createCostCategory(
                named: "Division", rules: rules, defaultValue: "Other", effectiveStart: .month(2026, 10))
            guard let arn = made.costCategoryARN, made.effectiveStart == .month(2026, 10) else { return false }
            let category = try await explorer.costCategory(arn)
            guard category.name == "Division", category.rules == rules, category.defaultValue == "Other" else {
                return false
            }
            try await explorer.updateCostCategory(arn, rules: [.inheritedFromAccountName])
            guard try await explorer.costCategory(arn).rules == [.inheritedFromAccountName] else { return false }
            return try await explorer.deleteCostCategory(arn).costCategoryARN == arn
        }
        await SDKAgainstMoto.check("ce: a cost category that is not there") {
            do throws(AWSError) {
                guard let arn = ARN("arn:aws:ce::123456789012:costcategory/none") else { return false }
                _ = try await explorer.costCategory(arn)
                return false
            } catch {
                return error.code == .notFound
            }
        }
    }
}
