public import AWSCore

/// AWS Budgets DescribeBudgetPerformanceHistory: what a budget allowed and what was spent, period by period.
public struct DescribeBudgetPerformanceHistory: JSONRPCOperation, PaginatedOperation, Hashable, Codable {
    /// AWS Budgets.
    public typealias Service = BudgetsService
    /// `DescribeBudgetPerformanceHistory`.
    public static let name = "DescribeBudgetPerformanceHistory"
    /// It only reads.
    public static let isIdempotent = true

    /// The account, twelve digits.
    public var accountID: String
    /// The budget's name.
    public var budgetName: String
    /// Which periods; the last twelve where `nil`.
    public var timePeriod: Budget.Period?
    /// The most entries on a page, 1 to 100.
    public var maxResults: Int?
    /// The page to return.
    public var nextToken: String?

    private enum CodingKeys: String, CodingKey {
        case accountID = "AccountId"
        case budgetName = "BudgetName"
        case timePeriod = "TimePeriod"
        case maxResults = "MaxResults"
        case nextToken = "NextToken"
    }

    /// Asks for the budget performance history.
    public init(accountID: String, budgetName: String, timePeriod: Budget.Period? = nil, maxResults: Int? = nil) {
        self.accountID = accountID
        self.budgetName = budgetName
        self.timePeriod = timePeriod
        self.maxResults = maxResults
    }

    /// The periods of a page.
    public struct Output: Sendable, Hashable, Codable {
        /// The budget and its periods.
        public var history: BudgetPerformance?
        /// The token of the next page.
        public var nextToken: String?

        private enum CodingKeys: String, CodingKey {
            case history = "BudgetPerformanceHistory"
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
        try InputRules.check(period: timePeriod)
        try InputRules.check(maxResults: maxResults)
    }
}
