"""Measure, print, and exit with 1 if a bar is missed. "bytes" and "memory" do not depend on how busy the machine is."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator

from benchmarks import grading, memory, report, running, screen, wire
from benchmarks.measurement import Measurement

TOPICS: dict[str, Callable[[int], Iterator[Measurement]]] = {
    "screen": screen.measure,
    "epoch": running.measure_first_epoch,
    "fused": running.measure_fused,
    "grading": grading.measure,
    "bytes": wire.measure,
    "memory": memory.measure,
}


def main(argv: list[str]) -> int:
    """Exit status: 0 if all bars are met, 1 if one is missed."""
    arguments = parse(argv)
    machine = report.this_machine()
    print(machine)
    measured = []
    for topic in arguments.only or TOPICS:
        for measurement in TOPICS[topic](arguments.rounds):
            print(report.line(measurement), flush=True)
            measured.append(measurement)
    if not arguments.only:
        report.FILE.write_text(report.page(measured, machine), "utf-8")
    missed = [measurement.name for measurement in measured if not measurement.met]
    print(f"missed: {', '.join(missed)}" if missed else "all bars met")
    return bool(missed)


def parse(argv: list[str]) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    only = f"of {', '.join(TOPICS)}; without it, all are measured and BENCHMARKS.md is written"
    parser.add_argument("--only", nargs="+", choices=TOPICS, metavar="TOPIC", help=only)
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (default: 3)")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
