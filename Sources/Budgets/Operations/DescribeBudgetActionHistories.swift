public import AWSCore

/// AWS Budgets DescribeBudgetActionHistories: what happened to an action.
public struct DescribeBudgetActionHistories: JSONRPCOperation, PaginatedOperation, Hashable, Codable {
    /// AWS Budgets.
    public typealias Service = BudgetsService
    /// `DescribeBudgetActionHistories`.
    public static let name = "DescribeBudgetActionHistories"
    /// It only reads.
    public static let isIdempotent = true

    /// The account, twelve digits.
    public var accountID: String
    /// The budget's name.
    public var budgetName: String
    /// The action's id.
    public var actionID: String
    /// Which time; all of it where `nil`.
    public var timePeriod: Budget.Period?
    /// The most entries on a page, 1 to 100.
    public var maxResults: Int?
    /// The page to return.
    public var nextToken: String?

    private enum CodingKeys: String, CodingKey {
        case accountID = "AccountId"
        case budgetName = "BudgetName"
        case actionID = "ActionId"
        case timePeriod = "TimePeriod"
        case maxResults = "MaxResults"
        case nextToken = "NextToken"
    }

    /// Asks for the budget action histories.
    public init(
        accountID: String, budgetName: String, actionID: String, timePeriod: Budget.Period? = nil,
        maxResults: Int? = nil
    ) {
        self.accountID = accountID
        self.budgetName = budgetName
        self.actionID = actionID
        self.timePeriod = timePeriod
        self.maxResults = maxResults
    }

    /// The events of a page.
    public struct Output: Sendable, Hashable, Codable {
        /// The events.
        public var events: [BudgetAction.Event]
        /// The token of the next page.
        public var nextToken: String?

        private enum CodingKeys: String, CodingKey {
            case events = "ActionHistories"
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
        try InputRules.check(actionID: actionID)
        try InputRules.check(period: timePeriod)
        try InputRules.check(maxResults: maxResults)
    }
}
