"""A small class that is graded by `tuitutor grade` as a process of its own, and what has become of it."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, Popen

from tests.cluster.slurm import PATIENCE, Slurm
from tests.processes import processes
from tests.small_course import exercise, lesson, write_course
from tests.waiting import wait_until

_RIGHT = "import time\nfor word in ('hello', 'world'):\n    time.sleep(0.4)\n    print(word, flush=True)\n"
_WRONG = "import time\ntime.sleep(0.8)\nprint('good bye')\n"
_RAISES = "import time\ntime.sleep(0.8)\nhello\n"
ANSWERS = {f"{who}{number}": text for number in range(3) for who, text in (("ada", _RIGHT), ("bob", _WRONG))}
ANSWERS["eve"] = _RAISES
VERDICTS = {who: ("passed", "3") if text == _RIGHT else ("failed", "0") for who, text in ANSWERS.items()}


@dataclass(frozen=True)
class Class:
    """A folder with a course and the answers `in`, whose verdicts go to `out`."""

    folder: Path
    environment: Mapping[str, str]

    def grade(self, *more: str, **variables: str) -> Popen[str]:
        """Start `tuitutor grade`."""
        return self._start("grade", "in", "-o", "out", *more, **variables)

    def report(self) -> str:
        """What `tuitutor report` prints."""
        with self._start("report", "out") as report:
            return "".join(report.communicate())

    def lines(self) -> list[str]:
        """Whose answers have a line in a journal, each as often as it has one."""
        journals = sorted((self.folder / "out" / "verdicts").glob("*.jsonl"))
        entries = [json.loads(line) for path in journals for line in path.read_bytes().split(b"\n")[:-1]]
        return [entry["who"] for entry in entries if entry["kind"] == "mark"]

    def verdicts(self) -> dict[str, tuple[str, str]]:
        """The verdict and the points of each learner."""
        with (self.folder / "out" / "grades.csv").open(newline="") as file:
            return {row["who"]: (row["verdict"], row["points"]) for row in csv.DictReader(file)}

    def _start(self, *words: str, **variables: str) -> Popen[str]:
        argv = [sys.executable, "-P", "-m", "tuitutor", *words]
        environment = {**self.environment, **variables}
        return Popen(argv, stdout=PIPE, stderr=PIPE, text=True, cwd=self.folder, env=environment)


TWO_WORKERS = ("--via", "srun -c 2", "--jobs", "1", "--workers", "2")
"""Each fills a node, so that what happens to one does not happen to the other."""


def class_in(folder: Path, environment: Mapping[str, str]) -> Class:
    """A class of which nothing is graded yet."""
    checks = "- stdout: {matches: 'hello\\s+world'}\n  name: says it\n  points: 3"
    say = exercise("Say", "say", "Say it.", starter="pass", checks=checks, hints=[], solution=_RIGHT, why="So.")
    course = write_course(folder / "course", {"Words": {"words.md": lesson("Words", "Say.", say)}})
    for who, text in ANSWERS.items():
        (folder / "in" / who).mkdir(parents=True)
        (folder / "in" / who / "say.py").write_text(f"# {who}\n{text}")
    ours = {"TUITUTOR_COURSE": str(course), "TUITUTOR_NICE": "0", "TUITUTOR_DATA_DIR": str(folder / "data")}
    return Class(folder, {**environment, **ours, "TUITUTOR_TRUST_COURSE": "1"})


def first_verdict(run: Popen[str]) -> str:
    """Wait for the first line of an answer that was graded."""
    assert run.stdout is not None
    return run.stdout.readline()


def job_at_work(run: Popen[str], slurm: Slurm, workers: int = 1) -> str:
    """A job of a run that has so many workers ready, has graded an answer, and is not done."""
    assert run.stderr is not None
    ready = (line for line in run.stderr if "Ready on" in line)
    assert len([line for _, line in zip(range(workers), ready, strict=False)]) == workers
    first_verdict(run)
    jobs = slurm.jobs()
    assert len(jobs) == workers, jobs
    return min(jobs)


def said_by(run: Popen[str]) -> str:
    """All that it still says until its end."""
    return "".join(run.communicate(timeout=10 * PATIENCE))


def is_done(graded: Class, slurm: Slurm) -> None:
    """Every answer has the one verdict that it has without a cluster; no job is left, and no process of one."""
    assert graded.verdicts() == VERDICTS
    assert sorted(graded.lines()) == sorted(ANSWERS)
    daemons = {daemon.pid for daemon in slurm.daemons.values()}
    assert wait_until(lambda: not slurm.jobs(), PATIENCE), slurm.jobs()
    assert wait_until(lambda: set(processes(slurm.marker)) <= daemons, PATIENCE), processes(slurm.marker)
