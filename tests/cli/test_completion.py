"""A shell completes commands, exercises and files, without importing what draws the app or trains."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PRESS_TAB = """
eval "$(_TUITUTOR_COMPLETE=bash_source tuitutor)"
COMP_WORDS=({words}) COMP_CWORD={last}
_tuitutor_completion tuitutor
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def environment(**variables: str) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, **variables}


@pytest.mark.sampled(5)
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("wh", ["whatif"]),
        ("check how", ["how-many"]),
        ("check co", []),  # a lesson, which can't be checked
        ("show c", ["counts"]),
        ("check none", []),
    ],
)
def test_bash_completes_commands_and_names_of_the_course(
    course: Path, home: Path, typed: str, completed: list[str]
) -> None:
    words = ["tuitutor", *typed.split()]
    script = PRESS_TAB.format(words=" ".join(words), last=len(words) - 1)
    done = subprocess.run(
        ["bash", "-c", script],
        env=environment(HOME=str(home), TUITUTOR_COURSE=str(course)),
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout.split(), done.stderr) == (completed, "")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_have_a_script(shell: str) -> None:
    asked = environment(_TUITUTOR_COMPLETE=f"{shell}_source")
    assert f"_TUITUTOR_COMPLETE={shell}_complete" in subprocess.check_output(["tuitutor"], env=asked, text=True)


@pytest.mark.long
def test_completion_imports_neither_keras_nor_the_app(course: Path, home: Path) -> None:
    asked = environment(
        HOME=str(home),
        TUITUTOR_COURSE=str(course),
        _TUITUTOR_COMPLETE="bash_complete",
        COMP_WORDS="tuitutor check h",
        COMP_CWORD="2",
        PYTHONPROFILEIMPORTTIME="1",
    )
    done = subprocess.run(["tuitutor"], env=asked, capture_output=True, text=True, check=True)
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "click" in imported
    assert imported.isdisjoint({"textual", "tensorflow", "keras", "plotext"})
