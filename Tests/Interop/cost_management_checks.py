"""What mock-aws makes of its bill: forecasts, comparisons, categories, backfills and anomalies, driven by boto3 and the AWS CLI."""

import datetime
import decimal

from boto3_checks import client, text
from harness import NOVA, SONNET, CommandLine, check, refused, section


def run(mock):
    with section("boto3: ce, from the bill"):
        today = spend(mock)
        forecasts(mock, client(mock, "ce"), today)
        comparisons(mock, client(mock, "ce"), today)
        resources(mock, client(mock, "ce"), today)
    with section("boto3: ce, cost categories and backfills"):
        categories(mock, client(mock, "ce"))
    with section("boto3: ce, anomalies"):
        anomalies(mock, client(mock, "ce"))
    with section("AWS CLI: ce, from the bill"):
        command_line(mock)


def now(mock):
    return datetime.datetime.fromisoformat(mock.control("clock")["now"].replace("Z", "+00:00"))


def spend(mock):
    """Ten days with a call or two, and the day after them."""
    runtime = client(mock, "bedrock-runtime")
    for day in range(10):
        for model in (NOVA, SONNET)[: 1 + day % 2]:
            runtime.converse(modelId=model, messages=text("Hello"))
        mock.turn(1)
    return now(mock).date()


def cost(rows):
    return sum((decimal.Decimal(row["cost"]) for row in rows), decimal.Decimal(0))


def forecasts(mock, ce, today):
    # The documented rule, done by hand: the mean of the full days that Cost Explorer knows, 30 at most.
    seconds = int(now(mock).timestamp())
    end = (seconds // 28_800 * 28_800 - 28_800) // 86_400
    window = [(datetime.date.fromtimestamp(0) + datetime.timedelta(days=day)).isoformat() for day in range(end - 30, end)]
    rows = [row for row in mock.control("bill")["rows"] if row["day"] in window]
    days = len(window) - window.index(min(row["day"] for row in rows))
    mean = (cost(rows) * 10**15 // days) / 10**15
    period = {"Start": today.isoformat(), "End": (today + datetime.timedelta(days=3)).isoformat()}
    forecast = ce.get_cost_forecast(
        TimePeriod=period, Metric="UNBLENDED_COST", Granularity="DAILY", PredictionIntervalLevel=90)
    check(
        "GetCostForecast is the mean of the days so far",
        decimal.Decimal(forecast["Total"]["Amount"]) == mean * 3 and len(forecast["ForecastResultsByTime"]) == 3,
        (forecast, mean))
    part = forecast["ForecastResultsByTime"][0]
    bounds = [decimal.Decimal(part[name]) for name in ("PredictionIntervalLowerBound", "PredictionIntervalUpperBound")]
    check("GetCostForecast has bounds", bounds[0] < mean < bounds[1], part)
    usage = ce.get_usage_forecast(
        TimePeriod=period, Metric="USAGE_QUANTITY", Granularity="DAILY",
        Filter={"Dimensions": {"Key": "SERVICE", "Values": ["Amazon Bedrock"]}})
    check("GetUsageForecast of one unit", usage["Total"]["Unit"] == "1K tokens", usage)
    code = refused(lambda: ce.get_usage_forecast(TimePeriod=period, Metric="USAGE_QUANTITY", Granularity="DAILY"))
    check("GetUsageForecast of two units", code[:2] == ("UnresolvableUsageUnitException", 400), code)
    code = refused(
        lambda: ce.get_cost_forecast(
            TimePeriod={"Start": "2026-09-01", "End": "2026-10-01"}, Metric="UNBLENDED_COST", Granularity="MONTHLY"))
    check("GetCostForecast of the past is refused", code[:2] == ("ValidationException", 400), code)


def comparisons(mock, ce, today):
    month = today.replace(day=1)
    before = (month - datetime.timedelta(days=1)).replace(day=1)
    after = (month + datetime.timedelta(days=32)).replace(day=1)
    periods = dict(
        BaselineTimePeriod={"Start": before.isoformat(), "End": month.isoformat()},
        ComparisonTimePeriod={"Start": month.isoformat(), "End": after.isoformat()}, MetricForComparison="UnblendedCost")
    answer = ce.get_cost_and_usage_comparisons(GroupBy=[{"Type": "DIMENSION", "Key": "SERVICE"}], **periods)
    rows = {
        row["CostAndUsageSelector"]["Dimensions"]["Values"][0]:
            decimal.Decimal(row["Metrics"]["UnblendedCost"]["ComparisonTimePeriodAmount"])
        for row in answer["CostAndUsageComparisons"]}
    total = decimal.Decimal(answer["TotalCostAndUsage"]["UnblendedCost"]["ComparisonTimePeriodAmount"])
    check("GetCostAndUsageComparisons adds up", sum(rows.values()) == total > 0, answer)
    drivers = ce.get_cost_comparison_drivers(MaxResults=1, **periods)
    check(
        "GetCostComparisonDrivers in pages",
        drivers["CostComparisonDrivers"][0]["CostDrivers"][0]["Type"] == "USAGE_CHANGE" and "NextPageToken" in drivers,
        drivers)
    code = refused(
        lambda: ce.get_cost_and_usage_comparisons(
            **periods | {"BaselineTimePeriod": {"Start": before.isoformat(), "End": today.isoformat()}}))
    check("GetCostAndUsageComparisons wants months", code[:2] == ("ValidationException", 400), code)


def resources(mock, ce, today):
    start = today - datetime.timedelta(days=5)
    arguments = dict(
        Granularity="DAILY", Metrics=["UnblendedCost"], GroupBy=[{"Type": "DIMENSION", "Key": "RESOURCE_ID"}],
        Filter={"Dimensions": {"Key": "SERVICE", "Values": ["Amazon Bedrock"]}})
    answer = ce.get_cost_and_usage_with_resources(
        TimePeriod={"Start": start.isoformat(), "End": today.isoformat()}, **arguments)
    seen = sum(
        decimal.Decimal(group["Metrics"]["UnblendedCost"]["Amount"])
        for result in answer["ResultsByTime"] for group in result["Groups"])
    billed = cost(
        row for row in mock.control("bill")["rows"]
        if row["service"] == "Amazon Bedrock" and start.isoformat() <= row["day"] < today.isoformat())
    check("GetCostAndUsageWithResources adds up to the bill", seen == billed > 0, (seen, billed))
    code = refused(
        lambda: ce.get_cost_and_usage_with_resources(
            TimePeriod={"Start": (today - datetime.timedelta(days=15)).isoformat(), "End": today.isoformat()}, **arguments))
    check("GetCostAndUsageWithResources reaches back 14 days", code[:2] == ("ValidationException", 400), code)


def categories(mock, ce):
    rules = [
        {"Value": "Nova", "Rule": {"Dimensions": {
            "Key": "USAGE_TYPE", "Values": ["Nova"], "MatchOptions": ["CONTAINS"]}}, "Type": "REGULAR"}]
    made = ce.create_cost_category_definition(
        Name="Family", RuleVersion="CostCategoryExpression.v1", Rules=rules, DefaultValue="Other")
    arn = made["CostCategoryArn"]
    check("CreateCostCategoryDefinition", ":costcategory/" in arn and made["EffectiveStart"].endswith("-01T00:00:00Z"), made)
    processing = ce.describe_cost_category_definition(CostCategoryArn=arn)["CostCategory"]["ProcessingStatus"]
    check("a new category is being processed", processing[0]["Status"] == "PROCESSING", processing)
    mock.turn(2)
    category = ce.describe_cost_category_definition(CostCategoryArn=arn)["CostCategory"]
    check(
        "DescribeCostCategoryDefinition",
        category["Rules"] == rules and category["ProcessingStatus"][0]["Status"] == "APPLIED", category)
    today = now(mock).date()
    period = {"Start": today.replace(day=1).isoformat(), "End": (today + datetime.timedelta(days=1)).isoformat()}
    answer = ce.get_cost_and_usage(
        TimePeriod=period, Granularity="MONTHLY", Metrics=["UnblendedCost"],
        GroupBy=[{"Type": "COST_CATEGORY", "Key": "Family"}])
    groups = {
        group["Keys"][0]: decimal.Decimal(group["Metrics"]["UnblendedCost"]["Amount"])
        for group in answer["ResultsByTime"][0]["Groups"]}
    rows = [row for row in mock.control("bill")["rows"] if row["day"] >= period["Start"]]
    nova = cost(row for row in rows if "Nova" in row["usageType"])
    check(
        "a category sorts the bill",
        groups.get("Family$Nova") == nova > 0 and groups.get("Family$Other") == cost(rows) - nova, (groups, nova))
    values = ce.get_cost_categories(TimePeriod=period, CostCategoryName="Family")["CostCategoryValues"]
    check("GetCostCategories", values == ["Nova", "Other"], values)
    ce.update_cost_category_definition(CostCategoryArn=arn, RuleVersion="CostCategoryExpression.v1", Rules=rules)
    listed = ce.list_cost_category_definitions()["CostCategoryReferences"]
    check(
        "UpdateCostCategoryDefinition, ListCostCategoryDefinitions",
        [each["Name"] for each in listed] == ["Family"] and "DefaultValue" not in listed[0], listed)
    ce.delete_cost_category_definition(CostCategoryArn=arn)
    check("DeleteCostCategoryDefinition", not ce.list_cost_category_definitions()["CostCategoryReferences"], arn)
    code = refused(lambda: ce.describe_cost_category_definition(CostCategoryArn=arn + "0"))
    check("an unknown category", code[:2] == ("ResourceNotFoundException", 400), code)

    month = f"{today.replace(day=1).isoformat()}T00:00:00Z"
    started = ce.start_cost_allocation_tag_backfill(BackfillFrom=month)["BackfillRequest"]
    check("StartCostAllocationTagBackfill", started["BackfillStatus"] == "PROCESSING", started)
    code = refused(lambda: ce.start_cost_allocation_tag_backfill(BackfillFrom=month))
    check("one backfill a day", code[:2] == ("BackfillLimitExceededException", 400), code)
    mock.turn(1)
    history = ce.list_cost_allocation_tag_backfill_history()["BackfillRequests"]
    check("ListCostAllocationTagBackfillHistory", history[0]["BackfillStatus"] == "SUCCEEDED", history)


def anomalies(mock, ce):
    runtime = client(mock, "bedrock-runtime")
    monitor = ce.create_anomaly_monitor(AnomalyMonitor={
        "MonitorName": "services", "MonitorType": "DIMENSIONAL", "MonitorDimension": "SERVICE"})["MonitorArn"]
    subscription = ce.create_anomaly_subscription(AnomalySubscription={
        "SubscriptionName": "finops", "MonitorArnList": [monitor], "Frequency": "DAILY",
        "Subscribers": [{"Type": "EMAIL", "Address": "finops@example.com"}],
        "ThresholdExpression": {"Dimensions": {
            "Key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE", "Values": ["1"], "MatchOptions": ["GREATER_THAN_OR_EQUAL"]}},
    })["SubscriptionArn"]
    for _ in range(11):
        runtime.converse(modelId=NOVA, messages=text("Hello"))
        mock.turn(1)
    day = now(mock).date().isoformat()
    for _ in range(30):
        runtime.converse(modelId=NOVA, messages=text("Hello"))
    mock.turn(2)
    found = ce.get_anomalies(DateInterval={"StartDate": day}, MonitorArn=monitor)["Anomalies"]
    check(
        "GetAnomalies", [each["AnomalyStartDate"][:10] for each in found] == [day]
        and found[0]["DimensionValue"] == "Amazon Bedrock" and found[0]["RootCauses"], found)
    impact = found[0]["Impact"]
    billed = cost(row for row in mock.control("bill")["rows"] if row["day"] == day)
    check(
        "the anomaly's spend is the bill's", abs(decimal.Decimal(str(impact["TotalActualSpend"])) - billed)
        < decimal.Decimal("0.000001"), (impact, billed))
    ce.provide_anomaly_feedback(AnomalyId=found[0]["AnomalyId"], Feedback="YES")
    told = ce.get_anomalies(DateInterval={"StartDate": day}, Feedback="YES")["Anomalies"]
    check("ProvideAnomalyFeedback", [each["Feedback"] for each in told] == ["YES"], told)
    ce.update_anomaly_monitor(MonitorArn=monitor, MonitorName="all")
    monitors = ce.get_anomaly_monitors(MonitorArnList=[monitor])["AnomalyMonitors"]
    check("UpdateAnomalyMonitor, GetAnomalyMonitors", [each["MonitorName"] for each in monitors] == ["all"], monitors)
    ce.update_anomaly_subscription(SubscriptionArn=subscription, Frequency="WEEKLY")
    subscriptions = ce.get_anomaly_subscriptions(MonitorArn=monitor)["AnomalySubscriptions"]
    check(
        "UpdateAnomalySubscription, GetAnomalySubscriptions",
        [each["Frequency"] for each in subscriptions] == ["WEEKLY"], subscriptions)
    ce.delete_anomaly_subscription(SubscriptionArn=subscription)
    ce.delete_anomaly_monitor(MonitorArn=monitor)
    code = refused(lambda: ce.get_anomaly_monitors(MonitorArnList=[monitor]))
    check("DeleteAnomalyMonitor", code[:2] == ("UnknownMonitorException", 400), code)


def command_line(mock):
    answer = CommandLine(mock, "ce")
    today = now(mock).date()
    forecast = answer(
        "get-cost-forecast", "--time-period", f"Start={today},End={today + datetime.timedelta(days=7)}", "--metric",
        "UNBLENDED_COST", "--granularity", "MONTHLY")
    check("cli: get-cost-forecast", decimal.Decimal(forecast["Total"]["Amount"]) > 0, forecast)
    listed = answer("list-cost-allocation-tag-backfill-history")["BackfillRequests"]
    check("cli: list-cost-allocation-tag-backfill-history", len(listed) == 1, listed)
    made = answer(
        "create-anomaly-monitor", "--anomaly-monitor",
        "MonitorName=cli,MonitorType=DIMENSIONAL,MonitorDimension=LINKED_ACCOUNT")
    names = [each["MonitorName"] for each in answer("get-anomaly-monitors")["AnomalyMonitors"]]
    check("cli: create-anomaly-monitor, get-anomaly-monitors", names == ["cli"], (made, names))
