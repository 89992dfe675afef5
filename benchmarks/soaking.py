"""A class of a thousand trivial answers: what grading costs beside what learners' code does, and whether that grows."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import answers, proc
from benchmarks.costs import Cost, cost
from benchmarks.measurement import Measurement, alternate
from tests.small_course import exercise, lesson, write_course
from tuitutor.worker.processes import descendants

COUNT, STEP = 1_000, 100
LEARNERS, EXERCISES = 250, 40  # of the class that is shared


def measure(rounds: int) -> Iterator[Measurement]:
    """The soak, once whatever `rounds` says: it is long, and its hundreds are measured against each other."""
    with TemporaryDirectory(prefix="tuitutor-bench-") as name:
        soak = soaked(Path(name), COUNT)
    hundreds = soak.hundreds
    each = f"a trivial answer, {COUNT:,} of them, --jobs 2"
    yield Measurement(f"{each}: the last hundred", "s", hundreds[-1:], hundreds[:1], "the first hundred", bar=1 / 0.9)
    grown = soak.memory[-1:], soak.memory[:1]
    yield Measurement(f"{each}: memory at the end", "MB", *grown, f"after the first {STEP}", bar=1.05)
    with TemporaryDirectory(prefix="tuitutor-bench-") as name:
        folder = Path(name)
        share, alone = alternate(rounds, Share(folder / "share", LEARNERS, EXERCISES), Share(folder / "alone", 1, 1))
    others = LEARNERS * EXERCISES - 1
    values = tuple(1000 * (both.cpu_s - one.cpu_s) / others for both, one in zip(share, alone, strict=True))
    yield Measurement(f"an answer in another's share, of {others + 1:,}: CPU to pass it over", "ms", values)


@dataclass
class Soak:
    """The moment of each verdict, and at each hundredth the resident memory of each process, in MB."""

    moments: list[float] = field(default_factory=list)
    sizes: list[dict[int, float]] = field(default_factory=list)

    @property
    def hundreds(self) -> tuple[float, ...]:
        """Seconds an answer of each hundred; what came before the first verdict does not count."""
        ends = self.moments[STEP - 1 :: STEP]
        starts = [self.moments[0], *ends]
        counts = [STEP - 1, *[STEP] * (len(ends) - 1)]
        return tuple((end - start) / count for start, end, count in zip(starts, ends, counts, strict=False))

    @property
    def memory(self) -> tuple[float, ...]:
        """At each hundredth verdict, of the processes that were there at all of them."""
        staying = set.intersection(*map(set, self.sizes))
        return tuple(sum(sizes[pid] for pid in staying) for sizes in self.sizes)


def soaked(folder: Path, count: int) -> Soak:
    """Grade so many answers to an exercise that asks for a word, and end the program unless all pass."""
    environment = {**os.environ, "TUITUTOR_COURSE": str(_course(folder, ["say"])), "TUITUTOR_TRUST_COURSE": "1"}
    texts = {f"learner{number:04}": f"print('hello')  # {number}\n" for number in range(count)}
    handed_in = answers.handed_in(folder / "in", texts, "say")
    command = [sys.executable, "-m", "tuitutor", "grade", str(handed_in), "-o", str(folder / "out"), "--jobs", "2"]
    soak = Soak()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as grading:
        assert grading.stdout is not None
        for number, _ in zip(range(1, count + 1), grading.stdout, strict=False):
            soak.moments.append(time.monotonic())
            if number % STEP == 0:
                soak.sizes.append(_sizes(grading.pid))
        grading.stdout.read()
    answers.all_passed(folder / "out", count)
    return soak


def _sizes(pid: int) -> dict[int, float]:
    sizes = {}
    for each in [pid, *descendants(pid)]:
        with suppress(OSError, StopIteration):  # it has just ended
            sizes[each] = proc.rss(each)
    return sizes


class Share:
    """Grades the first of all answers of a class, as one of so many shares."""

    def __init__(self, folder: Path, learners: int, exercises: int) -> None:
        folder.mkdir()
        labels = [f"say{number}" for number in range(exercises)]
        texts = {f"learner{number:04}": f"print('hello')  # {number}\n" for number in range(learners)}
        for label in labels:
            self._handed_in = answers.handed_in(folder / "in", texts, label)
        self._folder, self._shard = folder, f"1/{learners * exercises}"
        self._course, self._round = _course(folder, labels), 0

    def __call__(self) -> Cost:
        """The cost of it."""
        self._round += 1
        grade = ["grade", str(self._handed_in), "-o", str(self._folder / f"out{self._round}"), "--shard", self._shard]
        return cost([[sys.executable, "-m", "tuitutor", "--trust-course", "--course", str(self._course), *grade]])


def _course(folder: Path, labels: list[str]) -> Path:
    checks = "- stdout: {matches: hello}\n  name: says it\n  points: 1"
    task: dict[str, Any] = {
        "starter": "pass",
        "checks": checks,
        "hints": [],
        "solution": "print('hello')",
        "why": "So.",
    }
    parts = [exercise("Say", label, "Say it.", **task) for label in labels]
    return write_course(folder / "course", {"Words": {"words.md": lesson("Words", "Say.", *parts)}})
