"""The `yaml predict` block before a cell."""

from __future__ import annotations

import pytest

from tests.course.lesson_texts import CHECKS, FRONT, SOLUTION, STARTER, complaints, exercise, line_of, parse
from tuitutor.course.model import CURVE_FORMS, Prediction


def cell(source: str = "x = 3", tags: str = "") -> str:
    return f"```{{code-cell}} ipython3\n{tags}\n{source}\n```\n"


def block(yaml: str) -> str:
    return f"```yaml predict\n{yaml}\n```\n"


QUESTION = block("question: How many?\nvalue: x")


def test_it_belongs_to_the_cell_below_and_shows_nothing_itself() -> None:
    read = parse(
        FRONT + "Text.\n\n" + cell() + QUESTION + "\n" + cell("for x in range(3):\n    pass") + "More.\n" + cell()
    )
    assert read.problems == ()
    assert [cell.prediction for cell in read.cells] == [None, Prediction("How many?", "x"), None]
    assert len(read.blocks) == 5


def test_choices_stay_as_they_are_written_and_a_curve_has_some_of_its_own() -> None:
    read = parse(FRONT + block("question: Which\n  rate?\nvalue: x\nchoices: [0.10, no, 1e-3]") + cell())
    assert read.cells[0].prediction == Prediction("Which rate?", "x", "", ("0.10", "no", "1e-3"))
    assert parse(FRONT + block("question: Q\ncurve: val_loss") + cell()).cells[0].prediction == Prediction(
        "Q", "", "val_loss", CURVE_FORMS
    )
    few = parse(FRONT + block("question: Q\ncurve: loss\nchoices: [rises, falls]") + cell())
    assert few.cells[0].prediction == Prediction("Q", "", "loss", ("rises", "falls"))


@pytest.mark.parametrize(
    ("yaml", "line", "message"),
    [
        ("question: Q\nvalu: x", 6, "unknown key 'valu'; did you mean 'value'?"),
        ("value: x", 5, "the key 'question' is missing"),
        ("question: Q", 5, "expected either 'value' (what the cell below leaves) or 'curve'"),
        ("question: Q\nvalue: x\ncurve: loss", 5, "expected either 'value'"),
        ("question: Q\nvalue: y", 4, "the cell below never assigns 'y'"),
        ("question: Q\nvalue: 3 +", 5, "found '3 +'; expected a variable, or an expression with variables"),
        ("question: Q\nvalue: len([1])", 5, "expected a variable that the cell below assigns"),
        ("question: Q\nvalue: x\nchoices: [nine]", 5, "'choices' needs two or more, all different"),
        ("question: Q\nvalue: x\nchoices: [3, 9]", 5, "found the choice 3; choices are picked by their place"),
        ("question: Q\nvalue: x\nchoices: [A, a]", 5, "'choices' needs two or more, all different"),
        ("question: Q\ncurve: loss\nchoices: [falls, jumps]", 5, "found 'jumps' among the choices; a curve's are"),
        ("question: Q\nvalue: [x", 6, "expected ',' or ']'"),
        ("- question", 5, "found a list; expected 'question:' and 'value:'"),
        ("", 5, "found nothing; expected 'question:' and 'value:'"),
    ],
)
def test_what_is_wrong_with_it_is_a_problem_at_its_line(yaml: str, line: int, message: str) -> None:
    [(at, text)] = complaints(FRONT + block(yaml) + cell())
    assert (at, message in text) == (line, True), text


@pytest.mark.parametrize(
    "rest", ["", "Text.\n\n" + cell(), QUESTION + cell(), exercise() + SOLUTION, "% a comment\n\n" + cell()]
)
def test_a_cell_has_to_be_right_below_it(rest: str) -> None:
    [(line, text)] = complaints(FRONT + QUESTION + rest)
    assert (line, "no lesson cell after it" in text) == (4, True)


@pytest.mark.parametrize("tags", [":tags: [setup]\n", ":tags: [skip-execution]\n"])
def test_a_cell_that_no_reader_runs_answers_nothing(tags: str) -> None:
    [(_, text)] = complaints(FRONT + QUESTION + cell(tags=tags))
    assert "the reader doesn't run a" in text


def test_exercises_and_solutions_have_none() -> None:
    text = FRONT + exercise(STARTER + QUESTION + CHECKS) + SOLUTION.replace("Why.", QUESTION + "Why.")
    found = complaints(text)
    assert [line for line, _ in found] == [line_of(text, "yaml predict"), text.split("\n").index("Why.") - 3]
    assert all("no lesson cell after it" in message for _, message in found)


def test_a_misspelt_word_is_a_problem() -> None:
    assert "did you mean 'yaml predict'?" in complaints(FRONT + QUESTION.replace("predict", "predct") + cell())[0][1]
