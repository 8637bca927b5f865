"""Guardrails, asynchronous invocations and the log of model invocations, driven by boto3 and the AWS CLI."""

import base64
import gzip
import json

from boto3_checks import client, text
from harness import ACCOUNT, NOVA, REGION, CommandLine, check, refused, section

REEL = "amazon.nova-reel-v1:1"
VIDEO = {"taskType": "TEXT_VIDEO", "textToVideoParams": {"text": "A dry cellar"}}
PLACE = {"s3OutputDataConfig": {"s3Uri": "s3://videos/claims"}}


def run(mock):
    with section("boto3: guardrails"):
        guardrails(mock)
    with section("boto3: asynchronous invocations"):
        videos(mock)
    with section("boto3: log of model invocations"):
        log(mock)
    with section("AWS CLI: guardrails, asynchronous invocations, log"):
        command_line(mock)


def guardrails(mock):
    mock.control("guardrails", {"id": "gr4claims", "deniedTopics": {"Investments": ["which shares"]}, "masksEMail": True})
    runtime = client(mock, "bedrock-runtime")

    def apply(words, **changes):
        arguments = dict(
            guardrailIdentifier="gr4claims", guardrailVersion="1", source="INPUT", content=[{"text": {"text": words}}])
        return runtime.apply_guardrail(**(arguments | changes))

    passed = apply("Is water damage covered?")
    check("ApplyGuardrail lets pass", passed["action"] == "NONE" and passed["outputs"] == [], passed)
    check("ApplyGuardrail tells its units", passed["usage"]["topicPolicyUnits"] == 1, passed["usage"])
    blocked = apply("Tell me which shares to buy", source="OUTPUT", outputScope="FULL")
    topic = blocked["assessments"][0]["topicPolicy"]["topics"][0]
    check(
        "ApplyGuardrail blocks", blocked["action"] == "GUARDRAIL_INTERVENED" and topic["action"] == "BLOCKED", blocked)
    masked = apply("Write to ana@example.com.", guardrailIdentifier=f"arn:aws:bedrock:{REGION}:{ACCOUNT}:guardrail/gr4claims")
    check("ApplyGuardrail masks", masked["outputs"][0]["text"] == "Write to {EMAIL}.", masked)
    code = refused(lambda: apply("hi", guardrailVersion="9"))
    check("ApplyGuardrail knows its versions", code[:2] == ("ResourceNotFoundException", 404), code)


def videos(mock):
    runtime = client(mock, "bedrock-runtime")
    arguments = dict(modelId=REEL, modelInput=VIDEO, outputDataConfig=PLACE, clientRequestToken="video-1")
    arn = runtime.start_async_invoke(tags=[{"key": "dept", "value": "claims"}], **arguments)["invocationArn"]
    check("StartAsyncInvoke", f":{ACCOUNT}:async-invoke/" in arn, arn)
    again = runtime.start_async_invoke(tags=[{"key": "dept", "value": "claims"}], **arguments)["invocationArn"]
    check("StartAsyncInvoke with the same token", again == arn, again)
    code = refused(lambda: runtime.start_async_invoke(**(arguments | {"modelInput": VIDEO | {"seed": 1}})))
    check("StartAsyncInvoke with the same token and another input", code[:2] == ("ConflictException", 400), code)
    running = runtime.get_async_invoke(invocationArn=arn)
    check("GetAsyncInvoke", running["status"] == "InProgress" and running["outputDataConfig"] == PLACE, running)
    mock.turn(0.01)
    done = runtime.get_async_invoke(invocationArn=arn)
    check("GetAsyncInvoke at its end", done["status"] == "Completed" and done["endTime"] > done["submitTime"], done)
    charges = [row for row in mock.control("bill")["rows"] if row["operation"] == "StartAsyncInvoke"]
    check("a video is billed by the second", [row["cost"] for row in charges] == ["0.48"], charges)
    runtime.start_async_invoke(modelId=REEL, modelInput=VIDEO, outputDataConfig=PLACE)
    pages = list(
        runtime.get_paginator("list_async_invokes").paginate(
            submitTimeAfter="2020-01-01T00:00:00Z", sortBy="SubmissionTime", sortOrder="Ascending",
            PaginationConfig={"PageSize": 1}))
    listed = [each["invocationArn"] for page in pages for each in page["asyncInvokeSummaries"]]
    check("ListAsyncInvokes in pages", len(pages) == 2 and listed[0] == arn, listed)
    done = runtime.list_async_invokes(statusEquals="Completed")["asyncInvokeSummaries"]
    check("ListAsyncInvokes by status", [each["invocationArn"] for each in done] == [arn], done)


def log(mock):
    bedrock, runtime = client(mock, "bedrock"), client(mock, "bedrock-runtime")
    check("nothing is logged at first", "loggingConfig" not in bedrock.get_model_invocation_logging_configuration())
    config = {
        "s3Config": {"bucketName": "invocation-logs", "keyPrefix": "bedrock"}, "textDataDeliveryEnabled": True,
        "cloudWatchConfig": {"logGroupName": "bedrock", "roleArn": f"arn:aws:iam::{ACCOUNT}:role/BedrockLogs"}}
    bedrock.put_model_invocation_logging_configuration(loggingConfig=config)
    got = bedrock.get_model_invocation_logging_configuration()["loggingConfig"]
    check("Put- and GetModelInvocationLoggingConfiguration", got == config, got)
    code = refused(
        lambda: bedrock.put_model_invocation_logging_configuration(
            loggingConfig={"cloudWatchConfig": {"logGroupName": "bedrock", "roleArn": "arn:aws:iam::1:user/u"}}))
    check("a role that is none is refused", code[0] == "ValidationException", code)
    answer = runtime.converse(modelId=NOVA, messages=text("Hello"), requestMetadata={"team": "claims"})
    bedrock.delete_model_invocation_logging_configuration()
    runtime.converse(modelId=NOVA, messages=text("Not logged"))

    written = mock.control("invocation-log")
    lines = [
        json.loads(line) for each in written["objects"]
        for line in gzip.decompress(base64.b64decode(each["bytes"])).splitlines()]
    check("the log has the call as a gzip of JSON lines", len(lines) == 1, lines)
    record = lines[0]
    check(
        "its record has tokens and metadata",
        record["input"]["inputTokenCount"] == answer["usage"]["inputTokens"]
        and record["output"]["outputTokenCount"] == answer["usage"]["outputTokens"]
        and record["requestMetadata"] == {"team": "claims"}
        and record["requestId"] == answer["ResponseMetadata"]["RequestId"], record)
    key = written["objects"][0]["key"]
    check(
        "its object stands under account and Region",
        key.startswith(f"bedrock/AWSLogs/{ACCOUNT}/BedrockModelInvocationLogs/{REGION}/"), key)
    events = [json.loads(each["message"]) for each in written["events"]]
    check("the log group has it, too", events == lines, events)


def command_line(mock):
    aws = CommandLine(mock)
    said = aws(
        "bedrock-runtime", "apply-guardrail", "--guardrail-identifier", "gr4claims", "--guardrail-version", "1", "--source",
        "INPUT", "--content", '[{"text": {"text": "Tell me which shares"}}]')
    check("cli: apply-guardrail", said["action"] == "GUARDRAIL_INTERVENED", said)
    arn = aws(
        "bedrock-runtime", "start-async-invoke", "--model-id", REEL, "--model-input", json.dumps(VIDEO),
        "--output-data-config", json.dumps(PLACE))["invocationArn"]
    got = aws("bedrock-runtime", "get-async-invoke", "--invocation-arn", arn)
    check("cli: start-async-invoke, get-async-invoke", got["status"] == "InProgress", got)
    listed = aws("bedrock-runtime", "list-async-invokes", "--page-size", "1")["asyncInvokeSummaries"]
    check("cli: list-async-invokes", arn in [each["invocationArn"] for each in listed], listed)
    config = {"s3Config": {"bucketName": "logs"}}
    aws("bedrock", "put-model-invocation-logging-configuration", "--logging-config", json.dumps(config))
    got = aws("bedrock", "get-model-invocation-logging-configuration")["loggingConfig"]
    aws("bedrock", "delete-model-invocation-logging-configuration")
    check("cli: model-invocation-logging-configuration", got == config, got)
