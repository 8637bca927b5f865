"""Right signatures are accepted and wrong ones refused, as botocore makes them."""

import base64
import datetime
import os
from unittest import mock as patching

import botocore.auth
import botocore.awsrequest
import botocore.credentials
from botocore import UNSIGNED
from botocore.config import Config

from boto3_checks import client, text
from harness import API_KEY, KEY, NOVA, REGION, SECRET, check, refused, section

# A call of each protocol, with the codes under which its service refuses: wrong signature, unknown key, no signature.
PROTOCOLS = [
    ("rest-json", "bedrock-runtime", lambda client: client.converse(modelId=NOVA, messages=text("Hello")),
     ("InvalidSignatureException", 403), "UnrecognizedClientException", "MissingAuthenticationTokenException"),
    ("awsJson", "resourcegroupstaggingapi", lambda client: client.get_resources(TagFilters=[{"Key": "dept"}]),
     ("InvalidSignatureException", 400), "UnrecognizedClientException", "MissingAuthenticationTokenException"),
    ("query", "sts", lambda client: client.get_caller_identity(),
     ("SignatureDoesNotMatch", 403), "InvalidClientTokenId", "MissingAuthenticationToken"),
]


def run(mock):
    for protocol, service, call, wrong, unknown, missing in PROTOCOLS:
        with section(f"signatures: {protocol}"):
            check(f"{protocol}: a right signature", refused(lambda: call(client(mock, service)))[0] is None)
            code = refused(lambda: call(client(mock, service, aws_secret_access_key="wrong")))
            check(f"{protocol}: a wrong secret", code[:2] == wrong, code)
            code = refused(lambda: call(client(mock, service, aws_access_key_id="AKIDUNKNOWN")))
            check(f"{protocol}: an unknown key", code[0] == unknown, code)
            code = refused(lambda: call(tampering(mock, service)))
            check(f"{protocol}: a changed body", code[:2] == wrong, code)
            for name, hours in (("an old date", -1), ("a date to come", 1)):
                code = refused(lambda: at(hours, lambda: call(client(mock, service))))
                check(f"{protocol}: {name}", code[:2] == wrong and "Signature" in code[2], code)
            code = refused(lambda: call(client(mock, service, region_name="mars-north-1")))
            check(f"{protocol}: a wrong Region", code[:2] == wrong and "region" in code[2], code)
            unsigned = Config(signature_version=UNSIGNED)
            code = refused(lambda: call(client(mock, service, config=unsigned)))
            check(f"{protocol}: no signature", code[0] == missing, code)
    with section("signatures: scope"):
        code = refused(lambda: client(mock, "ce", region_name="eu-west-1").list_cost_allocation_tags())
        check("ce: a Region without Cost Explorer", code[0] == "InvalidSignatureException", code)
    with section("API keys"):
        bearer(mock)


def tampering(mock, service):
    """A client whose bodies change after they were signed."""
    changed = client(mock, service)

    def change(request, **_):
        request.body = (request.body.encode() if isinstance(request.body, str) else bytes(request.body)) + b" "
        request.headers["Content-Length"] = str(len(request.body))

    changed.meta.events.register("before-send", change)
    return changed


def at(hours, call):
    """Runs `call` with botocore's signer believing in another time."""
    moment = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None) + datetime.timedelta(hours=hours)
    with patching.patch.object(botocore.auth, "get_current_datetime", lambda remove_tzinfo=True: moment):
        return call()


def bearer(mock):
    def converse(token, region=REGION):
        with patching.patch.dict(os.environ, AWS_BEARER_TOKEN_BEDROCK=token):
            made = client(mock, "bedrock-runtime", region_name=region, aws_access_key_id=None, aws_secret_access_key=None)
            return made.converse(modelId=NOVA, messages=text("Hello"))

    converse(API_KEY)
    seen = mock.control("requests")["requests"][-1]["authentication"]
    check("a long-term API key", seen == {"apiKey": "longTerm"}, seen)
    converse(short_term(SECRET))
    seen = mock.control("requests")["requests"][-1]["authentication"]
    check("a short-term API key", seen == {"apiKey": "shortTerm"}, seen)
    for name, token in (
        ("an unknown API key", "ABSKunknown"), ("a short-term API key of a wrong secret", short_term("wrong")),
        ("a short-term API key that has ended", short_term(SECRET, hours=-13)),
    ):
        code = refused(lambda: converse(token))
        check(name, code[:2] == ("AccessDeniedException", 403), code)


def short_term(secret, hours=0):
    """A short-term key, made as AWS's token generator makes it."""
    request = botocore.awsrequest.AWSRequest(
        "POST", "https://bedrock.amazonaws.com/", headers={"host": "bedrock.amazonaws.com"},
        params={"Action": "CallWithBearerToken"})
    signer = botocore.auth.SigV4QueryAuth(botocore.credentials.Credentials(KEY, secret), "bedrock", REGION, expires=43_200)
    at(hours, lambda: signer.add_auth(request))
    presigned = request.url.removeprefix("https://") + "&Version=1"
    return "bedrock-api-key-" + base64.b64encode(presigned.encode()).decode()
