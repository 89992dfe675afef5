"""attempts that were kept: listed, compared, restored, shared."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.tui.attempts.conftest import attempt, bench_of, to_exercise
from tests.tui.conftest import Answers, Maker, opened, screen_text, sees, until
from tuitutor.engine.attempt_recorder import AttemptRecorder
from tuitutor.grading.verdicts import CheckResult, Grade, Verdict
from tuitutor.progress.store import Store


async def to_attempts(pilot: Pilot[None]) -> None:
    """Make two attempts and go to their list."""
    await sees(pilot, "Begin.")
    await to_exercise(pilot)
    await attempt(pilot, "model = 1\nx = 1")
    await attempt(pilot, "model = 2\nx = 1  # loss=0.25")
    await sees(pilot, "attempts 2")
    await pilot.press("f4", "f4", "f4", "f4")  # the curves, the model, the checks, the attempts
    await sees(pilot, "enter compare")


@pytest.mark.sampled(2)
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
@pytest.mark.long
async def test_two_attempts_are_compared_by_code_and_curves(make: Maker, size: tuple[int, int]) -> None:
    async with opened(make(), size) as pilot:
        await to_attempts(pilot)
        assert "2  " in screen_text(pilot.app)
        await pilot.press("enter")
        await sees(pilot, "attempt 1 ✗ 0 of 1 check → attempt 2 ✗ 0 of 1 check")
        await sees(pilot, "previous")
        await sees(pilot, "-model = 1")
        await sees(pilot, "+model = 2")
        await sees(pilot, "esc back")
        await pilot.press("left")
        await sees(pilot, "the starter → attempt 2")
        await sees(pilot, "-model = one")
        await pilot.press("left", "right", "right")
        await sees(pilot, "attempt 2 ✗ 0 of 1 check → the editor")
        await sees(pilot, "The code is the same.")
        await pilot.press("escape")
        await sees(pilot, "enter compare")


@pytest.mark.spine
async def test_an_attempt_is_restored_as_one_edit_and_nothing_is_lost(make: Maker) -> None:
    app = make()
    async with opened(app, (120, 36)) as pilot:
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
        await sees(pilot, "The code of attempt 1 is already in the editor.")
        draft = make.state / "small" / "drafts" / "task-one.py"
        await until(pilot, lambda: draft.read_text() == "model = 1\nx = 1")


@pytest.mark.long
async def test_the_keys_of_the_list_type_in_the_editor_and_the_palette_has_them(make: Maker) -> None:
    app = make()
    async with opened(app, (120, 36), "Begin.") as pilot:
        await to_exercise(pilot)
        await pilot.press("ctrl+home", "r")
        assert bench_of(pilot).editor.text.startswith("r")
        await pilot.press("ctrl+p", *"restore an", "enter")
        await sees(pilot, "There is no attempt at this exercise yet")
        await attempt(pilot, "model = 1")
        await sees(pilot, "attempts 1")
        await pilot.press("ctrl+p", *"compare att", "enter")
        await sees(pilot, "the starter → attempt 1")


async def test_f4_goes_to_the_results_and_on_and_escape_back_to_the_editor(make: Maker) -> None:
    app = make()
    async with opened(app, (120, 36), "Begin.") as pilot:
        await to_exercise(pilot)
        bench = bench_of(pilot)
        await until(pilot, lambda: bool(bench.editor.size))
        code = bench.editor.size
        await pilot.press("f4")
        assert (bench.results.at, bench.results.enlarged) == ("checks", "")
        await pilot.press("f4")
        assert bench.results.at == bench.results.enlarged == "hints"
        focused = app.focused
        await pilot.press("ctrl+r")
        await sees(pilot, "✗ parameters")
        assert app.focused is focused, "it stays where the learner is"
        assert bench.results.top == "hints"
        await pilot.press("escape")
        assert app.focused is bench.editor
        await until(pilot, lambda: not bench.results.enlarged)
        assert bench.editor.size == code
        await pilot.press("f4")
        assert (bench.results.at, bench.results.enlarged) == ("curves", "")
        await pilot.press("ctrl+r")
        await sees(pilot, "attempts 2")
        assert bench.results.at == "curves", "although there were none for a moment"


async def test_what_another_session_attempts_joins_the_list(make: Maker) -> None:
    async with opened(make(), (120, 36), "Begin.") as pilot:
        await to_exercise(pilot)
        await attempt(pilot, "model = 1")
        other = Store.open(make.state, "small")
        grade = Grade("task-one", "v1", Verdict.PASSED, (CheckResult("p", Verdict.PASSED, 2.0, 2.0),))
        AttemptRecorder(other, "task-one", "theirs").keep(grade)
        await sees(pilot, "attempts 2")
        assert "✗ parameters" in screen_text(pilot.app)  # what is on the bench stays


@pytest.mark.long
async def test_what_is_shared_is_the_attempt_that_is_chosen_and_its_file_is_told_from_the_home(
    make: Maker, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(make.state.parent))
    answers.params = 20
    async with opened(make(), seen="Begin.") as pilot:
        await to_exercise(pilot)
        await attempt(pilot, "model = 1", "passed")
        await attempt(pilot, "model = 2", "passed")
        await sees(pilot, "attempts 2")
        await pilot.press("f4")
        while bench_of(pilot).results.at != "attempts":
            await pilot.press("f4")
        await pilot.press("down", "y")
        await until(pilot, lambda: "attempt 1, is in ~/state/small/shared/task-one-1.txt." in screen_text(pilot.app))


@pytest.mark.spine
async def test_y_writes_a_pass_or_a_request_for_help_and_says_where(make: Maker, answers: Answers) -> None:
    app = make()
    async with opened(app, (120, 36), "Begin.") as pilot:
        await to_exercise(pilot)
        await attempt(pilot, "model = 1")
        await sees(pilot, "attempts 1")
        await pilot.press("f4", "y")
        help_file = make.state / "small" / "shared" / "task-one-1.md"
        await sees(pilot, "A request for help with attempt 1 is in")
        assert "task-one-1.md" in "".join(screen_text(app).split())
        text = help_file.read_text()
        assert app.clipboard == text
        assert ("model = 1" in text, "Python 3.11.7, Keras 3.15.1, tensorflow 2.21.0" in text) == (True, True)
        assert "copied" not in screen_text(app)
        answers.params = 20
        await pilot.press("escape")
        await attempt(pilot, "model = 2", "passed · 1 of 1 check")
        await sees(pilot, "attempts 2")
        await pilot.press("f4", "Y")
        await sees(pilot, "A picture of attempt 2 is in")
        await pilot.press("y")
        await sees(pilot, "Your pass, attempt 2, is in")
        shared = make.state / "small" / "shared"
        assert (shared / "task-one-2.txt").read_text().endswith("✓ 1 of 1 check · 20 parameters · 2 attempts\n")
        assert "<svg" in (shared / "task-one-2.svg").read_text()


async def test_a_disk_that_refuses_what_is_shared_is_said(make: Maker) -> None:
    async with opened(make(), (120, 36), "Begin.") as pilot:
        await to_exercise(pilot)
        await attempt(pilot, "model = 1")
        await sees(pilot, "attempts 1")
        (make.state / "small" / "shared").write_text("no folder")
        await pilot.press("f4", "y")
        await sees(pilot, "not saved:")
        await pilot.press("escape", "f4", "Y")
        assert (make.state / "small" / "shared").read_text() == "no folder"


async def test_of_more_sentences_than_fit_the_latest_are_shown(make: Maker) -> None:
    app = make()
    async with opened(app) as pilot:
        await to_exercise(pilot)
        await sees(pilot, "model = one")
        for number in range(4):
            app.say(f"Sentence {number}, which is long: {'word ' * 20}end {number}.")
        await sees(pilot, "end 3.")
        assert "Sentence 0" not in screen_text(app)
