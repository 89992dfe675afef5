"""An author at work: what is saved is shown."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui.conftest import Answers, opened, screen_text, sees, until
from tuitutor.config.settings import Settings
from tuitutor.course.load import course_of, single
from tuitutor.engine.options import RunOptions
from tuitutor.progress.background import BackgroundStore
from tuitutor.progress.store import Store
from tuitutor.tui.preview import PreviewApp, Previewed, changes
from tuitutor.tui.screens.lesson import LessonScreen
from tuitutor.tui.widgets.column import LessonColumn
from tuitutor.workers.scripted import READY, ScriptedLauncher
from tuitutor.workers.worker import Worker


@pytest.fixture
def lesson(folder: Path) -> Path:
    return folder / "counts.md"


@pytest.fixture
def app(lesson: Path, tmp_path: Path, answers: Answers) -> PreviewApp:
    soon = partial(asyncio.sleep, 0.02)
    source = Previewed("counts", lambda: course_of(lesson) or single(lesson), lambda: changes([lesson], soon))
    settings = Settings(data_dir=tmp_path / "state")
    store = BackgroundStore(Store.open(tmp_path / "scratch", "small"))
    worker = Worker(ScriptedLauncher(answers, READY))
    return PreviewApp(source, store, lambda: worker, settings, RunOptions())


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


async def read_on(pilot: Pilot[None]) -> float:
    """Some pages down, and how far that is."""
    await sees(pilot, "Before you count")
    column = pilot.app.screen.query_one(LessonColumn)
    await until(pilot, lambda: column.max_scroll_y > 40)
    for _ in range(3):
        await pilot.press("pagedown")
    await sees(pilot, "Paragraph 24.")
    return column.scroll_y


def line_of(path: Path, text: str) -> int:
    return path.read_text().split(text)[0].count("\n") + 1


def move(path: Path, to: Path) -> None:
    path.rename(to)


def replace_by_rename(path: Path, old: str, new: str) -> None:
    """As vim saves."""
    beside = path.with_name(".counts.md.swp")
    beside.write_text(path.read_text().replace(old, new))
    path.rename(path.with_name("counts.md~"))
    beside.rename(path)


@pytest.mark.spine
async def test_what_is_saved_is_shown_in_the_same_place(app: PreviewApp, lesson: Path) -> None:
    async with opened(app, toasts=True) as pilot:
        place = await read_on(pilot)
        edit(lesson, "Paragraph 24.", "Paragraph two dozen.")
        await sees(pilot, "Paragraph two dozen.")
        await until(pilot, lambda: app.screen.query_one(LessonColumn).scroll_y == place)
        replace_by_rename(lesson, "Paragraph two dozen.", "Paragraph from vim.")
        await sees(pilot, "Paragraph from vim.")
        await until(pilot, lambda: app.screen.query_one(LessonColumn).scroll_y == place)


@pytest.mark.long
async def test_a_broken_save_says_what_is_wrong_and_the_next_one_mends_it(app: PreviewApp, lesson: Path) -> None:
    async with opened(app, toasts=True) as pilot:
        place = await read_on(pilot)
        edit(lesson, "- params:", "- parms:")
        await sees(pilot, "did you mean 'params'?")
        assert f"counts.md:{line_of(lesson, '- parms')}: " in screen_text(app)
        edit(lesson, "- parms:", "- params:")
        await until(pilot, lambda: "Paragraph 24." in screen_text(app) and "did you mean" not in screen_text(app))
        await until(pilot, lambda: app.screen.query_one(LessonColumn).scroll_y == place)


async def test_a_file_that_is_deleted_is_said_and_waited_for(app: PreviewApp, lesson: Path) -> None:
    aside = lesson.with_name("aside")
    async with opened(app, seen="Before you count", toasts=True) as pilot:
        move(lesson, aside)
        await sees(pilot, "counts.md is missing")
        move(aside, lesson)
        await sees(pilot, "Before you count")


async def test_the_rest_of_the_course_is_there_as_it_is_now(app: PreviewApp, lesson: Path) -> None:
    async with opened(app, seen="Before you count", toasts=True) as pilot:
        edit(lesson.with_name("reading.md"), "Read this.", "Read that.")
        edit(lesson, "Before you count", "Saved after it")
        await sees(pilot, "Saved after it")
        await pilot.press("]")
        await sees(pilot, "Read that.")
        await pilot.press("[")
        await sees(pilot, "Saved after it")


@pytest.mark.long
async def test_the_help_is_not_taken_away(app: PreviewApp, lesson: Path) -> None:
    async with opened(app, seen="Before you count", toasts=True) as pilot:
        await pilot.press("f1")
        await sees(pilot, "Run what has the focus")
        edit(lesson, "Before you count", "After the help")
        await until(pilot, lambda: app._latest.lessons[0].blocks[0].line > 0 and "After" in str(app._latest.lessons[0]))
        assert not isinstance(app.screen, LessonScreen)
        await pilot.press("escape")
        await sees(pilot, "After the help")


@pytest.mark.long
async def test_a_new_starter_takes_the_place_of_a_changed_old_one_and_runs(app: PreviewApp, lesson: Path) -> None:
    async with opened(app, (120, 36), "f2 exercise", toasts=True) as pilot:
        await pilot.press("f2", *"# mine", "enter")
        await sees(pilot, "# mine")
        edit(lesson, "model = None", "model = 'new'")
        await sees(pilot, "model = 'new'")
        await until(pilot, lambda: "# mine" not in screen_text(app))
        await pilot.press("ctrl+r")
        await sees(pilot, "1/1")


async def test_a_file_is_left_alone_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "file.md"
    looks = 0

    async def between_looks() -> None:
        nonlocal looks
        looks += 1
        if looks <= 5:
            path.write_text("a" * looks)

    told = changes([path], between_looks)
    await anext(told)
    assert looks == 6
