public import AWSCore

/// AWS Budgets DeleteSubscriber: no longer tells one. A notification without subscribers goes, too.
public struct DeleteSubscriber: JSONRPCOperation, Hashable, Codable {
    /// AWS Budgets.
    public typealias Service = BudgetsService
    /// `DeleteSubscriber`.
    public static let name = "DeleteSubscriber"
    /// Repeated it fails with `notFound` and changes nothing.
    public static let isIdempotent = true

    /// The account, twelve digits.
    public var accountID: String
    /// The budget's name.
    public var budgetName: String
    /// The notification, known by its values.
    public var notification: BudgetNotification
    /// Who was told so far.
    public var subscriber: BudgetSubscriber

    private enum CodingKeys: String, CodingKey {
        case accountID = "AccountId"
        case budgetName = "BudgetName"
        case notification = "Notification"
        case subscriber = "Subscriber"
    }

    /// Deletes a subscriber.
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
