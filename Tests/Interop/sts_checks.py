"""Roles with trust policies, sessions with tags and web identities of mock-aws, driven by boto3 and by the AWS CLI."""

import os
import tempfile

import boto3

from boto3_checks import client
from harness import ACCOUNT, REGION, CommandLine, check, refused, section

ROLE = "arn:aws:iam::210987654321:role/BedrockManagementRole"
INNER = "arn:aws:iam::345678901234:role/Inner"
POD = "arn:aws:iam::210987654321:role/Pod"
ISSUER = "https://oidc.eks.us-east-1.amazonaws.com/id/INTEROP"
SUBJECT = "system:serviceaccount:claims:biller"


def keys(answer):
    found = answer["Credentials"]
    return dict(
        aws_access_key_id=found["AccessKeyId"], aws_secret_access_key=found["SecretAccessKey"],
        aws_session_token=found["SessionToken"])


def run(mock):
    mock.control("roles", {"arn": ROLE, "trusting": [ACCOUNT], "externalId": "ex-1", "requiredTags": {"dept": "*"}})
    mock.control("roles", {"arn": INNER, "trusting": [ROLE], "requiredTags": {"dept": "claims"}})
    mock.control("roles", {"arn": POD, "trusting": [], "issuer": ISSUER, "subject": SUBJECT})
    with section("boto3: sts, trust policies and session tags"):
        trust(mock)
    with section("boto3: sts, web identity"):
        web_identity(mock)
    with section("AWS CLI: sts"):
        cli(mock)


def trust(mock):
    sts = client(mock, "sts")
    tags = [{"Key": "dept", "Value": "claims"}, {"Key": "env", "Value": "prod"}]
    common = dict(RoleArn=ROLE, RoleSessionName="interop")
    code = refused(lambda: sts.assume_role(**common, Tags=tags))
    check("AssumeRole without the external id is denied", code[:2] == ("AccessDenied", 403), code)
    code = refused(lambda: sts.assume_role(**common, ExternalId="ex-1"))
    check("AssumeRole without a required tag is denied", code[:2] == ("AccessDenied", 403), code)
    code = refused(lambda: sts.assume_role(**common, ExternalId="ex-1", Tags=tags, TransitiveTagKeys=["team"]))
    check("a transitive key must be a tag", code[:2] == ("ValidationError", 400), code)
    code = refused(lambda: sts.assume_role(**common, ExternalId="ex-1", Tags=tags, DurationSeconds=7200))
    check("AssumeRole is held to the role's longest session", code[:2] == ("ValidationError", 400), code)
    outer = sts.assume_role(
        **common, ExternalId="ex-1", Tags=tags, TransitiveTagKeys=["dept"], SourceIdentity="alice")
    check("AssumeRole tells the source identity", outer.get("SourceIdentity") == "alice", outer)

    chained = client(mock, "sts", **keys(outer))
    again = dict(RoleArn=INNER, RoleSessionName="inner")
    code = refused(lambda: chained.assume_role(**again, Tags=[{"Key": "Dept", "Value": "sales"}]))
    check("a transitive tag cannot be changed along a chain", code[:2] == ("ValidationError", 400), code)
    code = refused(lambda: chained.assume_role(**again, DurationSeconds=3601))
    check("a chained session lasts an hour at most", code[:2] == ("ValidationError", 400), code)
    inner = chained.assume_role(**again)
    client(mock, "sts", **keys(inner)).get_caller_identity()
    seen = mock.control("requests")["requests"][-1]
    check(
        "a session's tags go along a chain",
        seen["principalArn"] == "arn:aws:sts::345678901234:assumed-role/Inner/inner"
        and seen["sessionTags"] == {"dept": "claims"}, seen)
    code = refused(lambda: sts.assume_role(**again))
    check("a role that does not trust the caller is denied", code[:2] == ("AccessDenied", 403), code)
    code = refused(lambda: client(mock, "sts", **keys(sts.get_session_token())).get_session_token())
    check("GetSessionToken needs lasting keys", code[:2] == ("AccessDenied", 403), code)


def web_identity(mock):
    token = mock.control("web-identity-tokens", {"issuer": ISSUER, "subject": SUBJECT, "tags": {"dept": "claims"}})["token"]
    sts = client(mock, "sts")
    pod = sts.assume_role_with_web_identity(RoleArn=POD, RoleSessionName="pod-7", WebIdentityToken=token)
    check(
        "AssumeRoleWithWebIdentity", pod["SubjectFromWebIdentityToken"] == SUBJECT and pod["Provider"] == ISSUER, pod)
    client(mock, "sts", **keys(pod)).get_caller_identity()
    seen = mock.control("requests")["requests"][-1]
    check("a token's tags become the session's", seen["sessionTags"] == {"dept": "claims"}, seen)
    code = refused(
        lambda: sts.assume_role_with_web_identity(RoleArn=POD, RoleSessionName="pod-7", WebIdentityToken=token[:-2]))
    check("a token that nobody issued is refused", code[:2] == ("InvalidIdentityToken", 400), code)
    other = mock.control("web-identity-tokens", {"issuer": ISSUER, "subject": "system:serviceaccount:sales:x"})["token"]
    code = refused(
        lambda: sts.assume_role_with_web_identity(RoleArn=POD, RoleSessionName="pod-7", WebIdentityToken=other))
    check("another subject is denied", code[:2] == ("AccessDenied", 403), code)

    # botocore finds the role by itself, as in a pod.
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(token)
        file.flush()
        changes = {
            "AWS_WEB_IDENTITY_TOKEN_FILE": file.name, "AWS_ROLE_ARN": POD, "AWS_ROLE_SESSION_NAME": "by-itself",
            "AWS_ENDPOINT_URL": mock.url, "AWS_DEFAULT_REGION": REGION}
        os.environ.update(changes)
        try:
            identity = boto3.session.Session().client("sts").get_caller_identity()
        finally:
            for name in changes:
                del os.environ[name]
    check("botocore's own web identity", identity["Arn"].endswith(":assumed-role/Pod/by-itself"), identity)


def cli(mock):
    answer = CommandLine(mock, "sts")
    role = answer(
        "assume-role", "--role-arn", ROLE, "--role-session-name", "cli", "--external-id", "ex-1", "--tags",
        "Key=dept,Value=cli", "--transitive-tag-keys", "dept")
    check("cli: assume-role with tags", role["AssumedRoleUser"]["Arn"].endswith(":assumed-role/BedrockManagementRole/cli"), role)
    token = mock.control("web-identity-tokens", {"issuer": ISSUER, "subject": SUBJECT})["token"]
    pod = answer(
        "assume-role-with-web-identity", "--role-arn", POD, "--role-session-name", "cli", "--web-identity-token", token)
    check("cli: assume-role-with-web-identity", pod["Audience"] == "sts.amazonaws.com", pod)
    session = answer("get-session-token", "--duration-seconds", "900")
    check("cli: get-session-token", session["Credentials"]["SessionToken"] != "", session)
