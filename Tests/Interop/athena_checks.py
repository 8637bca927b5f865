"""Data Exports and Athena of mock-aws, driven by boto3 and the AWS CLI; and what moto needs for the SDK's checks."""

import decimal
import json
import urllib.request

import boto3_checks
from harness import NOVA, CommandLine, check, refused, section

EXPORT = {
    "Name": "interop-bill",
    "DataQuery": {
        "QueryStatement": "SELECT line_item_usage_type, line_item_line_item_type, line_item_resource_id, "
                          "line_item_currency_code, line_item_unblended_cost FROM COST_AND_USAGE_REPORT",
        "TableConfigurations": {"COST_AND_USAGE_REPORT": {"TIME_GRANULARITY": "DAILY", "INCLUDE_RESOURCES": "TRUE"}}},
    "DestinationConfigurations": {"S3Destination": {
        "S3Bucket": "acme-billing", "S3Prefix": "cur", "S3Region": "us-east-1",
        "S3OutputConfigurations": {
            "OutputType": "CUSTOM", "Format": "PARQUET", "Compression": "PARQUET", "Overwrite": "OVERWRITE_REPORT"}}},
    "RefreshCadence": {"Frequency": "SYNCHRONOUS"},
}

BY_METER = """SELECT "line_item_usage_type" AS "meter", sum(CAST("line_item_unblended_cost" AS decimal(38, 18))) AS "cost"
FROM "billing"."{table}"
WHERE "billing_period" IN ({months}) AND "line_item_resource_id" LIKE 'arn:aws%:bedrock%:%'
GROUP BY 1 ORDER BY 1"""


def run(mock):
    with section("boto3: bcm-data-exports"):
        exports = boto3_checks.client(mock, "bcm-data-exports")
        arn = exports.create_export(Export=EXPORT)["ExportArn"]
        # An export begins with the month in which it is made.
        first = mock.control("clock")["now"][:7]
        listed = exports.list_exports()["Exports"]
        check("CreateExport, ListExports", [one["ExportArn"] for one in listed] == [arn], listed)
        shown = exports.get_export(ExportArn=arn)
        check("GetExport", shown["Export"]["DataQuery"] == EXPORT["DataQuery"], shown)
        exports.tag_resource(
            ResourceArn=arn, ResourceTags=[{"Key": "owner", "Value": "finops"}, {"Key": "env", "Value": "prod"}])
        exports.untag_resource(ResourceArn=arn, ResourceTagKeys=["env"])
        tags = exports.list_tags_for_resource(ResourceArn=arn)["ResourceTags"]
        check(
            "TagResource, UntagResource, ListTagsForResource of an export",
            tags == [{"Key": "owner", "Value": "finops"}], tags)
        twice = refused(lambda: exports.create_export(Export=EXPORT))
        check("CreateExport of a name that is taken", twice[0] == "ValidationException", twice)
    with section("boto3: athena"):
        mock.turn(2)
        bill = mock.control("bill")
        months = ", ".join(sorted({f"'{row['day'][:7]}'" for row in bill["rows"]}))
        athena = boto3_checks.client(mock, "athena")
        query = athena.start_query_execution(
            QueryString=BY_METER.format(table="interop_bill", months=months), ResultConfiguration={"OutputLocation": "s3://acme-athena/"})
        states = []
        for _ in range(3):
            execution = athena.get_query_execution(QueryExecutionId=query["QueryExecutionId"])["QueryExecution"]
            states.append(execution["Status"]["State"])
        check("a query is queued, runs and succeeds", states == ["QUEUED", "RUNNING", "SUCCEEDED"], execution["Status"])
        pages = list(athena.get_paginator("get_query_results").paginate(
            QueryExecutionId=query["QueryExecutionId"], PaginationConfig={"PageSize": 2}))
        rows = [[cell.get("VarCharValue") for cell in row["Data"]] for page in pages for row in page["ResultSet"]["Rows"]]
        check("the first row holds the names", rows[0] == ["meter", "cost"], rows[:1])
        billed = by_meter(bill, first)
        answered = {meter: decimal.Decimal(cost) for meter, cost in rows[1:]}
        check("the sums equal the bill", answered == billed and answered, (answered, billed))
        failed = athena.start_query_execution(
            QueryString="SELECT 1", ResultConfiguration={"OutputLocation": "s3://acme-athena/"})["QueryExecutionId"]
        for _ in range(3):
            status = athena.get_query_execution(QueryExecutionId=failed)["QueryExecution"]["Status"]
        check(
            "another statement fails with a reason",
            status["State"] == "FAILED" and "SYNTAX_ERROR" in status["StateChangeReason"], status)
        stopped = athena.start_query_execution(
            QueryString="SELECT 1", ResultConfiguration={"OutputLocation": "s3://acme-athena/"})["QueryExecutionId"]
        athena.stop_query_execution(QueryExecutionId=stopped)
        status = athena.get_query_execution(QueryExecutionId=stopped)["QueryExecution"]["Status"]
        check("StopQueryExecution", status["State"] == "CANCELLED", status)
        nowhere = refused(lambda: athena.start_query_execution(QueryString="SELECT 1"))
        check("a query without a place for results", nowhere[0] == "InvalidRequestException", nowhere)
        exports.delete_export(ExportArn=arn)
        gone = refused(lambda: exports.get_export(ExportArn=arn))
        check("DeleteExport", gone[0] == "ResourceNotFoundException", gone)
    with section("AWS CLI: bcm-data-exports, athena"):
        command_line(mock)


def by_meter(bill, first):
    """What the bill has from a month on, by meter, as an export with resources does."""
    costs = {}
    for row in bill["rows"]:
        if row["resource"] and row["day"][:7] >= first:
            costs[row["usageType"]] = costs.get(row["usageType"], 0) + decimal.Decimal(row["cost"])
    return costs


def command_line(mock):
    exports, athena = CommandLine(mock, "bcm-data-exports"), CommandLine(mock, "athena")
    arn = exports("create-export", "--export", json.dumps(EXPORT | {"Name": "cli-bill"}))["ExportArn"]
    first = mock.control("clock")["now"][:7]
    listed = exports("list-exports")["Exports"]
    check(
        "cli: create-export, list-exports",
        [(one["ExportArn"], one["ExportName"]) for one in listed] == [(arn, "cli-bill")], listed)
    boto3_checks.client(mock, "bedrock-runtime").converse(modelId=NOVA, messages=boto3_checks.text("By the command line"))
    mock.turn(2)
    shown = exports("get-export", "--export-arn", arn)
    check(
        "cli: get-export", shown["Export"]["DataQuery"] == EXPORT["DataQuery"]
        and shown["ExportStatus"]["StatusCode"] == "HEALTHY", shown)
    bill = mock.control("bill")
    months = ", ".join(sorted({f"'{row['day'][:7]}'" for row in bill["rows"]}))
    query = athena(
        "start-query-execution", "--query-string", BY_METER.format(table="cli_bill", months=months),
        "--result-configuration", "OutputLocation=s3://acme-athena/")["QueryExecutionId"]
    for _ in range(3):
        execution = athena("get-query-execution", "--query-execution-id", query)["QueryExecution"]
    check(
        "cli: start-query-execution, get-query-execution",
        execution["Status"]["State"] == "SUCCEEDED" and execution["Statistics"]["DataScannedInBytes"] > 0, execution)
    rows = athena("get-query-results", "--query-execution-id", query, "--page-size", "2")["ResultSet"]["Rows"]
    answered = {row["Data"][0]["VarCharValue"]: decimal.Decimal(row["Data"][1]["VarCharValue"]) for row in rows[1:]}
    billed = by_meter(bill, first)
    check("cli: get-query-results in pages: the sums equal the bill", answered == billed and answered, (answered, billed))
    stopped = athena(
        "start-query-execution", "--query-string", "SELECT 1", "--result-configuration",
        "OutputLocation=s3://acme-athena/")["QueryExecutionId"]
    athena("stop-query-execution", "--query-execution-id", stopped)
    state = athena("get-query-execution", "--query-execution-id", stopped)["QueryExecution"]["Status"]["State"]
    check("cli: stop-query-execution", state == "CANCELLED", state)
    exports("delete-export", "--export-arn", arn)
    gone = exports.run("get-export", "--export-arn", arn)
    check("cli: delete-export", gone.returncode != 0 and "ResourceNotFoundException" in gone.stderr, gone.stderr)


def fill_moto(url):
    """One prepared result of two rows."""
    result = {
        "rows": [
            {"Data": [{"VarCharValue": "claims"}, {"VarCharValue": "USD"}, {"VarCharValue": "1.200000000000000001"}]},
            {"Data": [{}, {"VarCharValue": "USD"}, {"VarCharValue": "0.3"}]}],
        "column_info": [
            {"Name": name, "Type": kind} for name, kind in
            (("group_1", "varchar"), ("currency", "varchar"), ("cost", "decimal"))]}
    request = urllib.request.Request(
        f"{url}/moto-api/static/athena/query-results",
        data=json.dumps({"account_id": "123456789012", "region": "us-east-1", "results": [result]}).encode(),
        headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30):
        pass
