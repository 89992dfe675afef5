"""An exercise that is about a network of the playground: the way there, the way back, and what comes back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.small_course import exercise, lesson, write_course
from tests.tui.conftest import Maker, opened, screen_text, sees, until
from tests.tui.play.conftest import playing
from tuitutor.course.load import load_course
from tuitutor.progress.store import Store
from tuitutor.tui.app import TutorApp
from tuitutor.tui.play.screen import PlayScreen
from tuitutor.tui.screens.lesson import LessonScreen

BOARD = exercise(
    "Four squares",
    "board",
    "Find a network.",
    starter="# answer: dataset=xor&noise=10&networkShape=2",
    checks="- play:\n    state: dataset=xor&noise=10&networkShape=2\n    epochs: 4\n    test_loss: {at_most: 9}\n"
    "    units: {at_least: 3, at_most: 8}",
    hints=["More units."],
    solution="# answer: dataset=xor&networkShape=8",
    why="They do.",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_course(tmp_path / "course", {"One": {"one.md": lesson("One", "Look.", "A board.", BOARD)}})


def draft(make: Maker) -> str:
    """What is on the disk."""
    assert make.store is not None
    make.store.close(30.0)
    return Store.open(make.state, load_course(make.course).id).draft("board") or ""


async def in_playground(pilot: Pilot[None]) -> PlayScreen:
    await until(pilot, lambda: isinstance(pilot.app.screen, PlayScreen))
    await sees(pilot, "To pass: test loss after 4 epochs at most 9 · hidden units 3 to 8")
    return playing(pilot.app)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
@pytest.mark.long
async def test_a_card_opens_it_and_leaving_brings_the_state_back(make: Maker, size: tuple[int, int]) -> None:
    async with opened(make(), size) as pilot:
        app = pilot.app
        await sees(pilot, "Exercise: Four squares")
        await pilot.press("tab", "enter")
        screen = await in_playground(pilot)
        assert (screen.table.config.dataset, screen.table.config.noise) == ("xor", 10)
        screen.table.change("networkShape", (6,))
        screen.redraw()
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, LessonScreen))
        await sees(pilot, "Yours: networkShape 6")
        await sees(pilot, "Find a network.")
        await pilot.press("ctrl+r")
        await sees(pilot, "passed ·")
    assert draft(make) == "# answer: https://playground.tensorflow.org/#dataset=xor&noise=10&networkShape=6"


@pytest.mark.long
async def test_run_opens_it_until_there_is_an_answer_and_grades_from_within(make: Maker) -> None:
    async with opened(make(), (120, 36), "f2 exercise") as pilot:
        await pilot.press("f2", "ctrl+r")
        screen = await in_playground(pilot)
        screen.table.change("networkShape", (1,))
        screen.redraw()
        await pilot.press("ctrl+r")
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen))
        await sees(pilot, "✗ Trained again on hidden data")
        await sees(pilot, "hidden units")
        await pilot.press("enter")
        assert (await in_playground(pilot)).table.config.network_shape == (1,)


@pytest.mark.long
async def test_only_what_is_the_answer_s_to_choose_can_be_changed(make: Maker) -> None:
    async with opened(make(), (120, 48), "f2 exercise") as pilot:
        await pilot.press("f2", "ctrl+r")
        screen = await in_playground(pilot)
        assert not [
            name for name in ("noise", "dataset", "own points") if re.search(f"[│┃] {name} ", screen_text(pilot.app))
        ]
        await pilot.press("A", *"noise=50&networkShape=3", "enter")
        await until(pilot, lambda: screen.table.config.network_shape == (3,))
        assert screen.table.config.noise == 10
        await pilot.press("w")
        await sees(pilot, "The exercise sets the data.")


async def test_it_pauses_at_the_epoch_that_counts_and_goes_on_when_asked(make: Maker) -> None:
    async with opened(make(), seen="Exercise: Four squares") as pilot:
        await pilot.press("tab", "enter")
        screen = await in_playground(pilot)
        await pilot.press("space")
        await until(pilot, lambda: screen.table.newest == 4 and not screen.table.running)
        await pilot.press("space")
        await until(pilot, lambda: screen.table.newest > 5)


async def test_what_was_found_is_kept_when_the_app_is_left_from_there(make: Maker) -> None:
    app = make()
    async with opened(app, seen="Exercise: Four squares") as pilot:
        await pilot.press("tab", "enter")
        screen = await in_playground(pilot)
        screen.table.change("networkShape", (7,))
        screen.redraw()
        assert isinstance(app, TutorApp)
        await pilot.press("ctrl+q")
    assert "networkShape=7" in draft(make)
