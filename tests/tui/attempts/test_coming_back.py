"""The next day: what the latest attempt came to is there again, with the one before it as its ghost."""

from __future__ import annotations

import pytest

from tests.tui.attempts.conftest import attempt, bench_of, fit, to_exercise
from tests.tui.conftest import Answers, Maker, opened, screen_text, sees, until
from tuitutor.protocol.events import Output
from tuitutor.tui.widgets.run_views import CurvesView
from tuitutor.workers.scripted import Gate


@pytest.mark.sampled(2)
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_latest_result_is_there_the_next_day(make: Maker, size: tuple[int, int]) -> None:
    async with opened(make(), size, "Begin.") as pilot:
        await to_exercise(pilot)
        await attempt(pilot, "model = 1  # loss=0.25")
    async with opened(make(), size) as pilot:
        await to_exercise(pilot)
        await sees(pilot, "last time: attempt 1, 0 of 1 check")
        await sees(pilot, "16")  # found
        await sees(pilot, "loss 0.25")
        bench = bench_of(pilot)
        assert not bench.has_class("-edited")
        await pilot.press("end", "x")
        await sees(pilot, "edited since")
        assert bench.has_class("-edited")
        await pilot.press("backspace")
        await until(pilot, lambda: not bench.has_class("-edited"))


@pytest.mark.long
async def test_what_the_latest_printed_is_there_the_next_day(make: Maker, answers: Answers) -> None:
    answers.told["model"] = lambda request: [Output(request.child, request.run, "ninety lines\n")]
    async with opened(make(), (120, 36), "Begin.") as pilot:
        await to_exercise(pilot)
        await attempt(pilot, "model = 1")
    async with opened(make(), (120, 36)) as pilot:
        await to_exercise(pilot)
        await sees(pilot, "last time: attempt 1")
        assert "ninety lines" not in screen_text(pilot.app)
        await pilot.press("f4", "f4")
        await sees(pilot, "ninety lines")


async def test_code_that_cannot_be_read_is_told_whole_above_the_result_of_earlier_code(make: Maker) -> None:
    problem = "Line 1: This line is indented more than the one above it, but no block starts here."
    doubt = f"{problem} ctrl+r again runs it anyway."
    async with opened(make(), (120, 36), "Begin.") as pilot:
        await to_exercise(pilot)
        await attempt(pilot, "model = 1  # loss=0.25")
        bench = bench_of(pilot)
        checks = bench.query_one("#checks")
        bench.editor.put("  model = 2")
        await pilot.press("ctrl+r")
        await sees(pilot, "Attempt 1, before you edited it:")
        lines = [line.rpartition("│┃")[2].strip(" ┃") for line in screen_text(pilot.app).split("\n")]
        at = lines.index("Attempt 1, before you edited it:")
        said = " ".join(lines[checks.region.y : at]).split()
        assert said == doubt.split()
        assert "✗ parameters" in lines[at:]
        await pilot.press("end", "x")
        await until(pilot, lambda: "before you edited it" not in screen_text(pilot.app))


@pytest.mark.long
async def test_a_draft_that_was_edited_after_the_attempt_dims_its_result(make: Maker) -> None:
    async with opened(make(), (120, 36), "Begin.") as pilot:
        await to_exercise(pilot)
        await attempt(pilot, "x = 1\nwrong", "NameError")
        await pilot.press("ctrl+home", *"y = 1", "enter")
        draft = make.state / "small" / "drafts" / "task-one.py"
        await until(pilot, lambda: draft.exists() and "y = 1\n" in draft.read_text())
    async with opened(make(), (120, 36)) as pilot:
        await to_exercise(pilot)
        await sees(pilot, "edited since")
        await sees(pilot, "NameError")
        bench = bench_of(pilot)
        assert bench.has_class("-edited")
        assert not bench.editor.go_to_error()  # the line that went wrong is another one now


@pytest.mark.long
async def test_what_went_wrong_is_marked_again_and_the_cursor_stays(make: Maker) -> None:
    async with opened(make(), (120, 36), "Begin.") as pilot:
        await to_exercise(pilot)
        await attempt(pilot, "x = 1\nwrong", "NameError")
    async with opened(make(), (120, 36)) as pilot:
        await to_exercise(pilot)
        await sees(pilot, "last time: attempt 1")
        editor = bench_of(pilot).editor
        assert editor.cursor_location == (0, 0)
        assert editor.go_to_error()
        assert editor.cursor_location == (1, 0)


async def test_each_exercise_has_its_own_and_coming_back_shows_it_again(make: Maker) -> None:
    async with opened(make(), (120, 36), "Begin.") as pilot:
        await to_exercise(pilot)
        await attempt(pilot, "model = 1")
        await pilot.press("f8")
        await sees(pilot, "model = two")
        await sees(pilot, "not tried yet")
        assert "last time" not in screen_text(pilot.app)
        await pilot.press("f8")
        await sees(pilot, "last time: attempt 1, 0 of 1 check")


@pytest.mark.spine
async def test_the_ghost_is_the_curve_of_the_attempt_before_the_next_day_too(make: Maker) -> None:
    async with opened(make(), (120, 36), "Begin.") as pilot:
        await to_exercise(pilot)
        await attempt(pilot, "model = 1")
        await sees(pilot, "loss  0.5")
        assert "previous" not in screen_text(pilot.app)
    async with opened(make(), (120, 36)) as pilot:
        await to_exercise(pilot)
        await sees(pilot, "last time: attempt 1")
        await to_exercise(pilot)
        await attempt(pilot, "model = 2  # loss=0.25")
        await sees(pilot, "previous")
    async with opened(make(), (120, 36)) as pilot:
        await to_exercise(pilot)
        await sees(pilot, "last time: attempt 2")
        await sees(pilot, "previous")
        await sees(pilot, "loss 0.25")


@pytest.mark.long
async def test_b_makes_the_best_attempt_the_ghost_until_it_is_pressed_again(make: Maker, answers: Answers) -> None:
    app = make()
    async with opened(app, (120, 36), "Begin.") as pilot:
        await to_exercise(pilot)
        answers.params = 20
        await attempt(pilot, "model = 1  # loss=0.1", "passed")
        answers.params = 16
        await attempt(pilot, "model = 2  # loss=0.25")
        await attempt(pilot, "model = 3  # loss=0.5")
        await sees(pilot, "attempts 3")
        curves = bench_of(pilot).query_one("#curves", CurvesView)
        assert lowest_of(curves) == 0.25
        await pilot.press("f4", "b")
        await sees(pilot, "The ghost is now the best attempt.")
        await sees(pilot, "⠂ best")
        assert lowest_of(curves) == 0.1
        await pilot.press("f8")
        await sees(pilot, "model = two")
        for number in (4, 5):
            await attempt(pilot, f"model = {number}")
            await sees(pilot, f"attempts {number - 3}")
        await sees(pilot, "⠂ best")  # for the session, whatever the exercise
        await pilot.press("f4", "b")
        await sees(pilot, "⠂ previous")
        await pilot.press("ctrl+p", *"ghost", "enter")
        await sees(pilot, "⠂ best")
    async with opened(make(), (120, 36)) as pilot:
        await to_exercise(pilot)
        await sees(pilot, "last time: attempt 2")
        await sees(pilot, "⠂ previous")


def lowest_of(curves: CurvesView) -> float:
    """The lowest loss of the ghost that is drawn."""
    assert curves._ghost is not None
    return min(curves._ghost.logs["loss"])


@pytest.mark.sampled(2)
@pytest.mark.parametrize(("graded_before", "size"), [(False, (120, 36)), (True, (120, 36)), (True, (80, 24))])
@pytest.mark.long
async def test_an_attempt_without_a_grade_is_told_the_next_day_until_one_is_graded(
    make: Maker, answers: Answers, graded_before: bool, size: tuple[int, int]
) -> None:
    answers.told["forever"] = lambda request: fit(request)[:2]
    async with opened(make(), size, "Begin.") as pilot:
        await to_exercise(pilot)
        if graded_before:
            await attempt(pilot, "model = 1")
        bench_of(pilot).editor.put("forever")
        await pilot.press("ctrl+r")
        await sees(pilot, "epoch 1/2")
        assert "stopped at" not in screen_text(pilot.app)
        await pilot.press("ctrl+q")
    async with opened(make(), size) as pilot:
        whose = " · below: attempt 1" if graded_before else ""
        await sees(pilot, f"stopped at epoch 1 of 2{whose}")
        await to_exercise(pilot)
        await attempt(pilot, "model = 2")
        await sees(pilot, f"attempts {1 + graded_before}")
    async with opened(make(), size) as pilot:
        await sees(pilot, f"last time: attempt {1 + graded_before}, 0 of 1 check")
        assert "stopped at" not in screen_text(pilot.app)


@pytest.mark.long
async def test_a_run_that_is_under_way_is_not_covered_by_what_was_before(make: Maker, answers: Answers) -> None:
    gate = Gate()
    async with opened(make(), (120, 36), "Begin.") as pilot:
        await to_exercise(pilot)
        await attempt(pilot, "model = 1")
    answers.told["forever"] = lambda request: [gate]
    async with opened(make(), (120, 36)) as pilot:
        await to_exercise(pilot)
        await sees(pilot, "last time: attempt 1")
        bench = bench_of(pilot)
        bench.editor.put("forever")
        await to_exercise(pilot)
        await pilot.press("ctrl+r")
        await sees(pilot, "attempt 2")
        bench.recall(bench.results.attempts)
        await sees(pilot, "◐ running")
        assert "last time" not in screen_text(pilot.app)
