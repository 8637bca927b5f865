public import AWSCore

/// AWS Budgets DeleteBudgetAction: deletes an action that is not at work.
public struct DeleteBudgetAction: JSONRPCOperation, Hashable, Codable {
    /// AWS Budgets.
    public typealias Service = BudgetsService
    /// The action as it was.
    public typealias Output = DescribeBudgetAction.Output
    /// `DeleteBudgetAction`.
    public static let name = "DeleteBudgetAction"
    /// Repeated it fails with `notFound` and changes nothing.
    public static let isIdempotent = true

    /// The account, twelve digits.
    public var accountID: String
    /// The budget's name.
    public var budgetName: String
    /// The action's id.
    public var actionID: String

    private enum CodingKeys: String, CodingKey {
        case accountID = "AccountId"
        case budgetName = "BudgetName"
        case actionID = "ActionId"
    }

    /// Deletes a budget action.
    public init(accountID: String, budgetName: String, actionID: String) {
        self.accountID = accountID
        self.budgetName = budgetName
        self.actionID = actionID
    }

    /// Checks the input by the service's rules.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try InputRules.check(account: accountID)
        try InputRules.check(budgetName: budgetName)
        try InputRules.check(actionID: actionID)
    }
}
