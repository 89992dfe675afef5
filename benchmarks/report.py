"""Measurements as lines on the screen and as BENCHMARKS.md."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.measurement import Measurement

FILE = Path(__file__).parents[1] / "BENCHMARKS.md"

HEAD = """\
# Benchmarks

`make bench` writes this page, in about ten minutes, and exits with 1 if a bar is missed. Run it on an idle machine.

Seconds are those of one machine; ratios, bytes and memory hardly depend on it. What is measured and what it is compared
with take turns, so that a slow moment slows both. A value is the median of the rounds, a ratio the median of the
rounds' ratios. The bar is the most that the ratio may be, or else the value.
"""

NOTES = """\
- **First screen**: from the start of the program in a terminal of 80x24 until every row of the first lesson is drawn,
  plus the time from page down to the next frame. A bare Textual app has one Static; the course was opened before.
- **First epoch**: from the run key to the frame that shows the end of epoch 1 of XOR (a network of 16, 8 and 2 units).
  The plain Python runs the same program, has fitted something else before, and is timed from `fit` on, with tracing.
- **Fused steps**: a fit in a plain process with the worker's fused steps and with Keras's own, from equal weights. All
  trained numbers are compared.
- **Grading**: one `tuitutor grade --jobs 2` grades the course's answers to four exercises (XOR, layers-keep, compile,
  tensors-last) of four learners, and one those of one learner. All have to pass. CPU is user and system time of all
  processes, from the start to the reports. `python answer.py` imports Keras for each answer, and checks nothing. One
  more answer is the difference of the two classes, by answer. Memory is that of `grade`, its worker and the zygote.
- **Bytes**: KB are 1,000 bytes written to the terminal. A key is one of 26 typed at rest. An epoch is from its first
  frame to the next epoch's.
- **Memory**: RSS counts shared pages in full, PSS a page that n processes share as 1/n.
"""


def row(measurement: Measurement) -> tuple[str, ...]:
    """The cells of a row of the table."""
    m, unit = measurement, measurement.unit
    baseline = f"{m.figure:.2f}x of {_number(statistics.median(m.baseline))} {unit}, {m.against}" if m.baseline else ""
    bar = "" if m.bar is None else f"{m.bar:g}x" if m.baseline else f"{m.bar:g} {unit}".strip()
    verdict = "" if m.bar is None else "met" if m.met else "**missed**"
    return m.name, f"{_number(m.value)} {unit}".strip(), baseline, bar, verdict


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def line(measurement: Measurement) -> str:
    """A measurement on the screen."""
    name, value, baseline, bar, verdict = row(measurement)
    at_most = f"(at most {bar})" if bar else ""
    return f"{verdict.strip('*'):7}{name:44} {value:>9}  {' '.join(filter(None, (baseline, at_most)))}".rstrip()


def page(measurements: Iterable[Measurement], machine: str) -> str:
    """BENCHMARKS.md."""
    head = ("what", "value", "against", "bar", "")
    rows = [head, ("---",) * len(head), *map(row, measurements)]
    table = "".join(f"| {' | '.join(cells)} |\n" for cells in rows)
    return f"{HEAD}\n{machine}\n\n{table}\n{NOTES}"


def this_machine() -> str:
    """What is measured on, and when."""
    names = ("tensorflow-cpu", "tensorflow", "keras", "textual", "plotext")
    versions = ", ".join(f"{name} {found}" for name in names if (found := _version(name)))
    load = f"load average before {os.getloadavg()[0]:.1f}"
    cores = f"{os.cpu_count()} cores ({_processor()})"
    return f"{cores}, Python {platform.python_version()}, {versions}, {load}, {time.strftime('%Y-%m-%d')}."


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())
