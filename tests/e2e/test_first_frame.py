"""The first frame in the real window is the one that stays: nothing in it moves while the rest is made."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.e2e.conftest import Open
from tuitutor.course.folder import default_folder
from tuitutor.course.load import load_course
from tuitutor.progress.journal import Opened, Scrolled
from tuitutor.progress.store import Store


@pytest.mark.spine
@pytest.mark.sampled(2)
@pytest.mark.parametrize("at_exercise", [False, True])
def test_the_first_frame_of_a_lesson_stays(open_terminal: Open, tmp_path: Path, at_exercise: bool) -> None:
    if at_exercise:
        store = Store.open(tmp_path / "data" / "tuitutor", load_course(default_folder()).id)
        store.record(Opened(lesson="xor", at=store.now()))
        store.record(Scrolled(lesson="xor", y=0, focus="exercise:xor", at=store.now()))
        store.flush()
    terminal = open_terminal(120, 36)
    terminal.wait_for("ctrl+p more")
    terminal.wait_until_quiet()
    first, *later = map(below_header, terminal.frames)
    assert "Can you do better?" in first if at_exercise else "▶ Start" in first
    assert later, "the scrollbar shrinks"
    assert {*later} == {first}


def below_header(screen: str) -> str:
    """A screen without its header, where the run line changes, and without scrollbars."""
    return re.sub("[▁▂▃▄▅▆▇█]", " ", screen.partition("\n")[2])
