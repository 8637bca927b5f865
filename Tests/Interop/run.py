"""Drives mock-aws with boto3, the AWS CLI and OpenAI's client, then the SDK against moto and llm-mock-api.

    run.py MOCK_AWS [SDK_AGAINST_MOTO [SDK_AGAINST_OPENAI_SERVER [SDK_AGAINST_H2 [PRICES]]]]

Prints a line per check and exits 1 on a failure.
"""

import sys

import athena_checks
import bidirectional_checks
import boto3_checks
import budgets_checks
import cli_checks
import cost_management_checks
import cloudwatch_checks
import dynamodb_checks
import harness
import invocation_checks
import moto_checks
import openai_checks
import openai_server_checks
import price_checks
import signature_checks
import sts_checks
import static_maps_checks


def main():
    mock = harness.MockAWS(sys.argv[1])
    try:
        boto3_checks.run(mock)
        budgets_checks.run(mock)
        static_maps_checks.run(mock)
        athena_checks.run(mock)
        dynamodb_checks.run(mock)
        signature_checks.run(mock)
        cli_checks.run(mock)
        cloudwatch_checks.run(mock)
        sts_checks.run(mock)
        invocation_checks.run(mock)
        cost_management_checks.run(mock)
        openai_checks.run(mock)
    finally:
        mock.stop()
    if len(sys.argv) > 2:
        moto_checks.run(sys.argv[2])
        dynamodb_checks.run_ledger(sys.argv[2])
    if len(sys.argv) > 3:
        openai_server_checks.run(sys.argv[3])
    if len(sys.argv) > 4:
        bidirectional_checks.run(sys.argv[4])
    if len(sys.argv) > 5:
        price_checks.run(sys.argv[5])
    print(f"{harness.passed} passed, {harness.failed} failed")
    return 1 if harness.failed else 0


if __name__ == "__main__":
    sys.exit(main())
