"""What it costs to grade a class, beside running its answers in a plain Python."""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from subprocess import PIPE, STDOUT, Popen
from tempfile import TemporaryDirectory

from benchmarks import proc
from benchmarks.answers import program, solution
from benchmarks.measurement import Measurement
from tuitutor.worker.processes import adopt_orphans

LABELS = ("xor", "layers-keep", "compile", "tensors-last")  # exercises whose answers train, and only with Keras
FEW, MANY = 1, 4  # learners, each with an answer to all of these exercises


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds of a command with all that it started; the memory of the processes that stay, at each line, in MB."""

    cpu_s: float
    memory: tuple[float, ...]


def measure(rounds: int) -> Iterator[Measurement]:
    """A class of one, a class of four and plain Pythons take turns; there is no first round to warm caches."""
    with TemporaryDirectory(prefix="tuitutor-bench-") as name:
        folder = Path(name)
        few, many, plain = zip(*(turn(folder / str(number)) for number in range(rounds)), strict=True)
    answers, more = MANY * len(LABELS), (MANY - FEW) * len(LABELS)
    cold = tuple(each / len(LABELS) for each in plain)
    graded = tuple(each.cpu_s / answers for each in many)
    one_more = tuple((large.cpu_s - small.cpu_s) / more for large, small in zip(many, few, strict=True))
    peaks = tuple(max(each.memory) for each in many)
    first_peaks = tuple(max(each.memory[: answers // 2]) for each in many)
    against = "python answer.py, cold"
    yield Measurement(f"a graded answer, of {answers}, CPU", "s", graded, cold, against, bar=0.5)
    yield Measurement("one more answer of the class, CPU", "s", one_more, cold, against, bar=0.4)
    against = f"the first {answers // 2} answers"
    yield Measurement(f"grading {answers} answers, peak RSS", "MB", peaks, first_peaks, against, bar=1.05)


def turn(folder: Path) -> tuple[Cost, Cost, float]:
    """The costs of grading a small class and a larger one, and the CPU seconds of an answer to each in plain Python."""
    folder.mkdir()
    few, many = (graded(folder / str(learners), learners) for learners in (FEW, MANY))
    plain = 0.0
    for label in LABELS:
        path = folder / f"{label}.py"
        path.write_text(program(label, solution(label)))
        plain += cost([str(path)]).cpu_s
    return few, many, plain


def graded(folder: Path, learners: int) -> Cost:
    """The cost of `tuitutor grade`, from its start to its last report."""
    handed_in, out = folder / "handed-in", folder / "out"
    for number in range(learners):
        own = handed_in / f"learner{number}"
        own.mkdir(parents=True)
        for label in LABELS:
            (own / f"{label}.py").write_text(f"# answer {number}\n{solution(label)}")
    spent = cost(["-m", "tuitutor", "grade", str(handed_in), "-o", str(out), "--jobs", "2"])
    check_passed(out, learners * len(LABELS))
    return spent


def check_passed(folder: Path, count: int) -> None:
    """Exit unless a graded class has so many verdicts, all of them `passed`: else its cost means nothing."""
    with (folder / "grades.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    others = [row for row in rows if row["verdict"] != "passed"]
    if others or len(rows) != count:
        sys.exit(f"{len(rows)} of {count} answers have a verdict, and {len(others)} did not pass: {others[:3]}")


def cost(arguments: list[str]) -> Cost:
    """Run Python, look at its memory at each line that it prints, and wait for all that it started.

    Exits with what the program printed if it fails. Nothing else may be started from here meanwhile.
    """
    adopt_orphans()  # or their CPU time wouldn't count
    before, memory, lines = children_cpu(), [], []
    with Popen([sys.executable, *arguments], stdout=PIPE, stderr=STDOUT, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            memory.append(staying_mb(process.pid))
    with suppress(ChildProcessError):  # none is left
        while True:
            os.wait()
    if process.returncode:
        sys.exit(f"{arguments} ended with {process.returncode}: {''.join(lines[-20:])}")
    return Cost(children_cpu() - before, tuple(memory))


def children_cpu() -> float:
    """CPU seconds of our children that have ended, and of theirs."""
    usage = getrusage(RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def staying_mb(pid: int) -> float:
    """Resident memory of a process, its workers and their zygotes, in MB; learners' processes come and go."""
    workers = proc.children(pid)
    zygotes = [zygote for worker in workers for zygote in proc.children(worker)]
    total = 0.0
    for each in (pid, *workers, *zygotes):
        with suppress(OSError, StopIteration):  # it has just ended
            total += proc.rss(each)
    return total
