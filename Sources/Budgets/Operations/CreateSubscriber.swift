public import AWSCore

/// AWS Budgets CreateSubscriber: lets one more be told.
public struct CreateSubscriber: JSONRPCOperation, Hashable, Codable {
    /// AWS Budgets.
    public typealias Service = BudgetsService
    /// `CreateSubscriber`.
    public static let name = "CreateSubscriber"

    /// The account, twelve digits.
    public var accountID: String
    /// The budget's name.
    public var budgetName: String
    /// The notification, known by its values.
    public var notification: BudgetNotification
    /// Who is told.
    public var subscriber: BudgetSubscriber

    private enum CodingKeys: String, CodingKey {
        case accountID = "AccountId"
        case budgetName = "BudgetName"
        case notification = "Notification"
        case subscriber = "Subscriber"
    }

    /// Makes a subscriber.
    public init(accountID: String, budgetName: String, notification: BudgetNotification, subscriber: BudgetSubscriber) {
        self.accountID = accountID
        self.budgetName = budgetName
        self.notification = notification
        self.subscriber = subscriber
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
        try InputRules.check(subscriber)
    }
}
