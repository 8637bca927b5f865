#!/usr/bin/env python3
"""Measures botocore's event-stream parser on the frames that eventstream-bench decodes.

Prints one JSON line with the median CPU time of several rounds, in nanoseconds per frame: from the bytes to the parsed
event, JSON included. Needs botocore.
"""

import json
import statistics
import struct
import time
import zlib

import botocore
import botocore.session
from botocore.eventstream import EventStream
from botocore.parsers import EventStreamJSONParser

ROUNDS = 7
PASSES = 100
WORDS = "the claim of the insured person was reported in time and is covered by the policy in force "
HEADERS = {":event-type": "contentBlockDelta", ":content-type": "application/json", ":message-type": "event"}


def encode(payload: bytes) -> bytes:
    headers = b""
    for name, value in HEADERS.items():
        headers += bytes([len(name)]) + name.encode() + b"\x07" + struct.pack(">H", len(value)) + value.encode()
    lengths = struct.pack(">II", 16 + len(headers) + len(payload), len(headers))
    frame = lengths + struct.pack(">I", zlib.crc32(lengths)) + headers + payload
    return frame + struct.pack(">I", zlib.crc32(frame))


def frames() -> list[bytes]:
    result = []
    for number in range(32):
        text = (WORDS + WORDS)[number:][: 84 + number]

        def payload(padding: int) -> bytes:
            return ('{"contentBlockIndex":0,"delta":{"text":"%s"},"p":"%s"}' % (text, "a" * padding)).encode()

        result.append(encode(payload(300 - len(encode(payload(0))))))
    assert all(len(frame) == 300 for frame in result)
    return result


class Body:
    """What EventStream expects of a response: an iterable of chunks."""

    def __init__(self, chunks: list[bytes]) -> None:
        self.chunks = chunks

    def stream(self):
        return iter(self.chunks)

    def close(self) -> None:
        pass


def main() -> None:
    model = botocore.session.get_session().get_service_model("bedrock-runtime")
    operation = model.operation_model("ConverseStream")
    shape = operation.output_shape.members["stream"]
    chunks = frames() * PASSES
    times = []
    for turn in range(ROUNDS + 1):
        stream = EventStream(Body(chunks), shape, EventStreamJSONParser(), "ConverseStream")
        start = time.process_time_ns()
        length = sum(len(event["contentBlockDelta"]["delta"]["text"]) for event in stream)
        elapsed = time.process_time_ns() - start
        assert length >= 84 * len(chunks)
        if turn:
            times.append(elapsed / len(chunks))
    print(
        json.dumps(
            {
                "measure": "decode a ConverseStream delta frame (300 bytes) to its typed event",
                "subject": f"botocore {botocore.__version__}",
                "value_ns": round(statistics.median(times), 1),
            }
        )
    )


if __name__ == "__main__":
    main()
