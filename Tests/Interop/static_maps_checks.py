"""Parameter Store and Secrets Manager of mock-aws, driven by boto3 and the AWS CLI; and what moto needs for the SDK's checks."""

import json

import boto3

import boto3_checks
from harness import ACCOUNT, REGION, CommandLine, check, refused, section

PROFILE = f"arn:aws:bedrock:{REGION}:{ACCOUNT}:application-inference-profile/"


def run(mock):
    with section("boto3: ssm"):
        ssm = boto3_checks.client(mock, "ssm")
        for number in range(12):
            ssm.put_parameter(Name=f"/bedrock/profiles/prod/team{number:02}", Value=f"{PROFILE}p{number}", Type="String")
        one = ssm.get_parameter(Name="/bedrock/profiles/prod/team03")["Parameter"]
        check("PutParameter, GetParameter", one["Value"] == f"{PROFILE}p3" and one["Version"] == 1, one)
        taken = refused(lambda: ssm.put_parameter(Name="/bedrock/profiles/prod/team03", Value="x", Type="String"))
        check("PutParameter of a name that is taken", taken[0] == "ParameterAlreadyExists", taken)
        ssm.put_parameter(Name="/bedrock/profiles/prod/team03", Value="new", Type="String", Overwrite=True)
        old = ssm.get_parameter(Name="/bedrock/profiles/prod/team03:1")["Parameter"]
        check("GetParameter of a version", old["Value"] == f"{PROFILE}p3", old)
        pages = list(ssm.get_paginator("get_parameters_by_path").paginate(Path="/bedrock/profiles", Recursive=True))
        names = [parameter["Name"] for page in pages for parameter in page["Parameters"]]
        check("GetParametersByPath in pages", len(names) == 12 and len(pages) == 2, names)
        flat = ssm.get_parameters_by_path(Path="/bedrock/profiles")["Parameters"]
        check("GetParametersByPath of one level", flat == [], flat)
        missing = refused(lambda: ssm.get_parameter(Name="/nothing"))
        check("GetParameter of nothing", missing[0] == "ParameterNotFound", missing)
        found = ssm.get_parameters(Names=["/bedrock/profiles/prod/team00", "/nothing"])
        check("GetParameters", found["InvalidParameters"] == ["/nothing"] and len(found["Parameters"]) == 1, found)
    with section("boto3: secretsmanager"):
        secrets = boto3_checks.client(mock, "secretsmanager")
        created = secrets.create_secret(Name="bedrock/profile-map", SecretString='{"claims": "one"}')
        got = secrets.get_secret_value(SecretId=created["ARN"])
        check("CreateSecret, GetSecretValue", got["SecretString"] == '{"claims": "one"}', got)
        secrets.put_secret_value(SecretId="bedrock/profile-map", SecretString='{"claims": "two"}')
        before = secrets.get_secret_value(SecretId="bedrock/profile-map", VersionStage="AWSPREVIOUS")
        check("GetSecretValue of the version before", before["SecretString"] == '{"claims": "one"}', before)
        binary = secrets.create_secret(Name="binary", SecretBinary=b"\x00\xff")["ARN"]
        check("a binary secret", secrets.get_secret_value(SecretId=binary)["SecretBinary"] == b"\x00\xff")
        missing = refused(lambda: secrets.get_secret_value(SecretId="nothing"))
        check("GetSecretValue of nothing", missing[0] == "ResourceNotFoundException", missing)
    with section("AWS CLI: ssm"):
        parameters_by_cli(CommandLine(mock, "ssm"))
    with section("AWS CLI: secretsmanager"):
        secrets_by_cli(CommandLine(mock, "secretsmanager"))


def parameters_by_cli(answer):
    for number in range(3):
        made = answer(
            "put-parameter", "--name", f"/cli/profiles/team{number}", "--value", f"{PROFILE}cli{number}", "--type", "String")
        check(f"cli: put-parameter {number}", made["Version"] == 1, made)
    again = answer("put-parameter", "--name", "/cli/profiles/team1", "--value", f"{PROFILE}new", "--overwrite")
    check("cli: put-parameter over another", again["Version"] == 2, again)
    one = answer("get-parameter", "--name", "/cli/profiles/team1")["Parameter"]
    check("cli: get-parameter", (one["Value"], one["Version"]) == (f"{PROFILE}new", 2), one)
    old = answer("get-parameter", "--name", "/cli/profiles/team1:1")["Parameter"]
    check("cli: get-parameter of a version", old["Value"] == f"{PROFILE}cli1", old)
    found = answer("get-parameters-by-path", "--path", "/cli", "--recursive", "--page-size", "2")["Parameters"]
    values = {one["Name"]: one["Value"] for one in found}
    check(
        "cli: get-parameters-by-path in pages",
        values == {f"/cli/profiles/team{n}": f"{PROFILE}{'new' if n == 1 else f'cli{n}'}" for n in range(3)}, values)
    answer("put-parameter", "--name", "/cli/secret", "--value", "hidden", "--type", "SecureString")
    hidden = answer("get-parameter", "--name", "/cli/secret")["Parameter"]["Value"]
    plain = answer("get-parameter", "--name", "/cli/secret", "--with-decryption")["Parameter"]["Value"]
    check("cli: get-parameter of a secure string", plain == "hidden" != hidden, (plain, hidden))
    answer("delete-parameter", "--name", "/cli/secret")
    gone = answer.run("get-parameter", "--name", "/cli/secret")
    check("cli: delete-parameter", gone.returncode != 0 and "ParameterNotFound" in gone.stderr, gone.stderr)


def secrets_by_cli(answer):
    first, second = (json.dumps({"claims": PROFILE + name}) for name in ("one", "two"))
    made = answer("create-secret", "--name", "cli/profile-map", "--secret-string", first)
    check("cli: create-secret", made["ARN"].startswith(f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:cli/profile-map-"), made)
    got = answer("get-secret-value", "--secret-id", made["ARN"])
    check("cli: get-secret-value", (got["SecretString"], got["VersionId"]) == (first, made["VersionId"]), got)
    put = answer("put-secret-value", "--secret-id", "cli/profile-map", "--secret-string", second)
    now, before = (
        answer("get-secret-value", "--secret-id", "cli/profile-map", "--version-stage", stage)
        for stage in ("AWSCURRENT", "AWSPREVIOUS"))
    check(
        "cli: put-secret-value: both versions are there",
        (now["SecretString"], now["VersionId"]) == (second, put["VersionId"]) and before["SecretString"] == first, (now, before))
    answer("delete-secret", "--secret-id", "cli/profile-map", "--force-delete-without-recovery")
    gone = answer.run("get-secret-value", "--secret-id", "cli/profile-map")
    check("cli: delete-secret", gone.returncode != 0 and "ResourceNotFoundException" in gone.stderr, gone.stderr)


def fill_moto(url):
    """A path of parameters in two pages, and a secret."""
    arguments = dict(
        endpoint_url=url, region_name=REGION, aws_access_key_id="AKIDMOTO", aws_secret_access_key="secret")
    ssm = boto3.client("ssm", **arguments)
    for number in range(12):
        ssm.put_parameter(Name=f"/bedrock/profiles/prod/team{number:02}", Value=f"{PROFILE}p{number}", Type="String")
    ssm.put_parameter(
        Name="/bedrock/map", Value=json.dumps({"claims": f"{PROFILE}claims", "sales": f"{PROFILE}sales"}), Type="SecureString")
    boto3.client("secretsmanager", **arguments).create_secret(
        Name="bedrock/profile-map",
        SecretString=json.dumps([{"tags": {"dept": "claims", "env": "prod"}, "profile": f"{PROFILE}secret"}]))
