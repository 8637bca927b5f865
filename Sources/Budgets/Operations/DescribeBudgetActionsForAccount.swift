public import AWSCore

/// AWS Budgets DescribeBudgetActionsForAccount: the actions of all budgets.
public struct DescribeBudgetActionsForAccount: JSONRPCOperation, PaginatedOperation, Hashable, Codable {
    /// AWS Budgets.
    public typealias Service = BudgetsService
    /// `DescribeBudgetActionsForAccount`.
    public static let name = "DescribeBudgetActionsForAccount"
    /// It only reads.
    public static let isIdempotent = true

    /// The account, twelve digits.
    public var accountID: String
    /// The most entries on a page, 1 to 100.
    public var maxResults: Int?
    /// The page to return.
    public var nextToken: String?

    private enum CodingKeys: String, CodingKey {
        case accountID = "AccountId"
        case maxResults = "MaxResults"
        case nextToken = "NextToken"
    }

    /// Asks for the budget actions for account.
    public init(accountID: String, maxResults: Int? = nil) {
        self.accountID = accountID
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
        try InputRules.check(maxResults: maxResults)
    }
}
