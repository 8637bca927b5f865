"""The spine of mock-aws, driven by the AWS CLI: models, profiles, calls, tags and their costs. Other modules have the rest."""

import datetime
import json
import tempfile

from harness import HAIKU, NOVA, CommandLine, check, section


def run(mock):
    answer = CommandLine(mock)

    with section("AWS CLI: bedrock"):
        models = answer("bedrock", "list-foundation-models", "--by-provider", "amazon")["modelSummaries"]
        check("cli: list-foundation-models", NOVA in [model["modelId"] for model in models], models)
        model = answer("bedrock", "get-foundation-model", "--model-identifier", NOVA)["modelDetails"]
        check("cli: get-foundation-model", model["modelId"] == NOVA, model)
        created = answer(
            "bedrock", "create-inference-profile", "--inference-profile-name", "cli", "--model-source",
            f"copyFrom={model['modelArn']}", "--tags", "key=dept,value=cli")
        arn = created["inferenceProfileArn"]
        check("cli: create-inference-profile", ":application-inference-profile/" in arn, created)
        got = answer("bedrock", "get-inference-profile", "--inference-profile-identifier", arn)
        check("cli: get-inference-profile", got["inferenceProfileName"] == "cli", got)
        listed = answer("bedrock", "list-inference-profiles", "--type-equals", "APPLICATION", "--page-size", "1")
        arns = [each["inferenceProfileArn"] for each in listed["inferenceProfileSummaries"]]
        check("cli: list-inference-profiles", arn in arns and len(arns) > 1, arns)
        answer("bedrock", "tag-resource", "--resource-arn", arn, "--tags", "key=env,value=prod")
        answer("bedrock", "untag-resource", "--resource-arn", arn, "--tag-keys", "dept")
        tags = answer("bedrock", "list-tags-for-resource", "--resource-arn", arn)["tags"]
        check("cli: tag-resource, untag-resource, list-tags-for-resource", tags == [{"key": "env", "value": "prod"}], tags)

    with section("AWS CLI: bedrock-runtime"):
        messages = json.dumps([{"role": "user", "content": [{"text": "Hello"}]}])
        said = answer("bedrock-runtime", "converse", "--model-id", arn, "--messages", messages)
        check("cli: converse", said["stopReason"] == "end_turn", said)
        body = json.dumps({
            "anthropic_version": "bedrock-2023-05-31", "max_tokens": 20, "messages": [{"role": "user", "content": "Hi"}]})
        with tempfile.NamedTemporaryFile("r") as reply, tempfile.NamedTemporaryFile("w") as request:
            request.write(body)
            request.flush()
            answer("bedrock-runtime", "invoke-model", "--model-id", HAIKU, "--body", f"fileb://{request.name}", reply.name)
            said = json.load(reply)
        check("cli: invoke-model", said["usage"]["input_tokens"] == 3 + 1, said)
        count = answer(
            "bedrock-runtime", "count-tokens", "--model-id", HAIKU, "--input",
            json.dumps({"converse": {"messages": json.loads(messages)}}))
        check("cli: count-tokens", count == {"inputTokens": 5}, count)

    with section("AWS CLI: resourcegroupstaggingapi"):
        found = answer("resourcegroupstaggingapi", "get-resources", "--tag-filters", "Key=env,Values=prod")
        arns = [each["ResourceARN"] for each in found["ResourceTagMappingList"]]
        check("cli: get-resources", arn in arns, arns)
        done = answer("resourcegroupstaggingapi", "tag-resources", "--resource-arn-list", arn, "--tags", "dept=cli")
        check("cli: tag-resources", done["FailedResourcesMap"] == {}, done)
        keys = answer("resourcegroupstaggingapi", "get-tag-keys")["TagKeys"]
        check("cli: get-tag-keys", {"dept", "env"} <= set(keys), keys)
        values = answer("resourcegroupstaggingapi", "get-tag-values", "--key", "dept")["TagValues"]
        check("cli: get-tag-values", "cli" in values, values)
        done = answer("resourcegroupstaggingapi", "untag-resources", "--resource-arn-list", arn, "--tag-keys", "dept")
        check("cli: untag-resources", done["FailedResourcesMap"] == {}, done)

    with section("AWS CLI: ce"):
        mock.turn(2)
        today = datetime.date.fromisoformat(mock.control("clock")["now"][:10])
        tags = answer("ce", "list-cost-allocation-tags", "--status", "Inactive")["CostAllocationTags"]
        check("cli: list-cost-allocation-tags", "env" in [tag["TagKey"] for tag in tags], tags)
        errors = answer(
            "ce", "update-cost-allocation-tags-status", "--cost-allocation-tags-status", "TagKey=env,Status=Active")
        check("cli: update-cost-allocation-tags-status", errors == {"Errors": []}, errors)
        period = f"Start={today - datetime.timedelta(days=20)},End={today}"
        costs = answer(
            "ce", "get-cost-and-usage", "--time-period", period, "--granularity", "MONTHLY", "--metrics",
            "UnblendedCost", "--group-by", "Type=DIMENSION,Key=SERVICE")
        check("cli: get-cost-and-usage", costs["ResultsByTime"][-1]["Estimated"] is True, costs)
        values = answer("ce", "get-dimension-values", "--time-period", period, "--dimension", "REGION")
        check("cli: get-dimension-values", values["TotalSize"] >= 1, values)
        check("cli: get-tags", "Tags" in answer("ce", "get-tags", "--time-period", period))

    with section("AWS CLI: sts"):
        identity = answer("sts", "get-caller-identity")
        check("cli: get-caller-identity", identity["Arn"].endswith(":user/mock"), identity)
        role = answer(
            "sts", "assume-role", "--role-arn", "arn:aws:iam::210987654321:role/R", "--role-session-name", "cli")
        check("cli: assume-role", role["Credentials"]["AccessKeyId"].startswith("ASIA"), role)

    with section("AWS CLI: refusals"):
        done = answer.run("sts", "get-caller-identity", AWS_SECRET_ACCESS_KEY="wrong")
        check("cli: a wrong secret", done.returncode != 0 and "SignatureDoesNotMatch" in done.stderr, done.stderr)
        done = answer.run("bedrock", "list-foundation-models", AWS_SECRET_ACCESS_KEY="wrong")
        check("cli: a wrong secret at bedrock", "InvalidSignatureException" in done.stderr, done.stderr)
        done = answer.run("bedrock", "list-foundation-models", AWS_DEFAULT_REGION="mars-north-1")
        check("cli: a wrong Region", "InvalidSignatureException" in done.stderr, done.stderr)
        answer("bedrock", "delete-inference-profile", "--inference-profile-identifier", arn)
        done = answer.run("bedrock", "get-inference-profile", "--inference-profile-identifier", arn)
        check("cli: delete-inference-profile", "ResourceNotFoundException" in done.stderr, done.stderr)
