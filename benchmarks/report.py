"""Measurements as a table: one for the screen, and BENCHMARKS.md."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path

from benchmarks.measurement import Measurement

FILE = Path(__file__).parents[1] / "BENCHMARKS.md"

PREFACE = """\
# Benchmarks

Written by `make bench` (what a learner meets) and `make bench-grade` (what grades a class), which exit with 1 where a
bar is missed. Each table is of one run, and says when and where that was.

Absolute times are this machine's; the ratios and the bytes are what counts. A measurement and what it is measured
against take turns, so that what disturbs the machine disturbs both, and a first round, which is not counted, warms the
page cache (not where one takes many minutes). Values are medians unless the name says otherwise (p95: 95 of 100 are at
most that).

- **Bar**: for a row with a baseline, how many times the baseline the value may be: the median of the rounds' ratios,
  since a machine that is slow for a while is slow for both. Else it is the most that the value may be. A row without a
  bar has nothing to meet.
"""

TITLES = {
    "learning": "Learning",
    "grading": "Grading a class",
    "slurm": "Grading over Slurm",
    "soak": "Grading a thousand answers",
    "reports": "Reports of a million verdicts",
}

READING = {
    "learning": """\
- **First screen**: from starting the program in a terminal of 80x24 to the last byte of the frame in which every row is
  as it stays (the scrollbar apart: it shrinks while the rest of the lesson is made), plus the time from a key pressed
  just then to the first frame that differs.
- **What the first screen is made of**, in CPU time, the bare app's (Python, Textual's imports, its start) being 1.0.
  Our imports are 0.3: a third of that is Textual's Markdown and TextArea with their parsers, and the rest some 90
  modules of ours, none of which takes long. Opening the state and the kept course is 0.05; stylesheets, mounting,
  styling and painting 0.2. At 120x36, what the lesson is about and twice the cells add less than 0.1. The bench, which
  comes with an exercise, adds 0.3: Textual styles, lays out and paints 56 widgets then, at 2 ms each, and of our own
  code no function takes 2 %. A bar of 1.8 leaves 0.8 for all.
- **A course that was never opened**: what comes with tuitutor is parsed when tuitutor is built or installed, and its
  first opening reads that (0.1) and keeps a copy (0.1). Other courses, and lessons edited since, are parsed at their
  first opening, which takes 1.4 for 28 lessons: a sixth is Python compiling 480 cells, to find mistakes in them, a
  sixth its imports, a sixth markdown-it, and the rest is spread over all of our parser.
- **Quitting**: Textual's thread that reads keys looks every 0.1 s whether it should end, and then waits as long once
  more. Meanwhile the worker ends. The widgets take 0.04 s; what else is in memory is not taken apart.
- **Memory after an hour of use** (`make soak`: all lessons paged through and trained in, again and again, at 120x36) is
  124 MB, where 90 was the aim: 117 after the first of 41 rounds, and flat from the twentieth on. 75 are an open lesson
  there; 14 were plotext (9 since then, without its manual and Pillow); the rest are the largest lesson, Textual's
  caches, and garbage that Python collects now and then: to do so at each lesson would save 15 MB, and stop the app for
  0.3 s.
- **Key echo**: a key waits for up to 8 ms, the time of a frame; handling and drawing it takes 8 ms, and drawing an
  epoch's curve 14 ms, which somebody who types sees once a second. The rows were measured without the kernel's
  autogroups; with them, a moment in which the machine is shared shows sooner. With marks and shapes, keys follow each
  other after 0.36 to 0.61 s: 0.4 s after a key the app has the layers built, and 0.5 s after it, looks for mistakes,
  for 3 to 6 ms.
- The course was opened before, and so need not be parsed, unless a row says that it was not.
- **KB** are 1,000 bytes on the way to the terminal. An epoch's are those from its first frame to the next epoch's.
- **The playground's** times are CPU time, those of Node without its start, of 1,000 epochs at a time. At most twice the
  time of the loop in Node is at least half of its speed; 1/80 of Keras's time is 80 times as fast.
- **PSS** counts a page that n processes share as 1/n of a page; a learner's child shares most with its worker.
""",
    "grading": """\
- Twenty texts, all different, of the course's answer to XOR, trained for ten epochs. A figure counts only if every
  verdict is `passed`; nbclient and a plain Python check nothing, so they only have to run to the end.
- **CPU** is user and system time of all processes that a command starts, orphans too. `tuitutor grade` is measured from
  its start to its last report, with the import of Keras, and a second process that verifies each model.
- In each round the others are given two of the twenty answers each, every time other ones: each is started for each
  answer, so twenty cost ten times as much as two.
- **Wall time** at most a fifth of otter-grader's is five times as many answers a minute; at most 0.556 of two plain
  Pythons' is 1.8 times as many.
- **Load**: where the load average before the run is above a few tenths, others used the cores too. Then the rows on
  wall time measure them as much as us, and CPU times are higher, by up to a factor of two and not for all alike.
- **What an answer costs**: of its CPU time, 88 % are the learner's own process, nearly all of it Keras's tracing and
  training. Verifying it is 5 %, and the start of `grade` and of its worker, which twenty answers share, 7 %. So most of
  what is left could only be saved by training less.
""",
    "slurm": """\
- The three nodes are this machine, which two workers fill, so Slurm costs no more here than what it does itself.
  "Here" is `--via env`, a launcher that does nothing. At most 1.11 times the time an answer is at least 0.9 of the
  throughput.
""",
    "soak": """\
- **Memory** is what stays resident in all processes that were there at each hundredth verdict: `grade` itself, the
  worker's host and its zygote. What an answer uses goes with its process.
- A trivial answer costs two processes behind their walls and a verdict that is put on the disk.
- **Passed over**: a task reads all that was handed in, to know which share is its own.
""",
    "reports": """\
- 10,000 learners and 40 exercises, each answer graded two or three times; a line is as `grade` writes it, without
  curves. The reports are all that `tuitutor report` writes, with feedback for each of the 10,000 learners.
- **Decoding** only reads each line and makes an object of it, which is thrown away. Since a mark holds its grade as it
  is, that takes half of what it did (9.1 s), so the bar, which was 8, is 12. The reports take what they took.
- **Memory** grows with the verdicts, which are read before they are sorted by time, but not with the journals.
- **Curves** are drawn by plotext, once for each answer that has some, and again only if its learner has a new verdict.
""",
}


def row(measurement: Measurement) -> tuple[str, ...]:
    """A line of the table, a text a column."""
    m, unit = measurement, measurement.unit
    baseline = f"{m.figure:.2f}x of {_number(statistics.median(m.baseline))} {unit}, {m.against}" if m.baseline else ""
    bar = "" if m.bar is None else f"{m.bar:.3g}x" if m.baseline else f"{m.bar:g} {unit}"
    verdict = "" if m.bar is None else "met" if m.met else "**missed**"
    return m.name, f"{_number(m.value)} {unit}", baseline, bar, verdict, str(len(m.values))


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def line(measurement: Measurement) -> str:
    """A measurement on the screen."""
    name, value, baseline, bar, verdict, _ = row(measurement)
    at_most = f"(at most {bar})" if bar else ""
    return f"{verdict.strip('*'):7}{name:48} {value:>9}  {' '.join(filter(None, (baseline, at_most)))}".rstrip()


def write(name: str, measurements: Iterable[Measurement], machine: str, when: str) -> str:
    """Put what was measured in the section called `name` into BENCHMARKS.md, and return that."""
    text = page(FILE.read_text("utf-8"), {name: table(measurements, machine, when)})
    FILE.write_text(text, "utf-8")
    return text


def page(before: str, new: Mapping[str, str]) -> str:
    """BENCHMARKS.md with these tables, by the names of their sections; other sections keep those of `before`."""
    parts = []
    for name, title in TITLES.items():
        _, _, found = before.partition(f"\n## {title}\n")
        kept = found.partition("\n## ")[0]
        if text := new.get(name) or kept[: kept.rfind("|\n") + 1].strip():
            parts.append(f"## {title}\n\n{text}\n\n{READING[name]}")
    return "\n".join([PREFACE, *parts])


def table(measurements: Iterable[Measurement], machine: str, when: str) -> str:
    """Where and when it was measured, and a row for each figure."""
    head = ("what", "value", "against", "bar", "", "values")
    rows = [head, ("---",) * len(head), *map(row, measurements)]
    lines = "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
    return f"{machine}, {when}.\n\n{lines}"


def machine() -> str:
    """What it was measured on, in a line."""
    names = ("tensorflow-cpu", "tensorflow", "keras", "textual", "plotext")
    versions = ", ".join(f"{name} {found}" for name in names if (found := _version(name)))
    load = f"load average before {os.getloadavg()[0]:.1f}"
    return f"{os.cpu_count()} cores ({_processor()}), Python {platform.python_version()}, {versions}, {load}"


def _version(name: str) -> str:
    try:
        return version(name)
    except ModuleNotFoundError:
        return ""


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())
