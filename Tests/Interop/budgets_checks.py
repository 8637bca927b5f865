"""AWS Budgets of mock-aws, driven by boto3 and the AWS CLI; and what moto needs for the SDK's checks."""

import boto3_checks
from harness import ACCOUNT, check, refused, section

EIGHTY = {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80.0, "ThresholdType": "PERCENTAGE"}
LEAD = {"SubscriptionType": "EMAIL", "Address": "lead@example.com"}


def run(mock):
    with section("boto3: budgets"):
        budgets = boto3_checks.client(mock, "budgets")
        budgets.create_budget(
            AccountId=ACCOUNT,
            Budget={
                "BudgetName": "claims", "BudgetType": "COST", "TimeUnit": "MONTHLY",
                "BudgetLimit": {"Amount": "100.50", "Unit": "USD"}, "CostFilters": {"TagKeyValue": ["user:dept$claims"]}},
            NotificationsWithSubscribers=[{"Notification": EIGHTY, "Subscribers": [LEAD]}])
        budget = budgets.describe_budget(AccountId=ACCOUNT, BudgetName="claims")["Budget"]
        check("CreateBudget, DescribeBudget", budget["BudgetLimit"]["Amount"] == "100.50", budget)
        check("the budget reads the bill", "ActualSpend" in budget["CalculatedSpend"], budget)
        check("the budget ends in 2087", budget["TimePeriod"]["End"].year == 2087, budget)
        budgets.create_budget(
            AccountId=ACCOUNT,
            Budget={
                "BudgetName": "expression", "BudgetType": "COST", "TimeUnit": "QUARTERLY",
                "BudgetLimit": {"Amount": "10", "Unit": "USD"}, "Metrics": ["UnblendedCost"],
                "FilterExpression": {"Tags": {"Key": "dept", "Values": ["claims"], "MatchOptions": ["EQUALS"]}}})
        pages = list(budgets.get_paginator("describe_budgets").paginate(AccountId=ACCOUNT, PaginationConfig={"PageSize": 1}))
        names = [one["BudgetName"] for page in pages for one in page["Budgets"]]
        check("DescribeBudgets in pages", names == ["claims", "expression"] and len(pages) == 2, names)
        mixed = refused(lambda: budgets.create_budget(
            AccountId=ACCOUNT,
            Budget={
                "BudgetName": "mixed", "BudgetType": "COST", "TimeUnit": "MONTHLY",
                "BudgetLimit": {"Amount": "1", "Unit": "USD"}, "CostFilters": {"Service": ["Amazon Bedrock"]},
                "Metrics": ["UnblendedCost"]}))
        check("mixed filters are refused", mixed[0] == "InvalidParameterException", mixed)
        twice = refused(lambda: budgets.create_notification(
            AccountId=ACCOUNT, BudgetName="claims", Notification=EIGHTY, Subscribers=[LEAD]))
        check("a second notification of the same values", twice[0] == "DuplicateRecordException", twice)
        told = budgets.describe_subscribers_for_notification(
            AccountId=ACCOUNT, BudgetName="claims", Notification=EIGHTY)["Subscribers"]
        check("DescribeSubscribersForNotification", told == [LEAD], told)
        action = budgets.create_budget_action(
            AccountId=ACCOUNT, BudgetName="claims", NotificationType="ACTUAL", ActionType="APPLY_IAM_POLICY",
            ActionThreshold={"ActionThresholdValue": 100.0, "ActionThresholdType": "PERCENTAGE"},
            Definition={"IamActionDefinition": {
                "PolicyArn": f"arn:aws:iam::{ACCOUNT}:policy/DenyBedrock", "Roles": ["Claims"]}},
            ExecutionRoleArn=f"arn:aws:iam::{ACCOUNT}:role/BudgetActions", ApprovalModel="MANUAL", Subscribers=[LEAD])
        place = {"AccountId": ACCOUNT, "BudgetName": "claims", "ActionId": action["ActionId"]}
        status = budgets.describe_budget_action(**place)["Action"]["Status"]
        check("CreateBudgetAction, DescribeBudgetAction", status == "STANDBY", status)
        events = budgets.describe_budget_action_histories(**place)["ActionHistories"]
        check("DescribeBudgetActionHistories", [one["EventType"] for one in events] == ["CREATE_ACTION"], events)
        early = refused(lambda: budgets.execute_budget_action(**place, ExecutionType="APPROVE_BUDGET_ACTION"))
        check("an action that is not pending cannot be approved", early[0] == "InvalidParameterException", early)
        budgets.delete_budget_action(**place)
        history = budgets.describe_budget_performance_history(AccountId=ACCOUNT, BudgetName="claims")
        amounts = history["BudgetPerformanceHistory"]["BudgetedAndActualAmountsList"]
        check("DescribeBudgetPerformanceHistory", amounts[0]["BudgetedAmount"]["Amount"] == "100.5", amounts)
        for name in names:
            budgets.delete_budget(AccountId=ACCOUNT, BudgetName=name)
        gone = refused(lambda: budgets.describe_budget(AccountId=ACCOUNT, BudgetName="claims"))
        check("DeleteBudget", gone[0] == "NotFoundException", gone)
