public import AWSCore

/// AWS Budgets UpdateNotification: replaces a notification; its subscribers stay.
public struct UpdateNotification: JSONRPCOperation, Hashable, Codable {
    /// AWS Budgets.
    public typealias Service = BudgetsService
    /// `UpdateNotification`.
    public static let name = "UpdateNotification"

    /// The account, twelve digits.
    public var accountID: String
    /// The budget's name.
    public var budgetName: String
    /// The notification as it is.
    public var oldNotification: BudgetNotification
    /// The notification as it shall be.
    public var newNotification: BudgetNotification

    private enum CodingKeys: String, CodingKey {
        case accountID = "AccountId"
        case budgetName = "BudgetName"
        case oldNotification = "OldNotification"
        case newNotification = "NewNotification"
    }

    /// Changes a notification.
    public init(
        accountID: String, budgetName: String, oldNotification: BudgetNotification, newNotification: BudgetNotification
    ) {
        self.accountID = accountID
        self.budgetName = budgetName
        self.oldNotification = oldNotification
        self.newNotification = newNotification
    }

    /// An empty reply.
    public struct Output: Sendable, Hashable, Codable {}

    /// Checks the input by the service's rules.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try InputRules.check(account: accountID)
        try InputRules.check(budgetName: budgetName)
        try InputRules.check(oldNotification.threshold, "OldNotification")
        try InputRules.check(newNotification.threshold, "NewNotification")
    }
}
