"""Reading on: what f8 comes to, what a prediction holds back, and where the solution is after a pass."""

from __future__ import annotations

import pytest
from textual.scrollbar import ScrollTo

from tests.shipped import shipped_course
from tests.small_course import cell, exercise, lesson, write_course
from tests.tui.conftest import Answers, Maker, at_once, at_rest, opened, screen_text, sees, until
from tuitutor.course.load import load_course
from tuitutor.engine.reading_order import parts_read
from tuitutor.progress.progress import Progress
from tuitutor.protocol.events import Unready, ValueShown
from tuitutor.tui.screens.building import lesson_widgets
from tuitutor.tui.widgets.cell import CellBox
from tuitutor.tui.widgets.column import LessonColumn
from tuitutor.tui.widgets.workbench import Workbench

STEPS = "```yaml predict\nquestion: How many steps?\nvalue: steps\n```\n"
TASK = exercise(
    "Fewer steps",
    "fewer",
    "\n\n".join(f"Task {number}." for number in range(9)),
    starter="model = None",
    checks="- params: {total: 20}\n  name: parameters",
    hints=[],
    solution="model = right",
    why="Four times five.",
)
LONG = [f"Paragraph {number}." for number in range(16)]
TEXT = lesson(
    "Steps",
    "",
    "Begin.",
    *LONG,
    "## Predict them",
    STEPS + cell("steps = 4"),
    "There were four.",
    "And four more paragraphs.",
    TASK,
    "## What they do",
    "The end, and four.",
    cell("print(steps)"),
)


@pytest.fixture
def steps(make: Maker, answers: Answers) -> Maker:
    second = lesson("Second", "", "Another lesson.")
    make.course = write_course(make.course.parent / "steps", {"Steps": {"steps.md": TEXT, "second.md": second}})
    answers.told["steps"] = lambda r: [ValueShown(r.child, r.run, "4")] if r.source == "steps" else []
    return make


@pytest.mark.long
async def test_f8_goes_through_the_lesson_part_by_part_and_names_what_comes_after_a_pass(steps: Maker) -> None:
    async with opened(steps(), seen="Begin.", toasts=True) as pilot:
        column = pilot.app.screen.query_one(LessonColumn)
        await pilot.press("f8")  # the first text is longer than the screen
        await sees(pilot, "Paragraph 15.")
        await pilot.press("f8")
        await sees(pilot, "How many steps?")
        await pilot.press("f8")
        await sees(pilot, "ctrl+r runs it; then the text goes on.")
        await pilot.press("f8", "f8")
        assert "There were four." not in screen_text(pilot.app)
        await pilot.press("k", "ctrl+r")
        await sees(pilot, "Your guess? Type it, or ctrl+r again to run.")
        await pilot.press(*"12", "enter", "ctrl+r")
        await sees(pilot, "You said 12, it was 4: too high.")
        await pilot.press("f8")
        await sees(pilot, "There were four.")
        await until(pilot, lambda: "Task 8." in screen_text(pilot.app) or column.scroll_y > 30)
        await at_rest(pilot, column)
        while "Task 8." not in screen_text(pilot.app):
            await pilot.press("f8")
            await at_rest(pilot, column)
        assert not pilot.app.screen.has_class("-bench"), "its task comes first"
        await pilot.press("f8")
        await sees(pilot, "model = None")
        await pilot.press("ctrl+r")
        await sees(pilot, "✓ passed · 1 of 1 check · 20 parameters · 1 attempt · f8: “What they do”")
        listed = [command.title for command in pilot.app.get_system_commands(pilot.app.screen)]
        assert listed.index("Solution (f6)") < listed.index("Indent (tab)")  # it matters now
        bench = pilot.app.screen.query_one(Workbench)
        await until(pilot, lambda: bool(bench.results.attempts))  # they come from the disk
        await pilot.press("f6")
        await sees(pilot, "attempt 1 ✓ 1 of 1 check → the solution")
        await sees(pilot, "Four times five.")
        await pilot.press("escape", "f8")
        await sees(pilot, "The end, and four.")
        await pilot.press("f8")
        await sees(pilot, "Another lesson.")
        assert steps.store is not None
        progress = steps.store.progress()
    course = load_course(steps.course)
    assert "exercise:fewer" in parts_read(course.lessons[0], progress)
    assert "cell:1" not in parts_read(course.lessons[0], progress), "it was read past, and didn't run"


async def test_dragging_the_bar_down_is_reading_and_a_link_leads_to_a_section(steps: Maker) -> None:
    path = steps.course / "steps.md"
    path.write_text(path.read_text().replace("Begin.", "Begin. See [below](#what-they-do)."))
    async with opened(steps(), seen="Begin.") as pilot:
        column = pilot.app.screen.query_one(LessonColumn)
        await until(pilot, lambda: column.parts.whole)
        assert steps.store is not None
        store, text = steps.store, load_course(steps.course).lessons[0]
        for y in (column.max_scroll_y - 2, column.max_scroll_y):
            assert "section:predict-them" not in parts_read(text, store.progress())  # nobody has gone on from it
            column.post_message(ScrollTo(y=y))
            await until(pilot, lambda y=y: column.scroll_y == y)  # type: ignore[misc]
        await until(pilot, lambda: "section:predict-them" in parts_read(text, store.progress()))
        column.post_message(ScrollTo(y=0))
        await until(pilot, lambda: column.scroll_y == 0)
        line = next(at for at, text in enumerate(screen_text(pilot.app).split("\n")) if "See below" in text)
        await pilot.click(offset=(screen_text(pilot.app).split("\n")[line].index("below"), line))
        await sees(pilot, "The end, and four.")


async def test_an_exercise_may_be_left_for_later_and_comes_again_at_the_end(make: Maker) -> None:
    text = lesson("Tasks", "", "Begin.", TASK.replace("Task", "Do"), "Between.", "## After", "The end.")
    second = lesson("Second", "", "Another lesson.")
    make.course = write_course(make.course.parent / "tasks", {"": {"tasks.md": text, "second.md": second}})
    async with opened(make(), (80, 40)) as pilot:
        await sees(pilot, "The end.")  # all fits
        await pilot.press("f8")
        await sees(pilot, "model = None")
        await pilot.press("f8")
        await sees(pilot, "The end.")  # unread: it was in view, but the reader went to the exercise
        await pilot.press("f8")
        await sees(pilot, "model = None")
        await pilot.press("f8")
        await sees(pilot, "Another lesson.")


@pytest.mark.long
async def test_space_twice_reads_on_and_that_is_kept(steps: Maker) -> None:
    async with opened(steps(), seen="Begin.") as pilot:
        await pilot.press("G")
        await sees(pilot, "The text goes on when this has run.")
        await pilot.press("slash", *"four", "enter")
        await sees(pilot, "Found 3 times, in text to come.")
        await pilot.press("escape", "G", "space")
        await sees(pilot, "ctrl+r runs it, or space again reads on.")
        await pilot.press("k", "G", "space")  # another key came between
        assert "There were four." not in screen_text(pilot.app)
        await pilot.press("space")
        await sees(pilot, "There were four.")
        assert "The text goes on" not in screen_text(pilot.app)
        await pilot.press("ctrl+q")  # saves the place, which otherwise happens half a second later
    async with opened(steps(), seen="four") as pilot:
        column = pilot.app.screen.query_one(LessonColumn)
        await until(pilot, lambda: column.parts.holding is None and all(child.display for child in column.children))


@pytest.mark.long
async def test_what_cannot_run_holds_back_nothing_and_neither_does_an_exercise_that_is_passed(steps: Maker) -> None:
    unready = Unready("missing", "Keras", "/opt/py (Python 3.11.7)")
    async with opened(steps(greeting=unready), (80, 60)) as pilot:
        await sees(pilot, "There were four.")
    async with opened(steps(), (80, 60), "The text goes on when this has run.") as pilot:
        await pilot.press("f2", "ctrl+r")
        await sees(pilot, "passed · 1 of 1 check")
        await pilot.press("escape")
        await sees(pilot, "There were four.")


async def test_a_number_is_typed_without_tab_and_a_page_never_cuts_a_question(steps: Maker) -> None:
    choices = "```yaml predict\nquestion: Who wins?\nvalue: first\nchoices: [SGD, RMSprop, Adam]\n```\n"
    text = lesson(
        "Steps", "", *LONG[:8], choices + cell("first = 'Adam'"), "After it.", STEPS + cell("steps = 4"), "End."
    )
    steps.course.joinpath("steps.md").write_text(text)
    async with opened(steps(), seen="Who wins?") as pilot:
        assert "[3] Adam" not in screen_text(pilot.app)
        await pilot.press("space")
        await sees(pilot, "[3] Adam")
        assert "Who wins?" in screen_text(pilot.app)
        await pilot.press("3", "ctrl+r")
        await sees(pilot, "After it.")
        await pilot.press("f8")
        await sees(pilot, "How many steps?")
        at_once(pilot.app, *"[4", "k", "enter", "k")  # all of them are the answer's, until enter
        await sees(pilot, "you say: [4k")


@pytest.mark.long
def test_no_result_that_a_cell_holds_back_can_be_read_off_the_screen() -> None:
    asked = 0
    for shipped in shipped_course().lessons:
        for place in (24, 10_000):  # as the lesson is opened first, and further down
            first, rest = lesson_widgets(shipped, lambda draft: draft.original, Progress(), place, 74)
            boxes = [widget for widget in (*first, *rest) if isinstance(widget, CellBox) and widget.cell.holds_text]
            widgets = [*first, *rest]
            if boxes and boxes[0] is not widgets[-1]:
                asked += 1
                at = widgets.index(boxes[0])
                assert all(widget.display for widget in widgets[: at + 1])
                assert not any(widget.display for widget in widgets[at + 1 :])
    assert asked > 30
