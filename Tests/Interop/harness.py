"""Servers under test, and the count of checks."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import urllib.request

ACCOUNT = "123456789012"
KEY = "AKIDINTEROP000000001"
SECRET = "interop/secret+key/0123456789abcdefghijkl"
API_KEY = "ABSKaW50ZXJvcC1hcGkta2V5"
REGION = "us-east-1"
NOVA = "amazon.nova-lite-v1:0"
HAIKU = "anthropic.claude-3-haiku-20240307-v1:0"
SONNET = "us.anthropic.claude-3-7-sonnet-20250219-v1:0"

# Nothing of the machine's own AWS settings may reach the clients.
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ.update(
    AWS_EC2_METADATA_DISABLED="true", AWS_CONFIG_FILE="/dev/null", AWS_SHARED_CREDENTIALS_FILE="/dev/null")

passed = 0
failed = 0


def check(name, condition, detail=""):
    """Counts one check and prints its line."""
    global passed, failed
    if condition:
        passed += 1
        print(f"ok   {name}", flush=True)
    else:
        failed += 1
        print(f"FAIL {name}: {detail}", flush=True)


@contextlib.contextmanager
def section(title):
    """A group of checks: an exception in it fails the group and does not stop the rest."""
    print(f"-- {title}", flush=True)
    try:
        yield
    except Exception as error:  # noqa: BLE001 - whatever a client throws is a failed check
        check(title, False, f"{type(error).__name__}: {error}")


def refused(call):
    """Error code, status and message of a call that must fail; the code is None where it succeeded."""
    import botocore.exceptions

    try:
        call()
    except botocore.exceptions.ClientError as error:
        answer = error.response
        return (
            answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"].get("Message", ""))
    return None, 200, ""


class CommandLine:
    """The AWS CLI, told to talk to the simulator. `leading` stands before the arguments of every command, as a service's name."""

    def __init__(self, mock, *leading):
        self.leading = leading
        self.environment = os.environ | {
            "AWS_ENDPOINT_URL": mock.url, "AWS_DEFAULT_REGION": REGION, "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_MAX_ATTEMPTS": "1", "AWS_PAGER": ""}

    def run(self, *arguments, **changes):
        """The ended process; `changes` are variables of its environment."""
        return subprocess.run(
            [sys.executable, "-m", "awscli", *self.leading, *arguments, "--output", "json"],
            env=self.environment | changes, capture_output=True, text=True, timeout=120)

    def __call__(self, *arguments):
        """What a command answers, read as JSON."""
        done = self.run(*arguments)
        if done.returncode != 0:
            raise RuntimeError(f"aws {' '.join((*self.leading, *arguments)[:2])}: {done.stderr.strip()}")
        return json.loads(done.stdout or "{}")


class MockAWS:
    """The simulator as a program."""

    def __init__(self, program):
        self.process = subprocess.Popen(
            [program, "--port", "0", "--seed", "1", "--access-key-id", KEY, "--secret-access-key", SECRET,
             "--account-id", ACCOUNT, "--api-key", API_KEY],
            stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        check("mock-aws: its first line names the port", line.startswith("listening on http://127.0.0.1:"), line)
        self.url = line.split()[-1]

    def control(self, path, body=None):
        """Asks the control path."""
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(urllib.request.Request(f"{self.url}/_mock/{path}", data=data), timeout=30) as reply:
            return json.load(reply)

    def turn(self, days):
        """Turns the simulator's clock."""
        return self.control("clock", {"advanceSeconds": days * 86_400})

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = "no end after 20 s"
        check("mock-aws: SIGTERM ends it cleanly", status == 0, status)
