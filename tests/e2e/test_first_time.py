"""The first time ever is told from all others by what is kept of the learner, in any course."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.conftest import Open
from tests.e2e.walks import FIRST_WORDS, NO_KERAS, quit_app
from tests.small_course import lesson, write_course
from tuitutor.tui.screens.tour import STEPS

FIRST = STEPS[0].sentence


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
