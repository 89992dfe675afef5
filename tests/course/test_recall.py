"""The `yaml recall` block: items that come back, with right answers computed for every variant."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.course.lesson_texts import FRONT, complaints, exercise, parse
from tests.shipped import shipped_course
from tuitutor.course.bounds import InvalidCheck
from tuitutor.course.choices import Question
from tuitutor.course.load import load_course
from tuitutor.course.model import Asking, RecallItem
from tuitutor.course.recall import computed, number_text, value_as_written, with_values

TABLE = 'variants:\n  units: [16, "1,000"]\n  inputs: [8, 5]\n'
COUNTED = f"id: count\nask: How many with {{units}} on {{inputs}}?\n{TABLE}number: inputs * units + units"
CHOSEN = "id: rises\nask: What next?\nchoices:\n  stop: true\n  go on: it rises\n"


def block(yaml: str) -> str:
    return f"```yaml recall\n{yaml}\n```\n"


def item(yaml: str) -> RecallItem:
    read = parse(FRONT + block(yaml))
    assert read.problems == ()
    [found] = read.items
    return found


def test_it_is_read_and_not_shown() -> None:
    read = parse(f"{FRONT}# One\n\nText.\n\n{block(CHOSEN)}\nMore.\n\n{block(COUNTED)}")
    assert read.problems == ()
    assert len(read.blocks) == 2
    rises, count = read.items
    assert (rises.id, rises.line, rises.place) == ("rises", 8, "")
    assert rises.askings[0].question.because == (("go on", "it rises"),)
    assert set(rises.askings[0].question.choices) == {"stop", "go on"}
    assert [asking.ask for asking in count.askings] == ["How many with 16 on 8?", "How many with 1,000 on 5?"]
    assert [asking.question.answer for asking in count.askings] == ["144", "6000"]


def test_wrong_numbers_and_reasons_are_computed_too() -> None:
    found = item(f"{COUNTED}\nwrong:\n  inputs * units: without the {{units}} biases\n  units: '{{inputs * 2:,}}'")
    assert found.askings[1] == Asking(
        "How many with 1,000 on 5?",
        Question("6000", (), (("5000", "without the 1,000 biases"), ("1000", "10"))),
    )


def test_choices_may_be_computed_and_numbers_are_sorted() -> None:
    yaml = 'id: a\nask: How many?\nvariants: {n: [3, 4]}\nchoices:\n  "{n * 10}": true\n  "{n}": few\n  "100": many\n'
    assert [asking.question.choices for asking in item(yaml).askings] == [("3", "30", "100"), ("4", "40", "100")]
    words = "id: a\nask: Q?\nchoices:\n  right: true\n" + "".join(f"  wrong {n}: off\n" for n in "abc")
    places = {item(words.replace("id: a", f"id: a{n}")).askings[0].question.choices.index("right") for n in range(40)}
    assert places == {0, 1, 2, 3}


def test_its_version_changes_with_what_is_asked_or_right_but_not_with_a_reason() -> None:
    version = item(CHOSEN).version
    assert item(CHOSEN.replace("it rises", "its loss rises")).version == version
    assert item("place: top\n" + CHOSEN).version == version
    assert item(CHOSEN.replace("What next", "What now")).version != version
    swapped = CHOSEN.replace("stop: true", "stop: x").replace("go on: it rises", "go on: true")
    assert item(swapped).version != version


@pytest.mark.parametrize(
    ("yaml", "message"),
    [
        ("", "found nothing; expected 'id:', 'ask:'"),
        ("- id", "found a list"),
        (CHOSEN.replace("choices", "choics"), "unknown key 'choics'; did you mean 'choices'?"),
        (CHOSEN.replace("id: rises\n", ""), "the key 'id' is missing"),
        (CHOSEN.replace("rises\n", "it rises\n", 1), "in 'id': found 'it rises'; use letters"),
        ("id: a\nask: Q?", "expected either 'choices'"),
        (f"{CHOSEN}number: 3", "expected either 'choices'"),
        (CHOSEN.replace("ask: What next?\n", ""), "found no question"),
        (CHOSEN.replace("it rises", "true"), "found 2 right choices"),
        (CHOSEN.replace("stop: true", "stop: no reason at all"), "found 0 right choices"),
        (CHOSEN.replace("it rises", "no"), "found no reason why 'go on' is wrong"),
        (CHOSEN.replace("  go on: it rises\n", ""), "expected two or more"),
        (CHOSEN.replace("go on", "Stop"), "found a choice twice"),
        (f"{CHOSEN}wrong: {{3: x}}", "'wrong' has wrong numbers"),
        (CHOSEN.replace("go on", "go " * 50), "the limit is 120"),
        (f"{CHOSEN}gain: true", "unknown key 'gain'"),
        (COUNTED.replace("number: inputs", "number: input"), "there is no 'input' among the variants; did you mean"),
        (COUNTED.replace("{units}", "{unit}"), "found '{unit}'; did you mean 'units'?"),
        (COUNTED.replace("number: inputs", "number: __import__('os')"), "a formula has numbers, names"),
        (COUNTED.replace("[8, 5]", "[8]"), "in 'inputs': found one value; expected a value for each variant"),
        (COUNTED.replace("[8, 5]", "8"), "found '8'; expected a list"),
        (COUNTED.replace("inputs:", "in puts:"), "found the name 'in puts' among the variants"),
        (COUNTED.replace("number: inputs * units", "number: 1 / 3"), "found 16.333333; round it"),
        (f"{COUNTED}\nwrong:\n  units + inputs * units: x", "gives 144 with units 16, inputs 8, which is right"),
        (f"{COUNTED}\nwrong:\n  units: x\n  units * 1: y", "two of the wrong numbers are 16"),
    ],
)
def test_what_is_wrong_with_it_is_a_problem(yaml: str, message: str) -> None:
    [(line, text)] = complaints(FRONT + block(yaml))
    assert message in text
    assert line >= 5


def test_ids_are_unique_and_exercises_have_none(tmp_path: Path) -> None:
    twice = FRONT + block(CHOSEN) + "\n" + block(CHOSEN.replace("rises\n", "RISES\n", 1))
    assert "found a second item called 'RISES'" in complaints(twice)[0][1]
    inside = FRONT + exercise(block(CHOSEN))
    assert any("found a 'yaml recall' block in an exercise" in text for _, text in complaints(inside))
    (tmp_path / "myst.yml").write_text("project: {id: c, title: C, toc: [{file: a.md}, {file: b.md}]}")
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text(FRONT + block(CHOSEN))
    [problem] = load_course(tmp_path).all_problems
    assert (problem.path.name, problem.line) == ("b.md", 4)
    assert "found the item 'rises', which a.md has too" in problem.text


# ---- formulas


@pytest.mark.parametrize(
    ("formula", "gives"),
    [
        ("2 * n + 1", "13"),
        ("-n // 4", "-2"),
        ("n / 4", "1.5"),
        ("round(n / 7, 2)", "0.86"),
        ("max(n, 10) if n > 5 and not n == 7 else 0", "10"),
        ("3 if kind == 'relu' else 4", "3"),
        ("ceil(sqrt(n)) ** 2 % 5", "4"),
        ("n > 3", "1"),
    ],
)
def test_a_formula_is_arithmetic(formula: str, gives: str) -> None:
    assert number_text(computed(formula, {"n": 6, "kind": "relu"})) == gives


@pytest.mark.parametrize(
    "formula",
    [
        *("n.real", "[n] * 9", "kind * 999999999", "'a' + 'b'", "n ** 9999", "9.0 ** 64 ** 64", "10 ** 60", "n / 0"),
        *("open('x')", "lambda: 1", "f(n)", "log(0)", "round(n, ndigits=2)", "n +", "", "(" * 500, "1j", "1e400"),
        *("round(n, kind)", "m", "min()", "+".join("n" * 500)),
    ],
)
def test_a_formula_does_nothing_else(formula: str) -> None:
    with pytest.raises(InvalidCheck):
        computed(formula, {"n": 6, "kind": "relu"})


@given(st.text(alphabet="n0123456789+-*/%().<>= ifelsmaxround,'eE_", max_size=60))
def test_any_text_gives_a_number_or_is_unfit_at_once(formula: str) -> None:
    try:
        found = computed(formula, {"n": 6})
    except InvalidCheck:
        return
    assert isinstance(found, str) or abs(found) < 1e15


def test_braces_are_filled_where_they_have_a_name_of_the_table() -> None:
    words = {"n": "1,000", "loss": "0.50"}
    values = {name: value_as_written(text) for name, text in words.items()}
    text = "{n} {n + 1} {n * 2:,} {loss} {loss:.1%} {other} {'a': 1} {} x^{n} \\frac{a}{b} {2}"
    assert with_values(text, values, words) == (
        "1,000 1001 2,000 0.50 50.0% {other} {'a': 1} {} x^{1,000} \\frac{a}{b} {2}"
    )
    assert with_values("{n}", {}, {}) == "{n}"


def test_our_own_items_can_be_answered_in_a_line() -> None:
    for lesson in shipped_course().lessons:
        for item in lesson.items:
            for asking in item.askings:
                assert asking.question.answer
                assert asking.ask
