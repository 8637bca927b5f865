public import AWSCore

/// AWS Budgets UpdateSubscriber: replaces one who is told.
public struct UpdateSubscriber: JSONRPCOperation, Hashable, Codable {
    /// AWS Budgets.
    public typealias Service = BudgetsService
    /// `UpdateSubscriber`.
    public static let name = "UpdateSubscriber"

    /// The account, twelve digits.
    public var accountID: String
    /// The budget's name.
    public var budgetName: String
    /// The notification, known by its values.
    public var notification: BudgetNotification
    /// Who was told so far.
    public var oldSubscriber: BudgetSubscriber
    /// Who shall be told.
    public var newSubscriber: BudgetSubscriber

    private enum CodingKeys: String, CodingKey {
        case accountID = "AccountId"
        case budgetName = "BudgetName"
        case notification = "Notification"
        case oldSubscriber = "OldSubscriber"
        case newSubscriber = "NewSubscriber"
    }

    /// Changes a subscriber.
    public init(
        accountID: String, budgetName: String, notification: BudgetNotification, oldSubscriber: BudgetSubscriber,
        newSubscriber: BudgetSubscriber
    ) {
        self.accountID = accountID
        self.budgetName = budgetName
        self.notification = notification
        self.oldSubscriber = oldSubscriber
        self.newSubscriber = newSubscriber
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
        try InputRules.check(oldSubscriber)
        try InputRules.check(newSubscriber)
    }
}
