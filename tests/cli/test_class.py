"""Grading a class as it is done: processes of their own, real Keras, answers that do their worst, kills."""

from __future__ import annotations

import csv
import json
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import pytest

from tests.adversarial.kernels import prefix
from tests.processes import learner_environment, marked, processes
from tests.waiting import wait_until
from tuitutor.classroom.class_verdicts import Verdicts
from tuitutor.course.folder import default_folder
from tuitutor.reports.json import grade_document

ANSWERS = Path(__file__).parents[1] / "answers" / "first-network"
PASSES = (ANSWERS / "good" / "sequential_add.py").read_text()
NO_WALLS = "no-userns,no-landlock,no-seccomp"

# In a process that nothing holds apart: ends the oldest process of the worker, the host, when others are at work.
KILLS_ITS_WORKER = """
import os, signal, time
time.sleep(1)
pid, oldest = os.getppid(), 0
while b"tuitutor.worker" in open(f"/proc/{pid}/cmdline", "rb").read():
    oldest = pid
    pid = int(open(f"/proc/{pid}/stat", "rb").read().rpartition(b")")[2].split()[1])
os.kill(oldest, signal.SIGKILL)
time.sleep(600)
"""
CRASHES = "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n"
FLOODS = "while True:\n    print('again' * 1000)\n"

# what each is, and what becomes of it: the verdict, the points, and words of the reason
MATRIX = {
    "passes": (PASSES, "passed", "7", ""),
    "partial": ((ANSWERS / "bad" / "batch_axis_in_input.py").read_text(), "failed", "5", ""),
    "misspelt": ("model = (\n", "failed", "0", "SyntaxError"),
    "imports": ("import kears\n", "failed", "0", "No module named 'kears'"),
    "no-model": ("print('hello')\n", "failed", "0", ""),
    "wrong-shape": ((ANSWERS / "bad" / "three_features.py").read_text(), "failed", "1", ""),
    "loops": ("while True:\n    pass\n", "failed", "0", "CPU time was reached at line"),
    "floods": (FLOODS, "failed", "0", "was printed"),
    "crashes": (CRASHES, "failed", "0", "Python crashed with SIGSEGV"),
    "empty": ("\n", "unreadable", "", "the answer is empty"),
}


@pytest.fixture
def marker() -> Iterator[str]:
    with marked() as marker:
        yield marker


@pytest.fixture
def environment(tmp_path: Path, marker: str) -> dict[str, str]:
    # so that four at a time have room on a small machine
    return learner_environment(marker, tmp_path, TUITUTOR_COURSE=str(default_folder()), TUITUTOR_MEMORY_GB="3")


Grade = Callable[..., "Popen[str]"]


@pytest.fixture
def grade(tmp_path: Path, environment: dict[str, str], marker: str) -> Iterator[Grade]:
    """Starts `tuitutor grade` on the folder `in`, into `out`; in the end nothing of it is left."""

    def start(*more: str, **variables: str) -> Popen[str]:
        argv = [sys.executable, "-m", "tuitutor", "grade", "in", "-o", "out", *more]
        return Popen(argv, stdout=PIPE, stderr=PIPE, text=True, cwd=tmp_path, env={**environment, **variables})

    yield start
    assert wait_until(lambda: not processes(marker), 30), processes(marker)


def hand_in(folder: Path, who: str, text: str) -> None:
    (folder / "in" / who).mkdir(parents=True)
    (folder / "in" / who / "first-network.py").write_text(text)


def rows(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "out" / "grades.csv").open(newline="") as file:
        return {row["who"]: row for row in csv.DictReader(file)}


def complete_lines(folder: Path) -> list[str]:
    """Whose answers have a complete line, each as often as it has one."""
    whole = [
        line
        for path in sorted((folder / "out" / "verdicts").glob("*.jsonl"))
        for line in path.read_bytes().split(b"\n")[:-1]
    ]
    return [entry["who"] for entry in map(json.loads, filter(None, whole)) if "who" in entry]


@pytest.mark.long
def test_each_kind_of_answer_gets_its_verdict(grade: Grade, tmp_path: Path, environment: dict[str, str]) -> None:
    for who, (text, *_) in MATRIX.items():
        hand_in(tmp_path, who, text)
    with grade("--jobs", "4", "--hidden-seed", "5", TUITUTOR_CPU_S="3") as run:
        out, errors = run.communicate()
    assert run.returncode == 1, (out, errors)
    found = rows(tmp_path)
    for who, (_, verdict, points, reason) in MATRIX.items():
        assert (found[who]["verdict"], found[who]["points"]) == (verdict, points), found[who]
        assert reason in found[who]["trouble"]
    document = json.loads((tmp_path / "out" / "grades.json").read_text())
    assert document["counts"] == {
        "passed": 1, "failed": 8, "pending": 0, "errored": 0, "unreadable": 1, "unused": 0
    }  # fmt: skip
    graded, checked = document_of(tmp_path, "partial"), check_untrusted(tmp_path, "partial", environment)
    del checked["seconds"]
    assert {name: graded[name] for name in checked} == checked
    with grade("--jobs", "4", TUITUTOR_CPU_S="4") as longer:
        out, _ = longer.communicate()
    again = Counter(complete_lines(tmp_path)) - Counter(dict.fromkeys(MATRIX, 1))
    assert again == {"loops": 1}, out  # the only one that more time could have changed


def document_of(folder: Path, who: str) -> dict[str, Any]:
    """A learner's grade, as `check --json` prints it."""
    (mark,) = (mark for mark in Verdicts(folder / "out").marks if mark.who == who)
    return grade_document(mark.grade)


def check_untrusted(folder: Path, who: str, environment: dict[str, str]) -> dict[str, Any]:
    """What `check` says of the same answer on the same hidden data."""
    check = ["check", "first-network", f"in/{who}/first-network.py", "--untrusted", "--hidden-seed", "5", "--json"]
    argv = [sys.executable, "-m", "tuitutor", *check]
    done = subprocess.run(argv, stdout=PIPE, text=True, cwd=folder, env=environment)
    return dict(json.loads(done.stdout))


@pytest.mark.long
def test_innocents_beside_what_kills_its_worker_all_pass(grade: Grade, tmp_path: Path) -> None:
    hand_in(tmp_path, "killer", KILLS_ITS_WORKER)
    innocents = [f"learner{number}" for number in range(3)]
    for number, who in enumerate(innocents):
        hand_in(tmp_path, who, f"# {number}\n{PASSES}")
    with grade("--jobs", "4", "--allow-unisolated", TUITUTOR_VIA=prefix(NO_WALLS)) as run:
        out, errors = run.communicate()
    assert run.returncode == 3, (out, errors)
    found = rows(tmp_path)
    assert {who: found[who]["verdict"] for who in innocents} == dict.fromkeys(innocents, "passed")
    killer = found["killer"]
    assert (killer["verdict"], killer["points"]) == ("errored", "")
    assert "worker process was lost twice" in killer["trouble"]


def graded_before_a_kill(run: Popen[str], lines: int) -> None:
    """Read so many lines of what is graded, or all that come, and kill."""
    assert run.stdout is not None
    for _ in zip(range(lines), run.stdout, strict=False):
        pass
    run.kill()
    run.wait()


def killed_and_resumed(grade: Grade, folder: Path, kills: Sequence[int]) -> None:
    everybody = {f"learner{number}" for number in range(len(kills) + sum(kills) + 1)}
    for who in everybody:
        hand_in(folder, who, f"# {who}\n{PASSES}")
    for lines in kills:
        before = complete_lines(folder)
        with grade("--jobs", "2") as run:
            graded_before_a_kill(run, lines)
        assert not Counter(before) - Counter(complete_lines(folder))
    before_the_last = set(complete_lines(folder))
    with grade("--jobs", "2") as run:
        out, errors = run.communicate()
    assert run.returncode == 0, errors
    graded = {line.split("  ")[1] for line in out.splitlines() if "first-network" in line}
    assert graded == everybody - before_the_last
    assert Counter(complete_lines(folder)) == Counter(everybody)
    assert {who: row["verdict"] for who, row in rows(folder).items()} == dict.fromkeys(everybody, "passed")


@pytest.mark.long
def test_killed_and_started_again_nothing_is_lost_or_graded_twice(grade: Grade, tmp_path: Path) -> None:
    killed_and_resumed(grade, tmp_path, [1, 0])


@pytest.mark.soak
def test_killed_twenty_times_at_random(grade: Grade, tmp_path: Path) -> None:
    killed_and_resumed(grade, tmp_path, [random.randrange(3) for _ in range(20)])


@pytest.mark.long
def test_ctrl_c_keeps_what_is_done_and_leaves_no_process(grade: Grade, tmp_path: Path) -> None:
    hand_in(tmp_path, "ada", PASSES)
    hand_in(tmp_path, "bob", "while True:\n    pass\n")
    with grade("--jobs", "2") as run:
        assert run.stdout is not None
        assert run.stdout.readline().startswith("1/2  ada  first-network  passed  7 of 7 points")
        run.send_signal(signal.SIGINT)
        out, errors = run.communicate()
    assert run.returncode == 130
    assert "Traceback" not in errors
    assert "Interrupted; the same command again grades the rest." in errors
    done = "1 passed: grades.csv, grades.json, junit.xml, class.md, class.html, feedback.zip in out\n"
    assert out == "1 of 2 answers are graded.\n" + done
    assert list(rows(tmp_path)) == ["ada"]
