"""AWS Budgets of mock-aws, driven by boto3 and the AWS CLI; and what moto needs for the SDK's checks."""

import decimal
import json

import boto3_checks
from harness import ACCOUNT, HAIKU, CommandLine, check, refused, section

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
        arn = f"arn:aws:budgets::{ACCOUNT}:budget/claims"
        budgets.tag_resource(
            ResourceARN=arn, ResourceTags=[{"Key": "owner", "Value": "finops"}, {"Key": "env", "Value": "prod"}])
        budgets.untag_resource(ResourceARN=arn, ResourceTagKeys=["env"])
        tags = budgets.list_tags_for_resource(ResourceARN=arn)["ResourceTags"]
        check(
            "TagResource, UntagResource, ListTagsForResource of a budget",
            tags == [{"Key": "owner", "Value": "finops"}], tags)
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
    with section("AWS CLI: budgets"):
        command_line(mock)


def command_line(mock):
    answer = CommandLine(mock, "budgets")
    place = ("--account-id", ACCOUNT, "--budget-name", "cli")
    limit = {"Amount": "0.000001", "Unit": "USD"}
    budget = {
        "BudgetName": "cli", "BudgetType": "COST", "TimeUnit": "ANNUALLY", "BudgetLimit": limit,
        "CostFilters": {"Service": ["Claude 3 Haiku (Amazon Bedrock Edition)"]}}
    answer(
        "create-budget", "--account-id", ACCOUNT, "--budget", json.dumps(budget), "--notifications-with-subscribers",
        json.dumps([{"Notification": EIGHTY, "Subscribers": [LEAD]}]))
    action = answer(
        "create-budget-action", *place, "--notification-type", "ACTUAL", "--action-type", "APPLY_IAM_POLICY",
        "--action-threshold", "ActionThresholdValue=100,ActionThresholdType=PERCENTAGE", "--definition",
        json.dumps({"IamActionDefinition": {"PolicyArn": f"arn:aws:iam::{ACCOUNT}:policy/DenyBedrock", "Roles": ["Cli"]}}),
        "--execution-role-arn", f"arn:aws:iam::{ACCOUNT}:role/BudgetActions", "--approval-model", "MANUAL", "--subscribers",
        json.dumps([LEAD]))["ActionId"]
    # A call, and the time until the bill has it.
    boto3_checks.client(mock, "bedrock-runtime").converse(modelId=HAIKU, messages=boto3_checks.text("What is a claim?"))
    mock.turn(2)
    year = mock.control("clock")["now"][:4]
    spent = sum(
        decimal.Decimal(row["cost"]) for row in mock.control("bill")["rows"]
        if row["service"] == "Claude 3 Haiku (Amazon Bedrock Edition)" and row["day"].startswith(year))
    shown = answer("describe-budget", *place)["Budget"]
    actual = decimal.Decimal(shown["CalculatedSpend"]["ActualSpend"]["Amount"])
    check("cli: create-budget, describe-budget: the spend is the bill's", actual == spent > 0, (shown, spent))
    listed = answer("describe-budgets", "--account-id", ACCOUNT, "--page-size", "1")["Budgets"]
    check("cli: describe-budgets", [one["BudgetName"] for one in listed] == ["cli"], listed)
    told = answer("describe-notifications-for-budget", *place)["Notifications"]
    check(
        "cli: describe-notifications-for-budget: 80 % is passed",
        [(one["Threshold"], one["NotificationState"]) for one in told] == [(80.0, "ALARM")], told)
    key = ("--notification", json.dumps(EIGHTY))
    answer("create-subscriber", *place, *key, "--subscriber", "SubscriptionType=EMAIL,Address=second@example.com")
    people = answer("describe-subscribers-for-notification", *place, *key)["Subscribers"]
    check(
        "cli: create-subscriber, describe-subscribers-for-notification",
        [one["Address"] for one in people] == ["lead@example.com", "second@example.com"], people)
    status = answer("describe-budget-action", *place, "--action-id", action)["Action"]["Status"]
    check("cli: create-budget-action, describe-budget-action: it waits for approval", status == "PENDING", status)
    answer("execute-budget-action", *place, "--action-id", action, "--execution-type", "APPROVE_BUDGET_ACTION")
    actions = answer("describe-budget-actions-for-budget", *place)["Actions"]
    check(
        "cli: execute-budget-action, describe-budget-actions-for-budget",
        [one["Status"] for one in actions] == ["EXECUTION_SUCCESS"], actions)
    answer("update-budget", "--account-id", ACCOUNT, "--new-budget", json.dumps(
        budget | {"BudgetLimit": {"Amount": "250", "Unit": "USD"}}))
    history = answer("describe-budget-performance-history", *place)["BudgetPerformanceHistory"]
    figures = history["BudgetedAndActualAmountsList"][-1]
    check(
        "cli: update-budget, describe-budget-performance-history",
        decimal.Decimal(figures["BudgetedAmount"]["Amount"]) == 250
        and decimal.Decimal(figures["ActualAmount"]["Amount"]) == spent, history)
    answer("delete-budget-action", *place, "--action-id", action)
    answer("delete-budget", *place)
    gone = answer.run("describe-budget", *place)
    check("cli: delete-budget", gone.returncode != 0 and "NotFoundException" in gone.stderr, gone.stderr)
