public import AWSCore

/// AWS Budgets DescribeBudgets: all budgets of an account.
public struct DescribeBudgets: JSONRPCOperation, PaginatedOperation, Hashable, Codable {
    /// AWS Budgets.
    public typealias Service = BudgetsService
    /// `DescribeBudgets`.
    public static let name = "DescribeBudgets"
    /// It only reads.
    public static let isIdempotent = true

    /// The account, twelve digits.
    public var accountID: String
    /// The most budgets on a page, 1 to 1,000; the service's 100 where `nil`.
    public var maxResults: Int?
    /// Whether filters of the older form are also shown as expressions.
    public var showsFilterExpression: Bool?
    /// The page to return.
    public var nextToken: String?

    private enum CodingKeys: String, CodingKey {
        case accountID = "AccountId"
        case maxResults = "MaxResults"
        case showsFilterExpression = "ShowFilterExpression"
        case nextToken = "NextToken"
    }

    /// Asks for the budgets.
    public init(accountID: String, maxResults: Int? = nil, showsFilterExpression: Bool? = nil) {
        self.accountID = accountID
        self.maxResults = maxResults
        self.showsFilterExpression = showsFilterExpression
    }

    /// The budgets of a page.
    public struct Output: Sendable, Hashable, Codable {
        /// The budgets.
        public var budgets: [Budget]?
        /// The token of the next page.
        public var nextToken: String?

        private enum CodingKeys: String, CodingKey {
            case budgets = "Budgets"
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
