public import AWSCore

/// AWS Budgets DescribeSubscribersForNotification: who is told.
public struct DescribeSubscribersForNotification: JSONRPCOperation, PaginatedOperation, Hashable, Codable {
    /// AWS Budgets.
    public typealias Service = BudgetsService
    /// `DescribeSubscribersForNotification`.
    public static let name = "DescribeSubscribersForNotification"
    /// It only reads.
    public static let isIdempotent = true

    /// The account, twelve digits.
    public var accountID: String
    /// The budget's name.
    public var budgetName: String
    /// The notification, known by its values.
    public var notification: BudgetNotification
    /// The most entries on a page, 1 to 100.
    public var maxResults: Int?
    /// The page to return.
    public var nextToken: String?

    private enum CodingKeys: String, CodingKey {
        case accountID = "AccountId"
        case budgetName = "BudgetName"
        case notification = "Notification"
        case maxResults = "MaxResults"
        case nextToken = "NextToken"
    }

    /// Asks for the subscribers for notification.
    public init(accountID: String, budgetName: String, notification: BudgetNotification, maxResults: Int? = nil) {
        self.accountID = accountID
        self.budgetName = budgetName
        self.notification = notification
        self.maxResults = maxResults
    }

    /// The subscribers of a page.
    public struct Output: Sendable, Hashable, Codable {
        /// The subscribers.
        public var subscribers: [BudgetSubscriber]?
        /// The token of the next page.
        public var nextToken: String?

        private enum CodingKeys: String, CodingKey {
            case subscribers = "Subscribers"
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
        try InputRules.check(notification.threshold, "Threshold")
        try InputRules.check(maxResults: maxResults)
    }
}
