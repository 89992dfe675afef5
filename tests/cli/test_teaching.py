"""The commands and scripts of docs/teaching.md and docs/autograders.md do what they are said to do; each page lists
those that are not tried here.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from tests.cli.conftest import Cli
from tests.small_course import exercise, lesson, write_course

ROOT = Path(__file__).parents[2]
PAGES = [(ROOT / "docs" / name).read_text() for name in ("teaching.md", "autograders.md")]
BLOCKS = re.findall(r"^```([^\n]*)\n(.*?)\n```$", "\n".join(PAGES), re.DOTALL | re.MULTILINE)
COMMANDS = [line for head, text in BLOCKS if not head for line in text.splitlines()]
ELSEWHERE = ("pip wheel", "zip -j", "compare50")  # they need a network, or another program
SCRIPTS = {head.split(" ", 1)[1]: text for head, text in BLOCKS if " " in head}


def asks(label: str, title: str) -> str:
    checks = "- question: {choices: [9, 12], answer: 12}\n  name: count\n  points: 4"
    return exercise(
        title, label, "Count.", starter="# answer:", checks=checks, hints=[], solution="# answer: 12", why="So."
    )


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Questions in place of what the page's exercises ask, so that nothing has to be trained."""
    lessons = {
        "xor.md": lesson("Parity", "Count.", asks("xor", "Corners")),
        "golf.md": lesson("Golf", "Count.", asks("golf-4", "Few")),
    }
    return write_course(tmp_path / "course", {"Chapter": lessons})


@pytest.fixture
def folder(tmp_path: Path, drafts: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A teacher's folder as the page's commands find it."""
    folder = tmp_path / "work"
    files = {
        "submissions/lovelaceada_101_7_xor.py": "# answer: 12\n",
        "submissions/Bob Babbage_4711_assignsubmission_file_/xor.py": "# answer: 9\n",
        "downloads/ada.zip": "",
        "repos/ada/answers/xor.py": "# answer: 12\n",
        "gradebook.csv": "Student,ID,Section,xor (1)\n    Points Possible,,,10\nAda,101,M,\nBob,102,M,\n",
        "worksheet.csv": "Identifier,Full name,Grade,Maximum Grade\nParticipant 1,Ada,,50\n",
        "names.csv": "who,learner\nlovelaceada_101,ada\n",
        "class.csv": "Login,Week 3\nada,\n",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    with zipfile.ZipFile(folder / "downloads/ada.zip", "w") as packed:
        packed.writestr("xor.py", "# answer: 12\n")
    drafts.mkdir(parents=True)
    for label in ("xor", "golf-4"):
        (drafts / f"{label}.py").write_text("# answer: 12\n")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder with the `tuitutor` and the `python` that scripts find first."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, arguments in (("tuitutor", "-m tuitutor "), ("python", "")):
        (folder / name).write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {arguments}"$@"\n')
        (folder / name).chmod(0o755)
    return folder


def run(script: str, programs: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", **variables}
    return subprocess.run(["bash", "-c", script], text=True, capture_output=True, env=environment)


def test_each_command_is_either_run_or_listed() -> None:
    known = [line for line in COMMANDS if line.startswith(("tuitutor ", *ELSEWHERE))]
    assert known == COMMANDS
    listed = " ".join(page.split("## What is tested on this page")[1] for page in PAGES)
    assert all(f"`{command.split(' -')[0]}`" in listed for command in ELSEWHERE)


def test_the_program_says_the_messages_of_the_table() -> None:
    rows = PAGES[0].split("\n## Messages\n")[1].split("\n## ")[0].splitlines()[4:]
    messages = [row.split(" | ")[0].removeprefix("| ") for row in rows if row]
    program = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "tuitutor").rglob("*.py"))
    parts = [part.strip() for message in messages for part in message.split("…")]
    assert len(messages) > 15
    assert [part for part in parts if part not in program] == []


@pytest.mark.spine
def test_the_commands_in_their_order(cli: Cli, folder: Path, course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TUITUTOR_COURSE", "TUITUTOR_TRUST_COURSE"):  # the page names neither
        monkeypatch.delenv(name)
    (course.parent / "tuitutor").mkdir()
    course.rename(course.parent / "tuitutor/lessons")  # in place of the course that comes with it
    monkeypatch.setattr("tuitutor.course.folder.__file__", str(course.parent / "tuitutor/course/folder.py"))
    for line in COMMANDS:
        if not line.startswith("tuitutor ") or "|" in line:
            continue
        for made in folder.glob("*.zip"):  # of a command before, which another one does not overwrite
            made.unlink()
        done = cli(*shlex.split(line, comments=True)[1:])
        if "gradebook.csv" in line:
            assert (done.code, "not in the list: Bob Babbage_4711" in done.err) == (1, True)
        else:
            assert done.code == 0, (line, done)
    assert "Ada,101,M,10\nBob,102,M,\n" in (folder / "graded/reports/gradebook.csv").read_text()
    assert (folder / "week3/reports/worksheet.csv").read_text().endswith("Participant 1,Ada,50,50\n")
    assert (folder / "week3/reports/class.csv").read_text() == "Login,Week 3\nada,4\n"
    with zipfile.ZipFile(folder / "graded/feedback.zip") as packed:
        assert "Bob Babbage_4711_assignsubmission_file_/feedback.md" in packed.namelist()


@pytest.mark.usefixtures("cli", "folder")
def test_the_starter_is_found(programs: Path, folder: Path) -> None:
    (line,) = (line for line in COMMANDS if "starter.py" in line and line.startswith("tuitutor"))
    done = run(line, programs)
    assert (done.returncode, (folder / "starter.py").read_text()) == (0, "# answer:\n")


@pytest.mark.long
@pytest.mark.usefixtures("cli")
@pytest.mark.parametrize(("answer", "score"), [("# answer: 12\n", 4), ("\n", None)])
def test_gradescopes_script(programs: Path, tmp_path: Path, answer: str, score: int | None) -> None:
    for name in ("submission", "results"):
        (tmp_path / "autograder" / name).mkdir(parents=True)
    (tmp_path / "autograder/submission/xor.py").write_text(answer)
    script = SCRIPTS["run_autograder"].replace("/opt/tuitutor/bin", str(programs))
    done = run(script.replace("/autograder", str(tmp_path / "autograder")), programs)
    results = json.loads((tmp_path / "autograder/results/results.json").read_text())
    assert (done.returncode, results.get("score")) == (0, score), done.stderr
    assert score is not None or "the answer is empty" in results["output"]
    assert run(f"bash -n <<'END'\n{SCRIPTS['setup.sh']}\nEND", programs).returncode == 0


@pytest.mark.long
@pytest.mark.usefixtures("cli", "folder")
@pytest.mark.parametrize(("answer", "ended"), [("12", 0), ("9", 1)])
def test_the_steps_of_the_workflow(programs: Path, folder: Path, answer: str, ended: int) -> None:
    (folder / "answers").mkdir()
    (folder / "answers/xor.py").write_text(f"# answer: {answer}\n")
    steps = yaml.safe_load(SCRIPTS[".github/workflows/answers.yml"])["jobs"]["check"]["steps"]
    _, *ours = (step["run"] for step in steps if "run" in step)
    done = [run(f"set -e; {step}", programs, GITHUB_STEP_SUMMARY=str(folder / "summary.md")) for step in ours]
    assert [step.returncode for step in done] == [0, 0, ended]
    assert "# Feedback for `answers`" in (folder / "summary.md").read_text()


@pytest.mark.long
@pytest.mark.usefixtures("cli", "folder")
@pytest.mark.parametrize(("answer", "score"), [("# answer: 9\n", 0), ("\n", None)])
def test_classroom_50s_script(programs: Path, folder: Path, answer: str, score: int | None) -> None:
    (folder / "xor.py").write_text(answer)
    (folder / "autograder.py").write_text(SCRIPTS["autograder.py"])
    names = ("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL")
    done = run("python autograder.py", programs, **{name: name.lower() for name in names})
    if score is None:
        assert (done.returncode, (folder / "result.json").exists()) == (1, False)
        assert "the answer is empty" in done.stderr
        return
    assert done.returncode == 0, done.stderr
    result = json.loads((folder / "result.json").read_text())
    assert (result["score"], result["max-score"], result["review"]) == (score, 4, "commit_url")
    assert [test["passed"] for test in result["tests"]] == [score == 4]
