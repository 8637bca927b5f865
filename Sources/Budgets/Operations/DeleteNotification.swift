public import AWSCore

/// AWS Budgets DeleteNotification: deletes a notification with its subscribers.
public struct DeleteNotification: JSONRPCOperation, Hashable, Codable {
    /// AWS Budgets.
    public typealias Service = BudgetsService
    /// `DeleteNotification`.
    public static let name = "DeleteNotification"
    /// Repeated it fails with `notFound` and changes nothing.
    public static let isIdempotent = true

    /// The account, twelve digits.
    public var accountID: String
    /// The budget's name.
    public var budgetName: String
    /// The notification, known by its values.
    public var notification: BudgetNotification

    private enum CodingKeys: String, CodingKey {
        case accountID = "AccountId"
        case budgetName = "BudgetName"
        case notification = "Notification"
    }

    /// Deletes a notification.
    public init(accountID: String, budgetName: String, notification: BudgetNotification) {
        self.accountID = accountID
        self.budgetName = budgetName
        self.notification = notification
    }

    /// An empty reply.
    public struct Output: Sendable, Hashable, Codable {}

    /// Checks the input by the service's rules.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try InputRules.check(account: accountID)
        try InputRules.check(budgetName: budgetName)
        try InputRules.check(notification.threshold, "Threshold")
    }
}
