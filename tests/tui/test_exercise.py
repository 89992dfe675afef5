"""The exercise: an attempt, its verdict, hints, the solution, reset."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from textual.messages import Layout

from tests.small_course import exercise, lesson
from tests.tui.conftest import Answers, Maker, dense, lesson_of, opened, screen_text, sees, until
from tuitutor.engine.snapshots import FitCurves
from tuitutor.protocol.events import ChildEnded, EpochEnded, FitStarted, ModelSeen, Output, Unready
from tuitutor.protocol.isolation import Isolation
from tuitutor.tui.screens.lesson import LessonScreen
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.single_lines import LONG
from tuitutor.tui.widgets.workbench import Workbench
from tuitutor.workers.scripted import READY, Gate

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)])


@SIZES
@pytest.mark.long
async def test_fail_then_pass(make: Maker, answers: Answers, size: tuple[int, int]) -> None:
    answers.params = 16
    async with opened(make(), size, "0/1", toasts=True) as pilot:
        await pilot.press("f2", "ctrl+r")
        await sees(pilot, "✗ parameters")
        await sees(pilot, "16")  # found
        await sees(pilot, "20")  # expected
        answers.params = 20
        await pilot.press("ctrl+r")
        await sees(pilot, "passed · 1 of 1 check")
        await sees(pilot, "1/1")  # the header counts it


@pytest.mark.long
async def test_a_model_is_shown_while_it_trains(make: Maker, answers: Answers) -> None:
    gate = Gate()
    answers.told["model = None"] = lambda r: [
        FitStarted(r.child, r.run, 1, 10, 5, False), ModelSeen(r.child, r.run, 1, dense(20)), gate
    ]  # fmt: skip
    async with opened(make(), (120, 36), toasts=True) as pilot:
        await pilot.press("f2", "ctrl+r")
        await sees(pilot, "4 × 4 + 4 = 20")
        await pilot.press("f4", "f4", "f4", "f4")  # the learner can choose another part: curves, model, checks, hints
        await sees(pilot, "ctrl+g shows the first")
        gate.set()
        await sees(pilot, "passed ·")


async def test_one_key_between_text_and_exercise_in_a_narrow_window(make: Maker) -> None:
    async with opened(make(), seen="Before you count", toasts=True) as pilot:
        assert "model = None" not in screen_text(pilot.app)
        await pilot.press("f2")
        await sees(pilot, "model = None")
        assert "Before you count" not in screen_text(pilot.app)
        assert "task Build model with 20 parameters. " in screen_text(pilot.app)  # in one line
        await pilot.press("f2")
        await sees(pilot, "Build model with 20 parameters")  # back to its task, not to where the text was


async def test_the_way_back_finds_the_task_though_the_text_is_laid_out_late(
    make: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(make(), seen="Before you count") as pilot:
        await pilot.press("f2")
        await sees(pilot, "model = None")
        late = list[Layout]()

        def delay(screen: LessonScreen, message: Layout) -> None:
            if message not in late:
                late.append(message)
                message.prevent_default()
                screen.set_timer(0.1, partial(screen.post_message, message))

        monkeypatch.setattr(LessonScreen, "_on_layout", delay, raising=False)
        await pilot.press("f2")
        await sees(pilot, "Build model with 20 parameters")
        assert late


async def test_text_and_exercise_side_by_side_in_a_wide_window(make: Maker) -> None:
    async with opened(make(), (120, 36), "Before you count", toasts=True) as pilot:
        await pilot.press("f2")
        await sees(pilot, "model = None")
        await sees(pilot, "Build model with 20")
        await pilot.resize_terminal(115, 36)
        await until(pilot, lambda: "Build model with 20 parameters.\n" not in screen_text(pilot.app))


async def test_in_a_wide_window_the_way_to_the_exercise_shows_its_task(make: Maker) -> None:
    async with opened(make(), (120, 30), "f2 exercise", toasts=True) as pilot:
        assert "Build model with 20" not in screen_text(pilot.app)
        await pilot.press("f2")
        await sees(pilot, "Build model with 20")
        await sees(pilot, "model = None")


@pytest.mark.long
async def test_what_the_lesson_is_about_is_beside_the_text_until_the_exercise_is_used(make: Maker) -> None:
    counts = make.course / "counts.md"
    counts.write_text(counts.read_text().replace("minutes: 5\n", "minutes: 5\nobjectives: [Count `weights`]\n"))
    async with opened(make(), (120, 36), "You will learn to") as pilot:
        assert "• Count weights" in screen_text(pilot.app)
        assert "model = None" not in screen_text(pilot.app)
        await pilot.press("f2", "x", "escape")  # the exercise stays until the reader scrolls on
        await sees(pilot, "xmodel = None")
        await pilot.press("g")
        await sees(pilot, "You will learn to")
        [row] = [at for at, line in enumerate(screen_text(pilot.app).split("\n")) if "▸ A small network" in line]
        await pilot.click(offset=(90, row))
        await sees(pilot, "xmodel = None")


@pytest.mark.spine
async def test_the_text_is_wide_while_it_is_read_and_the_bench_while_it_is_used(make: Maker) -> None:
    counts = make.course / "counts.md"
    longest = "print(size)".ljust(63, "#") + "end"
    counts.write_text(counts.read_text().replace("print(size)", longest, 1))
    async with opened(make(), (116, 30), "Before you count") as pilot:
        for columns in (116, 120, 138, 159, 160):
            await pilot.resize_terminal(columns, 30)
            await sees(pilot, longest)
            await pilot.press("f2")
            await until(pilot, lambda: pilot.app.screen.query_one(Workbench).outer_size.width >= 56)
            await sees(pilot, "model = None")
            await pilot.press("escape", "G", "g")
        await pilot.resize_terminal(115, 30)
        await until(pilot, lambda: not pilot.app.screen.query_one(Workbench).size)


async def test_what_changes_beside_the_text_is_seen_there(make: Maker) -> None:
    async with opened(make(), (120, 36), "This lesson") as pilot:
        screen = lesson_of(pilot.app)
        screen.study.curves["small-net"] = FitCurves(epochs=10)  # of a run that has ended since
        await sees(pilot, "Last attempt: A small network")
        await sees(pilot, "x: epoch")
        del screen.study.curves["small-net"]  # as where another exercise is at hand, without a curve
        await until(pilot, lambda: "Last attempt" not in screen_text(pilot.app))
        await until(pilot, lambda: "x: epoch" not in screen_text(pilot.app))


@pytest.mark.long
async def test_an_error_is_shown_with_the_learners_line_and_the_editor_marks_it(make: Maker) -> None:
    app = make()
    async with opened(app, (120, 36), "f2 exercise", toasts=True) as pilot:
        await pilot.press("f2", "down", "end", "enter", *"wrong", "up", "ctrl+r")
        await sees(pilot, "NameError")
        editor = app.screen.query_one(Workbench).editor
        await until(pilot, lambda: editor.cursor_location == (1, 0))


@pytest.mark.long
async def test_what_was_achieved_is_cut_down_where_the_title_is_long(make: Maker, answers: Answers) -> None:
    answers.params = 16
    counts = make.course / "counts.md"
    counts.write_text(counts.read_text().replace("A small network", "A small network with a long name"))
    async with opened(make(), (120, 36)) as pilot:
        await sees(pilot, "Before you count")
        assert isinstance(pilot.app.screen, LessonScreen)
        await pilot.app.screen.go_to("exercise:small-net")
        await pilot.press("ctrl+r")
        await sees(pilot, "A small network with a long name  1 attempt ━")
        await pilot.resize_terminal(200, 50)
        await sees(pilot, "A small network with a long name  1 attempt ━")


@pytest.mark.long
async def test_running_again_stops_an_attempt_and_it_does_not_count(make: Maker, answers: Answers) -> None:
    answers.told["model = None"] = lambda r: [Output(r.child, r.run, "begun\n"), Gate()]
    async with opened(make(), (120, 36), "f2 exercise", toasts=True) as pilot:
        await pilot.press("f2", "ctrl+r")
        await sees(pilot, "ctrl+r stop")
        await sees(pilot, "◐ running")
        await pilot.press("ctrl+r")
        await sees(pilot, "it does not count")
        await sees(pilot, "not tried yet")


@pytest.mark.long
async def test_the_curve_of_a_stopped_attempt_fills_its_axis_and_is_told_in_words(
    make: Maker, answers: Answers
) -> None:
    epochs = [EpochEnded("c", "r", 1, n, 0.1 * n, {"loss": 1 / n}) for n in range(1, 21)]
    answers.told["model = None"] = lambda r: [
        FitStarted(r.child, r.run, 1, 400, 5, False),
        *(replace(epoch, child=r.child, run=r.run) for epoch in epochs),
        Gate(),
    ]
    async with opened(make(), (120, 36), "f2 exercise", toasts=True) as pilot:
        await pilot.press("f2", "ctrl+r")
        await sees(pilot, "epoch 20/400")
        await until(pilot, lambda: " 400" in screen_text(pilot.app))
        await pilot.press("ctrl+r")
        await sees(pilot, "it does not count")
        await sees(pilot, "Loss fell from 1 to 0.05 over 20 epochs.")
        assert " 400 " not in screen_text(pilot.app)


async def test_hints_come_one_at_a_time(make: Maker) -> None:
    async with opened(make(), seen="Before you count", toasts=True) as pilot:
        await pilot.press("ctrl+g")
        await sees(pilot, "Do not forget the biases.")
        assert "Four units" not in screen_text(pilot.app)
        await pilot.press("ctrl+g")
        await sees(pilot, "Four units")
        await sees(pilot, "all the hints")


@pytest.mark.long
async def test_the_solution_comes_on_the_second_ask(make: Maker) -> None:
    async with opened(make(), seen="Before you count", toasts=True) as pilot:
        await pilot.press("f6")
        await sees(pilot, "ask again")
        assert "model = right" not in screen_text(pilot.app)
        await pilot.press("f6")
        await sees(pilot, "model = right")
        await sees(pilot, "Four times five.")


async def test_reset_brings_the_starter_back_and_undo_the_text(make: Maker) -> None:
    app = make()
    async with opened(app, (120, 36), "f2 exercise", toasts=True) as pilot:
        await pilot.press("f2", *"mine = 1", "enter")
        editor = app.screen.query_one(Workbench).editor
        assert editor.text.startswith("mine = 1\n")
        await pilot.press("f9")
        await until(pilot, lambda: editor.text == "model = None")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: editor.text.startswith("mine = 1\n"))


async def test_reset_in_the_text_says_what_can_be_reset(make: Maker) -> None:
    async with opened(make(), seen="Before you count") as pilot:
        await pilot.press("f9")
        await sees(pilot, "There is nothing to restore here; tab goes to a cell, f2 to the exercise.")


async def test_without_keras_lessons_are_readable_and_run_says_how_to_get_it(make: Maker) -> None:
    unready = Unready("missing", "Keras", "/opt/py (Python 3.11.7)")
    async with opened(make(greeting=unready), seen="Before you count", toasts=True) as pilot:
        assert "pip install" not in screen_text(pilot.app)
        await pilot.press("f2", "ctrl+r")
        await sees(pilot, "install tensorflow")
        await pilot.press("f2", "home", "tab", "ctrl+r")
        await sees(pilot, "Keras is not installed in /opt/py")  # on one line, for all that it came at once


async def test_a_setup_that_breaks_is_not_the_learners_failure(make: Maker, answers: Answers) -> None:
    answers.told["size = 4"] = lambda r: [ChildEnded(r.child, "crashed", 9)]
    async with opened(make(), (120, 36), "f2 exercise") as pilot:
        await pilot.press("f2", "ctrl+r")
        await sees(pilot, "could not be graded; this does not count")
        await sees(pilot, "Python crashed with SIGKILL, in the lesson's own")
        assert "not passed" not in screen_text(pilot.app)


@pytest.mark.long
async def test_a_worker_that_dies_is_said_and_replaced(make: Maker, answers: Answers) -> None:
    gate = Gate()
    answers.told["model = None"] = lambda r: [Output(r.child, r.run, "begun\n"), gate]
    async with opened(make(), (120, 36), "f2 exercise", toasts=True) as pilot:
        await pilot.press("f2", "ctrl+r")
        await sees(pilot, "◐ running")
        await make.launcher.connections[0].lose()
        gate.set()
        await sees(pilot, "The worker process died")
        await pilot.press("ctrl+r")
        await sees(pilot, "passed · 1 of 1 check")
        assert len(make.launcher.connections) == 2


@pytest.mark.long
async def test_without_a_sandbox_the_first_attempt_says_what_is_not_stopped_and_no_other_does(make: Maker) -> None:
    bare = replace(READY, isolation=Isolation())
    for said in (True, False):
        app = make(bare)
        async with opened(app, (120, 36), toasts=True) as pilot:
            if said:
                await sees(pilot, "Before you count")
                await pilot.press("f2")  # where the learner is the second time, since they quit there
            await sees(pilot, "ctrl+r run exercise")
            await pilot.press("ctrl+r")
            await sees(pilot, "passed · 1 of 1 check")
            if said:
                await sees(pilot, "Note: here code can")
            await pilot.pause()
            assert ("Note: here" in screen_text(pilot.app)) is said
            await app.action_quit()  # else the place is saved if half a second has passed, and otherwise not


async def test_the_choice_that_the_draft_names_is_marked_however_it_is_written(make: Maker) -> None:
    asked = exercise(
        "How many?",
        "how-many",
        "Count.",
        starter="# answer: (9.0)",
        checks="- question: {choices: [9, 15], answer: 15}",
        hints=["Look."],
        solution="# answer: 15",
        why="Three times five.",
    )
    (make.course / "counts.md").write_text(lesson("Counts", "Count.", "Before you count, look.", asked))
    app = make()
    async with opened(app, (120, 36), "f2 exercise", toasts=True) as pilot:
        await pilot.press("f2")
        await sees(pilot, "● [1] 9")
        assert "○ [2] 15" in screen_text(app)
        await pilot.press("down", "down", "enter")
        await sees(pilot, "● [2] 15")
        assert "○ [1] 9" in screen_text(app)
        assert app.screen.query_one(Workbench).editor.text == "# answer: 15"
        await pilot.press("f6", "f6")
        await sees(pilot, "The answer is 15.")
        await sees(pilot, "Three times five.")
        assert not app.screen.query(CodeEditor)


async def test_a_question_that_also_wants_code_leaves_the_editor_in_sight(make: Maker) -> None:
    both = exercise(
        "Why, and then what?",
        "why",
        "Name it and repair it.",
        starter="# answer:\nmodel = None",
        checks="- question: {choices: [leak, sorted], answer: leak}\n- params: {total: 20}",
        hints=["Look."],
        solution="# answer: leak\nmodel = right",
        why="So it is.",
    )
    (make.course / "counts.md").write_text(lesson("Counts", "Count.", "Before you count, look.", both))
    async with opened(make(), (120, 36), "f2 exercise") as pilot:
        await pilot.press("f2", "x")
        await sees(pilot, "x# answer:")
        await pilot.press("f6", "f6")
        await sees(pilot, "The answer is leak.")
        await sees(pilot, "model = right")


@pytest.mark.long
async def test_the_line_that_went_wrong_is_a_key_away_and_back(make: Maker) -> None:
    app = make()
    async with opened(app, (120, 36), "f2 exercise") as pilot:
        await pilot.press("f12")
        await sees(pilot, "There is no error here.")
        await pilot.press("f2")
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.bench is not None
        editor = app.screen.bench.editor
        editor.put("x = 1\nwrong\ny = 2\nz = 3")
        await pilot.press("ctrl+r")
        await sees(pilot, "NameError")
        await until(pilot, lambda: editor.cursor_location == (1, 0))
        await pilot.press("down", "down", "end", "f12")
        assert editor.cursor_location == (1, 0)
        await pilot.press("f12")
        assert editor.cursor_location == (3, 5)


async def test_a_sentence_goes_with_the_next_key(make: Maker) -> None:
    async with opened(make(), seen="Before you count") as pilot:
        await pilot.press("f12")
        await sees(pilot, "There is no error here.")
        await pilot.press("space")
        await until(pilot, lambda: "There is no error here." not in screen_text(pilot.app))
        assert isinstance(pilot.app.screen, LessonScreen)
        pilot.app.screen.say("Somebody else changed it.", LONG)
        await pilot.press("space")
        await sees(pilot, "Somebody else changed it.")


async def test_sentences_leave_room_in_a_low_window(make: Maker) -> None:
    async with opened(make(), seen="Before you count") as pilot:
        assert isinstance(pilot.app.screen, LessonScreen)
        for number in range(4):
            pilot.app.screen.say(f"Sentence {number}.", LONG)
        await sees(pilot, "Sentence 3.")
        lines = screen_text(pilot.app).split("\n")
        assert "Sentence 3." in lines[-2]
        assert sum("Sentence" in line for line in lines) == 2


@pytest.mark.long
async def test_nothing_is_hidden_in_a_tab_where_there_is_room(make: Maker, answers: Answers) -> None:
    answers.told["model = None"] = lambda r: [
        FitStarted(r.child, r.run, 1, 10, 5, False), Output(r.child, r.run, "printed\n")
    ]  # fmt: skip
    app = make()
    async with opened(app, (200, 50), "f2 exercise") as pilot:
        lines = [line.split("│")[1].strip() for line in screen_text(app).split("\n")[2:-2]]
        assert lines[:3] == ["Counting", "▁ Counts ◂", "▶ Counts              cells 1-3"]
        assert lines[3].startswith("○ ▸ A small network")
        assert lines[4:7] == ["Reading", "▁ Only text", "▁ Broken"]
        await pilot.press("f2", "ctrl+r")
        await sees(pilot, "✓ passed · 1 of 1 check · 20 parameters · 1 attempt · f8: “")
        for told in ("─ checks ─", "✓ parameters", "4 × 4 + 4 = 20", "printed", "✓ 1 of 1", "There are 2 hints"):
            await sees(pilot, told)
        await pilot.press("f4")
        assert app.screen.query_one(Workbench).results.at == "curves"
        await pilot.click("#attempts")
        await sees(pilot, "enter compare")
        await pilot.resize_terminal(200, 36)
        await sees(pilot, "f4 curves  model  checks  output  attempts 1  hints 0/2")
