"""One installation, which its users cannot change: each keeps their work at home, or is told why not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.install.program import WITH_KERAS, Program

pytestmark = [pytest.mark.install, pytest.mark.ordinary_user]


@pytest.fixture
def shared(venv: Path) -> Iterator[Path]:
    """The installation without any right to write, as another user sees it."""
    modes = {path: path.stat().st_mode for path in (venv, *venv.rglob("*")) if not path.is_symlink()}
    for path, mode in modes.items():
        path.chmod(mode & ~0o222)
    yield venv
    for path, mode in modes.items():
        path.chmod(mode)


def learner_at(home: Path, shared: Path) -> Program:
    """A learner who stands where nobody may write."""
    return Program(shared / "bin" / "tuitutor", home, shared)


def state_of(folder: Path) -> dict[Path, int]:
    """When each file was written, and each folder's list of names."""
    return {path: path.lstat().st_mtime_ns for path in (folder, *folder.rglob("*"))}


def test_two_users_at_once_leave_no_trace_in_it(shared: Path, tmp_path: Path, solutions: dict[str, str]) -> None:
    before = state_of(shared)
    users = [learner_at(tmp_path / name, shared) for name in ("ada", "bob")]
    runs = [user.start(*WITH_KERAS, "check", "first-network", "-") for user in users]
    for run in runs:
        assert run.stdin is not None
        run.stdin.write(solutions["first-network"])
        run.stdin.close()
        run.stdin = None
    for run in runs:
        out, err = run.communicate()
        assert run.returncode == 0, err
        assert "Passed" in out
        assert "not saved" not in err
    for user in users:
        assert "exercise first-network: passed" in user.run("list").stdout
        assert user.run("edit", "xor", EDITOR="true").returncode == 0
        assert list(user.home.rglob("xor.py"))
    assert state_of(shared) == before


def test_a_home_that_cannot_be_written_is_said_and_stops_nobody(
    shared: Path, tmp_path: Path, solutions: dict[str, str]
) -> None:
    learner = learner_at(tmp_path / "home", shared)
    learner.home.mkdir(mode=0o555)
    check_unsaved(learner, solutions["first-network"])
    assert "PROBLEM: nothing can be saved there" in learner.run(*WITH_KERAS, "doctor").stdout


def test_nor_does_a_home_that_is_missing(shared: Path, tmp_path: Path, solutions: dict[str, str]) -> None:
    tmp_path.chmod(0o555)
    learner = learner_at(tmp_path / "home", shared)
    check_unsaved(learner, solutions["first-network"])
    tmp_path.chmod(0o755)


def check_unsaved(learner: Program, answer: str) -> None:
    """Reading and grading work; that the verdict is lost is said."""
    assert learner.run("show", "xor").returncode == 0
    checked = learner.run(*WITH_KERAS, "check", "first-network", "-", stdin=answer)
    assert checked.returncode == 0, checked.stderr
    assert "Passed" in checked.stdout
    assert f"not saved: {learner.home}" in checked.stderr
    assert "Traceback" not in checked.stderr


def test_what_cannot_be_added_is_to_be_asked_for(shared: Path, tmp_path: Path, solutions: dict[str, str]) -> None:
    learner = learner_at(tmp_path / "home", shared)
    checked = learner.run("check", "first-network", "-", stdin=solutions["first-network"])
    assert checked.returncode == 3
    assert "Ask the person who installed tuitutor here for TensorFlow: pip install 'tuitutor[cpu]'" in checked.stderr
