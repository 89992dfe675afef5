"""Measure, show, and fail where a bar is missed. "bytes" and "memory" do not depend on how busy the machine is."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator

from benchmarks import holding, memory, playground, report, running, screen, wire
from benchmarks.measurement import Measurement

TOPICS: dict[str, Callable[[int], Iterator[Measurement]]] = {
    "screen": screen.measure,
    "quitting": screen.measure_quitting,
    "running": running.measure,
    "sandbox": holding.measure,
    "playground": playground.measure,
    "memory": memory.measure_app,
    "training": memory.measure_training,
    "bytes": wire.measure_bytes,
    "echo": wire.measure_echo,
}


def main(argv: list[str]) -> int:
    """Exit status: 0 where all bars are met, 1 where one is missed."""
    arguments = parse(argv)
    machine, when = report.machine(), time.strftime("%Y-%m-%d")
    print(machine)
    measured = []
    for topic in arguments.only or TOPICS:
        for measurement in TOPICS[topic](arguments.rounds):
            print(report.line(measurement), flush=True)
            measured.append(measurement)
    if arguments.write:
        report.FILE.write_text(report.markdown(measured, machine, when), encoding="utf-8")
    missed = [measurement.name for measurement in measured if not measurement.met]
    print(f"missed: {', '.join(missed)}" if missed else "all bars met")
    return bool(missed)


def parse(argv: list[str]) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=TOPICS, metavar="TOPIC", help=f"of {', '.join(TOPICS)}")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured (default: 5)")
    parser.add_argument("--write", action="store_true", help="write BENCHMARKS.md")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
