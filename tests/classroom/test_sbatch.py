"""The script of an array job, as a real shell runs it, and what stands in for Slurm's commands says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuitutor.classroom.sbatch import grade_script, still_there, submit
from tuitutor.errors import UsageError, WorkerUnavailable

TELLS = "import json, os, sys; print(json.dumps([sys.argv[1:], os.getcwd(), os.environ.get('TUITUTOR_VIA')]))"
WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
NAMES = st.text(st.characters(exclude_characters="\0/\\\n", exclude_categories=["Cs"]), min_size=1, max_size=12)


def script(folder: Path, *words: str, options: str = "", logs: Path | None = None, via: str = "") -> str:
    command = [sys.executable, "-I", "-S", "-c", TELLS, *words[:1], "--", *words[1:]]
    logs = logs or folder
    variables = {"TUITUTOR_VIA": via}
    return grade_script(
        command, folder, tasks="1-3", of=3, name="tuitutor-1", options=options, logs=logs, variables=variables
    )


@pytest.mark.long
@settings(max_examples=15, deadline=None)
@given(NAMES, st.lists(WORDS, min_size=1, max_size=4), WORDS)
def test_a_task_runs_what_was_typed_where_it_was_typed(
    tmp_path_factory: pytest.TempPathFactory, name: str, words: list[str], via: str
) -> None:
    folder = tmp_path_factory.mktemp("class") / f"x{name}"
    folder.mkdir()
    text = script(folder, "grade", *words, via=via)
    environment = {"SLURM_ARRAY_TASK_ID": "2", "PATH": os.environ["PATH"]}
    done = subprocess.run(["sh"], input=text, env=environment, cwd="/", capture_output=True, encoding="utf-8")
    assert done.stderr == ""
    assert json.loads(done.stdout) == [["grade", "--shard", "2/3", "--", *words], str(folder), via]


def test_a_node_that_does_not_see_the_folder_runs_nothing(tmp_path: Path) -> None:
    done = subprocess.run(["sh"], input=script(tmp_path, logs=tmp_path / "no"), capture_output=True, text=True)
    assert done.returncode == 3
    assert done.stdout == ""


def test_what_sbatch_reads_has_the_users_directivesbefore_ours(tmp_path: Path) -> None:
    lines = script(tmp_path, options="-p short -c 2", logs=Path('/a/50% "odd"/logs')).splitlines()
    directives = [line.removeprefix("#SBATCH ") for line in lines if line.startswith("#SBATCH ")]
    assert {"--requeue", "--open-mode=append", '--output="/a/50%% \\"odd\\"/logs/%A_%a.log"'} <= set(directives)
    assert directives[-3:] == ["-p short -c 2", "--job-name=tuitutor-1", "--array=1-3"]


@pytest.mark.parametrize(
    ("options", "logs", "message"),
    [("-p short\n-c 2", "/a", "on one line"), ("", "/a\\b", "name another folder"), ("", "/a\nb", "another folder")],
)
def test_what_slurm_cannot_read_is_refused(tmp_path: Path, options: str, logs: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        script(tmp_path, options=options, logs=Path(logs))


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for what stands in for commands of Slurm's; there are no others."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def stands_in(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{text}\n")
    (folder / name).chmod(0o755)


def test_what_sbatch_says_is_handed_on(slurm: Path) -> None:
    stands_in(slurm, "sbatch", "echo 'sbatch: note' >&2; echo '17;big'")
    assert submit(Path("/a/grade.sbatch")) == ("17", "sbatch: note")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "echo 'sbatch: error: no' >&2; echo 'sbatch: error: account' >&2; exit 1",
            "sbatch: error: no sbatch: error: acc",
        ),
        ("exit 4", "it ended with status 4"),
        ("echo 'Job 5 to start at noon'", "Job 5 to start at noon"),
    ],
)
def test_a_job_that_is_not_taken_is_told_in_sbatchs_words(slurm: Path, text: str, message: str) -> None:
    stands_in(slurm, "sbatch", text)
    with pytest.raises(WorkerUnavailable, match=f"Slurm did not accept the job: {message}"):
        submit(Path("/a/grade.sbatch"))


def test_where_there_is_no_slurm(slurm: Path) -> None:
    with pytest.raises(WorkerUnavailable, match="There is no command 'sbatch' here; run this where"):
        submit(Path("/a/grade.sbatch"))
    assert still_there(["tuitutor-1"]) is None


def test_tasks_are_counted_by_their_states(slurm: Path) -> None:
    stands_in(
        slurm,
        "squeue",
        'case "$*" in *--name=tuitutor-1,tuitutor-2*) '
        "echo 'RUNNING None'; echo 'PENDING Priority'; echo 'PENDING Priority';; esac",
    )
    assert still_there(["tuitutor-1", "tuitutor-2"]) == {"running": 1, "pending (Priority)": 2}
    assert still_there(["tuitutor-3"]) == {}
    stands_in(slurm, "squeue", "exit 1")
    assert still_there(["tuitutor-1"]) is None
