"""The SDK driven against llm-mock-api, an OpenAI-style server that this project did not write."""

import asyncio
import os
import subprocess
import threading

from llm_mock_api import MockServer, MockServerOptions
from llm_mock_api.types.reply import ErrorReply, ReplyObject, ToolCall, Usage

from harness import API_KEY, REGION, check, section

PROJECT = "proj_abcdefghij0123456789"


def run(program):
    with section("SDK against llm-mock-api"):
        with Running(server()) as (url, history):
            environment = os.environ | {
                "AWS_ENDPOINT_URL_BEDROCK_MANTLE": url, "AWS_REGION": REGION, "AWS_BEARER_TOKEN_BEDROCK": API_KEY}
            done = subprocess.run([program], env=environment, capture_output=True, text=True, timeout=120)
            lines = [line for line in done.stdout.splitlines() if line]
            for line in lines:
                verdict, name = line.split(" ", 1)
                name, _, detail = (name, "", "") if verdict == "ok" else name.rpartition(": ")
                check(f"SDK: {name}", verdict == "ok", detail)
            check("SDK: the program ran to its end", done.returncode == 0 and len(lines) == 11, done.stderr)
            received(history)


def received(history):
    """What the server was sent, as it recorded it."""
    requests = [entry.request for entry in history]
    keys = {request.headers.get("authorization") for request in requests}
    check("llm-mock-api: every request brought the key", keys == {f"Bearer {API_KEY}"}, keys)
    charged = {request.headers.get("openai-project") for request in requests[:-1]}
    check("llm-mock-api: every request named its project", charged == {PROJECT}, charged)
    check("llm-mock-api: the default project goes without a header", "openai-project" not in requests[-1].headers)
    streamed = [request for request in requests if request.format == "openai" and request.streaming]
    check(
        "llm-mock-api: chat streams ask for their usage",
        streamed and all(request.raw["stream_options"] == {"include_usage": True} for request in streamed))
    failed = [request for request in requests if request.last_message == "fail"]
    refused = [request for request in requests if request.last_message == "refuse once"]
    check("llm-mock-api: only the refusal was repeated", (len(failed), len(refused)) == (1, 2), len(requests))


def server():
    server = MockServer(MockServerOptions(port=0, host="127.0.0.1", default_chunk_size=3, log_level="none"))
    usage = Usage(input=21, output=34)
    server.when_tool_result("call_4711").reply("It was found.")
    server.when("say hello").reply(ReplyObject(text="Hello, Größe 世界!", reasoning="A greeting.", usage=usage))
    server.when("use a tool").reply(
        ReplyObject(tools=[ToolCall(id="call_4711", name="lookup", args={"claim": 4711})], usage=usage))
    server.when("refuse once").reply_sequence([
        ReplyObject(error=ErrorReply(status=429, message="slow down", type="rate_limit_error")), "At last."])
    server.when("fail").reply(ReplyObject(error=ErrorReply(status=500, message="broken")))
    server.when("be invalid").reply(
        ReplyObject(error=ErrorReply(status=400, message="no such model", type="invalid_request_error")))
    return server


class Running:
    """The server in a thread with a loop of its own."""

    def __init__(self, server):
        self.server = server
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        asyncio.run_coroutine_threadsafe(self.server.start(), self.loop).result(timeout=30)
        return self.server.url, self.server.history

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self.server.stop(), self.loop).result(timeout=30)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(timeout=10)
