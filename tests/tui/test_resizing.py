"""A window that changes its size keeps the passage being read, and every character of code."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_course import cell, lesson, write_course
from tests.tui.conftest import Maker, at_once, opened, screen_text, sees, until
from tuitutor.tui.app import TutorApp
from tuitutor.tui.widgets.column import LessonColumn

LONG = "Words that are wrapped in another way in a narrower window, so that rows move. " * 4
CODE = "value = 1  # " + "a long line of code, which no window shows whole, " * 3 + "and its end"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    parts = [part for number in range(30) for part in (f"Passage {number}. {LONG}", cell(f"{CODE} {number}"))]
    return write_course(tmp_path / "course", {"": {"long.md": lesson("Long", "Long.", *parts)}})


@pytest.mark.spine
@pytest.mark.sampled(3)
@pytest.mark.parametrize("sizes", [((120, 36), (80, 24)), ((80, 24), (200, 50)), ((99, 30), (60, 16), (120, 36))])
async def test_the_passage_stays_in_sight(make: Maker, sizes: tuple[tuple[int, int], ...]) -> None:
    app = make()
    async with opened(app, sizes[0], "Passage 0.") as pilot:
        await until(pilot, lambda: app.screen.query_one("#column").max_scroll_y > 200)
        at_once(app, "slash", *"Passage 17.", "enter", "escape")
        await until(pilot, lambda: at_the_top(app, "Passage 17."))
        for size in sizes[1:]:
            await pilot.resize_terminal(*size)
            await until(pilot, lambda: at_the_top(app, "Passage 17."))


def at_the_top(app: TutorApp, passage: str) -> bool:
    """Whether a passage begins in the first rows of the text."""
    return any(passage in line for line in screen_text(app).split("\n")[:5])


@pytest.mark.long
async def test_code_is_whole_after_a_resize(make: Maker) -> None:
    app = make()
    async with opened(app, (120, 36), "Passage 0.") as pilot:
        await pilot.press("tab", "enter", "end")
        await sees(pilot, "and its end 0")
        for size in ((80, 24), (100, 30), (70, 20)):
            await pilot.resize_terminal(*size)
            await sees(pilot, "and its end 0")


@pytest.mark.long
@pytest.mark.parametrize("sizes", [((80, 24), (200, 50)), ((120, 36), (60, 16))])
async def test_who_is_at_the_end_stays_there(make: Maker, sizes: tuple[tuple[int, int], ...]) -> None:
    app = make()
    async with opened(app, sizes[0]) as pilot:
        await pilot.press("end")
        await sees(pilot, "Passage 29.")
        for size in (sizes[1], sizes[0], sizes[1]):
            await pilot.resize_terminal(*size)
            await sees(pilot, "Passage 29.")
            await pilot.pause(1)  # what was laid out late mustn't move it
            column = app.screen.query_one("#column")
            assert column.scroll_y == column.max_scroll_y > 100


@pytest.mark.long
async def test_end_reaches_what_is_not_built_yet(make: Maker) -> None:
    app = make()
    async with opened(app) as pilot:
        assert len(app.screen.query("CellBox")) < 30
        await pilot.press("end")
        await until(pilot, lambda: app.screen.query_one("#column").max_scroll_y > 200)
        await pilot.pause(1)
        assert app.screen.query_one("#column").scroll_y == app.screen.query_one("#column").max_scroll_y


@pytest.mark.long
async def test_what_was_sought_stays_on_top(make: Maker) -> None:
    app = make()
    async with opened(app, (120, 36)) as pilot:
        await until(pilot, lambda: app.screen.query_one("#column").max_scroll_y > 200)
        column = app.screen.query_one(LessonColumn)
        cell_sought = column.cells[17]
        column.reveal(cell_sought.name or "")
        await pilot.pause(0.5)
        assert cell_sought.virtual_region.y == column.scroll_y
        for size in ((80, 24), (200, 50)):
            await pilot.resize_terminal(*size)
            await pilot.pause(1)
            assert cell_sought.virtual_region.y == column.scroll_y
