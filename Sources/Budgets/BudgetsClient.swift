public import AWSCore
public import Attribution
public import Metering

/// AWS Budgets: limits on what tags may cost, who is told when they are passed, and what is done then.
///
/// ```swift
/// let budgets = BudgetsClient(aws, accountID: "123456789012")
/// try await budgets.createMonthly(
///     named: "claims", limit: .usd(500), tagged: ["dept": "claims"],
///     notify: [.actual(over: .percent(80)): [.email("claims-lead@example.com")]])
/// ```
///
/// Budgets follow the bill, which is refreshed up to three times a day: they are a safety net, not a limiter.
public struct BudgetsClient: Sendable {
    /// What sends the calls.
    public let aws: AWSClient
    /// The account whose budgets these are, twelve digits. Every operation names it.
    public let accountID: String

    /// The budgets of an account, reached through `aws`.
    public init(_ aws: AWSClient, accountID: String) {
        self.aws = aws
        self.accountID = accountID
    }

    /// The budgets of the account whose credentials `aws` uses (GetCallerIdentity).
    ///
    /// - Throws: `AWSError` where STS does not say which account that is.
    public static func ofCaller(_ aws: AWSClient) async throws(AWSError) -> BudgetsClient {
        BudgetsClient(aws, accountID: try await STSClient(aws).callerIdentity().account)
    }

    // MARK: Budgets

    /// Makes a cost budget for everything that carries tags, which starts anew each calendar month (CreateBudget).
    ///
    /// - Parameters:
    ///   - name: The name, unique in the account.
    ///   - limit: The limit of each month.
    ///   - tags: The tags that a bill line must all have. Their keys must be active for cost allocation: a budget on one
    ///     that is not reads zero.
    ///   - notify: When the budget speaks up, and to whom.
    ///   - form: The form of the filter; see ``Budget/init(named:limit:each:tagged:as:period:)``.
    /// - Returns: The budget as it was sent.
    /// - Throws: `AWSError`; with the service code `DuplicateRecordException` where the name is taken.
    @discardableResult
    public func createMonthly(
        named name: String, limit: Money, tagged tags: TagSet,
        notify: [BudgetNotification: [BudgetSubscriber]] = [:], as form: Budget.FilterForm? = nil
    ) async throws(AWSError) -> Budget {
        let budget = try Budget(named: name, limit: limit, each: .monthly, tagged: tags, as: form)
        // A dictionary has no order; a request that is repeated should be the same.
        let notifications = notify.map { BudgetNotification.WithSubscribers($0.key, to: $0.value) }
            .sorted { $0.notification.description < $1.notification.description }
        try await create(budget, notifying: notifications)
        return budget
    }

    /// Makes a budget (CreateBudget).
    ///
    /// - Throws: `AWSError`; with the service code `DuplicateRecordException` where the name is taken.
    public func create(
        _ budget: Budget, notifying notifications: [BudgetNotification.WithSubscribers] = [],
        resourceTags: TagSet? = nil
    ) async throws(AWSError) {
        _ = try await aws.send(
            CreateBudget(
                accountID: accountID, budget: budget, notifications: notifications.isEmpty ? nil : notifications,
                resourceTags: resourceTags))
    }

    /// One budget, with what was spent and is forecast (DescribeBudget).
    ///
    /// - Throws: `AWSError`; of code `notFound` where there is no such budget.
    public func budget(named name: String) async throws(AWSError) -> Budget {
        let output = try await aws.send(DescribeBudget(accountID: accountID, budgetName: name))
        guard let budget = output.budget else { throw AWSError(.malformedResponse, "the reply holds no budget") }
        return budget
    }

    /// All budgets of the account (DescribeBudgets), page by page as they are read.
    public func budgets() -> PageItems<DescribeBudgets, Budget> {
        aws.pages(of: DescribeBudgets(accountID: accountID)).items { $0.budgets ?? [] }
    }

    /// Replaces a budget (UpdateBudget). Its notifications and actions stay.
    ///
    /// - Throws: `AWSError`.
    public func update(_ budget: Budget) async throws(AWSError) {
        var budget = budget
        // What the service fills in is not taken back.
        budget.calculatedSpend = nil
        budget.lastUpdated = nil
        budget.health = nil
        _ = try await aws.send(UpdateBudget(accountID: accountID, newBudget: budget))
    }

    /// Deletes a budget with its notifications and actions (DeleteBudget).
    ///
    /// - Throws: `AWSError`.
    public func delete(budgetNamed name: String) async throws(AWSError) {
        _ = try await aws.send(DeleteBudget(accountID: accountID, budgetName: name))
    }

    /// What a budget allowed and what was spent, period by period (DescribeBudgetPerformanceHistory).
    ///
    /// - Parameters:
    ///   - name: The budget.
    ///   - period: Which periods; the last twelve where `nil`.
    /// - Throws: `AWSError`.
    public func history(
        ofBudget name: String, in period: Budget.Period? = nil
    ) async throws(AWSError) -> [BudgetPerformance.Period] {
        try await aws.pages(
            of: DescribeBudgetPerformanceHistory(accountID: accountID, budgetName: name, timePeriod: period)
        ).collect { $0.history?.periods ?? [] }
    }

    // MARK: Notifications

    /// The notifications of a budget, and whether each is passed (DescribeNotificationsForBudget).
    public func notifications(
        ofBudget name: String
    ) -> PageItems<DescribeNotificationsForBudget, BudgetNotification> {
        aws.pages(of: DescribeNotificationsForBudget(accountID: accountID, budgetName: name))
            .items { $0.notifications ?? [] }
    }

    /// Lets a budget speak up (CreateNotification).
    ///
    /// - Throws: `AWSError`.
    public func add(
        _ notification: BudgetNotification, toBudget name: String, for subscribers: [BudgetSubscriber]
    ) async throws(AWSError) {
        _ = try await aws.send(
            CreateNotification(
                accountID: accountID, budgetName: name, notification: notification, subscribers: subscribers))
    }

    /// Replaces a notification (UpdateNotification). Its subscribers stay.
    ///
    /// - Throws: `AWSError`.
    public func replace(
        _ notification: BudgetNotification, by new: BudgetNotification, inBudget name: String
    ) async throws(AWSError) {
        _ = try await aws.send(
            UpdateNotification(
                accountID: accountID, budgetName: name, oldNotification: notification, newNotification: new))
    }

    /// Deletes a notification with its subscribers (DeleteNotification).
    ///
    /// - Throws: `AWSError`.
    public func remove(_ notification: BudgetNotification, fromBudget name: String) async throws(AWSError) {
        _ = try await aws.send(
            DeleteNotification(accountID: accountID, budgetName: name, notification: notification))
    }

    /// Who is told (DescribeSubscribersForNotification), page by page as they are read.
    public func subscribers(
        to notification: BudgetNotification, ofBudget name: String
    ) -> PageItems<DescribeSubscribersForNotification, BudgetSubscriber> {
        aws.pages(
            of: DescribeSubscribersForNotification(
                accountID: accountID, budgetName: name, notification: notification)
        ).items { $0.subscribers ?? [] }
    }

    /// Lets one more be told (CreateSubscriber).
    ///
    /// - Throws: `AWSError`.
    public func subscribe(
        _ subscriber: BudgetSubscriber, to notification: BudgetNotification, ofBudget name: String
    ) async throws(AWSError) {
        _ = try await aws.send(
            CreateSubscriber(
                accountID: accountID, budgetName: name, notification: notification, subscriber: subscriber))
    }

    /// Tells another in the place of one (UpdateSubscriber).
    ///
    /// - Throws: `AWSError`.
    public func replace(
        _ subscriber: BudgetSubscriber, by new: BudgetSubscriber, to notification: BudgetNotification,
        ofBudget name: String
    ) async throws(AWSError) {
        _ = try await aws.send(
            UpdateSubscriber(
                accountID: accountID, budgetName: name, notification: notification, oldSubscriber: subscriber,
                newSubscriber: new))
    }

    /// No longer tells one (DeleteSubscriber). Without its last subscriber a notification goes, too.
    ///
    /// - Throws: `AWSError`.
    public func unsubscribe(
        _ subscriber: BudgetSubscriber, from notification: BudgetNotification, ofBudget name: String
    ) async throws(AWSError) {
        _ = try await aws.send(
            DeleteSubscriber(
                accountID: accountID, budgetName: name, notification: notification, subscriber: subscriber))
    }
}
