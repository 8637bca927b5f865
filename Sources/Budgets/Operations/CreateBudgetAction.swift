public import AWSCore
public import Attribution

/// AWS Budgets CreateBudgetAction: lets a budget act. Budgets that start anew each day take no actions.
public struct CreateBudgetAction: JSONRPCOperation, Hashable, Codable {
    /// AWS Budgets.
    public typealias Service = BudgetsService
    /// `CreateBudgetAction`.
    public static let name = "CreateBudgetAction"

    /// The account, twelve digits.
    public var accountID: String
    /// The budget's name.
    public var budgetName: String
    /// Which figure is compared.
    public var trigger: BudgetNotification.Kind
    /// What the action does; it must go with the definition.
    public var kind: BudgetAction.Kind
    /// With what the figure is compared.
    public var threshold: BudgetAction.Threshold
    /// What the action works with.
    public var definition: BudgetActionDefinition
    /// The role that AWS Budgets takes on; it must trust `budgets.amazonaws.com`.
    public var executionRoleARN: ARN
    /// Whether somebody has to agree first.
    public var approvalModel: BudgetAction.ApprovalModel
    /// Who is told: at most 10 e-mail addresses and one SNS topic.
    public var subscribers: [BudgetSubscriber]
    /// Tags of the action itself.
    public var resourceTags: TagSet?

    private enum CodingKeys: String, CodingKey {
        case accountID = "AccountId"
        case budgetName = "BudgetName"
        case trigger = "NotificationType"
        case kind = "ActionType"
        case threshold = "ActionThreshold"
        case definition = "Definition"
        case executionRoleARN = "ExecutionRoleArn"
        case approvalModel = "ApprovalModel"
        case subscribers = "Subscribers"
        case resourceTags = "ResourceTags"
    }

    /// Makes a budget action.
    public init(
        accountID: String, budgetName: String, trigger: BudgetNotification.Kind, kind: BudgetAction.Kind,
        threshold: BudgetAction.Threshold, definition: BudgetActionDefinition, executionRoleARN: ARN,
        approvalModel: BudgetAction.ApprovalModel, subscribers: [BudgetSubscriber], resourceTags: TagSet? = nil
    ) {
        self.accountID = accountID
        self.budgetName = budgetName
        self.trigger = trigger
        self.kind = kind
        self.threshold = threshold
        self.definition = definition
        self.executionRoleARN = executionRoleARN
        self.approvalModel = approvalModel
        self.subscribers = subscribers
        self.resourceTags = resourceTags
    }

    /// Reads the service's form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        accountID = try container.decode(String.self, forKey: .accountID)
        budgetName = try container.decode(String.self, forKey: .budgetName)
        trigger = try container.decode(BudgetNotification.Kind.self, forKey: .trigger)
        kind = try container.decode(BudgetAction.Kind.self, forKey: .kind)
        threshold = try container.decode(BudgetAction.Threshold.self, forKey: .threshold)
        definition = try container.decode(BudgetActionDefinition.self, forKey: .definition)
        executionRoleARN = try container.decode(ARN.self, forKey: .executionRoleARN)
        approvalModel = try container.decode(BudgetAction.ApprovalModel.self, forKey: .approvalModel)
        subscribers = try container.decode([BudgetSubscriber].self, forKey: .subscribers)
        resourceTags = try container.decodeIfPresent(CapitalizedTagList.self, forKey: .resourceTags)?.tags
    }

    /// Writes the service's form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(accountID, forKey: .accountID)
        try container.encode(budgetName, forKey: .budgetName)
        try container.encode(trigger, forKey: .trigger)
        try container.encode(kind, forKey: .kind)
        try container.encode(threshold, forKey: .threshold)
        try container.encode(definition, forKey: .definition)
        try container.encode(executionRoleARN, forKey: .executionRoleARN)
        try container.encode(approvalModel, forKey: .approvalModel)
        try container.encode(subscribers, forKey: .subscribers)
        try container.encodeIfPresent(resourceTags.map(CapitalizedTagList.init), forKey: .resourceTags)
    }

    /// The action that was made.
    public struct Output: Sendable, Hashable, Codable {
        /// The account.
        public var accountID: String
        /// The budget.
        public var budgetName: String
        /// The action.
        public var actionID: String

        private enum CodingKeys: String, CodingKey {
            case accountID = "AccountId"
            case budgetName = "BudgetName"
            case actionID = "ActionId"
        }
    }

    /// Checks the input by the service's rules.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try InputRules.check(account: accountID)
        try InputRules.check(budgetName: budgetName)
        try InputRules.check(threshold.value, "ActionThreshold")
        try definition.validate()
        guard kind == definition.kind else {
            throw .invalidInput("ActionType", "\(kind) does not go with a definition for \(definition.kind)")
        }
        guard executionRoleARN.service == "iam", executionRoleARN.resource.hasPrefix("role/") else {
            throw .invalidInput("ExecutionRoleArn", "\(executionRoleARN) is not the ARN of a role")
        }
        try InputRules.check(subscribers)
        try InputRules.check(resourceTags: resourceTags)
    }
}
