public import AWSCore

extension BudgetsClient {
    /// Lets a budget act once a threshold is passed (CreateBudgetAction).
    ///
    /// - Parameters:
    ///   - definition: What is done, such as a policy to attach.
    ///   - name: The budget. One that starts anew each day takes no actions.
    ///   - trigger: Which figure is compared.
    ///   - threshold: With what.
    ///   - role: The role that AWS Budgets takes on to do it.
    ///   - approval: Whether somebody has to agree first.
    ///   - subscribers: Who is told.
    /// - Returns: The action's id.
    /// - Throws: `AWSError`.
    public func addAction(
        _ definition: BudgetActionDefinition, toBudget name: String, when trigger: BudgetNotification.Kind = .actual,
        over threshold: BudgetThreshold, as role: ARN, approval: BudgetAction.ApprovalModel,
        telling subscribers: [BudgetSubscriber]
    ) async throws(AWSError) -> String {
        try await aws.send(
            CreateBudgetAction(
                accountID: accountID, budgetName: name, trigger: trigger, kind: definition.kind,
                threshold: BudgetAction.Threshold(threshold), definition: definition, executionRoleARN: role,
                approvalModel: approval, subscribers: subscribers)
        ).actionID
    }

    /// One action (DescribeBudgetAction).
    ///
    /// - Throws: `AWSError`.
    public func action(_ id: String, ofBudget name: String) async throws(AWSError) -> BudgetAction {
        try await aws.send(DescribeBudgetAction(accountID: accountID, budgetName: name, actionID: id)).action
    }

    /// The actions of a budget (DescribeBudgetActionsForBudget), page by page as they are read.
    public func actions(ofBudget name: String) -> PageItems<DescribeBudgetActionsForBudget, BudgetAction> {
        aws.pages(of: DescribeBudgetActionsForBudget(accountID: accountID, budgetName: name)).items { $0.actions }
    }

    /// The actions of all budgets (DescribeBudgetActionsForAccount), page by page as they are read.
    public func actions() -> PageItems<DescribeBudgetActionsForAccount, BudgetAction> {
        aws.pages(of: DescribeBudgetActionsForAccount(accountID: accountID)).items { $0.actions }
    }

    /// Deletes an action (DeleteBudgetAction).
    ///
    /// - Throws: `AWSError`; with the service code `ResourceLockedException` while it is at work.
    public func deleteAction(_ id: String, ofBudget name: String) async throws(AWSError) {
        _ = try await aws.send(DeleteBudgetAction(accountID: accountID, budgetName: name, actionID: id))
    }

    /// Approves, retries, undoes or resets an action (ExecuteBudgetAction).
    ///
    /// - Throws: `AWSError`; with the service code `ResourceLockedException` while it is at work.
    public func execute(
        _ execution: BudgetAction.Execution, action id: String, ofBudget name: String
    ) async throws(AWSError) {
        _ = try await aws.send(
            ExecuteBudgetAction(accountID: accountID, budgetName: name, actionID: id, execution: execution))
    }

    /// What happened to an action (DescribeBudgetActionHistories), page by page as it is read.
    public func history(
        ofAction id: String, ofBudget name: String, in period: Budget.Period? = nil
    ) -> PageItems<DescribeBudgetActionHistories, BudgetAction.Event> {
        aws.pages(
            of: DescribeBudgetActionHistories(
                accountID: accountID, budgetName: name, actionID: id, timePeriod: period)
        ).items { $0.events }
    }
}
