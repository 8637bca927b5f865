public import AWSCore

/// AWS Budgets UpdateBudget: replaces a budget; its notifications and actions stay.
public struct UpdateBudget: JSONRPCOperation, Hashable, Codable {
    /// AWS Budgets.
    public typealias Service = BudgetsService
    /// `UpdateBudget`.
    public static let name = "UpdateBudget"
    /// A second execution changes nothing more.
    public static let isIdempotent = true

    /// The account, twelve digits.
    public var accountID: String
    /// The budget, whole, under its old name.
    public var newBudget: Budget

    private enum CodingKeys: String, CodingKey {
        case accountID = "AccountId"
        case newBudget = "NewBudget"
    }

    /// Changes a budget.
    public init(accountID: String, newBudget: Budget) {
        self.accountID = accountID
        self.newBudget = newBudget
    }

    /// An empty reply.
    public struct Output: Sendable, Hashable, Codable {}

    /// Checks the input by the service's rules.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try InputRules.check(account: accountID)
        try newBudget.validate()
    }
}
