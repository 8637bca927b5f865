public import AWSCore

/// AWS Budgets DescribeBudgetNotificationsForAccount: the notifications of all budgets.
public struct DescribeBudgetNotificationsForAccount: JSONRPCOperation, PaginatedOperation, Hashable, Codable {
    /// AWS Budgets.
    public typealias Service = BudgetsService
    /// `DescribeBudgetNotificationsForAccount`.
    public static let name = "DescribeBudgetNotificationsForAccount"
    /// It only reads.
    public static let isIdempotent = true

    /// The account, twelve digits.
    public var accountID: String
    /// The most budgets on a page, 1 to 1,000; the service's 50 where `nil`.
    public var maxResults: Int?
    /// The page to return.
    public var nextToken: String?

    private enum CodingKeys: String, CodingKey {
        case accountID = "AccountId"
        case maxResults = "MaxResults"
        case nextToken = "NextToken"
    }

    /// Asks for the budget notifications for account.
    public init(accountID: String, maxResults: Int? = nil) {
        self.accountID = accountID
        self.maxResults = maxResults
    }

    /// The notifications of one budget.
    public struct Entry: Sendable, Hashable, Codable {
        /// The budget.
        public var budgetName: String?
        /// Its notifications.
        public var notifications: [BudgetNotification]?

        private enum CodingKeys: String, CodingKey {
            case budgetName = "BudgetName"
            case notifications = "Notifications"
        }
    }

    /// The budgets of a page.
    public struct Output: Sendable, Hashable, Codable {
        /// The budgets with their notifications.
        public var entries: [Entry]?
        /// The token of the next page.
        public var nextToken: String?

        private enum CodingKeys: String, CodingKey {
            case entries = "BudgetNotificationsForAccount"
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
        try InputRules.check(maxResults: maxResults, atMost: 1000)
    }
}
