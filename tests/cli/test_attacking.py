"""`attack`: cheats on an exercise, through the command line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, Play
from tuitutor.protocol.events import Event, Executed, Measured
from tuitutor.protocol.facts import ProgramFacts, VariableFacts
from tuitutor.protocol.isolation import Isolation
from tuitutor.protocol.requests import Execute, Measure, Request
from tuitutor.workers.scripted import READY


def test_no_cheat_passes_a_good_question(cli: Cli) -> None:
    result = cli("attack", "how-many")
    assert (result.code, result.out) == (0, "")
    assert result.err.endswith("None of the 8 kinds of cheats applies here.\n")


@pytest.fixture
def given_away(course: Path) -> Path:
    """Makes the text say the answer. Returns the lesson."""
    text = course / "counts.md"
    text.write_text(text.read_text().replace("Before you count, look.", "Look: a network has 15 weights.", 1))
    text.write_text(text.read_text().replace("weights = 12", "weights = 11", 1))
    return text


def test_an_answer_that_the_text_gives_away(cli: Cli, given_away: Path) -> None:
    result = cli("attack", "how-many")
    assert result.code == 1
    line = given_away.read_text().split("15 weights")[0].count("\n") + 1
    shown, remedy, *_ = result.out.splitlines()
    assert shown == f"PASSES  the answer from the text above (line {line})"
    assert remedy.startswith("        The text gives it away.")
    assert "1 of 1 cheats passes" in result.err
    assert result.err.endswith("Of the 8 kinds of cheats, 7 do not apply here.\n")


@pytest.mark.usefixtures("given_away")
def test_as_json(cli: Cli) -> None:
    result = cli("attack", "how-many", "--json")
    document = result.document
    assert (result.code, document["kind"], document["exercise"], document["passes"]) == (1, "attack", "how-many", 1)
    [read] = document["cheats"]
    assert (read["cheat"], read["verdict"], read["caught_by"]) == ("from-the-text", "passed", [])
    assert read["source"].startswith("# answer: 15")
    assert "copied" in document["do_not_apply"]
    assert "from-the-text" not in document["do_not_apply"]
    assert "the answer from the text above" in result.err


def test_a_question_with_a_number_that_stands_in_its_own_words(cli: Cli, course: Path) -> None:
    text = course / "counts.md"
    question = "question: {choices: [9, 12, 15], answer: 15}"
    changed = text.read_text().replace(question, "question: {number: 4}", 1)
    text.write_text(changed.replace("# answer: 15", "# answer: 4"))
    assert "PASSES  the answer from the text above" in cli("attack", "how-many").out


@pytest.fixture
def variable(course: Path) -> None:
    """Makes the exercise one that runs its answer, below a cell that is the answer."""
    text = course / "counts.md"
    question = "- question: {choices: [9, 12, 15], answer: 15}"
    changed = text.read_text().replace(question, "- variable: {count: {equals: 15}}")
    changed = changed.replace("# answer: 15", "count = 15").replace("# answer:", "count = 0")
    text.write_text(changed.replace("print(weights)", "count = weights + 3"))


FIFTEEN = VariableFacts("count", "int", None, None, "15")


def runs(request: Request) -> Iterable[Event]:
    """Whatever runs makes 15."""
    match request:
        case Execute(child, run):
            yield Executed(child, run, "ok", 0.1)
        case Measure(child, run):
            yield Measured(child, run, ProgramFacts(None, "", None, variables=(FIFTEEN,)))


@pytest.mark.usefixtures("variable")
def test_what_caught_a_cheat_is_said(cli: Cli, play: Play, course: Path) -> None:
    made = iter([FIFTEEN])  # by the solution; cheats make something else

    def script(request: Request) -> Iterable[Event]:
        for event in runs(request):
            if isinstance(event, Measured):
                fact = next(made, replace(FIFTEEN, value="14"))
                event = replace(event, facts=replace(event.facts, variables=(fact,)))
            yield event

    play(script)
    result = cli("attack", "how-many")
    line = (course / "counts.md").read_text().split("count = weights")[0].count("\n")
    assert (result.code, result.out) == (0, f"caught  a cell of the lesson, copied (line {line}): count\n")
    assert "None of 1 cheats passes" in result.err


@pytest.mark.usefixtures("variable")
def test_other_peoples_rules_hold_for_cheats(cli: Cli, play: Play) -> None:
    play(runs, replace(READY, isolation=Isolation()))
    result = cli("attack", "how-many")
    assert (result.code, result.out) == (3, "")
    assert "--allow-unisolated" in result.err
    assert cli("attack", "how-many", "--allow-unisolated").code == 1


@pytest.mark.usefixtures("variable")
def test_a_solution_that_does_not_pass_is_a_broken_lesson(cli: Cli, play: Play, course: Path) -> None:
    text = course / "counts.md"
    text.write_text(text.read_text().replace("equals: 15", "equals: 16"))
    play(runs)
    result = cli("attack", "how-many")
    assert (result.code, result.out) == (2, "")
    assert "the solution of 'how-many' does not pass 'count'" in result.err
    assert result.err.rstrip().endswith("see tuitutor lint --run --only how-many")


@pytest.mark.usefixtures("variable")
def test_a_cheat_that_could_not_be_graded_is_neither_caught_nor_passed(cli: Cli, play: Play) -> None:
    problems = iter([None])  # of the solution; then there is one with each

    def script(request: Request) -> Iterable[Event]:
        for event in runs(request):
            problem = next(problems, "no space left") if isinstance(event, Measured) else None
            yield replace(event, facts=replace(event.facts, problem=problem)) if isinstance(event, Measured) else event

    play(script)
    result = cli("attack", "how-many")
    assert result.code == 3
    lines = result.out.splitlines()
    assert lines
    assert all(line.startswith("??      ") and "no space left" in line for line in lines)


@pytest.mark.parametrize(("args", "sentence"), [(("how-may",), "did you mean 'how-many'?"), ((), "EXERCISE")])
def test_an_exercise_that_there_is_not(cli: Cli, args: tuple[str, ...], sentence: str) -> None:
    result = cli("attack", *args)
    assert (result.code, result.out) == (2, "")
    assert sentence in result.err
