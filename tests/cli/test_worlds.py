"""Worlds on the command line: `check --world`, and what `submit` says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Cli, Play
from tests.cli.test_untrusted import LOADED, worker
from tests.course.test_worlds import block
from tests.small_course import cell, exercise, lesson, write_course

DATA = "def side(n, seed, world=0):\n    return [[0.0]] * n, [0] * n\n"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    shared = {"starter": "model = None", "hints": [], "solution": "model = 1", "why": "So."}
    checks = "- params: {total: 20}\n  name: parameters"
    text = lesson(
        "Nets",
        "Build.",
        "Build it.",
        cell("points = [[1.0]]", "setup"),
        exercise("Small", "small-net", "Build." + block("side: points"), checks=checks, **shared),  # type: ignore[arg-type]
        exercise("Other", "other-net", "Build.", checks=checks, **shared),  # type: ignore[arg-type]
    )
    folder = write_course(tmp_path / "course", {"Nets": {"net.md": text}})
    (folder / "data.py").write_text(DATA)
    return folder


@pytest.fixture
def answer(tmp_path: Path) -> str:
    path = tmp_path / "ada.py"
    path.write_text("model = ...\n")
    return str(path)


def test_an_author_looks_at_one_world_and_nothing_is_saved(cli: Cli, play: Play, answer: str, home: Path) -> None:
    play(worker(LOADED))
    assert cli("check", "small-net", answer, "--world", "7", "--json").document["world"] == 7
    assert cli("check", "small-net", answer, "--world", "0", "--json").document["world"] == 0
    assert not list(home.rglob("*.jsonl"))
    own = cli("check", "small-net", answer, "--json")
    assert own.document["world"] == 0, own.err
    assert list(home.rglob("*.jsonl"))


def test_an_exercise_without_worlds_says_so(cli: Cli, play: Play, answer: str) -> None:
    play(worker(LOADED))
    result = cli("check", "other-net", answer, "--world", "7")
    assert result.code == 2
    assert "'other-net' has no 'yaml world' block" in result.err


@pytest.mark.spine
def test_others_answers_are_graded_in_one(cli: Cli, play: Play, answer: str) -> None:
    play(worker(LOADED))
    first, again = (
        cli("check", "small-net", answer, "--untrusted", "--hidden-seed", "5", "--json").document for _ in range(2)
    )
    assert first["world"] == again["world"] > 0
    assert cli("check", "other-net", answer, "--untrusted", "--json").document["world"] == 0


def test_submit_says_once_what_grading_uses(
    cli: Cli, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    drafts = home / "small" / "drafts"
    drafts.mkdir(parents=True)
    (drafts / "other-net.py").write_text("model = 2\n")
    grades = "Your teacher grades with other data of the same kind"
    remark = f"{grades}, so use the lesson's variables, not the values in them.\n"
    assert remark not in cli("submit", "-o", "one.zip").err
    (drafts / "small-net.py").write_text("model = 2\n")
    assert cli("submit", "-o", "two.zip").err.count(remark) == 1
