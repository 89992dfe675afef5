"""Two workers on a Slurm of three nodes, which runs on this machine, beside two workers without it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import answers
from benchmarks.measurement import Measurement, alternate
from tests.cluster.slurm import cluster

HERE, SLURM = "env", "srun -c 1"  # a launcher that does nothing, and one core a job


def measure(rounds: int) -> Iterator[Measurement]:
    """Twenty answers, each worker one at a time."""
    texts = answers.texts()
    with TemporaryDirectory(prefix="tuitutor-bench-") as name, cluster() as slurm:
        folder = Path(name)
        handed_in = answers.handed_in(folder / "handed-in", texts)
        outs = (folder / f"graded-{number}" for number in range(1_000))

        def graded(via: str) -> tuple[float, float]:
            out = next(outs)
            times = timed(["grade", str(handed_in), "-o", str(out), "--via", via, *TWO], slurm.environment)
            answers.all_passed(out, len(texts))
            return times

        there, here = alternate(rounds, lambda: graded(SLURM), lambda: graded(HERE), warm=False)
    for at, (what, bar) in enumerate((("to the first verdict", 1.3), ("an answer after the first", 1 / 0.9))):
        values, others = (tuple(times[at] for times in each) for each in (there, here))
        yield Measurement(f"two workers on Slurm, {what}", "s", values, others, "two workers here", bar=bar)


TWO = ("--workers", "2", "--jobs", "1")


def timed(arguments: list[str], environment: Mapping[str, str]) -> tuple[float, float]:
    """Seconds until `tuitutor` tells of a first verdict, and seconds an answer from then to the last."""
    start = time.monotonic()
    command = [sys.executable, "-m", "tuitutor", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as grading:
        assert grading.stdout is not None
        moments = [time.monotonic() for line in grading.stdout if "/" in line.partition(" ")[0]]
    if len(moments) < 2:
        sys.exit(f"{command!r} ended with {grading.returncode}")
    return moments[0] - start, (moments[-1] - moments[0]) / (len(moments) - 1)
