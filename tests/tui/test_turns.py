"""Keys that come at the same moment act one after the other."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from tests.small_course import cell, exercise, lesson, write_course
from tests.tui.conftest import PATIENCE, Answers, Maker, at_once, opened, sees, until
from tuitutor.protocol.events import ValueShown
from tuitutor.tui import turns
from tuitutor.tui.app import TutorApp
from tuitutor.tui.screens.lesson import LessonScreen
from tuitutor.tui.turns import Turns
from tuitutor.tui.widgets.column import LessonColumn
from tuitutor.tui.widgets.editor import CodeEditor

QUESTION = "```yaml predict\nquestion: Who wins?\nvalue: first\nchoices: [SGD, RMSprop, Adam]\n```\n"


def asked(name: str) -> str:
    """An exercise that only asks."""
    checks = "- question: {choices: [9, 12, 16], answer: 12}\n  name: the count"
    return exercise(
        f"Question {name}",
        name,
        "How many?",
        starter="# answer:",
        checks=checks,
        hints=["Count."],
        solution="# answer: 12",
        why="So it is.",
    )


@pytest.fixture
def two_questions(make: Maker) -> Maker:
    text = lesson("Two", "Two.", "Begin.", asked("one"), asked("two"))
    make.course = write_course(make.course.parent / "two", {"Two": {"two.md": text}})
    return make


def answered(make: Maker, label: str) -> bool:
    """Whether the second choice is the answer in the draft."""
    files = [path for path in Path(make.state).rglob("*.py") if label in path.name]
    return any("# answer: 12" in path.read_text() for path in files)


@pytest.mark.parametrize(("key", "then"), [("f8", "Question two"), ("ctrl+g", "Count."), ("f2", "f2 exercise")])
async def test_a_choice_belongs_to_the_question_at_which_it_was_typed(
    two_questions: Maker, key: str, then: str
) -> None:
    app = two_questions()
    async with opened(app, seen="f2 exercise") as pilot:
        at_once(app, "f2", "2", key)
        await sees(pilot, then)
        await until(pilot, lambda: answered(two_questions, "one"))
        assert not answered(two_questions, "two")


async def test_a_prediction_is_picked_before_its_cell_is_run(make: Maker, answers: Answers) -> None:
    text = lesson("Guess", "", QUESTION + cell("first = 'Adam'"))
    make.course = write_course(make.course.parent / "guessing", {"": {"guess.md": text}})
    answers.told["first"] = lambda r: [ValueShown(r.child, r.run, "'Adam'")] if r.source == "first" else []
    app = make()
    async with opened(app, seen="Who wins?") as pilot:
        at_once(app, "tab", "down", "enter", "ctrl+r")
        await sees(pilot, "You said RMSprop")


async def test_what_is_typed_after_the_keys_that_go_into_a_cell_is_typed_there(make: Maker) -> None:
    app = make()
    async with opened(app, seen="run next cell") as pilot:
        at_once(app, "tab", "tab", "enter", *"x = ", "escape", "escape", "tab")
        await sees(pilot, "x = print(size)")
        await until(pilot, lambda: not isinstance(app.focused, CodeEditor))


async def test_what_is_pasted_goes_where_the_keys_before_have_gone(make: Maker) -> None:
    app = make()
    async with opened(app, seen="run next cell") as pilot:
        at_once(app, "tab", "tab", "enter")
        app.post_message(events.Paste("x = "))
        await sees(pilot, "x = print(size)")


async def test_each_page_is_turned_before_the_next_key(make: Maker) -> None:
    app = make()
    async with opened(app) as pilot:
        column = app.screen.query_one(LessonColumn)
        await until(pilot, lambda: column.parts.whole)
        at_once(app, "space", "space", "pageup", "space", "space")
        await until(pilot, lambda: column.scroll_y == 3 * column.scrollable_content_region.height)
        column.action_scroll_home()
        assert column.scroll_y == 0  # when the next key comes


async def test_pages_that_are_not_built_yet_are_counted(make: Maker) -> None:
    app = make()
    async with opened(app) as pilot:
        column = app.screen.query_one(LessonColumn)
        at_once(app, "space", "space", "space")
        await until(pilot, lambda: column.scroll_y == 3 * column.scrollable_content_region.height)


async def test_who_scrolls_on_before_the_task_is_found_is_not_brought_back_to_it(make: Maker) -> None:
    app = make()
    async with opened(app) as pilot:
        await until(pilot, lambda: isinstance(app.screen, LessonScreen) and app.screen.restored)
        assert isinstance(app.screen, LessonScreen)
        column = app.screen.column
        app.screen._side.reveal_task()
        column.action_scroll_home()
        for _ in range(5):
            await painted(app)
        assert column.scroll_y == 0
        app.screen._side.reveal_task()
        await until(pilot, lambda: column.scroll_y > 0)


async def painted(app: TutorApp) -> None:
    """Wait for the next paint."""
    done = asyncio.Event()
    app.screen.call_after_refresh(done.set)
    await done.wait()


class Busy(Widget, can_focus=True):
    """Is busy with the key x until it is told; what it says of y is answered, and that answered again."""

    class Said(Message):
        """In answer to a key, or to what was said."""

        def __init__(self, times: int) -> None:
            super().__init__()
            self.times = times

    def __init__(self) -> None:
        super().__init__()
        self.waits, self.told = asyncio.Event(), asyncio.Event()

    async def on_key(self, event: events.Key) -> None:
        if event.key == "x":
            self.waits.set()
            await self.told.wait()
        if event.key == "y":
            self.post_message(self.Said(1))

    def on_busy_said(self, message: Said) -> None:
        if message.times == 1:
            message.stop()
            self.post_message(self.Said(2))


class Small(App[None]):
    """Notes what takes effect."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2", "note", priority=True)]

    def __init__(self) -> None:
        super().__init__()
        self.turns, self.busy, self.noted = Turns(self), Busy(), asyncio.Queue[str]()

    def compose(self) -> ComposeResult:
        yield self.busy  # which gets the focus, as there is nothing else

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self.turns.take(lambda: super(Small, self).on_event(event))
        else:
            await super().on_event(event)

    def on_key(self, event: events.Key) -> None:
        self.noted.put_nowait(event.key)

    def on_busy_said(self) -> None:
        self.noted.put_nowait("said")

    def action_note(self) -> None:
        self.noted.put_nowait("f2")


async def test_a_key_waits_for_what_the_one_before_has_caused() -> None:
    app = Small()
    async with app.run_test():
        at_once(app, "x", "f2", "y", "f2")
        await app.busy.waits.wait()
        app.busy.told.set()
        assert await noted(app, 5) == ["x", "f2", "y", "said", "f2"]


async def test_what_hangs_is_not_waited_for_until_it_has_caught_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LONGEST", 0.1)
    app = Small()
    async with app.run_test():
        at_once(app, "x", "f2", "z", "f2")
        assert await noted(app, 2) == ["f2", "f2"]
        app.busy.told.set()
        assert await noted(app, 2) == ["x", "z"]
        monkeypatch.setattr(turns, "LONGEST", PATIENCE)
        at_once(app, "z", "f2")
        assert await noted(app, 2) == ["z", "f2"]


async def noted(app: Small, count: int) -> list[str]:
    """What takes effect next."""
    return [await asyncio.wait_for(app.noted.get(), PATIENCE) for _ in range(count)]
