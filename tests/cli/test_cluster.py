"""Shares of a class, and an array job whose tasks a stand-in for sbatch runs; tests/cluster has a real one."""

from __future__ import annotations

import csv
import json
import os
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Cli

PAGE = (Path(__file__).parents[2] / "docs" / "hpc.md").read_text()
BLOCKS = re.findall(r"^```([^\n]*)\n(.*?)\n```$", PAGE, re.DOTALL | re.MULTILINE)
COMMANDS = [line for head, text in BLOCKS if not head for line in text.splitlines()]
# They install, download, or open the app in a job; trainings of one's own are watched in test_watch and in jobs.
ELSEWHERE = (
    *("module load", "python3 -m venv /sw", "/sw/", "tuitutor data fetch", "tuitutor --via"),
    *("tuitutor watch", 'sbatch --wrap "tuitutor watch'),
)

RUNS_ALL = """\
for id in $(sed -n 's/^#SBATCH --array=//p' "$2" | tr , ' '); do
    case $id in *-*) id=$(seq "${id%-*}" "${id#*-}") ;; esac
    for each in $id; do (cd / && SLURM_ARRAY_TASK_ID=$each sh "$2") >"$2.$each" 2>&1 </dev/null || exit 9; done
done
echo 17"""


@pytest.fixture
def handed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Answers of five to how-many, in an oddly named working folder."""
    folder = tmp_path / "week 3's [50%]"
    for who in ("ada", "bob", "cy", "dee", "eve"):
        (folder / "in").mkdir(parents=True, exist_ok=True)
        (folder / "in" / f"{who}.py").write_text(f"# answer: {15 if who < 'c' else 9}\n")
    monkeypatch.chdir(folder)
    return folder / "in"


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for what stands in for commands of Slurm's; there is nothing in the queue."""
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    stands_in(tmp_path, "squeue", "true")
    return tmp_path


def stands_in(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{text}\n")
    (folder / name).chmod(0o755)


def graded(folder: Path = Path("out")) -> list[dict[str, Any]]:
    """The lines of all journals that are grades."""
    lines = [line for path in (folder / "verdicts").glob("*.jsonl") for line in path.read_text().splitlines()]
    return [entry for entry in map(json.loads, lines) if entry["kind"] == "mark"]


def verdicts() -> dict[str, str]:
    with Path("out/grades.csv").open(newline="") as file:
        return {row["who"]: row["verdict"] for row in csv.DictReader(file)}


GRADE = ("grade", "in", "-o", "out", "--exercise", "how-many")
ALL = {"ada": "passed", "bob": "passed", "cy": "failed", "dee": "failed", "eve": "failed"}


@pytest.mark.long
@pytest.mark.usefixtures("handed_in")
def test_shares_make_the_whole_whatever_the_order_of_the_answers(cli: Cli) -> None:
    files = [f"in/{who}.py" for who in ALL]
    for number, order in ((1, files), (2, files[::-1]), (3, files[2:] + files[:2])):
        result = cli("grade", *order, "-o", "out", "--exercise", "how-many", "--shard", f"{number}/3")
        assert result.code == 0
        assert not Path("out/grades.csv").exists(), "which would have a share only"
    assert sorted(str(line["who"]) for line in graded()) == sorted(ALL)
    assert len({line["grade"]["hidden_seed"] for line in graded()}) == 1
    cli("report", "out")
    assert verdicts() == ALL


@pytest.mark.long
def test_one_of_several_shares_tells_of_what_gave_no_answer(cli: Cli, handed_in: Path) -> None:
    (handed_in / "fay.py").write_text("\n")
    first, second = (cli(*GRADE, "--shard", share) for share in ("1/2", "2/2"))
    assert (first.code, second.code) == (1, 0)
    assert "fay.py: the answer is empty" in first.err
    assert "fay.py" not in second.err


@pytest.mark.spine
@pytest.mark.usefixtures("handed_in", "slurm")
def test_an_array_job_grades_all_and_report_tells_how_far_it_is(cli: Cli, slurm: Path, course: Path) -> None:
    stands_in(slurm, "sbatch", RUNS_ALL)
    there = os.path.relpath(course)
    result = cli(
        "--course", there, "grade", "i[n]/*.py", "-o", "out", "--exercise=how-many", "--sbatch", "", "--tasks", "2"
    )
    assert result.code == 0, result.err
    assert result.out == "Job 17: 2 tasks for 5 answers; tuitutor report out shows their progress.\n"
    assert "Every node has to see out, the answers and " in result.err
    report = cli("report", "out")
    assert report.out.splitlines()[1:] == [], "nothing more of a job that is over"
    assert verdicts() == ALL
    again = cli(*GRADE, "--sbatch", "", "--tasks", "2")
    assert again.out == "Every answer has a verdict; tuitutor report out has the reports.\n"


@pytest.mark.long
def test_only_shares_with_something_to_do_are_submitted(cli: Cli, handed_in: Path, slurm: Path) -> None:
    stands_in(slurm, "sbatch", "echo 17")
    cli(*GRADE)
    (handed_in / "cy.py").write_text("# answer: 12\n")
    assert cli(*GRADE, "--sbatch", "", "--tasks", "5").out.startswith("Job 17: 1 task for 1 answer;")
    assert "\n#SBATCH --array=3\n" in Path("out/grade.sbatch").read_text()


@pytest.mark.long
@pytest.mark.usefixtures("handed_in")
def test_what_is_still_there_is_told_and_not_submitted_twice(cli: Cli, slurm: Path) -> None:
    stands_in(slurm, "sbatch", "echo 17")
    cli(*GRADE, "--sbatch", "", "--tasks", "2")
    stands_in(slurm, "squeue", "echo 'RUNNING None'; echo 'PENDING Priority'")
    assert cli("report", "out").out.splitlines() == [
        "Nothing is graded yet.",
        "Of 5 answers in the latest job 0 are graded.",
        "Tasks: 1 pending (Priority), 1 running.",
    ]
    twice = cli(*GRADE, "--sbatch", "")
    assert (twice.code, "1 pending (Priority), 1 running" in twice.err) == (2, True)
    stands_in(slurm, "squeue", "true")
    assert "No task is left: out/logs says why, and the same grade --sbatch" in cli("report", "out").out
    stands_in(slurm, "squeue", "exit 1")
    assert "squeue does not answer here" in cli("report", "out").out


@pytest.mark.long
@pytest.mark.usefixtures("handed_in")
def test_a_task_that_starts_again_does_not_grade_again_what_it_graded_again(cli: Cli, slurm: Path) -> None:
    stands_in(slurm, "sbatch", "echo 17")
    cli(*GRADE)
    cli(*GRADE, "--sbatch", "", "--again")
    assert "--again" not in Path("out/grade.sbatch").read_text()
    for _ in range(2):
        cli(*GRADE, "--shard", "1/1")
        assert len(graded()) == 10


@pytest.mark.long
@pytest.mark.usefixtures("handed_in")
def test_the_flags_of_grade_reach_its_tasks(cli: Cli, slurm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stands_in(slurm, "sbatch", "echo 17")
    monkeypatch.setenv("TUITUTOR_WALL_S", "7")
    flags = ("--jobs", "3", "--accept-reported", "--allow-unisolated", "--python", "/a b", "--hidden-seed", "5")
    cli("--via", "srun -p short", *GRADE, *flags, "--sbatch", "-p short")
    script = Path("out/grade.sbatch").read_text()
    assert "--exercise=how-many --jobs=3 --accept-reported --allow-unisolated" in script
    assert "'--python=/a b'" in script
    assert "--via= " in script, "a task is in the job already"
    assert "export TUITUTOR_WALL_S=7\n" in script
    assert json.loads(Path("out/run.json").read_text())["hidden_seed"] == 5


@pytest.mark.usefixtures("handed_in", "slurm")
@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (("--shard", "3/2"), "--shard: '3/2' isn't a share; write 3/10"),
        (("--tasks", "2"), "--tasks goes with --sbatch"),
        (("--sbatch", "", "--shard", "1/2"), "leave --shard and --workers out"),
        (("--sbatch", "", "--via", "ssh a", "--workers", "2"), "leave --shard and --workers out"),
        (("--workers", "2"), "--workers goes with --via"),
        (("--sbatch", "-p a\n-c 2"), "have to be on one line"),
    ],
)
def test_what_does_not_fit_together_is_refused(cli: Cli, flags: tuple[str, ...], message: str) -> None:
    result = cli(*GRADE, *flags)
    assert (result.code, graded()) == (2, [])
    assert message in result.err


@pytest.mark.long
def test_the_commands_of_the_page_do_what_they_are_said_to_do(cli: Cli, handed_in: Path, slurm: Path) -> None:
    stands_in(slurm, "sbatch", "echo 17")
    handed_in.rename("how-many")  # a folder that says which exercise its files answer
    Path("submissions").mkdir()
    Path("how-many").rename("submissions/how-many")
    tried = [line for line in COMMANDS if not line.startswith(ELSEWHERE)]
    assert {line.split()[1] for line in tried} == {"grade", "report"}
    for line in tried:
        result = cli(*shlex.split(line, comments=True)[1:])
        assert (result.code, "tuitutor:" in result.err) == (0, False), (line, result.err)
