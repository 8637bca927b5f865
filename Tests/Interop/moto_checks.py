"""The SDK driven against moto, for what moto has: a server that this project did not write."""

import json
import os
import subprocess
import sys
import urllib.request

import boto3

import athena_checks
import static_maps_checks
from harness import REGION, check, section

COSTS = {
    "GroupDefinitions": [{"Type": "TAG", "Key": "dept"}],
    "ResultsByTime": [{
        "TimePeriod": {"Start": "2026-10-01", "End": "2026-11-01"}, "Total": {}, "Estimated": True,
        "Groups": [
            {"Keys": ["dept$"], "Metrics": {"UnblendedCost": {"Amount": "2.3456789012", "Unit": "USD"}}},
            {"Keys": ["dept$claims"], "Metrics": {"UnblendedCost": {"Amount": "10", "Unit": "USD"}}}]}],
    "DimensionValueAttributes": []}


def run(program):
    with section("SDK against moto"):
        server, url = start()
        try:
            job = fill(url)
            static_maps_checks.fill_moto(url)
            athena_checks.fill_moto(url)
            environment = os.environ | {
                "AWS_ENDPOINT_URL": url, "AWS_REGION": REGION, "AWS_ACCESS_KEY_ID": "AKIDMOTO",
                "AWS_SECRET_ACCESS_KEY": "secret"}
            done = subprocess.run([program, job], env=environment, capture_output=True, text=True, timeout=120)
            lines = [line for line in done.stdout.splitlines() if line]
            for line in lines:
                verdict, name = line.split(" ", 1)
                name, _, detail = name.partition(": ") if verdict != "ok" else (name, "", "")
                check(f"SDK: {name}", verdict == "ok", detail)
            check("SDK: the program ran to its end", done.returncode == 0 and len(lines) > 5, done.stderr)
        finally:
            server.terminate()
            server.wait(timeout=20)


def start():
    """moto on a free port, which it tells in its log."""
    server = subprocess.Popen(
        [sys.executable, "-u", "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    for line in server.stdout:
        if "Running on http://" in line:
            return server, line.split("Running on ")[1].split()[0]
    raise RuntimeError("moto did not start")


def fill(url):
    """What the checks look for; returns the ARN of a Bedrock resource that moto can tag."""
    arguments = dict(
        endpoint_url=url, region_name=REGION, aws_access_key_id="AKIDMOTO", aws_secret_access_key="secret")
    s3 = boto3.client("s3", **arguments)
    for name, dept in (("claims-files", "claims"), ("sales-files", "sales")):
        s3.create_bucket(Bucket=name)
        s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": [{"Key": "dept", "Value": dept}]})
    s3.put_object(Bucket="sales-files", Key="train.jsonl", Body=b"{}")
    boto3.client("sqs", **arguments).create_queue(QueueName="claims-queue", tags={"dept": "claims", "env": "prod"})
    queue = urllib.request.Request(
        f"{url}/moto-api/static/ce/cost-and-usage-results", data=json.dumps({"results": [COSTS]}).encode(),
        headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(queue, timeout=30):
        pass
    return boto3.client("bedrock", **arguments).create_model_customization_job(
        jobName="interop", customModelName="interop", roleArn="arn:aws:iam::123456789012:role/Interop",
        baseModelIdentifier="amazon.nova-lite-v1:0", trainingDataConfig={"s3Uri": "s3://sales-files/train.jsonl"},
        outputDataConfig={"s3Uri": "s3://sales-files/"}, hyperParameters={"epochCount": "1"})["jobArn"]
