public import AWSCore

/// AWS Budgets DescribeBudgetActionsForBudget: the actions of a budget.
public struct DescribeBudgetActionsForBudget: JSONRPCOperation, PaginatedOperation, Hashable, Codable {
    /// AWS Budgets.
    public typealias Service = BudgetsService
    /// `DescribeBudgetActionsForBudget`.
    public static let name = "DescribeBudgetActionsForBudget"
    /// It only reads.
    public static let isIdempotent = true

    /// The account, twelve digits.
    public var accountID: String
    /// The budget's name.
    public var budgetName: String
    /// The most entries on a page, 1 to 100.
    public var maxResults: Int?
    /// The page to return.
    public var nextToken: String?

    private enum CodingKeys: String, CodingKey {
        case accountID = "AccountId"
        case budgetName = "BudgetName"
        case maxResults = "MaxResults"
        case nextToken = "NextToken"
    }

    /// Asks for the budget actions for budget.
    public init(accountID: String, budgetName: String, maxResults: Int? = nil) {
        self.accountID = accountID
        self.budgetName = budgetName
        self.maxResults = maxResults
    }

    /// The actions of a page.
    public struct Output: Sendable, Hashable, Codable {
        /// The actions.
        public var actions: [BudgetAction]
        /// The token of the next page.
        public var nextToken: String?

        private enum CodingKeys: String, CodingKey {
            case actions = "Actions"
            case nextToken = "NextToken"
        }
    }

    /// Sets the page to return.
    public mutating func setPageToken(_ token: String) { nextToken = token }
    /// The token of the next page.
    public static func nextPageToken(after output: Output) -> String? { output.nextToken }

    /// Checks the input by the service's rules.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try InputRules.check(account: accountID)
        try InputRules.check(budgetName: budgetName)
        try InputRules.check(maxResults: maxResults)
    }
}
