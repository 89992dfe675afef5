"""Predicting what a cell does, above it."""

from __future__ import annotations

import pytest
from textual.widgets import Input, OptionList

from tests.small_course import cell, lesson, write_course
from tests.tui.conftest import Answers, Maker, opened, screen_text, sees, until
from tuitutor.protocol.events import Output, ValueShown
from tuitutor.protocol.requests import Execute
from tuitutor.workers.scripted import Gate

STEPS = "```yaml predict\nquestion: How many steps?\nvalue: steps\n```\n"
RACE = "```yaml predict\nquestion: Who wins?\nvalue: first\nchoices: [SGD, RMSprop, Adam]\n```\n"
TEXT = lesson(
    "Guess", "", "Text.", STEPS + cell("steps = 4"), "More.", RACE + cell("first = 'Adam'"), cell("print(first)")
)

RACE_FIRST = lesson("Guess", "", "Text.", RACE + cell("first = 'Adam'"), cell("print(first)"))


@pytest.fixture
def asked(make: Maker, answers: Answers) -> Maker:
    make.course = write_course(make.course.parent / "guessing", {"Guessing": {"guess.md": TEXT}})
    answers.told["steps"] = lambda r: [ValueShown(r.child, r.run, "4")] if r.source == "steps" else []
    answers.told["first"] = lambda r: [ValueShown(r.child, r.run, "'Adam'")] if r.source == "first" else []
    return make


@pytest.fixture
def race(asked: Maker) -> Maker:
    asked.course.joinpath("guess.md").write_text(RACE_FIRST)
    return asked


async def test_what_was_said_is_told_beside_what_it_was(asked: Maker) -> None:
    async with opened(asked(), seen="Predict: How many steps?", toasts=True) as pilot:
        await pilot.press("tab", *"12", "enter")
        await sees(pilot, "Saved. Now ctrl+r.")
        await pilot.press("ctrl+r")
        await sees(pilot, "You said 12, it was 4: too high.")


@pytest.mark.long
async def test_a_run_takes_what_is_typed_and_nothing_is_told_where_nothing_was_said(asked: Maker) -> None:
    async with opened(asked(), (80, 40), "How many steps?", toasts=True) as pilot:
        await pilot.press("tab", "4", "ctrl+r")
        await sees(pilot, "You said 4, and you were right.")
        await sees(pilot, "Who wins?")
        await pilot.press("tab", "tab", "tab", "ctrl+r", "ctrl+r")
        await until(pilot, lambda: screen_text(pilot.app).count("ran 0.1 s") == 2)
        assert "run the cell" not in screen_text(pilot.app)
        await pilot.press("shift+tab", "3")
        await sees(pilot, "● [3] Adam")
        await sees(pilot, "Not saved: the result was there first.")
        await pilot.press("tab", "ctrl+r")
        await until(pilot, lambda: screen_text(pilot.app).count("ran 0.1 s") == 2)
        await until(pilot, lambda: screen_text(pilot.app).count("You said") == 1)


async def test_a_digit_picks_in_the_prediction_in_view_but_is_typed_in_an_editor(race: Maker) -> None:
    app = race()
    async with opened(app, (80, 40), "Who wins?", toasts=True) as pilot:
        await pilot.press("tab", "tab", "enter", "2", "escape")
        await sees(pilot, "2first = 'Adam'")
        assert "○ [2] RMSprop" in screen_text(app)
        await pilot.press("2")  # from a cell
        await sees(pilot, "● [2] RMSprop")
        await pilot.press("escape", "3")  # from the text
        await sees(pilot, "● [3] Adam")


async def test_with_two_predictions_in_view_a_digit_says_how_to_choose_one(asked: Maker) -> None:
    asked.course.joinpath("guess.md").write_text(
        lesson("Guess", "", RACE + cell("first = 1"), RACE + cell("first = 2"))
    )
    async with opened(asked(), (80, 40), "Who wins?", toasts=True) as pilot:
        await pilot.press("space", "space")
        await until(pilot, lambda: screen_text(pilot.app).count("Who wins?") == 2)
        await pilot.press("2")
        await sees(pilot, "Several predictions are in view: tab goes to one")
        assert "●" not in screen_text(pilot.app)
        await pilot.press("tab", "2")
        await sees(pilot, "● [2] RMSprop")
        await pilot.press("escape", "3")  # only the other one has no answer now
        await sees(pilot, "● [3] Adam")


async def test_tab_comes_to_it_before_its_cell_and_escape_goes_back_to_the_text(asked: Maker) -> None:
    app = asked()
    async with opened(app, (80, 40), "How many steps?", toasts=True) as pilot:
        await pilot.press("space", "space")
        await sees(pilot, "Who wins?")
        reached = []
        for _ in range(4):
            await pilot.press("tab")
            reached.append(type(app.screen.focused).__name__)
        assert reached == ["Input", "CellBox", "ChoiceList", "CellBox"]
        await pilot.press("shift+tab", "shift+tab", "shift+tab", "escape")
        assert app.screen.focused is not None
        assert app.screen.focused.id == "column"


@pytest.mark.parametrize("keys", [("2",), ("down", "enter")])
async def test_a_choice_is_picked_and_can_be_changed_until_the_run(race: Maker, keys: tuple[str, ...]) -> None:
    async with opened(race(), seen="Text.", toasts=True) as pilot:
        await pilot.press("tab", "1", *keys)
        await sees(pilot, "● [2] RMSprop")
        assert "○ [1] SGD" in screen_text(pilot.app)
        await pilot.press("9", "ctrl+r")
        await sees(pilot, "You said RMSprop, it was Adam.")


async def test_what_is_said_while_it_runs_was_not_said_before(asked: Maker, answers: Answers) -> None:
    gate = Gate()
    answers.told["steps = 4"] = lambda r: [gate]
    async with opened(asked(), (80, 40), "How many steps?", toasts=True) as pilot:
        await pilot.press("tab", "3", "ctrl+r")
        await sees(pilot, "running")
        assert "Type a number" not in screen_text(pilot.app)  # nobody can answer any more
        await pilot.press("backspace", "4", "enter")
        gate.set()
        await sees(pilot, "You said 3, it was 4: too low.")


@pytest.mark.long
async def test_it_is_there_in_the_next_session_and_not_written_again(asked: Maker) -> None:
    async with opened(asked(), (80, 40), "How many steps?", toasts=True) as pilot:
        await pilot.press("space", "space")
        await sees(pilot, "Who wins?")
        await pilot.press("tab", *"12", "tab", "tab", "3", "ctrl+q")
        await until(pilot, lambda: not pilot.app.is_running)
    app = asked()
    async with opened(app, (80, 40), "● [3] Adam", toasts=True) as pilot:
        assert app.screen.query_one(Input).value == "12"
        assert app.screen.query_one(OptionList).highlighted is not None
        await pilot.press("tab", "ctrl+r")
        await sees(pilot, "You said 12, it was 4: too high.")
    said = [
        line
        for file in asked.state.rglob("*.jsonl")
        for line in file.read_text().split("\n")
        if '"guess:guess:' in line
    ]
    assert len(said) == 2


async def test_all_choices_are_in_sight_once_the_list_is_reached(race: Maker) -> None:
    async with opened(race(), (80, 16), "Text.", toasts=True) as pilot:
        await pilot.press("tab")
        await sees(pilot, "[3] Adam")


async def test_a_cell_that_is_edited_answers_for_itself(asked: Maker, answers: Answers) -> None:
    answers.told["steps"] = lambda r: []  # there is no such variable any more
    async with opened(asked(), seen="How many steps?", toasts=True) as pilot:
        await pilot.press("tab", "3", "ctrl+r")
        await sees(pilot, "ran 0.1 s")
        assert "You said" not in screen_text(pilot.app)
        assert [r.source for r in answers.requests if isinstance(r, Execute)] == ["steps = 4", "steps"]


async def test_it_is_told_where_the_output_begins_however_long_the_cell_is(asked: Maker, answers: Answers) -> None:
    lines = "\n".join(f"# line {number}" for number in range(40))
    long = lesson("Guess", "", STEPS + cell(f"steps = 4\n{lines}"))
    asked.course.joinpath("guess.md").write_text(long)
    answers.told["line 39"] = lambda r: [Output(r.child, r.run, "printed\n" * 60)]
    async with opened(asked(), seen="How many steps?", toasts=True) as pilot:
        await pilot.press("tab", "3", "ctrl+r")
        await sees(pilot, "You said 3, it was 4: too low.")
        assert "printed" in screen_text(pilot.app)


async def test_a_number_counts_where_the_choices_are_in_sight_and_the_question_isnt(asked: Maker) -> None:
    code = "\n".join(f"first = {number}" for number in range(40))
    asked.course.joinpath("guess.md").write_text(lesson("Guess", "", "Text.", RACE + cell(code)))
    async with opened(asked(), seen="Who wins?") as pilot:
        while "Who wins?" in screen_text(pilot.app):
            await pilot.press("j")
        assert "[3] Adam" in screen_text(pilot.app)
        await pilot.press("3")
        await sees(pilot, "● [3] Adam")
        await sees(pilot, "Who wins?")  # all of what was answered
