"""Attempts that were kept: shown again, listed, compared, restored."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.small_course import exercise, lesson, write_course
from tests.tui.conftest import Answers, Maker, screen_text, sees, until
from tuitutor.engine.keeping import Keeper
from tuitutor.grading.verdicts import CheckResult, Grade, Verdict
from tuitutor.launch.scripted import Gate
from tuitutor.progress.store import Store
from tuitutor.protocol.events import EpochEnded, Event, FitEnded, FitStarted, Output
from tuitutor.protocol.requests import Execute
from tuitutor.tui.screens.lesson import LessonScreen
from tuitutor.tui.widgets.curves import CurvesView
from tuitutor.tui.widgets.workbench import Workbench


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    checks = "- params: {total: 20}\n  name: parameters\n  points: 2"
    tasks = [
        exercise(
            f"Task {name}",
            f"task-{name}",
            f"Do {name}.",
            starter=f"model = {name}",
            checks=checks,
            hints=["Look."],
            solution="model = right",
            why="So it is.",
        )
        for name in ("one", "two")
    ]
    lessons = {"tasks.md": lesson("Tasks", "Two.", "Begin.", *tasks), "end.md": lesson("End", "No more.", "Read.")}
    return write_course(tmp_path / "course", {"Tasks": lessons})


@pytest.fixture
def answers() -> Answers:
    return Answers({"model": fit}, params=16)


def fit(request: Execute) -> list[Event | Gate]:
    """A fit of two epochs; the loss ends at 0.5, or where the source says."""
    last = float(request.source.partition("loss=")[2] or 0.5)
    what = request.child, request.run, 1
    return [
        FitStarted(*what, epochs=2, steps=1, validation=False),
        EpochEnded(*what, 1, 0.1, {"loss": 0.75}),
        EpochEnded(*what, 2, 0.2, {"loss": last}),
        FitEnded(*what, epochs_run=2),
    ]


def bench_of(pilot: Pilot[None]) -> Workbench:
    assert isinstance(pilot.app.screen, LessonScreen)
    assert pilot.app.screen.bench is not None
    return pilot.app.screen.bench


async def to_exercise(pilot: Pilot[None]) -> None:
    """Go to the exercise, unless the app has opened there."""
    app = pilot.app
    await until(pilot, lambda: isinstance(app.screen, LessonScreen) and app.screen.bench is not None)
    if not bench_of(pilot).has_focus_within:
        await pilot.press("f2")


async def attempt(pilot: Pilot[None], code: str, verdict: str = "not passed yet") -> None:
    """Make an attempt with this code."""
    bench = bench_of(pilot)
    bench.editor.put(code)
    await pilot.press("ctrl+r")
    await until(pilot, lambda: bench.editor.shows(code) and "^r stop" not in screen_text(pilot.app))
    await sees(pilot, verdict)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_latest_result_is_there_the_next_day(make: Maker, size: tuple[int, int]) -> None:
    async with make().run_test(size=size) as pilot:
        await sees(pilot, "Begin.")
        await to_exercise(pilot)
        await attempt(pilot, "model = 1  # loss=0.25")
    async with make().run_test(size=size) as pilot:
        await to_exercise(pilot)
        await sees(pilot, "last time: attempt 1, 0/2 points")
        await sees(pilot, "16")  # found
        await sees(pilot, "loss  0.25")
        bench = bench_of(pilot)
        assert not bench.has_class("-edited")
        await pilot.press("end", "x")
        await sees(pilot, "edited since")
        assert bench.has_class("-edited")
        await pilot.press("backspace")
        await until(pilot, lambda: not bench.has_class("-edited"))


async def test_what_the_latest_printed_is_there_the_next_day(make: Maker, answers: Answers) -> None:
    answers.told["model"] = lambda request: [Output(request.child, request.run, "ninety lines\n")]
    async with make().run_test(size=(120, 36)) as pilot:
        await sees(pilot, "Begin.")
        await to_exercise(pilot)
        await attempt(pilot, "model = 1")
    async with make().run_test(size=(120, 36)) as pilot:
        await sees(pilot, "last time: attempt 1")
        assert "ninety lines" not in screen_text(pilot.app)
        await pilot.press("f4", "f4")
        await sees(pilot, "ninety lines")


async def test_in_a_low_window_an_earlier_result_leaves_room_to_edit_until_it_is_looked_at(make: Maker) -> None:
    async with make().run_test(size=(80, 24)) as pilot:
        await sees(pilot, "Begin.")
        await to_exercise(pilot)
        await attempt(pilot, "model = 1  # loss=0.25")
        bench = bench_of(pilot)
        results = bench.query_one("#results")
        await until(pilot, lambda: results.size.height == 8)  # what was found is what matters now
        await pilot.press("end", "x")
        await until(pilot, lambda: bench.editor.size.height >= 8)
    async with make().run_test(size=(80, 24)) as pilot:
        await to_exercise(pilot)
        await sees(pilot, "last time: attempt 1, 0/2 points")
        bench = bench_of(pilot)
        results = bench.query_one("#results")
        await until(pilot, lambda: bench.editor.size.height >= 8)
        await pilot.press("f4")
        await until(pilot, lambda: results.size.height == 8)


async def test_a_draft_that_was_edited_after_the_attempt_dims_its_result(make: Maker) -> None:
    async with make().run_test(size=(120, 36)) as pilot:
        await sees(pilot, "model = one")
        await to_exercise(pilot)
        await attempt(pilot, "x = 1\nwrong", "NameError")
        await pilot.press("ctrl+home", *"y = 1", "enter")
        draft = make.state / "small" / "drafts" / "task-one.py"
        await until(pilot, lambda: draft.exists() and "y = 1\n" in draft.read_text())
    async with make().run_test(size=(120, 36)) as pilot:
        await sees(pilot, "edited since")
        await sees(pilot, "NameError")
        bench = bench_of(pilot)
        assert bench.has_class("-edited")
        assert not bench.editor.go_to_error()  # the line that went wrong is another one now


async def test_what_went_wrong_is_marked_again_and_the_cursor_stays(make: Maker) -> None:
    async with make().run_test(size=(120, 36)) as pilot:
        await sees(pilot, "model = one")
        await to_exercise(pilot)
        await attempt(pilot, "x = 1\nwrong", "NameError")
    async with make().run_test(size=(120, 36)) as pilot:
        await sees(pilot, "last time: attempt 1")
        editor = bench_of(pilot).editor
        assert editor.cursor_location == (0, 0)
        assert editor.go_to_error()
        assert editor.cursor_location == (1, 0)


async def test_each_exercise_has_its_own_and_coming_back_shows_it_again(make: Maker) -> None:
    async with make().run_test(size=(120, 36)) as pilot:
        await sees(pilot, "model = one")
        await to_exercise(pilot)
        await attempt(pilot, "model = 1")
        await pilot.press("f8")
        await sees(pilot, "model = two")
        await sees(pilot, "not tried yet")
        assert "last time" not in screen_text(pilot.app)
        await pilot.press("f8")
        await sees(pilot, "last time: attempt 1, 0/2 points")


async def test_the_ghost_is_the_curve_of_the_attempt_before_the_next_day_too(make: Maker) -> None:
    async with make().run_test(size=(120, 36)) as pilot:
        await sees(pilot, "model = one")
        await to_exercise(pilot)
        await attempt(pilot, "model = 1")
        await sees(pilot, "loss  0.5")
        assert "previous" not in screen_text(pilot.app)
    async with make().run_test(size=(120, 36)) as pilot:
        await sees(pilot, "last time: attempt 1")
        await to_exercise(pilot)
        await attempt(pilot, "model = 2  # loss=0.25")
        await sees(pilot, "previous")
    async with make().run_test(size=(120, 36)) as pilot:
        await sees(pilot, "last time: attempt 2")
        await sees(pilot, "previous")
        await sees(pilot, "loss  0.25")


async def test_b_makes_the_best_attempt_the_ghost_until_it_is_pressed_again(make: Maker, answers: Answers) -> None:
    app = make()
    async with app.run_test(size=(120, 36)) as pilot:
        await sees(pilot, "Begin.")
        await to_exercise(pilot)
        answers.params = 20
        await attempt(pilot, "model = 1  # loss=0.1", "passed")
        answers.params = 16
        await attempt(pilot, "model = 2  # loss=0.25")
        await attempt(pilot, "model = 3  # loss=0.5")
        await sees(pilot, "Attempts 3")
        curves = bench_of(pilot).query_one("#curves", CurvesView)
        assert lowest_of(curves) == 0.25
        await pilot.press("f4", "b")
        await sees(pilot, "The ghost is the best attempt now.")
        await sees(pilot, "⠂ best")
        assert lowest_of(curves) == 0.1
        await pilot.press("f8")
        await sees(pilot, "model = two")
        for number in (4, 5):
            await attempt(pilot, f"model = {number}")
            await sees(pilot, f"Attempts {number - 3}")
        await sees(pilot, "⠂ best")  # for the session, whatever the exercise
        await pilot.press("f4", "b")
        await sees(pilot, "⠂ previous")
        await pilot.press("ctrl+p", *"ghost", "enter")
        await sees(pilot, "⠂ best")
    async with make().run_test(size=(120, 36)) as pilot:
        await sees(pilot, "last time: attempt 2")
        await sees(pilot, "⠂ previous")


def lowest_of(curves: CurvesView) -> float:
    """The lowest loss of the ghost that is drawn."""
    assert curves._ghost is not None
    return min(curves._ghost.logs["loss"])


@pytest.mark.parametrize(("graded_before", "size"), [(False, (120, 36)), (True, (120, 36)), (True, (80, 24))])
async def test_an_attempt_that_was_cut_off_is_told_the_next_day_until_one_is_graded(
    make: Maker, answers: Answers, graded_before: bool, size: tuple[int, int]
) -> None:
    answers.told["forever"] = lambda request: fit(request)[:2]
    async with make().run_test(size=size) as pilot:
        await sees(pilot, "Begin.")
        await to_exercise(pilot)
        if graded_before:
            await attempt(pilot, "model = 1")
        bench_of(pilot).editor.put("forever")
        await pilot.press("ctrl+r")
        await sees(pilot, "epoch 1/2")
        assert "cut off" not in screen_text(pilot.app)
        await pilot.press("ctrl+q")
    async with make().run_test(size=size) as pilot:
        before = "attempt 1, 0/2 points, then " if graded_before and size == (80, 24) else ""
        await sees(pilot, f"last time: {before}cut off at epoch 1 of 2")
        await to_exercise(pilot)
        await attempt(pilot, "model = 2")
        await sees(pilot, f"Attempts {1 + graded_before}")
    async with make().run_test(size=size) as pilot:
        await sees(pilot, f"last time: attempt {1 + graded_before}, 0/2 points")
        assert "cut off" not in screen_text(pilot.app)


async def test_a_run_that_is_under_way_is_not_covered_by_what_was_before(make: Maker, answers: Answers) -> None:
    gate = Gate()
    async with make().run_test(size=(120, 36)) as pilot:
        await sees(pilot, "model = one")
        await to_exercise(pilot)
        await attempt(pilot, "model = 1")
    answers.told["forever"] = lambda request: [gate]
    async with make().run_test(size=(120, 36)) as pilot:
        await sees(pilot, "last time: attempt 1")
        bench = bench_of(pilot)
        bench.editor.put("forever")
        await to_exercise(pilot)
        await pilot.press("ctrl+r")
        await sees(pilot, "attempt 2")
        bench.recall(bench._attempts)
        await sees(pilot, "Running your answer")
        assert "last time" not in screen_text(pilot.app)


async def to_attempts(pilot: Pilot[None]) -> None:
    """Make two attempts and go to their list."""
    await sees(pilot, "Begin.")
    await to_exercise(pilot)
    await attempt(pilot, "model = 1\nx = 1")
    await attempt(pilot, "model = 2\nx = 1  # loss=0.25")
    await sees(pilot, "Attempts 2")
    await pilot.press("f4", "f4", "f4")
    await sees(pilot, "f4 hints")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_two_attempts_are_compared_by_code_and_curves(make: Maker, size: tuple[int, int]) -> None:
    async with make().run_test(size=size) as pilot:
        await to_attempts(pilot)
        assert "2  " in screen_text(pilot.app)
        await pilot.press("enter")
        await sees(pilot, "attempt 1 ✗ 0/2 points → attempt 2 ✗ 0/2 points")
        await sees(pilot, "previous")
        await sees(pilot, "-model = 1")
        await sees(pilot, "+model = 2")
        await sees(pilot, "esc back")
        await pilot.press("left")
        await sees(pilot, "the starter → attempt 2")
        await sees(pilot, "-model = one")
        await pilot.press("left", "right", "right")
        await sees(pilot, "attempt 2 ✗ 0/2 points → the editor")
        await sees(pilot, "The code is the same.")
        await pilot.press("escape")
        await sees(pilot, "f4 hints")


async def test_an_attempt_is_restored_as_one_edit_and_nothing_is_lost(make: Maker) -> None:
    app = make()
    async with app.run_test(size=(120, 36)) as pilot:
        await to_attempts(pilot)
        editor = bench_of(pilot).editor
        editor.put("mine = 3")
        await pilot.press("down", "r")
        await sees(pilot, "The code of attempt 1 is in the editor; ctrl+z brings yours back.")
        assert editor.shows("model = 1\nx = 1")
        assert app.focused is editor
        await pilot.press("ctrl+z")
        await until(pilot, lambda: editor.shows("mine = 3"))
        await pilot.press("f4", "enter", "r")  # the other way to it, from the comparison
        await until(pilot, lambda: editor.shows("model = 1\nx = 1"))
        await pilot.press("f4", "r")
        await sees(pilot, "The code of attempt 1 is what you see.")
        draft = make.state / "small" / "drafts" / "task-one.py"
        await until(pilot, lambda: draft.read_text() == "model = 1\nx = 1")


async def test_the_keys_of_the_list_type_in_the_editor_and_the_palette_has_them(make: Maker) -> None:
    app = make()
    async with app.run_test(size=(120, 36)) as pilot:
        await sees(pilot, "Begin.")
        await to_exercise(pilot)
        await pilot.press("ctrl+home", "r")
        assert bench_of(pilot).editor.text.startswith("r")
        await pilot.press("ctrl+p", *"restore an", "enter")
        await sees(pilot, "There is no attempt at this exercise yet")
        await attempt(pilot, "model = 1")
        await sees(pilot, "Attempts 1")
        await pilot.press("ctrl+p", *"compare att", "enter")
        await sees(pilot, "the starter → attempt 1")


async def test_f4_goes_to_the_results_and_on_and_escape_back_to_the_editor(make: Maker) -> None:
    app = make()
    async with app.run_test(size=(120, 36)) as pilot:
        await sees(pilot, "Begin.")
        await to_exercise(pilot)
        await pilot.press("f4")
        bench = bench_of(pilot)
        assert bench.tab == "checks"
        assert bench.at_result
        await pilot.press("f4")
        assert bench.tab == "hints"
        assert bench.at_result
        await pilot.press("ctrl+r")  # the verdict comes on top, and the keys go on to it
        await sees(pilot, "not passed yet")
        assert bench.tab == "checks"
        assert bench.at_result
        await pilot.press("escape")
        assert app.focused is bench.editor


async def test_what_another_session_attempts_joins_the_list(make: Maker) -> None:
    async with make().run_test(size=(120, 36)) as pilot:
        await sees(pilot, "Begin.")
        await to_exercise(pilot)
        await attempt(pilot, "model = 1")
        other = Store.open(make.state, "small")
        grade = Grade("task-one", "v1", Verdict.PASSED, (CheckResult("p", Verdict.PASSED, 2.0, 2.0),))
        Keeper(other, "task-one", "theirs").keep(grade)
        await sees(pilot, "Attempts 2")
        assert "not passed yet" in screen_text(pilot.app)  # what is on the bench stays


async def test_y_writes_a_pass_or_a_request_for_help_and_says_where(make: Maker, answers: Answers) -> None:
    app = make()
    async with app.run_test(size=(120, 36)) as pilot:
        await sees(pilot, "Begin.")
        await to_exercise(pilot)
        await attempt(pilot, "model = 1")
        await sees(pilot, "Attempts 1")
        await pilot.press("f4", "y")
        help_file = make.state / "small" / "shared" / "task-one-1.md"
        await sees(pilot, "A request for help")
        assert "task-one-1.md" in "".join(screen_text(app).split())
        text = help_file.read_text()
        assert app.clipboard == text
        assert ("model = 1" in text, "Python 3.11.7, Keras 3.15.1, tensorflow 2.21.0" in text) == (True, True)
        assert "copied" not in screen_text(app)
        answers.params = 20
        await pilot.press("escape")
        await attempt(pilot, "model = 2", "passed · 2/2 points")
        await sees(pilot, "Attempts 2")
        await pilot.press("f4", "Y")
        await sees(pilot, "A picture of it is in")
        await pilot.press("y")
        await sees(pilot, "Your pass is in")
        shared = make.state / "small" / "shared"
        assert (shared / "task-one-2.txt").read_text().endswith("✓ 2/2 points · 20 parameters · 2 attempts\n")
        assert "<svg" in (shared / "task-one-2.svg").read_text()


async def test_a_disk_that_refuses_what_is_shared_is_said(make: Maker) -> None:
    async with make().run_test(size=(120, 36)) as pilot:
        await sees(pilot, "Begin.")
        await to_exercise(pilot)
        await attempt(pilot, "model = 1")
        await sees(pilot, "Attempts 1")
        (make.state / "small" / "shared").write_text("no folder")
        await pilot.press("f4", "y")
        await sees(pilot, "not saved:")
        await pilot.press("escape", "f4", "Y")
        assert (make.state / "small" / "shared").read_text() == "no folder"


async def test_of_more_sentences_than_fit_the_latest_are_shown(make: Maker) -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_exercise(pilot)
        await sees(pilot, "model = one")
        for number in range(4):
            app.say(f"Sentence {number}, which is long: {'word ' * 20}end {number}.")
        await sees(pilot, "end 3.")
        assert "Sentence 0" not in screen_text(app)
