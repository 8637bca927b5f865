public import AWSCore

/// AWS Budgets UpdateBudgetAction: changes an action that is not at work; what is `nil` stays.
public struct UpdateBudgetAction: JSONRPCOperation, Hashable, Codable {
    /// AWS Budgets.
    public typealias Service = BudgetsService
    /// `UpdateBudgetAction`.
    public static let name = "UpdateBudgetAction"
    /// A second execution changes nothing more.
    public static let isIdempotent = true

    /// The account, twelve digits.
    public var accountID: String
    /// The budget's name.
    public var budgetName: String
    /// The action's id.
    public var actionID: String
    /// Which figure is compared.
    public var trigger: BudgetNotification.Kind?
    /// With what the figure is compared.
    public var threshold: BudgetAction.Threshold?
    /// What the action works with.
    public var definition: BudgetActionDefinition?
    /// The role that AWS Budgets takes on; it must trust `budgets.amazonaws.com`.
    public var executionRoleARN: ARN?
    /// Whether somebody has to agree first.
    public var approvalModel: BudgetAction.ApprovalModel?
    /// Who is told: at most 10 e-mail addresses and one SNS topic.
    public var subscribers: [BudgetSubscriber]?

    private enum CodingKeys: String, CodingKey {
        case accountID = "AccountId"
        case budgetName = "BudgetName"
        case actionID = "ActionId"
        case trigger = "NotificationType"
        case threshold = "ActionThreshold"
        case definition = "Definition"
        case executionRoleARN = "ExecutionRoleArn"
        case approvalModel = "ApprovalModel"
        case subscribers = "Subscribers"
    }

    /// Changes a budget action.
    public init(
        accountID: String, budgetName: String, actionID: String, trigger: BudgetNotification.Kind? = nil,
        threshold: BudgetAction.Threshold? = nil, definition: BudgetActionDefinition? = nil,
        executionRoleARN: ARN? = nil, approvalModel: BudgetAction.ApprovalModel? = nil,
        subscribers: [BudgetSubscriber]? = nil
    ) {
        self.accountID = accountID
        self.budgetName = budgetName
        self.actionID = actionID
        self.trigger = trigger
        self.threshold = threshold
        self.definition = definition
        self.executionRoleARN = executionRoleARN
        self.approvalModel = approvalModel
        self.subscribers = subscribers
    }

    /// The action before and after.
    public struct Output: Sendable, Hashable, Codable {
        /// The account.
        public var accountID: String
        /// The budget.
        public var budgetName: String
        /// The action as it was.
        public var oldAction: BudgetAction
        /// The action as it is.
        public var newAction: BudgetAction

        private enum CodingKeys: String, CodingKey {
            case accountID = "AccountId"
            case budgetName = "BudgetName"
            case oldAction = "OldAction"
            case newAction = "NewAction"
        }
    }

    /// Checks the input by the service's rules.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try InputRules.check(account: accountID)
        try InputRules.check(budgetName: budgetName)
        try InputRules.check(actionID: actionID)
        if let threshold { try InputRules.check(threshold.value, "ActionThreshold") }
        try definition?.validate()
        if let subscribers { try InputRules.check(subscribers) }
    }
}
