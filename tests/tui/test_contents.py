"""The outline of a lesson: on f3, and beside the text, where it follows the reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.small_course import cell, exercise, lesson, write_course
from tests.tui.conftest import Maker, opened, screen_text, sees, until
from tuitutor.course.folder import default_folder
from tuitutor.engine.outline import Goal, part_called
from tuitutor.tui.screens.contents import ContentsScreen
from tuitutor.tui.screens.lesson import LessonScreen
from tuitutor.tui.widgets.cell import CellBox

ASKED = "```yaml predict\nquestion: How many steps?\nvalue: steps\n```\n"
LONG = "\n\n".join(f"Paragraph {number}." for number in range(30))
STEPS = lesson(
    "Steps",
    "Take some.",
    f"Some text.\n\n## First\n\n{LONG}",
    cell("first = 1"),
    f"## Second\n\n{LONG}",
    ASKED + cell("steps = 4"),
    f"## Third\n\n{LONG}",
    exercise(
        "Fewer",
        "fewer",
        "Do it.",
        starter="model = None",
        checks="- params: {total: 20}\n  name: parameters",
        hints=["One."],
        solution="model = right",
        why="So.",
    ),
    "## Last\n\nThe end.",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_course(tmp_path / "course", {"Steps": {"steps.md": STEPS}})


def marked(pilot: Pilot[None]) -> str:
    """The line with the mark of the reader's place, without what is to its left."""
    lines = screen_text(pilot.app).split("\n")
    return next((line.partition("▶ ")[2].partition("  ")[0] for line in lines if "▶ " in line), "")


def first_words(pilot: Pilot[None]) -> str:
    """The first line of the text in view that isn't blank."""
    lines = (line.strip(" ▄▂▅▃") for line in screen_text(pilot.app).split("\n")[1:])
    return next((line for line in lines if line), "")


@pytest.mark.long
async def test_the_parts_come_first_and_enter_goes_there(make: Maker) -> None:
    app = make()
    async with opened(app, seen="Some text.") as pilot:
        await pilot.press("f3")
        await sees(pilot, "n next open")
        assert marked(pilot) == "Steps"
        for line in ("○ First ", "○ Second ", "  Third ", "  ▸ Fewer  ", "after the prediction at cell 2"):
            assert line in screen_text(app)
        await pilot.press("j", "enter")
        await until(pilot, lambda: first_words(pilot) == "First")
        await pilot.press("f3")
        await until(pilot, lambda: marked(pilot) == "First")
        await pilot.press("right")
        await sees(pilot, "cell 1: first = 1")
        await pilot.press("left", "end", "k", "k", "enter")  # a part that was held back
        await until(pilot, lambda: first_words(pilot) == "Third")


@pytest.mark.long
async def test_a_search_finds_headings_and_code_and_n_the_next_open_exercise(make: Maker) -> None:
    app = make()
    async with opened(app, seen="Some text.") as pilot:
        await pilot.press("f3", "slash", *"first =")
        await sees(pilot, "cell 1: first = 1")
        assert "Second" not in screen_text(app)
        await pilot.press("escape")
        await sees(pilot, "Second")
        await pilot.press("slash", *"first =", "enter")
        await until(pilot, lambda: isinstance(app.focused, CellBox) and app.focused.index == 0)
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, ContentsScreen))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, LessonScreen) and app.screen.has_class("-bench"))
        await sees(pilot, "model = None")


async def test_beside_the_text_it_follows_the_reader_and_a_click_goes_there(make: Maker) -> None:
    app = make()
    async with opened(app, (120, 36), "Some text.") as pilot:
        await until(pilot, lambda: marked(pilot) == "Steps")
        await pilot.press("space", "space")
        await until(pilot, lambda: marked(pilot) == "First")
        assert "✓ Steps" in screen_text(app)
        row = next(row for row, line in enumerate(screen_text(app).split("\n")) if "○ Second" in line)
        await pilot.click(offset=(screen_text(app).split("\n")[row].index("○ Second") + 2, row))
        await until(pilot, lambda: marked(pilot) == "Second")


@pytest.mark.sampled(3)
@pytest.mark.parametrize("called", ["2", "third", "fewer"])
async def test_it_opens_where_it_was_asked_to(make: Maker, called: str) -> None:
    app = make()
    [steps] = app._study.course.lessons
    part = part_called(steps, called)
    assert part is not None
    app._start = Goal(steps, part.name)
    async with opened(app) as pilot:
        await sees(pilot, {"2": "How many steps?", "third": "Third", "fewer": "model = None"}[called])
        assert "Some text." not in screen_text(app)


@pytest.mark.parametrize(("size", "least"), [((80, 24), 18), ((60, 20), 10)])
@pytest.mark.long
async def test_lessons_are_one_line_each(make: Maker, size: tuple[int, int], least: int) -> None:
    make.course = default_folder()
    app = make()
    titles = [lesson.title for lesson in app._study.course.lessons]
    async with opened(app, size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, LessonScreen))
        await pilot.press("f3", "f3")
        await sees(pilot, "type to search")
        await until(pilot, lambda: sum(title in screen_text(app) for title in titles) >= least)
        assert "First steps" in screen_text(app)


async def test_in_a_large_window_the_parts_stand_among_the_lessons(make: Maker) -> None:
    app = make()
    async with opened(app, (160, 45), "Some text.") as pilot:
        await until(pilot, lambda: marked(pilot) == "Steps")
        await pilot.click(
            offset=(8, next(row for row, line in enumerate(screen_text(app).split("\n")) if "○ First" in line))
        )
        await until(pilot, lambda: marked(pilot) == "First")
