import Budgets

extension BuiltOperations {
    private static let place = #""AccountId": "123456789012", "BudgetName": "claims""#
    private static let budget =
        #"{"BudgetName": "claims", "BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": {"Amount": "1", "Unit": "USD"}}"#
    private static let notification =
        #"{"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80}"#
    private static let subscriber = #"{"SubscriptionType": "EMAIL", "Address": "a@example.com"}"#
    private static let resource = #""ResourceARN": "arn:aws:budgets::123456789012:budget/claims""#
    private static let action = place + #", "ActionId": "11111111-2222-4333-8444-555555555555""#

    static let budgets: [String: BuiltEntry] = [
        "CreateBudget": BuiltEntry(
            CreateBudget.self, sample: #"{"AccountId": "123456789012", "Budget": \#(budget)}"#),
        "DescribeBudget": BuiltEntry(DescribeBudget.self, sample: "{\(place)}"),
        "DescribeBudgets": BuiltEntry(DescribeBudgets.self, sample: #"{"AccountId": "123456789012"}"#),
        "UpdateBudget": BuiltEntry(
            UpdateBudget.self, sample: #"{"AccountId": "123456789012", "NewBudget": \#(budget)}"#),
        "DeleteBudget": BuiltEntry(DeleteBudget.self, sample: "{\(place)}"),
        "CreateNotification": BuiltEntry(
            CreateNotification.self,
            sample: #"{\#(place), "Notification": \#(notification), "Subscribers": [\#(subscriber)]}"#),
        "UpdateNotification": BuiltEntry(
            UpdateNotification.self,
            sample: #"{\#(place), "OldNotification": \#(notification), "NewNotification": \#(notification)}"#),
        "DeleteNotification": BuiltEntry(
            DeleteNotification.self, sample: #"{\#(place), "Notification": \#(notification)}"#),
        "DescribeNotificationsForBudget": BuiltEntry(DescribeNotificationsForBudget.self, sample: "{\(place)}"),
        "DescribeBudgetNotificationsForAccount": BuiltEntry(
            DescribeBudgetNotificationsForAccount.self, sample: #"{"AccountId": "123456789012"}"#),
        "CreateSubscriber": BuiltEntry(
            CreateSubscriber.self,
            sample: #"{\#(place), "Notification": \#(notification), "Subscriber": \#(subscriber)}"#),
        "UpdateSubscriber": BuiltEntry(
            UpdateSubscriber.self,
            sample:
                #"{\#(place), "Notification": \#(notification), "OldSubscriber": \#(subscriber), "NewSubscriber": \#(subscriber)}"#
        ),
        "DeleteSubscriber": BuiltEntry(
            DeleteSubscriber.self,
            sample: #"{\#(place), "Notification": \#(notification), "Subscriber": \#(subscriber)}"#),
        "DescribeSubscribersForNotification": BuiltEntry(
            DescribeSubscribersForNotification.self, sample: #"{\#(place), "Notification": \#(notification)}"#),
        "DescribeBudgetPerformanceHistory": BuiltEntry(DescribeBudgetPerformanceHistory.self, sample: "{\(place)}"),
        "CreateBudgetAction": BuiltEntry(
            CreateBudgetAction.self,
            sample: """
                {\(place), "NotificationType": "ACTUAL", "ActionType": "APPLY_SCP_POLICY", "ApprovalModel": "MANUAL",
                 "ActionThreshold": {"ActionThresholdValue": 100, "ActionThresholdType": "PERCENTAGE"},
                 "Definition": {"ScpActionDefinition": {"PolicyId": "p-12345678", "TargetIds": ["123456789012"]}},
                 "ExecutionRoleArn": "arn:aws:iam::123456789012:role/r", "Subscribers": [\(subscriber)]}
                """),
        "DescribeBudgetAction": BuiltEntry(DescribeBudgetAction.self, sample: "{\(action)}"),
        "DescribeBudgetActionsForBudget": BuiltEntry(DescribeBudgetActionsForBudget.self, sample: "{\(place)}"),
        "DescribeBudgetActionsForAccount": BuiltEntry(
            DescribeBudgetActionsForAccount.self, sample: #"{"AccountId": "123456789012"}"#),
        "UpdateBudgetAction": BuiltEntry(UpdateBudgetAction.self, sample: "{\(action)}"),
        "DeleteBudgetAction": BuiltEntry(DeleteBudgetAction.self, sample: "{\(action)}"),
        "ExecuteBudgetAction": BuiltEntry(
            ExecuteBudgetAction.self, sample: #"{\#(action), "ExecutionType": "APPROVE_BUDGET_ACTION"}"#),
        "DescribeBudgetActionHistories": BuiltEntry(DescribeBudgetActionHistories.self, sample: "{\(action)}"),
        "TagResource": BuiltEntry(
            TagBudget.self, sample: #"{\#(resource), "ResourceTags": [{"Key": "k", "Value": "v"}]}"#),
        "UntagResource": BuiltEntry(UntagBudget.self, sample: #"{\#(resource), "ResourceTagKeys": ["k"]}"#),
        "ListTagsForResource": BuiltEntry(ListBudgetTags.self, sample: "{\(resource)}"),
    ]
}
