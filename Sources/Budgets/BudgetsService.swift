public import AWSCore

/// AWS Budgets: awsJson 1.1, one host for a whole partition, signed for the partition's global Region.
public enum BudgetsService: JSONRPCService {
    /// `Budgets`.
    public static let serviceID = "Budgets"
    /// `budgets`.
    public static let signingName = "budgets"
    /// `budgets.amazonaws.com`, without a Region.
    public static let endpoint = EndpointRule.global("budgets")
    /// `AWSBudgetServiceGateway`.
    public static let targetPrefix = "AWSBudgetServiceGateway"
}
