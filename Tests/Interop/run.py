"""Drives mock-aws with boto3 and the AWS CLI, then the SDK against moto. Prints a line per check and exits 1 on a failure.

    run.py MOCK_AWS [SDK_AGAINST_MOTO]
"""

import sys

import boto3_checks
import cli_checks
import cost_management_checks
import harness
import invocation_checks
import moto_checks
import signature_checks
import sts_checks


def main():
    mock = harness.MockAWS(sys.argv[1])
    try:
        boto3_checks.run(mock)
        signature_checks.run(mock)
        cli_checks.run(mock)
        sts_checks.run(mock)
        invocation_checks.run(mock)
        cost_management_checks.run(mock)
    finally:
        mock.stop()
    if len(sys.argv) > 2:
        moto_checks.run(sys.argv[2])
    print(f"{harness.passed} passed, {harness.failed} failed")
    return 1 if harness.failed else 0


if __name__ == "__main__":
    sys.exit(main())
