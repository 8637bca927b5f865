public import AWSCore
public import Attribution

/// AWS Budgets CreateBudget: makes a budget, with its notifications.
public struct CreateBudget: JSONRPCOperation, Hashable, Codable {
    /// AWS Budgets.
    public typealias Service = BudgetsService
    /// `CreateBudget`.
    public static let name = "CreateBudget"

    /// The account, twelve digits.
    public var accountID: String
    /// The budget.
    public var budget: Budget
    /// When it speaks up, and to whom: at most 10.
    public var notifications: [BudgetNotification.WithSubscribers]?
    /// Tags of the budget itself; they have nothing to do with what it counts.
    public var resourceTags: TagSet?

    private enum CodingKeys: String, CodingKey {
        case accountID = "AccountId"
        case budget = "Budget"
        case notifications = "NotificationsWithSubscribers"
        case resourceTags = "ResourceTags"
    }

    /// Makes a budget.
    public init(
        accountID: String, budget: Budget, notifications: [BudgetNotification.WithSubscribers]? = nil,
        resourceTags: TagSet? = nil
    ) {
        self.accountID = accountID
        self.budget = budget
        self.notifications = notifications
        self.resourceTags = resourceTags
    }

    /// Reads the service's form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        accountID = try container.decode(String.self, forKey: .accountID)
        budget = try container.decode(Budget.self, forKey: .budget)
        notifications = try container.decodeIfPresent([BudgetNotification.WithSubscribers].self, forKey: .notifications)
        resourceTags = try container.decodeIfPresent(CapitalizedTagList.self, forKey: .resourceTags)?.tags
    }

    /// Writes the service's form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(accountID, forKey: .accountID)
        try container.encode(budget, forKey: .budget)
        try container.encodeIfPresent(notifications, forKey: .notifications)
        try container.encodeIfPresent(resourceTags.map(CapitalizedTagList.init), forKey: .resourceTags)
    }

    /// An empty reply.
    public struct Output: Sendable, Hashable, Codable {}

    /// Checks the input by the service's rules.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try InputRules.check(account: accountID)
        try budget.validate()
        if let notifications {
            guard notifications.count <= 10 else {
                throw .invalidInput("NotificationsWithSubscribers", "at most 10, got \(notifications.count)")
            }
            guard Set(notifications.map(\.notification)).count == notifications.count else {
                throw .invalidInput("NotificationsWithSubscribers", "the same notification comes twice")
            }
            for entry in notifications {
                try InputRules.check(entry.notification.threshold, "Threshold")
                try InputRules.check(entry.subscribers)
            }
        }
        try InputRules.check(resourceTags: resourceTags)
    }
}
