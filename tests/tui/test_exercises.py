"""A lesson with several exercises: keys act on the one that is looked at, and the palette goes through open ones."""

from __future__ import annotations

import asyncio
from pathlib import Path
from unittest import mock

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from tests.small_course import cell, exercise, lesson, write_course
from tests.tui.conftest import Answers, Maker, opened, screen_text, sees, until
from tuitutor.progress.attempt_record import PastAttempt
from tuitutor.progress.background import BackgroundStore
from tuitutor.protocol.events import Output
from tuitutor.protocol.requests import Execute
from tuitutor.tui.widgets.card import ExerciseCard
from tuitutor.tui.widgets.column import LessonColumn
from tuitutor.tui.widgets.results import HintsView
from tuitutor.tui.widgets.workbench import Workbench

QUESTION = "- question: {choices: [9, 12, 16], answer: 12}\n  name: the count"


def task(name: str, checks: str = "- params: {total: 20}\n  name: parameters") -> str:
    return exercise(
        f"Task {name}",
        f"task-{name}",
        f"Do {name}.",
        starter="# answer:" if "question" in checks else f"model = {name}",
        checks=checks,
        hints=[f"A hint for {name}."],
        solution=f"model = {name}",
        why="So it is.",
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    between = [f"Paragraph {number}." for number in range(40)]
    two = lesson("Two tasks", "Two.", "Begin.", task("one"), *between, task("two"), *between, task("three", QUESTION))
    return write_course(
        tmp_path / "course", {"Tasks": {"two.md": two, "end.md": lesson("The end", "No more.", "Read.")}}
    )


async def whole(pilot: Pilot[None]) -> None:
    """Wait until all of the lesson is there."""
    await until(pilot, lambda: len([card for card in pilot.app.screen.query(ExerciseCard) if card.size]) == 3)


async def next_exercise(pilot: Pilot[None]) -> None:
    """Go to the next open exercise, as the palette does."""
    await pilot.app.screen.run_action("next_exercise")
    await pilot.pause()


@pytest.mark.sampled(2)
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
@pytest.mark.long
async def test_a_hint_and_the_solution_are_those_of_the_exercise_in_view(make: Maker, size: tuple[int, int]) -> None:
    app = make()
    async with opened(app, size) as pilot:
        await whole(pilot)
        await pilot.press("tab", "tab")
        await sees(pilot, "Do two.")
        await pilot.press("ctrl+g")
        await sees(pilot, "A hint for two.")
        assert make.store is not None
        assert [make.store.progress().exercise(f"task-{name}").hints for name in ("one", "two")] == [0, 1]


@pytest.mark.spine
@pytest.mark.sampled(2)
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_an_exercise_that_is_scrolled_to_is_the_one_that_keys_act_on(make: Maker, size: tuple[int, int]) -> None:
    async with opened(make(), size) as pilot:
        await whole(pilot)
        await pilot.press("end")
        while "Do two." not in screen_text(pilot.app):
            await pilot.press("up")
        await pilot.press("f6", "f6")
        await sees(pilot, "Solution: Task two")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
@pytest.mark.long
async def test_run_in_the_text_means_the_exercise_in_view_and_no_other(make: Maker, size: tuple[int, int]) -> None:
    app = make()
    async with opened(app, size) as pilot:
        await whole(pilot)
        column = app.screen.query_one(LessonColumn)
        one, two, _ = app.screen.query(ExerciseCard)
        column.scroll_to(y=one.virtual_region.bottom + 1, animate=False)
        await until(pilot, lambda: not column.in_view(one) and not column.in_view(two))
        await pilot.press("ctrl+r")
        await sees(pilot, "There is nothing to run in view")
        column.scroll_to(y=two.virtual_region.y - 3, animate=False)
        await until(pilot, lambda: column.in_view(two))
        await pilot.press("ctrl+r")
        assert make.store is not None
        store = make.store
        await sees(pilot, "model = two")
        await sees(pilot, "ctrl+r run exercise")
        assert store.progress().exercise("task-two").attempts == 0  # only opened
        await pilot.press("ctrl+r")
        await until(pilot, lambda: store.progress().exercise("task-two").attempts == 1)
        assert store.progress().exercise("task-one").attempts == 0


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
@pytest.mark.long
async def test_run_in_the_text_means_what_comes_first_at_every_size(
    make: Maker, answers: Answers, size: tuple[int, int]
) -> None:
    text = ["Begin.", cell("above = 1"), task("one"), cell("below = 2")]
    (make.course / "two.md").write_text(lesson("Two tasks", "Two.", *text))
    async with opened(make(), size, "below = 2") as pilot:
        await sees(pilot, "ctrl+r run next cell")
        await pilot.press("ctrl+r")
        await sees(pilot, "ran 0.1 s")
        await sees(pilot, "ctrl+r open exercise")
        await pilot.press("ctrl+r")
        await sees(pilot, "ctrl+r run exercise")
        await pilot.press("ctrl+r")
        await sees(pilot, "passed · 1 of 1 check")
        await pilot.press("escape")
        await sees(pilot, "ctrl+r run next cell")  # what is passed is left behind
        await pilot.press("ctrl+r")
        await until(pilot, lambda: screen_text(pilot.app).count("ran 0.1 s") == 2)
        await pilot.press("tab", "tab")  # an exercise that has the focus is meant even so
        await sees(pilot, "ctrl+r open exercise")
    sources = [request.source for request in answers.requests if isinstance(request, Execute)]
    assert sources == ["above = 1", "model = one", "below = 2"]


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_open_exercises_come_one_after_the_other_and_around(make: Maker, size: tuple[int, int]) -> None:
    async with opened(make(), size, "Begin.") as pilot:
        await pilot.press("f2")
        await sees(pilot, "model = one")
        await pilot.press("ctrl+r")
        await sees(pilot, "passed · 1 of 1 check")
        await next_exercise(pilot)
        await sees(pilot, "model = two")
        await next_exercise(pilot)  # not passed: left for later
        await sees(pilot, "Task three")
        await sees(pilot, "○ [3] 16")
        await next_exercise(pilot)
        await sees(pilot, "model = two")
        await pilot.press("ctrl+r")
        await sees(pilot, "passed · 1 of 1 check")
        await next_exercise(pilot)
        await pilot.press("2", "ctrl+r")
        await sees(pilot, "passed · 1 of 1 check")
        await next_exercise(pilot)
        await sees(pilot, "All exercises here are done")


@pytest.mark.long
async def test_the_key_bar_names_what_there_is_to_do_after_a_pass_and_no_sharing_before_an_attempt(make: Maker) -> None:
    async with opened(make(), (120, 36), "Begin.") as pilot:
        await pilot.press("f2")
        await sees(pilot, "ctrl+r run exercise")
        await pilot.press("f4")
        await until(pilot, lambda: pilot.app.screen.query_one(Workbench).results.at == "checks")
        assert not {"y share", "f8 continue"} & set(screen_text(pilot.app).splitlines()[-1].strip().split("   "))
        await pilot.press("escape", "ctrl+r")
        await sees(pilot, "passed · 1 of 1 check")
        await sees(pilot, "f8 “Paragraph 0.”")
        await pilot.press("f4")
        await sees(pilot, "y share")


@pytest.mark.long
async def test_attempts_that_come_late_from_the_disk_can_be_shared_at_once(
    make: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    come, kept = asyncio.Event(), BackgroundStore.attempts_at

    async def late(store: BackgroundStore, label: str) -> tuple[PastAttempt, ...]:
        await come.wait()
        return await kept(store, label)

    async with opened(make(), (120, 36), "Begin.") as pilot:
        await pilot.press("f2")
        monkeypatch.setattr(BackgroundStore, "attempts_at", late)
        await pilot.press("ctrl+r")
        await sees(pilot, "passed · 1 of 1 check")
        await pilot.press("f4")
        await until(pilot, lambda: pilot.app.screen.query_one(Workbench).results.at == "checks")
        assert "y share" not in screen_text(pilot.app)
        come.set()
        await sees(pilot, "y share")


@pytest.mark.long
async def test_f8_leaves_no_attempt_that_is_running(make: Maker, answers: Answers) -> None:
    answers.told["model = one"] = lambda request: [Output(request.child, request.run, "running forever\n")]
    async with opened(make(), (120, 36), "Begin.") as pilot:
        await pilot.press("f2", *"forever=1", "enter", "ctrl+r")
        await sees(pilot, "ctrl+r stop")
        await pilot.press("f8")
        await sees(pilot, "An attempt is still running; ctrl+r in the exercise stops it.")
        await sees(pilot, "ctrl+r stop")
        await pilot.press("ctrl+r")
        await sees(pilot, "You stopped this attempt")


@pytest.mark.long
async def test_an_empty_answer_costs_no_attempt(make: Maker, answers: Answers) -> None:
    async with opened(make(), (120, 36), "Begin.") as pilot:
        await pilot.press("f2")
        await next_exercise(pilot)
        await next_exercise(pilot)
        await sees(pilot, "1-3 or enter picks an answer, ctrl+r grades it")
        await sees(pilot, "○ [3] 16")
        await pilot.press("ctrl+r")
        await sees(pilot, "Pick an answer first: its number, or enter.")
        assert make.store is not None
        assert make.store.progress().exercise("task-three").attempts == 0
        await pilot.press("1")
        await sees(pilot, "● [1] 9")
        assert "edited since" not in screen_text(pilot.app)
        await pilot.press("ctrl+r")
        await sees(pilot, "✗ the count")
        assert make.store.progress().exercise("task-three").attempts == 1


async def test_hints_left_are_those_of_the_exercise_on_the_bench(make: Maker) -> None:
    async with opened(make(), (120, 36)) as pilot:
        hints = HintsView()
        await sees(pilot, "Begin.")
        await pilot.app.screen.mount(hints)
        for total in (2, 3):
            await hints.show((), total)
            await until(pilot, lambda: bool(hints.query(Static)))
        assert "There are 3 hints" in str(hints.query_one(Static).render())


@pytest.mark.long
async def test_in_the_text_the_open_exercise_in_view_or_below_is_next_or_else_the_first(make: Maker) -> None:
    async with opened(make()) as pilot:
        await whole(pilot)
        await next_exercise(pilot)
        await sees(pilot, "model = one")
        await pilot.press("ctrl+r")
        await sees(pilot, "passed · 1 of 1 check")
        await pilot.press("escape", "home")
        await next_exercise(pilot)
        await sees(pilot, "model = two")
        await pilot.press("escape", "end")
        await sees(pilot, "Do three.")
        await next_exercise(pilot)
        await pilot.press("2", "ctrl+r")
        await sees(pilot, "passed · 1 of 1 check")
        await pilot.press("escape", "end")
        await next_exercise(pilot)
        await sees(pilot, "model = two")


@pytest.mark.long
@pytest.mark.parametrize("columns", [80, 120])
async def test_the_exercise_in_view_is_on_the_bench_when_the_learner_comes_back(make: Maker, columns: int) -> None:
    async with opened(make(), (columns, 36)) as pilot:
        await whole(pilot)
        await pilot.press("end")
        while "Do two." not in screen_text(pilot.app):
            await pilot.press("up")
        await pilot.press("ctrl+q")
    async with opened(make(), (120, 36), "Do two.") as pilot:
        await pilot.press("f2")
        await sees(pilot, "model = two")


@pytest.mark.long
async def test_an_answer_without_code_is_not_run_and_the_key_for_the_starter_is_named(make: Maker) -> None:
    async with opened(make(), (120, 36), "Begin.") as pilot:
        await pilot.press("f2", *["backspace"] * 20, "delete", *["delete"] * 20, "ctrl+r")
        await sees(pilot, "The answer is empty; write it in the editor, or f9 brings the starter back.")
        await pilot.press("f9")
        await sees(pilot, "model = one")
        assert make.store is not None
        assert make.store.progress().exercise("task-one").attempts == 0


@pytest.mark.long
async def test_the_next_exercise_begins_with_its_checks(make: Maker, answers: Answers) -> None:
    answers.told["model = one"] = lambda r: [Output(r.child, r.run, "what it printed\n")]
    async with opened(make(), (120, 36), "Begin.") as pilot:
        await pilot.press("f2", "ctrl+r")
        await sees(pilot, "passed · 1 of 1 check")
        await pilot.press("f4", "f4")
        await sees(pilot, "what it printed")
        await next_exercise(pilot)
        await sees(pilot, "model = two")
        await sees(pilot, "○ parameters")


@pytest.mark.long
async def test_text_that_is_hidden_is_not_scrolled_again_and_again(make: Maker) -> None:
    async with opened(make(), (120, 36)) as pilot:
        await whole(pilot)
        await pilot.press("f2")
        await pilot.resize_terminal(80, 24)
        column = pilot.app.screen.query_one(LessonColumn)
        await until(pilot, lambda: not column.size)
        with mock.patch.object(column, "scroll_to") as scrolls:
            await next_exercise(pilot)
            await pilot.pause(0.3)
        assert scrolls.call_count <= 1
