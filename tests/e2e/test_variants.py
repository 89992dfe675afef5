"""In the app, each learner reads their own variant of an exercise, and their answer is graded by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_variants import ANSWERS, SUM
from tests.e2e.conftest import Open
from tests.e2e.walks import NO_KERAS, quit_app
from tests.small_course import lesson, write_course
from tuitutor.course.load import load_course


@pytest.mark.long
def test_two_neighbours_have_other_numbers(open_terminal: Open, tmp_path: Path) -> None:
    folder = write_course(tmp_path / "sums", {"Sums": {"sums.md": lesson("Sums", "Count.", "Count.", SUM)}})
    course = load_course(folder)
    drawn = {course.variant_for(course.exercises[0], name).drawn: name for name in ("ada", "bob", "eve", "kim", "lee")}
    assert len(drawn) > 1
    for variant, name in drawn.items():
        assert variant is not None
        two = ANSWERS[variant.number] // 2
        terminal = open_terminal(100, 30, *NO_KERAS, "--course", str(folder), TUITUTOR_LEARNER=name)
        terminal.wait_for(f"How much is {two} + {two}?")
        terminal.wait_for(f"This is {variant}: other learners have other numbers.")
        quit_app(terminal)
