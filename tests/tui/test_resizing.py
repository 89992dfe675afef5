"""A window that changes its size keeps the passage being read, and every character of code."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_course import cell, lesson, write_course
from tests.tui.conftest import Maker, screen_text, sees, until
from tuitutor.tui.app import TutorApp

LONG = "Words that are wrapped in another way in a narrower window, so that rows move. " * 4
CODE = "value = 1  # " + "a long line of code, which no window shows whole, " * 3 + "and its end"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    parts = [part for number in range(30) for part in (f"Passage {number}. {LONG}", cell(f"{CODE} {number}"))]
    return write_course(tmp_path / "course", {"": {"long.md": lesson("Long", "Long.", *parts)}})


@pytest.mark.parametrize("sizes", [((120, 36), (80, 24)), ((80, 24), (200, 50)), ((99, 30), (60, 16), (120, 36))])
async def test_the_passage_stays_in_sight(make: Maker, sizes: tuple[tuple[int, int], ...]) -> None:
    app = make()
    async with app.run_test(size=sizes[0]) as pilot:
        await sees(pilot, "Passage 0.")
        await until(pilot, lambda: app.screen.query_one("#column").max_scroll_y > 200)
        await pilot.press("slash", *"Passage 17.", "enter", "escape")
        await until(pilot, lambda: at_the_top(app, "Passage 17."))
        for size in sizes[1:]:
            await pilot.resize_terminal(*size)
            await until(pilot, lambda: at_the_top(app, "Passage 17."))


def at_the_top(app: TutorApp, passage: str) -> bool:
    """Whether a passage begins in the first rows of the text."""
    return any(passage in line for line in screen_text(app).split("\n")[:5])


async def test_code_is_whole_after_a_resize(make: Maker) -> None:
    app = make()
    async with app.run_test(size=(120, 36)) as pilot:
        await sees(pilot, "Passage 0.")
        await pilot.press("tab", "enter", "end")
        await sees(pilot, "and its end 0")
        for size in ((80, 24), (100, 30), (70, 20)):
            await pilot.resize_terminal(*size)
            await sees(pilot, "and its end 0")
