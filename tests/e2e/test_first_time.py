"""The first time ever is told from all others by what is kept of the learner, in any course."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.conftest import Open
from tests.e2e.walks import FIRST_WORDS, NO_KERAS, quit_app
from tests.small_course import lesson, write_course
from tuitutor.tui.screens.tour import steps

FIRST = steps()[0].sentence


@pytest.mark.long
def test_the_keys_are_told_once_ever(open_terminal: Open, tmp_path: Path) -> None:
    first = open_terminal(80, 24, *NO_KERAS)
    first.wait_for(FIRST)
    quit_app(first)
    course = write_course(tmp_path / "other", {"One": {"one.md": lesson("One", "One.", "Read me.")}})
    for arguments, words in ((), FIRST_WORDS), (("--course", str(course)), "Read me."):
        again = open_terminal(80, 24, *NO_KERAS, *arguments)
        again.wait_for(words)
        again.wait_until_quiet()
        assert all(FIRST not in frame for frame in again.frames)
        quit_app(again)


@pytest.mark.spine
@pytest.mark.sampled(2)
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_a_key_that_comes_before_the_first_screen_is_taken(open_terminal: Open, size: tuple[int, int]) -> None:
    terminal = open_terminal(*size, *NO_KERAS)
    terminal.press("f2")
    terminal.wait_for("f2 text")
    terminal.wait_for("Beat it")
    quit_app(terminal)
