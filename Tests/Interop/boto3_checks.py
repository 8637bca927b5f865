"""Every operation of mock-aws, driven by boto3."""

import decimal
import json

import boto3
from botocore.config import Config

from harness import ACCOUNT, HAIKU, KEY, NOVA, REGION, SECRET, SONNET, check, refused, section

AIP = f"arn:aws:bedrock:{REGION}:{ACCOUNT}:application-inference-profile/"


def client(mock, service, **changes):
    arguments = dict(
        endpoint_url=mock.url, region_name=REGION, aws_access_key_id=KEY, aws_secret_access_key=SECRET,
        config=Config(retries={"max_attempts": 1, "mode": "standard"}))
    arguments.update(changes)
    return boto3.client(service, **arguments)


def text(value):
    return [{"role": "user", "content": [{"text": value}]}]


def run(mock):
    with section("boto3: bedrock"):
        profiles = control_plane(mock)
    with section("boto3: bedrock-runtime"):
        runtime(mock, profiles)
    with section("boto3: streams"):
        streams(mock, profiles)
    with section("boto3: resourcegroupstaggingapi"):
        tagging(mock, profiles)
    with section("boto3: ce"):
        costs(mock, profiles)
    with section("boto3: sts"):
        tokens(mock)


def control_plane(mock):
    bedrock = client(mock, "bedrock")
    models = bedrock.list_foundation_models()["modelSummaries"]
    check("ListFoundationModels", any(model["modelId"] == NOVA for model in models), models)
    amazon = bedrock.list_foundation_models(byProvider="Amazon", byInferenceType="ON_DEMAND")["modelSummaries"]
    check("ListFoundationModels by provider", {model["providerName"] for model in amazon} == {"Amazon"}, amazon)
    model = bedrock.get_foundation_model(modelIdentifier=NOVA)["modelDetails"]
    check("GetFoundationModel", model["modelLifecycle"]["status"] == "ACTIVE", model)

    created = bedrock.create_inference_profile(
        inferenceProfileName="claims nova", description="Claims team", clientRequestToken="token-1",
        modelSource={"copyFrom": model["modelArn"]}, tags=[{"key": "dept", "value": "claims"}])
    claims = created["inferenceProfileArn"]
    check("CreateInferenceProfile from a model", claims.startswith(AIP) and created["status"] == "ACTIVE", created)
    check("CreateInferenceProfile answers 201", created["ResponseMetadata"]["HTTPStatusCode"] == 201, created)
    again = bedrock.create_inference_profile(
        inferenceProfileName="claims nova", description="Claims team", clientRequestToken="token-1",
        modelSource={"copyFrom": model["modelArn"]}, tags=[{"key": "dept", "value": "claims"}])
    check("CreateInferenceProfile with the same token", again["inferenceProfileArn"] == claims, again)
    system = bedrock.get_inference_profile(inferenceProfileIdentifier=SONNET)
    check("GetInferenceProfile, system-defined", system["type"] == "SYSTEM_DEFINED", system)
    sales = bedrock.create_inference_profile(
        inferenceProfileName="sales", modelSource={"copyFrom": system["inferenceProfileArn"]},
        tags=[{"key": "dept", "value": "sales"}])["inferenceProfileArn"]
    check("CreateInferenceProfile from a profile", sales.startswith(AIP), sales)
    for identifier in (sales, sales.split("/")[-1]):
        got = bedrock.get_inference_profile(inferenceProfileIdentifier=identifier)
        check(
            f"GetInferenceProfile by {'ARN' if '/' in identifier else 'id'}",
            got["inferenceProfileArn"] == sales and len(got["models"]) == 3 and got["createdAt"].tzinfo is not None, got)

    for index in range(3):
        bedrock.create_inference_profile(
            inferenceProfileName=f"spare {index}", modelSource={"copyFrom": model["modelArn"]})
    pages = list(
        bedrock.get_paginator("list_inference_profiles").paginate(
            typeEquals="APPLICATION", PaginationConfig={"PageSize": 2}))
    listed = [each["inferenceProfileArn"] for page in pages for each in page["inferenceProfileSummaries"]]
    check("ListInferenceProfiles in pages", len(pages) == 3 and len(listed) == 5 and claims in listed, listed)
    spare = [arn for arn in listed if arn not in (claims, sales)]
    for arn in spare:
        bedrock.delete_inference_profile(inferenceProfileIdentifier=arn)
    code = refused(lambda: bedrock.get_inference_profile(inferenceProfileIdentifier=spare[0]))
    check("DeleteInferenceProfile", code[:2] == ("ResourceNotFoundException", 404), code)

    bedrock.tag_resource(resourceARN=claims, tags=[{"key": "env", "value": "prod"}, {"key": "odd", "value": ""}])
    bedrock.untag_resource(resourceARN=claims, tagKeys=["odd"])
    tags = {tag["key"]: tag["value"] for tag in bedrock.list_tags_for_resource(resourceARN=claims)["tags"]}
    check("TagResource, UntagResource, ListTagsForResource", tags == {"dept": "claims", "env": "prod"}, tags)
    code = refused(
        lambda: bedrock.create_inference_profile(
            inferenceProfileName="x", description="理賠部門", modelSource={"copyFrom": model["modelArn"]}))
    check("a Chinese description is refused", code[0] == "ValidationException" and "description" in code[2], code)
    code = refused(
        lambda: bedrock.tag_resource(
            resourceARN=claims, tags=[{"key": f"k{index}", "value": "v"} for index in range(60)]))
    check("too many tags are refused", code[:2] == ("TooManyTagsException", 400), code)
    return {"claims": claims, "sales": sales}


def runtime(mock, profiles):
    bedrock = client(mock, "bedrock-runtime")
    answer = bedrock.converse(
        modelId=profiles["claims"], messages=text("Summarise claim 4711."), system=[{"text": "Be brief."}],
        inferenceConfig={"maxTokens": 40}, requestMetadata={"team": "claims"}, serviceTier={"type": "default"})
    usage = answer["usage"]
    check("Converse", answer["output"]["message"]["role"] == "assistant" and usage["outputTokens"] <= 40, answer)
    check("Converse counts by the documented rule", usage["inputTokens"] == 6 + 3 + 3, usage)
    metadata = mock.control("requests")["requests"][-1]["requestMetadata"]
    check("Converse's requestMetadata is seen", metadata == {"team": "claims"}, metadata)
    tool = {
        "tools": [{"toolSpec": {"name": "lookup", "inputSchema": {"json": {
            "type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}}}}],
        "toolChoice": {"any": {}}}
    answer = bedrock.converse(modelId=HAIKU, messages=text("Look it up"), toolConfig=tool)
    block = answer["output"]["message"]["content"][0]
    check("Converse with a forced tool", answer["stopReason"] == "tool_use" and "id" in block["toolUse"]["input"], answer)
    system = [{"text": "The policy covers water damage. " * 200}, {"cachePoint": {"type": "default", "ttl": "1h"}}]
    usages = [
        bedrock.converse(modelId=profiles["sales"], messages=text("Hello"), system=system)["usage"] for _ in range(2)]
    check(
        "Converse writes and reads the prompt cache",
        usages[0]["cacheDetails"] == [{"ttl": "1h", "inputTokens": 1600}] and usages[1]["cacheReadInputTokens"] == 1600,
        usages)

    body = json.dumps({
        "anthropic_version": "bedrock-2023-05-31", "max_tokens": 30,
        "messages": [{"role": "user", "content": "Hello there"}]})
    answer = bedrock.invoke_model(modelId=HAIKU, body=body)
    headers = answer["ResponseMetadata"]["HTTPHeaders"]
    usage = json.load(answer["body"])["usage"]
    check(
        "InvokeModel tells its usage in body and headers",
        headers["x-amzn-bedrock-input-token-count"] == str(usage["input_tokens"])
        and headers["x-amzn-bedrock-output-token-count"] == str(usage["output_tokens"]), headers)
    count = bedrock.count_tokens(modelId=HAIKU, input={"converse": {"messages": text("Hello there")}})
    check("CountTokens of a Converse", count["inputTokens"] == usage["input_tokens"], count)
    count = bedrock.count_tokens(modelId=HAIKU, input={"invokeModel": {"body": body}})
    check("CountTokens of an InvokeModel", count["inputTokens"] == usage["input_tokens"], count)

    code = refused(lambda: bedrock.converse(modelId=HAIKU, messages=text(" ")))
    check("Converse refuses blank text", code[:2] == ("ValidationException", 400), code)
    code = refused(lambda: bedrock.converse(modelId="no.such-model", messages=text("Hello")))
    check("Converse refuses an unknown model", code[:2] == ("ValidationException", 400), code)
    code = refused(lambda: bedrock.converse(modelId=AIP + "000000000000", messages=text("Hello")))
    check("Converse refuses a profile that is gone", code[:2] == ("ResourceNotFoundException", 404), code)
    retrying = client(
        mock, "bedrock-runtime", config=Config(retries={"max_attempts": 3, "mode": "standard"}))
    mock.control("faults", {"fault": "throttle", "operation": "Converse", "times": 2})
    answer = retrying.converse(modelId=HAIKU, messages=text("Hello"))
    check("a throttled Converse is tried again", answer["ResponseMetadata"]["RetryAttempts"] == 2, answer)


def streams(mock, profiles):
    import botocore.exceptions

    bedrock = client(mock, "bedrock-runtime")
    whole = bedrock.converse(modelId=profiles["claims"], messages=text("Draft the letter."))
    events = list(bedrock.converse_stream(modelId=profiles["claims"], messages=text("Draft the letter."))["stream"])
    names = [next(iter(event)) for event in events]
    check("ConverseStream's order", names[0] == "messageStart" and names[-2:] == ["messageStop", "metadata"], names)
    said = "".join(event["contentBlockDelta"]["delta"]["text"] for event in events if "contentBlockDelta" in event)
    check("ConverseStream says what Converse says", said == whole["output"]["message"]["content"][0]["text"], said)
    check("ConverseStream's usage", events[-1]["metadata"]["usage"] == whole["usage"], events[-1])

    body = {
        "anthropic_version": "bedrock-2023-05-31", "max_tokens": 30,
        "messages": [{"role": "user", "content": "Hello there"}]}
    stream = bedrock.invoke_model_with_response_stream(modelId=HAIKU, body=json.dumps(body))
    chunks = [json.loads(event["chunk"]["bytes"]) for event in stream["body"]]
    check("InvokeModelWithResponseStream", chunks[0]["type"] == "message_start", chunks)
    metrics = chunks[-1].get("amazon-bedrock-invocationMetrics", {})
    check(
        "InvokeModelWithResponseStream's metrics",
        metrics.get("inputTokenCount") == 6 and 0 < metrics.get("outputTokenCount", 0) <= 30, metrics)

    mock.control("faults", {"fault": "lateException", "type": "throttlingException", "operation": "ConverseStream"})
    seen, code = 0, None
    try:
        for _ in bedrock.converse_stream(modelId=profiles["claims"], messages=text("Hello"))["stream"]:
            seen += 1
    except botocore.exceptions.EventStreamError as error:
        code = error.response["Error"]["Code"]
    check("an exception frame comes after the events before it", seen > 1 and code == "throttlingException", (seen, code))


def tagging(mock, profiles):
    tagging = client(mock, "resourcegroupstaggingapi")

    def find(**arguments):
        pages = list(tagging.get_paginator("get_resources").paginate(**arguments))
        return [each["ResourceARN"] for page in pages for each in page["ResourceTagMappingList"]], len(pages)

    kind = ["bedrock:application-inference-profile"]
    arns, _ = find(TagFilters=[{"Key": "dept", "Values": ["claims"]}], ResourceTypeFilters=kind)
    check("GetResources by tag", arns == [profiles["claims"]], arns)
    arns, pages = find(ResourceTypeFilters=kind, PaginationConfig={"PageSize": 1})
    check("GetResources in pages that end", set(arns) == set(profiles.values()) and pages == 2, (arns, pages))
    failed = tagging.tag_resources(
        ResourceARNList=[profiles["sales"], AIP + "000000000000"], Tags={"env": "test"})["FailedResourcesMap"]
    check("TagResources tells its failures", list(failed) == [AIP + "000000000000"], failed)
    keys = [key for page in tagging.get_paginator("get_tag_keys").paginate() for key in page["TagKeys"]]
    check("GetTagKeys", keys == ["dept", "env"], keys)
    values = [
        value for page in tagging.get_paginator("get_tag_values").paginate(Key="env") for value in page["TagValues"]]
    check("GetTagValues", values == ["prod", "test"], values)
    failed = tagging.untag_resources(ResourceARNList=[profiles["sales"]], TagKeys=["env"])["FailedResourcesMap"]
    arns, _ = find(TagFilters=[{"Key": "env"}])
    check("UntagResources", failed == {} and arns == [profiles["claims"]], (failed, arns))
    code = refused(lambda: tagging.get_resources(PaginationToken="nonsense"))
    check("GetResources refuses a made-up token", code[:2] == ("InvalidParameterException", 400), code)


def costs(mock, profiles):
    ce = client(mock, "ce")
    runtime = client(mock, "bedrock-runtime")
    start = mock.control("clock")["now"][:10]
    mock.turn(1)
    tags = ce.list_cost_allocation_tags(Type="UserDefined")["CostAllocationTags"]
    check("ListCostAllocationTags", "dept" in [tag["TagKey"] for tag in tags], tags)
    errors = ce.update_cost_allocation_tags_status(
        CostAllocationTagsStatus=[{"TagKey": "dept", "Status": "Active"}, {"TagKey": "no", "Status": "Active"}])["Errors"]
    check("UpdateCostAllocationTagsStatus", [error["TagKey"] for error in errors] == ["no"], errors)
    for model in (profiles["claims"], profiles["sales"], NOVA):
        runtime.converse(modelId=model, messages=text("After the activation"))
    mock.turn(3)
    end = mock.control("clock")["now"][:10]
    period = {"Start": start, "End": end}
    bill = mock.control("bill")

    def amounts(**arguments):
        rows, token = {}, {}
        while True:
            page = ce.get_cost_and_usage(TimePeriod=period, Metrics=["UnblendedCost", "UsageQuantity"], **arguments, **token)
            for result in page["ResultsByTime"]:
                for group in result["Groups"]:
                    keys = tuple(group["Keys"])
                    rows[keys] = rows.get(keys, 0) + decimal.Decimal(group["Metrics"]["UnblendedCost"]["Amount"])
            if "NextPageToken" not in page:
                return rows
            token = {"NextPageToken": page["NextPageToken"]}

    by_tag = amounts(Granularity="DAILY", GroupBy=[{"Type": "TAG", "Key": "dept"}, {"Type": "DIMENSION", "Key": "SERVICE"}])
    check("GetCostAndUsage adds up to the bill", sum(by_tag.values()) == decimal.Decimal(bill["total"]), by_tag)
    claims = sum(
        decimal.Decimal(row["cost"]) for row in bill["rows"]
        if row["tags"].get("dept") == "claims" and row["day"] > start)
    check("GetCostAndUsage by tag", by_tag.get(("dept$claims", "Amazon Bedrock")) == claims > 0, (by_tag, claims))
    check("GetCostAndUsage has the untagged row", by_tag.get(("dept$", "Amazon Bedrock"), 0) > 0, by_tag)
    filtered = amounts(
        Granularity="MONTHLY", GroupBy=[{"Type": "DIMENSION", "Key": "USAGE_TYPE"}],
        Filter={"And": [
            {"Dimensions": {"Key": "SERVICE", "Values": ["Amazon Bedrock"]}},
            {"Not": {"Tags": {"Key": "dept", "MatchOptions": ["ABSENT"]}}}]})
    check(
        "GetCostAndUsage with a filter",
        set(filtered) == {("USE1-NovaLite-input-tokens",), ("USE1-NovaLite-output-tokens",)}, filtered)
    services = ce.get_dimension_values(TimePeriod=period, Dimension="SERVICE", SearchString="Bedrock")
    names = [value["Value"] for value in services["DimensionValues"]]
    check("GetDimensionValues", "Claude 3.7 Sonnet (Amazon Bedrock Edition)" in names, names)
    values = ce.get_tags(TimePeriod=period, TagKey="dept")["Tags"]
    check("GetTags", values == ["", "claims", "sales"], values)
    code = refused(
        lambda: ce.get_cost_and_usage(
            TimePeriod={"Start": end, "End": start}, Granularity="DAILY", Metrics=["UnblendedCost"]))
    check("GetCostAndUsage refuses a reversed period", code[:2] == ("ValidationException", 400), code)
    billable = mock.control("status")["billableRequests"]
    check("billable requests are counted", billable == 4, billable)


def tokens(mock):
    sts = client(mock, "sts")
    identity = sts.get_caller_identity()
    check("GetCallerIdentity", identity["Account"] == ACCOUNT and ":user/" in identity["Arn"], identity)
    role = sts.assume_role(
        RoleArn="arn:aws:iam::210987654321:role/BedrockManagementRole", RoleSessionName="CrossAccount",
        DurationSeconds=900, Tags=[{"Key": "team", "Value": "claims"}])
    session = dict(
        aws_access_key_id=role["Credentials"]["AccessKeyId"],
        aws_secret_access_key=role["Credentials"]["SecretAccessKey"],
        aws_session_token=role["Credentials"]["SessionToken"])
    identity = client(mock, "sts", **session).get_caller_identity()
    check(
        "AssumeRole's credentials open the other account",
        identity["Arn"] == "arn:aws:sts::210987654321:assumed-role/BedrockManagementRole/CrossAccount", identity)
    arn = client(mock, "bedrock", **session).create_inference_profile(
        inferenceProfileName="other",
        modelSource={"copyFrom": f"arn:aws:bedrock:{REGION}::foundation-model/{NOVA}"})["inferenceProfileArn"]
    check("a profile in the other account", ":210987654321:" in arn, arn)
    code = refused(lambda: client(mock, "sts", **session | {"aws_session_token": "wrong"}).get_caller_identity())
    check("a wrong session token is refused", code[:2] == ("InvalidClientTokenId", 403), code)
