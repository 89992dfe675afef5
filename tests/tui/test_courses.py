"""f3 three times: to the lesson's parts, from these to the lessons, and from these to the other courses."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from tests.tui.conftest import Maker, opened, screen_text, sees, until
from tuitutor.engine.courses import AtHand, Standing
from tuitutor.tui.screens.contents import ContentsScreen, CoursesScreen
from tuitutor.tui.screens.lesson import LessonScreen

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)])
OTHER = Path("/somewhere/other")
Known = list[tuple[AtHand, Standing | None]]


@pytest.fixture
def known(make: Maker, folder: Path) -> Known:
    """The courses that there are: this one, one that was updated, and one that is broken."""
    known: Known = [
        (AtHand("small", folder, "opened", opened=1.0, title="A small course"), Standing(1, 4, ())),
        (AtHand("other", OTHER, "installed", "other", "1.2", title="Another one"), Standing(2, 9, ("first",))),
        (AtHand("broken", Path("/gone"), "installed", "broken", "1.0", problem="It is broken."), None),
    ]
    make.list_courses = lambda: known
    return known


@SIZES
async def test_another_is_opened_when_this_one_has_ended(make: Maker, known: Known, size: tuple[int, int]) -> None:
    app = make()
    async with opened(app, size, "Before you count") as pilot:
        await pilot.press("f3")
        await sees(pilot, "f3 lessons")
        await pilot.press("f3")
        await sees(pilot, "f3 other courses")
        await pilot.press("f3")
        await sees(pilot, "1 of 4 exercises passed")
        await sees(pilot, "2 of 9 exercises passed")
        await sees(pilot, "It is broken.")
        await pilot.press("down")
        await sees(pilot, "package other 1.2, in /somewhere/other; 1 passed exercise changed since")
        await pilot.press("enter")
        await until(pilot, lambda: app.course_wanted is not None)
    assert app.course_wanted == OTHER


@pytest.mark.sampled(2)
@SIZES
async def test_a_broken_one_cannot_be_chosen(make: Maker, known: Known, size: tuple[int, int]) -> None:
    app = make()
    async with opened(app, size, "Before you count") as pilot:
        await pilot.press("f3", "f3", "f3")
        await sees(pilot, "It is broken.")
        await pilot.press("up", "enter")  # round the end: the last that can be opened
        await until(pilot, lambda: app.course_wanted is not None)
    assert app.course_wanted == OTHER


async def test_this_one_and_escape_lead_back(make: Maker, known: Known) -> None:
    app = make()
    async with opened(app, seen="Before you count") as pilot:
        await pilot.press("f3", "f3", "f3")
        await sees(pilot, "1 of 4")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ContentsScreen))
        await pilot.press("ctrl+o")
        await sees(pilot, "1 of 4")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, LessonScreen))
    assert app.course_wanted is None


async def test_a_disk_that_hangs_holds_nothing_up(make: Maker, known: Known) -> None:
    answers = Event()

    def slow() -> Known:
        answers.wait(30)
        return known

    make.list_courses = slow
    app = make()
    async with opened(app, seen="Before you count") as pilot:
        await pilot.press("f3", "f3", "f3")
        await until(pilot, lambda: isinstance(app.screen, CoursesScreen))
        await pilot.press("enter", "escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, LessonScreen))
        answers.set()
        await pilot.press("f3", "f3", "f3")
        await sees(pilot, "1 of 4")


async def test_where_there_are_no_others_f3_closes_the_contents(make: Maker) -> None:
    app = make()
    async with opened(app, seen="Before you count") as pilot:
        await pilot.press("f3", "f3")
        await sees(pilot, "type to search")
        assert "courses" not in screen_text(app)
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, LessonScreen))
