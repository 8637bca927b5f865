#!/usr/bin/env python3
"""Measures what metering adds to a Converse over loopback, beside the same call that is not metered.

Prints JSON lines: the processor time of the client's process per call. Both take turns in one process. Needs nginx and openssl.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile

import http_bench

IN_FLIGHT = {1: 3000, 16: 6000}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    arguments = parser.parse_args()
    program = http_bench.build(".", ["converse-bench"])["converse-bench"]
    folder = tempfile.mkdtemp(prefix="metered-bench-")
    nginx, keeping, _, certificate = http_bench.start_nginx(folder)
    try:
        for in_flight, count in IN_FLIGHT.items():
            numbers = [str(number) for number in [in_flight, count, arguments.rounds]]
            subprocess.run([program, keeping, certificate] + numbers, check=True, stdout=sys.stdout, timeout=600)
    finally:
        nginx.kill()
        nginx.wait()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
