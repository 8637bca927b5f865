public import AWSCore

/// AWS Budgets ExecuteBudgetAction: approves, retries, undoes or resets an action.
public struct ExecuteBudgetAction: JSONRPCOperation, Hashable, Codable {
    /// AWS Budgets.
    public typealias Service = BudgetsService
    /// `ExecuteBudgetAction`.
    public static let name = "ExecuteBudgetAction"

    /// The account, twelve digits.
    public var accountID: String
    /// The budget's name.
    public var budgetName: String
    /// The action's id.
    public var actionID: String
    /// What is done with it.
    public var execution: BudgetAction.Execution

    private enum CodingKeys: String, CodingKey {
        case accountID = "AccountId"
        case budgetName = "BudgetName"
        case actionID = "ActionId"
        case execution = "ExecutionType"
    }

    /// Executes a budget action.
    public init(accountID: String, budgetName: String, actionID: String, execution: BudgetAction.Execution) {
        self.accountID = accountID
        self.budgetName = budgetName
        self.actionID = actionID
        self.execution = execution
    }

    /// What was done.
    public struct Output: Sendable, Hashable, Codable {
        /// The account.
        public var accountID: String
        /// The budget.
        public var budgetName: String
        /// The action.
        public var actionID: String
        /// What was done with it.
        public var execution: BudgetAction.Execution

        private enum CodingKeys: String, CodingKey {
            case accountID = "AccountId"
            case budgetName = "BudgetName"
            case actionID = "ActionId"
            case execution = "ExecutionType"
        }
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
