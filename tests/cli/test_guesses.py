"""Predicting what a cell does, at a prompt and on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, Play, Result
from tests.small_course import cell, lesson
from tuitutor.protocol.events import Event, Executed, ValueShown
from tuitutor.protocol.requests import Execute, Request

STEPS = "```yaml predict\nquestion: How many steps?\nvalue: steps\n```\n"
RACE = "```yaml predict\nquestion: Who wins?\nvalue: first\nchoices: [SGD, Adam]\n```\n"
TEXT = lesson("Counts", "", "Text.", STEPS + cell("steps = 4"), "More.", RACE + cell("first = 'Adam'"))


def answers(request: Request) -> Iterable[Event]:
    """Each variable has the value that its cell gives it."""
    if isinstance(request, Execute):
        if known := {"steps": "4", "first": "'Adam'"}.get(request.source):
            yield ValueShown(request.child, request.run, known)
        yield Executed(request.child, request.run, "ok", 1.0)


@pytest.fixture
def learn(cli: Cli, play: Play, types: Callable[[str], None], course: Path) -> Callable[[str], Result]:
    """Walks that lesson, typing these lines."""

    def typing(lines: str) -> Result:
        (course / "counts.md").write_text(TEXT)
        play(answers)
        types(lines)
        return cli("learn", "--plain")

    return typing


def test_it_is_asked_before_the_run_and_compared_after_it(learn: Callable[[str], Result]) -> None:
    out = learn("r\n12\n").out
    assert "Predict before you run it: How many steps? Type r, and you're asked first." in out
    question, ran = out.index("Your prediction (enter skips it): "), out.index("Running cell 1")
    assert question < ran < out.index("You said 12, it was 4: too high.")


def test_enter_skips_it_and_later_keeps_what_was_said(learn: Callable[[str], Result]) -> None:
    assert "You said" not in learn("r\n\n").out
    learn("r\n5\n")
    out = learn("r\n\n").out
    assert "Your prediction (enter keeps 5): " in out
    assert "You said 5, it was 4: too high." in out


def test_the_text_goes_on_when_the_cell_has_run_or_when_asked_twice(learn: Callable[[str], Result]) -> None:
    hint = "The text goes on when this cell has run"
    out = learn("\n").out
    assert hint in out
    assert "More." not in out
    out = learn("\n\n").out
    assert out.index(hint) < out.index("More.")
    assert learn("b\n\n").out.count(hint) == 0, "it was chosen once"


def test_once_the_cell_has_run_the_text_goes_on(learn: Callable[[str], Result], cli: Cli) -> None:
    assert learn("r\n\n\n").out.count("The text goes on") == 0
    assert learn("\n").out.count("The text goes on") == 0, "nothing is below the last one"


def test_a_choice_is_its_number_or_its_words(learn: Callable[[str], Result]) -> None:
    out = learn("\n\nr\nNadam\n3\n1\n").out
    assert "Who wins?\n1: SGD\n2: Adam\n" in out
    assert out.count("Type a number from 1 to 2.") == 2
    assert "You said SGD, it was Adam." in out
    assert "You said Adam, and you were right." in learn("r\nAdam\n").out


def test_a_run_without_a_prompt_says_nothing_of_it(cli: Cli, play: Play, course: Path) -> None:
    (course / "counts.md").write_text(TEXT)
    play(answers)
    result = cli("run", "--cells", "counts")
    assert result.code == 0
    assert "4" not in result.out
    assert "predict" not in result.out + result.err


def test_show_asks_and_does_not_answer(cli: Cli, course: Path) -> None:
    (course / "counts.md").write_text(TEXT)
    out = cli("show", "counts").out
    assert "Who wins?" in out
    assert "- Adam" in out or "• Adam" in out
    assert "value" not in out


def test_what_a_figure_shows_is_said_in_words(cli: Cli, play: Play, types: Callable[[str], None], course: Path) -> None:
    described = cell("steps = 4").replace("ipython3\n", "ipython3\n:alt: The curve falls and rises again.\n")
    (course / "counts.md").write_text(lesson("Counts", "", described))
    play(answers)
    types("r\n")
    out = cli("learn", "--plain").out
    assert out.index("Running cell 1") < out.index("The curve falls and rises again.")


def test_the_parts_are_listed_with_what_was_read_and_held_back_and_one_is_gone_to(
    cli: Cli, types: Callable[[str], None], course: Path
) -> None:
    parts = ("## One", "Text.", "## Two", "More.", STEPS + cell("steps = 4"), "## Three", "The end.")
    (course / "counts.md").write_text(lesson("Counts", "", *parts))
    types("\n\no\no 9\no threee\no 4\no\no two\n")
    out = cli("learn", "--plain").out
    assert "2. One (read)\n3. Two (cell 1)\n4. Three (after the prediction at cell 1)\n" in out
    assert "There is no part 9; parts are 1 to 4." in out
    assert "There is no part called 'threee'; did you mean 'three'?" in out
    there = out.index("The end.")
    assert "2. One (read)\n3. Two (cell 1)\n4. Three\n" in out[there:]
    assert "More." in out[there:]
