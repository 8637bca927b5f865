"""Streams of signed events by the published rules, in Python alone: what the SDK's and the simulator's own code are held against.

    event_signing.py > Tests/Fixtures/signed-events/chains.jsonl

writes the fixtures: chains of signatures over random messages. The request that opens a chain is signed by botocore.
"""

import binascii
import datetime
import hashlib
import hmac
import json
import random
import struct
import sys
import urllib.parse

LITERAL = "STREAMING-AWS4-HMAC-SHA256-EVENTS"


class Refused(Exception):
    """A request or an event whose signature does not hold."""


# Frames


def encode(headers, payload):
    """A frame; values of headers are text, bytes, or whole milliseconds for a timestamp."""
    block = b""
    for name, value in headers:
        block += bytes([len(name)]) + name.encode()
        if isinstance(value, str):
            block += b"\x07" + struct.pack(">H", len(value.encode())) + value.encode()
        elif isinstance(value, bytes):
            block += b"\x06" + struct.pack(">H", len(value)) + value
        else:
            block += b"\x08" + struct.pack(">q", value)
    prelude = struct.pack(">II", 16 + len(block) + len(payload), len(block))
    frame = prelude + struct.pack(">I", binascii.crc32(prelude)) + block + payload
    return frame + struct.pack(">I", binascii.crc32(frame))


def decode(data):
    """The first frame of `data` as headers, payload and rest; None where it is not there yet."""
    if len(data) < 12:
        return None
    total, length, checksum = struct.unpack(">III", data[:12])
    if binascii.crc32(data[:8]) != checksum:
        raise Refused("the prelude's checksum is wrong")
    if len(data) < total:
        return None
    if binascii.crc32(data[:total - 4]) != struct.unpack(">I", data[total - 4:total])[0]:
        raise Refused("the message's checksum is wrong")
    headers, block = {}, data[12:12 + length]
    while block:
        name, kind, block = block[1:1 + block[0]].decode(), block[1 + block[0]], block[2 + block[0]:]
        if kind == 8:
            headers[name], block = struct.unpack(">q", block[:8])[0], block[8:]
        elif kind in (6, 7):
            size = struct.unpack(">H", block[:2])[0]
            value, block = block[2:2 + size], block[2 + size:]
            headers[name] = value.decode() if kind == 7 else value
        else:
            raise Refused(f"a header of type {kind}")
    return headers, data[12 + length:total - 4], data[total:]


# Signatures


def signing_key(secret, day, region, service):
    key = b"AWS4" + secret.encode()
    for part in (day, region, service, "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key


def event_signature(secret, region, service, prior, milliseconds, payload):
    """The 32 bytes that sign `payload` after the signature `prior`, in hexadecimal."""
    moment = datetime.datetime.fromtimestamp(milliseconds // 1000, datetime.timezone.utc)
    day = moment.strftime("%Y%m%d")
    header = b"\x05:date\x08" + struct.pack(">q", milliseconds)
    text = "\n".join([
        "AWS4-HMAC-SHA256-PAYLOAD", moment.strftime("%Y%m%dT%H%M%SZ"), f"{day}/{region}/{service}/aws4_request", prior,
        hashlib.sha256(header).hexdigest(), hashlib.sha256(payload).hexdigest()])
    return hmac.new(signing_key(secret, day, region, service), text.encode(), hashlib.sha256).digest()


def check_request(method, target, headers, secret):
    """Checks the signature of a request that opens a stream; returns it with region and service."""
    fields = {}
    for name, value in headers:
        fields.setdefault(name.lower(), []).append(value.strip())
    fields = {name: ",".join(values) for name, values in fields.items()}
    if fields.get("x-amz-content-sha256") != LITERAL:
        raise Refused("x-amz-content-sha256 does not announce signed events")
    algorithm, _, rest = fields["authorization"].partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    _, day, region, service, term = parts["Credential"].split("/")
    signed = parts["SignedHeaders"].split(";")
    for name in fields:
        if (name.startswith("x-amz") or name in ("host", "content-type")) and name not in signed:
            raise Refused(f"{name} is not signed")
    path, _, query = target.partition("?")
    pairs = sorted(
        tuple(urllib.parse.quote(urllib.parse.unquote(half), safe="-._~") for half in (pair + "=").split("=")[:2])
        for pair in query.split("&") if pair)
    canonical = "\n".join([
        method, urllib.parse.quote(path, safe="/-._~"), "&".join("=".join(pair) for pair in pairs),
        "".join(f"{name}:{fields[name]}\n" for name in signed), ";".join(signed), LITERAL])
    scope = f"{day}/{region}/{service}/{term}"
    text = "\n".join([algorithm, fields["x-amz-date"], scope, hashlib.sha256(canonical.encode()).hexdigest()])
    expected = hmac.new(signing_key(secret, day, region, service), text.encode(), hashlib.sha256).hexdigest()
    if algorithm != "AWS4-HMAC-SHA256" or not hmac.compare_digest(expected, parts["Signature"]):
        raise Refused("the signature of the request is wrong")
    return expected, region, service


# Fixtures


def fixtures():
    source = random.Random(20260131)
    for number, (service, region, token) in enumerate([
            ("bedrock", "us-east-1", None), ("bedrock", "eu-central-1", "SESSION/TOKEN+EXAMPLE=="),
            ("transcribe", "ap-northeast-1", None)]):
        secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
        # The third chain passes midnight, so that its key changes.
        start = datetime.datetime(2026, 1, 31, 23 if number == 2 else 14, 59, 58, tzinfo=datetime.timezone.utc)
        path = f"/model/arn%3Aaws%3Abedrock%3A{region}%3A%3Afoundation-model%2Famazon.nova-sonic-v1%3A0/invoke"
        seed = opening_signature(path, service, region, secret, token, start)
        events, prior, moment = [], seed, int(start.timestamp()) * 1000
        for index in range(6):
            size = [0, 1, 15, 300, 3_000, 0][index] if index else 42
            message = bytes(source.getrandbits(8) for _ in range(size))
            signature = event_signature(secret, region, service, prior, moment, message)
            events.append({"milliseconds": moment, "message_hex": message.hex(), "signature_hex": signature.hex()})
            prior, moment = signature.hex(), moment + 1000
        yield {
            "name": f"events/{service}/{region}", "source": "opening: botocore 1.43.11; chain: Tests/Interop/event_signing.py",
            "path": path, "host": f"{service}.{region}.amazonaws.com", "access_key": "AKIDEXAMPLE", "secret_key": secret,
            "session_token": token, "region": region, "service": service, "milliseconds": int(start.timestamp()) * 1000,
            "opening_signature": seed, "events": events}


def opening_signature(path, service, region, secret, token, moment):
    import botocore.auth
    import botocore.awsrequest
    import botocore.credentials

    request = botocore.awsrequest.AWSRequest(
        method="POST", url=f"https://{service}.{region}.amazonaws.com{path}",
        headers={"Content-Type": "application/vnd.amazon.eventstream", "X-Amz-Content-SHA256": LITERAL,
                 "X-Amz-Date": moment.strftime("%Y%m%dT%H%M%SZ")})
    request.context["timestamp"] = moment.strftime("%Y%m%dT%H%M%SZ")
    if token:
        request.headers["X-Amz-Security-Token"] = token
    signer = botocore.auth.SigV4Auth(botocore.credentials.Credentials("AKIDEXAMPLE", secret, token), service, region)
    return signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)


if __name__ == "__main__":
    for case in fixtures():
        json.dump(case, sys.stdout)
        print()
