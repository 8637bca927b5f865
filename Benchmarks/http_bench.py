#!/usr/bin/env python3
"""Measures CurlTransport over loopback beside a plain C loop on libcurl and beside async-http-client.

Prints JSON lines: the processor time of the client's process per request, per frame of a token stream and per new TLS
connection. The programs take turns, so that a change of the machine's speed meets all; each line holds medians of its
rounds. Needs nginx and openssl. `--rounds N` and `--without-ahc` (no build of async-http-client) are for work on it.
"""

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
IN_FLIGHT = [1, 16, 128]
REQUESTS = {1: 6000, 16: 12000, 128: 12000}
CONVERSE_REPLY = json.dumps({
    "output": {"message": {"role": "assistant", "content": [{"text": "Claim 4711 waits since May. " * 64}]}},
    "stopReason": "end_turn", "usage": {"inputTokens": 250, "outputTokens": 448, "totalTokens": 698},
    "metrics": {"latencyMs": 812},
})
STREAMS, STREAM_SECONDS = 512, 3
CONNECTIONS = 300
SYSTEM_BUNDLES = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"]


def build(package, products):
    command = ["swift", "build", "-c", "release", "--package-path", os.path.join(HERE, package)]
    for product in products:
        subprocess.run(command + ["--product", product], check=True, stdout=sys.stderr)
    folder = subprocess.run(command + ["--show-bin-path"], check=True, capture_output=True, text=True).stdout.strip()
    return {product: os.path.join(folder, product) for product in products}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_nginx(folder):
    """nginx with two ports: one keeps connections, the other closes each and resumes no TLS session."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if not nginx:
        sys.exit("http_bench.py: nginx is not installed")
    certificate, key = os.path.join(folder, "certificate.pem"), os.path.join(folder, "key.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, capture_output=True)
    keeping, closing = free_port(), free_port()
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
    with open(os.path.join(folder, "nginx.conf"), "w") as file:
        file.write(f"""
daemon off; master_process off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
    access_log off; {temporary}
    ssl_certificate {certificate}; ssl_certificate_key {key};
    server {{
        listen 127.0.0.1:{keeping} ssl http2; keepalive_requests 100000000; http2_max_concurrent_streams 256;
        location / {{ proxy_pass http://replies; proxy_http_version 1.1; proxy_set_header Connection ""; }}
    }}
    # `return` answers before it has read the body, which over HTTP/2 means a reset after the answer. Only passing a request
    # on makes nginx read it all.
    upstream replies {{ server unix:{folder}/replies.sock; keepalive 256; }}
    server {{
        listen unix:{folder}/replies.sock; keepalive_requests 100000000;
        location / {{ default_type application/json; return 200 "{'y' * 2048}"; }}
        location /model/ {{ default_type application/json; return 200 '{CONVERSE_REPLY}'; }}
    }}
    server {{
        listen 127.0.0.1:{closing} ssl; keepalive_timeout 0; ssl_session_tickets off; ssl_session_cache off;
        location / {{ return 200 "ok"; }}
    }}
}}
""")
    process = subprocess.Popen(
        [nginx, "-p", folder, "-c", os.path.join(folder, "nginx.conf"), "-e", os.path.join(folder, "error.log")],
        stderr=subprocess.DEVNULL)
    for port in [keeping, closing]:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        else:
            sys.exit("http_bench.py: nginx does not answer")
    return process, f"127.0.0.1:{keeping}", f"127.0.0.1:{closing}", certificate


def measure(command):
    """The figure that a program prints, in microseconds."""
    return float(subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout)


def contest(commands, rounds):
    """The median of each program, by name; one round before the first does not count."""
    values = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            value = measure(command)
            if turn:
                values[name].append(value)
    return {name: statistics.median(taken) for name, taken in values.items()}


def line(measure_name, reference, value, reference_value, bound=None):
    ratio = value / reference_value
    result = {
        "measure": measure_name, "reference": reference, "value_us": round(value, 2),
        "reference_us": round(reference_value, 2), "ratio": round(ratio, 3),
    }
    if bound is not None:
        result |= {"bound": bound, "pass": ratio <= bound}
    print(json.dumps(result), flush=True)


def measure_requests(programs, authority, certificate, rounds):
    for version in ["h1", "h2"]:
        for in_flight in IN_FLIGHT:
            count = str(REQUESTS[in_flight])
            tail = [version, authority, certificate, str(in_flight), count]
            commands = {
                "ours": [programs["http-bench"], "requests"] + tail,
                "hop": [programs["http-bench"], "hop"] + tail,
                "floor": [programs["curl-floor"], version, f"https://{authority}/post", certificate] + tail[3:],
            }
            if "ahc-bench" in programs:
                commands["ahc"] = [programs["ahc-bench"], "requests"] + tail
            medians = contest(commands, rounds)
            name = f"POST over {version} TLS, {in_flight} in flight"
            line(name, "C loop on libcurl", medians["ours"], medians["floor"], 1.5)
            if "ahc" in medians:
                line(name, "async-http-client", medians["ours"], medians["ahc"], 0.5)
                line(name + ", tasks elsewhere", "async-http-client", medians["hop"], medians["ahc"])
            line(name + ", tasks elsewhere", "C loop on libcurl", medians["hop"], medians["floor"])


def measure_streams(programs, rounds):
    if "ahc-bench" not in programs:
        return
    with subprocess.Popen([programs["token-server"]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        tail = ["streams", f"127.0.0.1:{server.stdout.readline().strip()}", str(STREAMS), str(STREAM_SECONDS)]
        medians = contest(
            {"ours": [programs["http-bench"]] + tail, "ahc": [programs["ahc-bench"]] + tail}, rounds)
        server.stdin.close()
    line(f"frame of {STREAMS} token streams", "async-http-client", medians["ours"], medians["ahc"], 0.6)


def measure_connections(programs, authority, certificate, folder, rounds):
    system = next((path for path in SYSTEM_BUNDLES if os.path.exists(path)), None)
    if not system:
        sys.exit("http_bench.py: no bundle of the system's CA certificates is installed")
    bundle = os.path.join(folder, "bundle.pem")
    with open(bundle, "w") as file:
        for path in [system, certificate]:
            with open(path) as part:
                file.write(part.read())
    other = os.path.join(folder, "other.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=other", "-keyout", os.devnull, "-out", other], check=True, capture_output=True)
    program = [programs["http-bench"], "connections", authority]
    medians = contest(
        {name: program + [trust, str(CONNECTIONS)] for name, trust in
         [("bundle", bundle), ("one", certificate), ("system", "system"), ("other", other)]}, rounds)
    line("new TLS connection, system's CA bundle", "CA file of one certificate", medians["bundle"], medians["one"], 1.5)
    line("the same, refused by the system's trust", "refused by one certificate", medians["system"], medians["other"], 1.5)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--without-ahc", action="store_true")
    parser.add_argument("--only", choices=["requests", "streams", "connections"])
    arguments = parser.parse_args()
    programs = build(".", ["http-bench", "curl-floor", "token-server"])
    if not arguments.without_ahc:
        programs |= build("AsyncHTTPClient", ["ahc-bench"])
    folder = tempfile.mkdtemp(prefix="http-bench-")
    nginx, keeping, closing, certificate = start_nginx(folder)
    try:
        if arguments.only in (None, "requests"):
            measure_requests(programs, keeping, certificate, arguments.rounds)
        if arguments.only in (None, "streams"):
            measure_streams(programs, arguments.rounds)
        if arguments.only in (None, "connections"):
            measure_connections(programs, closing, certificate, folder, arguments.rounds)
    finally:
        nginx.kill()
        nginx.wait()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
