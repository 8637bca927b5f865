#!/usr/bin/env python3
"""Measures botocore's SigV4 header signing of the request that signing-bench signs.

Prints one JSON line per size with the median CPU time of several rounds, in nanoseconds per signature. Only `add_auth` is
timed. Needs botocore and no awscrt beside it.
"""

import json
import statistics
import time

import botocore
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

URL = (
    "https://bedrock-runtime.us-east-1.amazonaws.com/model/"
    "arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aapplication-inference-profile%2Fa1b2c3d4e5f6/converse"
)
HEADERS = {
    "Content-Type": "application/json",
    "Accept": "application/json",
    "X-Amzn-Bedrock-Service-Tier": "flex",
    "X-Amzn-Bedrock-Trace": "ENABLED",
    "User-Agent": "swift-bedrock-cost/1.0",
}
CREDENTIALS = Credentials(
    "ASIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "IQoJb3JpZ2luX2VjEXAMPLE/+" * 16
)
ROUNDS = 7
SIGNATURES = 1500


def round_of(body: bytes) -> float:
    auth = SigV4Auth(CREDENTIALS, "bedrock", "us-east-1")
    requests = [AWSRequest(method="POST", url=URL, headers=HEADERS, data=body) for _ in range(SIGNATURES)]
    start = time.process_time_ns()
    for request in requests:
        auth.add_auth(request)
    return (time.process_time_ns() - start) / SIGNATURES


def main() -> None:
    for size, name in ((1024, "1 KiB"), (16384, "16 KiB")):
        body = b"x" * size
        round_of(body)
        median = statistics.median(round_of(body) for _ in range(ROUNDS))
        print(
            json.dumps(
                {
                    "measure": f"header-sign a {name} Converse request",
                    "subject": f"botocore {botocore.__version__}",
                    "value_ns": round(median, 1),
                }
            )
        )


if __name__ == "__main__":
    main()
