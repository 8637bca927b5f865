public import AWSCore

/// AWS Budgets CreateNotification: lets a budget speak up.
public struct CreateNotification: JSONRPCOperation, Hashable, Codable {
    /// AWS Budgets.
    public typealias Service = BudgetsService
    /// `CreateNotification`.
    public static let name = "CreateNotification"

    /// The account, twelve digits.
    public var accountID: String
    /// The budget's name.
    public var budgetName: String
    /// The notification, known by its values.
    public var notification: BudgetNotification
    /// Who is told: at most 10 e-mail addresses and one SNS topic.
    public var subscribers: [BudgetSubscriber]

    private enum CodingKeys: String, CodingKey {
        case accountID = "AccountId"
        case budgetName = "BudgetName"
        case notification = "Notification"
        case subscribers = "Subscribers"
    }

    /// Makes a notification.
    public init(
        accountID: String, budgetName: String, notification: BudgetNotification, subscribers: [BudgetSubscriber]
    ) {
        self.accountID = accountID
        self.budgetName = budgetName
        self.notification = notification
        self.subscribers = subscribers
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
        try InputRules.check(subscribers)
    }
}
