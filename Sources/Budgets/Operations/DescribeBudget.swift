public import AWSCore

/// AWS Budgets DescribeBudget: one budget, with what was spent and is forecast.
public struct DescribeBudget: JSONRPCOperation, Hashable, Codable {
    /// AWS Budgets.
    public typealias Service = BudgetsService
    /// `DescribeBudget`.
    public static let name = "DescribeBudget"
    /// It only reads.
    public static let isIdempotent = true

    /// The account, twelve digits.
    public var accountID: String
    /// The budget's name.
    public var budgetName: String
    /// Whether a filter of the older form is also shown as an expression.
    public var showsFilterExpression: Bool?

    private enum CodingKeys: String, CodingKey {
        case accountID = "AccountId"
        case budgetName = "BudgetName"
        case showsFilterExpression = "ShowFilterExpression"
    }

    /// Asks for a budget.
    public init(accountID: String, budgetName: String, showsFilterExpression: Bool? = nil) {
        self.accountID = accountID
        self.budgetName = budgetName
        self.showsFilterExpression = showsFilterExpression
    }

    /// The budget.
    public struct Output: Sendable, Hashable, Codable {
        /// The budget.
        public var budget: Budget?

        private enum CodingKeys: String, CodingKey {
            case budget = "Budget"
        }
    }

    /// Checks the input by the service's rules.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try InputRules.check(account: accountID)
        try InputRules.check(budgetName: budgetName)
    }
}
