public import AWSCore

/// AWS Budgets DeleteBudget: deletes a budget with its notifications and actions.
public struct DeleteBudget: JSONRPCOperation, Hashable, Codable {
    /// AWS Budgets.
    public typealias Service = BudgetsService
    /// `DeleteBudget`.
    public static let name = "DeleteBudget"
    /// Repeated it fails with `notFound` and changes nothing.
    public static let isIdempotent = true

    /// The account, twelve digits.
    public var accountID: String
    /// The budget's name.
    public var budgetName: String

    private enum CodingKeys: String, CodingKey {
        case accountID = "AccountId"
        case budgetName = "BudgetName"
    }

    /// Deletes a budget.
    public init(accountID: String, budgetName: String) {
        self.accountID = accountID
        self.budgetName = budgetName
    }

    /// An empty reply.
    public struct Output: Sendable, Hashable, Codable {}

    /// Checks the input by the service's rules.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try InputRules.check(account: accountID)
        try InputRules.check(budgetName: budgetName)
    }
}
