"""The first time ever, four sentences name the keys that matter; they go by themselves and are never in the way."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from tests.tui.conftest import Maker, opened, screen_text, sees, until
from tuitutor.tui.screens import tour
from tuitutor.tui.screens.tour import steps

RUN, READ, EXERCISE, HELP = (step.sentence for step in steps())


async def sees_only(pilot: Pilot[None], *wanted: str) -> None:
    """Wait until just these of the four sentences are on the screen."""
    told = (RUN, READ, EXERCISE, HELP)
    await until(pilot, lambda: [sentence for sentence in told if sentence in screen_text(pilot.app)] == list(wanted))


@pytest.mark.long
async def test_each_sentence_goes_when_the_learner_does_it(make: Maker) -> None:
    make.first_time = True
    async with opened(make()) as pilot:
        await sees_only(pilot, RUN)
        assert "Press ctrl+r to train your first network" in screen_text(pilot.app)
        focused = pilot.app.focused
        await pilot.press("space")  # what is known already is not said later
        await sees_only(pilot, RUN)
        assert pilot.app.focused is focused
        await pilot.press("ctrl+r")
        await sees_only(pilot, EXERCISE)
        await pilot.press("f2")
        await pilot.press("f2")
        await sees_only(pilot, HELP)
        await pilot.press("question_mark")
        await sees(pilot, "Run what has the focus")
        await pilot.press("escape")
        await sees_only(pilot)


async def test_escape_ends_it(make: Maker) -> None:
    make.first_time = True
    async with opened(make()) as pilot:
        await sees_only(pilot, RUN)
        await pilot.press("escape")
        await sees_only(pilot)
        await pilot.press("space")
        await sees_only(pilot)


@pytest.mark.long
async def test_an_escape_that_closes_something_else_doesnt(make: Maker) -> None:
    make.first_time = True
    async with opened(make()) as pilot:
        await sees_only(pilot, RUN)
        await pilot.press("f2")
        await pilot.press("escape")  # out of the editor
        await until(pilot, lambda: not isinstance(pilot.app.focused, TextArea))
        await sees_only(pilot, RUN)
        await pilot.press("question_mark")
        await sees(pilot, "Run what has the focus")
        await pilot.press("escape")
        await sees_only(pilot, RUN)


@pytest.mark.long
async def test_each_goes_by_itself(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tour, "TIP_SECONDS", 1.0)
    make.first_time = True
    async with opened(make()) as pilot:
        for sentence in (RUN, READ, EXERCISE, HELP):
            await sees_only(pilot, sentence)
        await sees_only(pilot)


async def test_another_lesson_has_none(make: Maker) -> None:
    make.first_time = True
    async with opened(make()) as pilot:
        await sees_only(pilot, RUN)
        await pilot.press("right_square_bracket")
        await sees(pilot, "Read this.")
        await pilot.press("space")
        await pilot.pause(0.1)
        await sees_only(pilot)


async def test_who_was_here_before_is_told_nothing(make: Maker) -> None:
    async with opened(make(), seen="Before you count") as pilot:
        await until(pilot, lambda: bool(pilot.app.screen.query("CellBox")))
        await sees_only(pilot)


@pytest.mark.parametrize("key", ["f2", "f4"])
async def test_turning_pages_is_not_explained_where_space_types_a_space(make: Maker, key: str) -> None:
    make.first_time = True
    async with opened(make()) as pilot:
        await sees_only(pilot, RUN)
        await pilot.press(key)
        await sees_only(pilot, RUN)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: READ not in screen_text(pilot.app) and RUN not in screen_text(pilot.app))
