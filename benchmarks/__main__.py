"""Measure, show, and fail where a bar is missed. "bytes" and "memory" do not depend on how busy the machine is.

Without --only, what a learner meets is measured; `make bench-grade` names what grades a class.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator

from benchmarks import (
    fact_costs,
    frames,
    grading,
    holding,
    large_course,
    memory,
    playground,
    recording,
    report,
    reporting,
    running,
    screen,
    slurm,
    soaking,
    wire,
)
from benchmarks.measurement import Measurement

Topics = dict[str, Callable[[int], Iterator[Measurement]]]

LEARNING: Topics = {
    "screen": screen.measure,
    "quitting": screen.measure_quitting,
    "running": running.measure,
    "sandbox": holding.measure,
    "playground": playground.measure,
    "frames": frames.measure,
    "recording": recording.measure,
    "facts": fact_costs.measure,
    "memory": memory.measure_app,
    "training": memory.measure_training,
    "bytes": wire.measure_bytes,
    "echo": wire.measure_echo,
}
GRADING: Topics = {
    "grading": grading.measure,
    "slurm": slurm.measure,
    "soak": soaking.measure,
    "reports": reporting.measure,
}
SECTIONS: dict[str, Topics] = {"learning": LEARNING, **{name: {name: of} for name, of in GRADING.items()}}
"""What is measured in one go, and stands in a table of its own in BENCHMARKS.md."""


def main(argv: list[str]) -> int:
    """Exit status: 0 where all bars are met, 1 where one is missed."""
    arguments = parse(argv)
    wanted, missed = set(arguments.only or LEARNING), []
    for name, topics in SECTIONS.items():
        machine, when = report.machine(), time.strftime("%Y-%m-%d")
        chosen = [topics[topic] for topic in topics if topic in wanted]
        if chosen:
            print(f"{name}: {machine}")
        measured = []
        for measure in chosen:
            for measurement in measure(arguments.rounds):
                print(report.line(measurement), flush=True)
                measured.append(measurement)
        if arguments.write and len(chosen) == len(topics):
            large_course.update(report.write(name, measured, machine, when))
        missed += [measurement.name for measurement in measured if not measurement.met]
    print(f"missed: {', '.join(missed)}" if missed else "all bars met")
    return bool(missed)


def parse(argv: list[str]) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    topics = [topic for topics in SECTIONS.values() for topic in topics]
    parser.add_argument("--only", nargs="+", choices=topics, metavar="TOPIC", help=f"of {', '.join(topics)}")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured (default: 5)")
    parser.add_argument("--write", action="store_true", help="write BENCHMARKS.md, of what is measured whole")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
