#!/usr/bin/env python3
"""Runs every benchmark and prints one table: measure, reference, both values, their ratio and the bound it must keep.

Exits with 1 where a bound is missed or a benchmark does not run. Each line of the table was measured beside its reference in
one run. Called by Scripts/benchmarks, which installs what the references need.
"""

import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
BOTOCORE_FACTOR = 25


def lines_of(command):
    """The JSON lines that `command` prints, and whether it ended well. Its standard error is ours."""
    process = subprocess.run(command, cwd=HERE, stdout=subprocess.PIPE, text=True)
    lines = [json.loads(line) for line in process.stdout.splitlines() if line.startswith("{")]
    return lines, process.returncode == 0 and bool(lines)


def value_of(line):
    """A line's own value in nanoseconds."""
    return line["value_ns"] if "value_ns" in line else line["value_us"] * 1000


def reference_of(line):
    return line["reference_ns"] if "reference_ns" in line else line.get("reference_us", 0) * 1000


def time_text(nanoseconds):
    if not nanoseconds:
        return "–"
    if nanoseconds < 10_000:
        return f"{nanoseconds:,.0f} ns"
    return f"{nanoseconds / 1000:,.1f} µs" if nanoseconds < 10_000_000 else f"{nanoseconds / 1e6:,.1f} ms"


def against_botocore(ours, theirs):
    """One row for each measure of ours that botocore measured, too. At 16 KiB both mostly hash, so that is left out."""
    for line in theirs:
        if "16 KiB" in line["measure"]:
            continue
        own = next((o for o in ours if o["measure"] == line["measure"]), None)
        if own:
            factor = line["value_ns"] / own["value_ns"]
            yield {
                "measure": own["measure"], "reference": line["subject"], "value_ns": own["value_ns"],
                "reference_ns": line["value_ns"], "text": f"{factor:.0f} × faster",
                "bound": f"≥ {BOTOCORE_FACTOR} × faster", "pass": factor >= BOTOCORE_FACTOR,
            }


def row(line):
    if "text" in line:
        result, bound = line["text"], line["bound"]
    elif "ratio" in line:
        result, bound = f"{line['ratio']:.2f} ×", f"≤ {line['bound']} ×"
    else:
        allocations = line.get("allocations")
        result = time_text(value_of(line)) + (f", {allocations:g} allocations" if allocations is not None else "")
        bound = f"≤ {line['bound']:g} ns" + (", none" if allocations is not None else "")
    mark = "ok" if line["pass"] else "MISSED"
    return [
        line["measure"], line.get("reference", "–"), time_text(value_of(line)), time_text(reference_of(line)), result,
        bound, mark,
    ]


def main():
    build = ["swift", "build", "-c", "release", "--package-path", "."]
    subprocess.run(build, cwd=HERE, check=True, stdout=sys.stderr)
    binaries = subprocess.run(
        build + ["--show-bin-path"], cwd=HERE, check=True, capture_output=True, text=True
    ).stdout.strip()
    failed, table = [], []
    for name, program in [("signing-bench", "botocore_signing.py"), ("eventstream-bench", "botocore_eventstream.py")]:
        ours, ran = lines_of([os.path.join(binaries, name)])
        theirs, botocore_ran = lines_of([sys.executable, os.path.join("python", program)])
        if not (ran and botocore_ran):
            failed.append(name)
        # Some lines show how a figure comes about and have no bound of their own.
        table += [line for line in ours if "bound" in line] + list(against_botocore(ours, theirs))
    for name, command in [
        ("resolver-bench", [os.path.join(binaries, "resolver-bench")]),
        ("metering-bench", [os.path.join(binaries, "metering-bench")]),
        ("admission-bench", [os.path.join(binaries, "admission-bench")]),
        ("ledger-bench", [os.path.join(binaries, "ledger-bench")]),
        ("metered", [sys.executable, "metered_bench.py"]),
        ("http", [sys.executable, "http_bench.py"]),
    ]:
        lines, ran = lines_of(command)
        if not ran:
            failed.append(name)
        table += [line for line in lines if "bound" in line]

    rows = [["measure", "reference", "ours", "reference", "result", "must be", ""]] + [row(line) for line in table]
    widths = [max(len(cells[column]) for cells in rows) for column in range(len(rows[0]))]
    for cells in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(cells, widths)).rstrip())
    for name in failed:
        print(f"{name}: did not run to its end")
    missed = [line for line in table if not line["pass"]]
    print(f"{len(table) - len(missed)} of {len(table)} bounds kept")
    sys.exit(1 if missed or failed else 0)


if __name__ == "__main__":
    main()
