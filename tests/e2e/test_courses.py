"""Changing courses in the real app, and being asked about one that is new."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.conftest import Open
from tests.e2e.walks import EXERCISES, FIRST_WORDS, NO_KERAS, quit_app
from tests.small_course import cell, lesson, write_course


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return write_course(tmp_path / "mine", {"One": {"one.md": lesson("One", "One.", "Read me.", cell("print(1)"))}})


@pytest.mark.long
def test_f3_changes_to_another_course_and_back(open_terminal: Open, course: Path) -> None:
    terminal = open_terminal(80, 24, *NO_KERAS, "--course", str(course))
    for words, move in (("Read me.", "up"), (FIRST_WORDS, "down"), ("Read me.", "")):
        terminal.wait_for(words)
        terminal.wait_until_quiet()
        if move:
            terminal.press("f3", "f3")
            terminal.wait_for("f3 other courses")
            terminal.press("f3")
            terminal.wait_for("pip install NAME adds one")
            terminal.wait_for(f"{EXERCISES} exercises passed")  # keys before the list are lost
            terminal.press(move, "enter")
    quit_app(terminal)
    journals = {path.parts[-3] for path in terminal.home.glob("data/tuitutor/*/journal/*.jsonl")}
    assert journals == {"small", "tuitutor-keras"}


@pytest.mark.spine
def test_a_new_course_is_asked_about_once_by_whatever_runs_it_first(open_terminal: Open, course: Path) -> None:
    words = (*NO_KERAS, "--course", str(course))
    asked = open_terminal(80, 24, *words, "run", "one", TUITUTOR_TRUST_COURSE="")
    asked.wait_for(lambda: b"Do you trust it?" in asked.written)
    asked.type("n\n")
    assert asked.wait_for_end() == 3
    assert b"say so (--trust-course)" in asked.written
    app = open_terminal(80, 24, *words, TUITUTOR_TRUST_COURSE="")
    app.wait_for("Read me.")
    app.press("ctrl+r")
    app.wait_for("y run it")
    app.type("y")
    app.wait_for(lambda: "y run it" not in app.text)
    app.wait_for("/true")  # it runs, as far as there is a Python
    quit_app(app)
    again = open_terminal(80, 24, *words, "run", "one", TUITUTOR_TRUST_COURSE="")
    assert again.wait_for_end() == 3
    assert b"Do you trust it?" not in again.written
    assert b"/true" in again.written
