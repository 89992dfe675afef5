"""`whatif`, and `whatif` at the prompt."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, Play
from tests.engine.test_what_if import CHECKS, CODE, HIGHER, LAST, LOWER, Script
from tests.small_course import cell, exercise, lesson, write_course
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress.journal import Attempted
from tuitutor.progress.store import Store

WORDS = "This helped: last activation softmax → sigmoid."


@pytest.fixture
def course(tmp_path: Path) -> Path:
    part = exercise("Train", "train", "Train it.", starter=CODE, checks=CHECKS, hints=[], solution=CODE, why="So.")
    text = lesson("Fits", "Fit.", cell("x = y = 1", "setup"), part)
    return write_course(tmp_path / "course", {"One": {"fits.md": text}})


@pytest.fixture
def failed(home: Path, course: Path) -> None:
    """One attempt has failed."""
    store = Store.open(home, "small")
    store.record(Attempted("train", Verdict.FAILED, 0, 1, version="", seconds=1.0, at=store.now()))


def script() -> Script:
    return Script({LAST: (0.9, 0.91, 0.92), HIGHER: (0.6,), LOWER: (0.5,), None: (0.5, 0.55, 0.5)})


def test_it_comes_after_an_attempt_of_ones_own(cli: Cli, play: Play, drafts: Path) -> None:
    play(script())
    result = cli("whatif", "train", "--trust-course")
    assert result.code == 2
    assert "Try it yourself first" in result.err


@pytest.mark.usefixtures("failed")
def test_changes_are_named_and_race_to_the_goal(cli: Cli, play: Play, tmp_path: Path) -> None:
    launcher = play(script())
    (tmp_path / "answer.py").write_text(CODE)
    result = cli("whatif", "train", str(tmp_path / "answer.py"), "--trust-course")
    assert result.code == 0
    assert "hello" in result.out, "what the run prints is shown, once"
    assert result.out.count("fit 1:") == 1
    assert "Trying 3 changes, one at a time: at most 7 runs like yours" in result.err
    assert "2 of 7: rate 0.001 → 0.01 ..." in result.err
    assert "5 of 7: last activation softmax → sigmoid, with another seed ..." in result.err
    assert WORDS in " ".join(result.out.split())
    assert "goal: loss at most 0.1" in result.out
    assert re.search("rate 0.001 → 0.01 .*█.* ends at 0.4\n", result.out)
    assert launcher.connections[0].closed


@pytest.mark.usefixtures("failed")
def test_at_the_prompt_it_is_a_word(cli: Cli, play: Play, types: Callable[[str], None], drafts: Path) -> None:
    play(script())
    drafts.mkdir(parents=True)
    (drafts / "train.py").write_text(CODE)
    types("e\nwhatif\ny\nwhatif\nq\n")
    output = " ".join(cli("learn", "--plain", "--trust-course").out.split())
    assert WORDS in output
    assert "rate 0.001 → 0.01: ends at 0.4" in output
