"""CloudWatch of mock-aws, driven by boto3 and the AWS CLI."""

import datetime
import json

from boto3_checks import client, text
from harness import ACCOUNT, NOVA, REGION, CommandLine, check, refused, section


def run(mock):
    with section("boto3: cloudwatch"):
        cloudwatch = client(mock, "cloudwatch")
        check("boto3 speaks JSON with CloudWatch", cloudwatch.meta.service_model.resolved_protocol == "json")
        invocations(mock, cloudwatch)
        own_metrics(mock, cloudwatch)
        alarms(mock, cloudwatch)
        dashboards(cloudwatch)
    with section("AWS CLI: cloudwatch"):
        command_line(mock)


def now(mock):
    return datetime.datetime.fromisoformat(mock.control("clock")["now"].replace("Z", "+00:00"))


def turn(mock, seconds):
    mock.control("clock", {"advanceSeconds": seconds})


def invocations(mock, cloudwatch):
    bedrock = client(mock, "bedrock")
    source = bedrock.get_foundation_model(modelIdentifier=NOVA)["modelDetails"]["modelArn"]
    profile = bedrock.create_inference_profile(
        inferenceProfileName="metrics", modelSource={"copyFrom": source})["inferenceProfileArn"]
    runtime = client(mock, "bedrock-runtime")
    usages = [runtime.converse(modelId=profile, messages=text(f"Claim {n}"))["usage"] for n in range(3)]
    turn(mock, 120)
    end = now(mock)
    dimensions = [{"Name": "ModelId", "Value": profile.split("/")[-1]}]
    points = cloudwatch.get_metric_statistics(
        Namespace="AWS/Bedrock", MetricName="OutputTokenCount", Dimensions=dimensions,
        StartTime=end - datetime.timedelta(hours=1), EndTime=end, Period=3600, Statistics=["Sum", "SampleCount"],
        ExtendedStatistics=["p50"])["Datapoints"]
    check(
        "GetMetricStatistics under the profile's id",
        len(points) == 1 and points[0]["Sum"] == sum(each["outputTokens"] for each in usages)
        and points[0]["SampleCount"] == 3 and points[0]["Unit"] == "Count"
        and points[0]["ExtendedStatistics"]["p50"] > 0, points)
    listed = cloudwatch.list_metrics(Namespace="AWS/Bedrock", Dimensions=dimensions)["Metrics"]
    names = {metric["MetricName"] for metric in listed}
    check("ListMetrics by dimension", {"Invocations", "InputTokenCount", "InvocationLatency"} <= names, names)
    wrong = cloudwatch.get_metric_statistics(
        Namespace="AWS/Bedrock", MetricName="InvocationCount", Dimensions=dimensions,
        StartTime=end - datetime.timedelta(hours=1), EndTime=end, Period=3600, Statistics=["Sum"])["Datapoints"]
    check("an invented metric finds nothing, as on AWS", wrong == [], wrong)


def own_metrics(mock, cloudwatch):
    data = [
        {"MetricName": "InputTokens", "Value": float(number), "Unit": "Count",
         "Dimensions": [{"Name": "Model", "Value": f"model-{number % 3}"}, {"Name": "CostCenter", "Value": "sales & 理賠"}]}
        for number in range(300)]
    cloudwatch.put_metric_data(Namespace="GenAIRateLimiting", MetricData=data)
    request = mock.control("requests")["requests"][-1]
    check(
        "PutMetricData, compressed by boto3", request["operation"] == "PutMetricData"
        and request["headers"].get("content-encoding") == "gzip", request["headers"])
    turn(mock, 60)
    end = now(mock)
    pages = list(
        cloudwatch.get_paginator("get_metric_data").paginate(
            MetricDataQueries=[
                {"Id": "each", "Expression":
                 "SEARCH('{GenAIRateLimiting,Model,CostCenter} MetricName=\"InputTokens\"', 'Sum', 60)"},
                {"Id": "all", "Expression": "SUM(each)", "Label": "everything"},
                {"Id": "half", "Expression": "FILL(all, 0) / 2"}],
            StartTime=end - datetime.timedelta(minutes=10), EndTime=end, MaxDatapoints=5))
    results = {}
    for page in pages:
        for result in page["MetricDataResults"]:
            results.setdefault(result["Id"], []).extend(result["Values"])
    check("GetMetricData in pages", len(pages) > 2, len(pages))
    check("SEARCH finds every series", sorted(results["each"]) == [14850.0, 14950.0, 15050.0], results["each"])
    check("SUM over a search", results["all"] == [44850.0], results["all"])
    # Ten minutes that do not begin with a minute touch eleven of them.
    check("FILL and arithmetic", sum(results["half"]) == 22425.0 and len(results["half"]) in (10, 11), results["half"])
    code = refused(
        lambda: cloudwatch.put_metric_data(Namespace="AWS/Bedrock", MetricData=[{"MetricName": "m", "Value": 1}]))
    check("AWS' own namespaces take nothing", code[:2] == ("InvalidParameterValue", 400), code)
    code = refused(
        lambda: cloudwatch.get_metric_data(
            MetricDataQueries=[{"Id": "a", "Expression": "SUM("}], StartTime=end - datetime.timedelta(hours=1), EndTime=end))
    check("an expression that is none", code[0] == "InvalidParameterValue" and "syntax error" in code[2], code)


def alarms(mock, cloudwatch):
    topic = f"arn:aws:sns:{REGION}:{ACCOUNT}:cost"
    cloudwatch.put_metric_alarm(
        AlarmName="denied", Namespace="GenAIRateLimiting", MetricName="RateLimitDenied",
        Dimensions=[{"Name": "Model", "Value": "nova"}], Statistic="Sum", Period=60, EvaluationPeriods=1, Threshold=3,
        ComparisonOperator="GreaterThanOrEqualToThreshold", TreatMissingData="notBreaching", AlarmActions=[topic],
        Tags=[{"Key": "dept", "Value": "claims"}])
    alarm = cloudwatch.describe_alarms(AlarmNames=["denied"])["MetricAlarms"][0]
    check("PutMetricAlarm", alarm["StateValue"] == "INSUFFICIENT_DATA" and alarm["AlarmActions"] == [topic], alarm)
    cloudwatch.put_metric_data(
        Namespace="GenAIRateLimiting", MetricData=[
            {"MetricName": "RateLimitDenied", "Values": [1.0], "Counts": [5.0],
             "Dimensions": [{"Name": "Model", "Value": "nova"}], "Timestamp": now(mock)}])
    turn(mock, 60)
    alarm = cloudwatch.describe_alarms(StateValue="ALARM")["MetricAlarms"]
    check("an alarm goes off on the clock", [each["AlarmName"] for each in alarm] == ["denied"], alarm)
    turn(mock, 120)
    alarm = cloudwatch.describe_alarms()["MetricAlarms"][0]
    check("and back", alarm["StateValue"] == "OK" and alarm["StateTransitionedTimestamp"] is not None, alarm)
    code = refused(lambda: cloudwatch.delete_alarms(AlarmNames=["nobody"]))
    check("DeleteAlarms of none", code[:2] == ("ResourceNotFound", 404), code)
    cloudwatch.delete_alarms(AlarmNames=["denied"])
    check("DeleteAlarms", cloudwatch.describe_alarms()["MetricAlarms"] == [])


def dashboards(cloudwatch):
    body = json.dumps({"widgets": [{"type": "text", "width": 6, "height": 2, "properties": {"markdown": "# Claims"}}]})
    done = cloudwatch.put_dashboard(DashboardName="claims", DashboardBody=body)
    check("PutDashboard", done["DashboardValidationMessages"] == [], done)
    got = cloudwatch.get_dashboard(DashboardName="claims")
    check("GetDashboard", got["DashboardBody"] == body and got["DashboardArn"].endswith("dashboard/claims"), got)
    code = refused(lambda: cloudwatch.get_dashboard(DashboardName="none"))
    check("GetDashboard of none", code[:2] == ("ResourceNotFound", 404), code)
    code = refused(lambda: cloudwatch.put_dashboard(DashboardName="bad", DashboardBody="{}"))
    check("a dashboard without widgets", code[:2] == ("InvalidParameterInput", 400), code)


def command_line(mock):
    answer = CommandLine(mock, "cloudwatch")
    answer(
        "put-metric-data", "--namespace", "Cli", "--metric-name", "Calls", "--value", "7", "--unit", "Count",
        "--dimensions", "Team=claims")
    turn(mock, 60)
    end = now(mock)
    points = answer(
        "get-metric-statistics", "--namespace", "Cli", "--metric-name", "Calls", "--dimensions", "Name=Team,Value=claims",
        "--start-time", (end - datetime.timedelta(hours=1)).isoformat(), "--end-time", end.isoformat(), "--period", "3600",
        "--statistics", "Sum")["Datapoints"]
    check("cli: put-metric-data, get-metric-statistics", [point["Sum"] for point in points] == [7.0], points)
    metrics = answer("list-metrics", "--namespace", "Cli")["Metrics"]
    check("cli: list-metrics", [metric["MetricName"] for metric in metrics] == ["Calls"], metrics)
    answer(
        "put-metric-alarm", "--alarm-name", "cli", "--namespace", "Cli", "--metric-name", "Calls", "--statistic", "Sum",
        "--period", "60", "--evaluation-periods", "1", "--threshold", "1", "--comparison-operator", "GreaterThanThreshold")
    names = [alarm["AlarmName"] for alarm in answer("describe-alarms")["MetricAlarms"]]
    check("cli: put-metric-alarm, describe-alarms", names == ["cli"], names)
    answer("delete-alarms", "--alarm-names", "cli")
    check("cli: get-dashboard", answer("get-dashboard", "--dashboard-name", "claims")["DashboardName"] == "claims")
