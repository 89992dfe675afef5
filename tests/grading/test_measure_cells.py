from __future__ import annotations

import pytest

from tuitutor.course.model import MeasureCell
from tuitutor.grading.measure_cells import Needs, needs_of


def needs(cell: str, *setup: str) -> Needs:
    return needs_of(MeasureCell(cell, 1), setup)


@pytest.mark.parametrize(
    ("cell", "variables"),
    [
        ("found = mine + len(other)", {"mine", "other"}),
        ("found = 1\nseen = found", set()),
        ("import numpy as np\nfound = np.sum(mine)", {"mine"}),
        ("def rule(a, b=start):\n    return a + b + mine\nfound = rule(1)", {"start", "mine"}),
        ("found = [each for each in mine if each > line]", {"mine", "line"}),
        ("for each in mine:\n    found = each", {"mine"}),
        ("found = drawn_x + drawn_y + len(fits)\nflow(1, 2)\npermute_weights(1)", set()),
        ("found = rerun(a=1)['b']", set()),
        ("found = lambda model: model(mine)", {"mine"}),
        ("this isn't Python", set()),
    ],
)
def test_the_variables_of_the_answer_that_a_cell_reads(cell: str, variables: set[str]) -> None:
    assert needs(cell).variables == variables


@pytest.mark.parametrize(
    ("cell", "perhaps"),
    [
        ("kept = kept", {"kept"}),
        ("kept += 1", {"kept"}),
        ("kept = 1\nkept = kept + 1", set()),
        ("kept, other = kept[:1], 2", {"kept"}),
        ("def rule():\n    return kept\nkept = 1", set()),
    ],
)
def test_a_name_that_a_cell_reads_before_it_binds_it(cell: str, perhaps: set[str]) -> None:
    assert needs(cell).perhaps == perhaps
    assert not needs(cell).variables


@pytest.mark.parametrize(
    ("cell", "model"),
    [
        ("found = model(1)", True),
        ("found = rerun()['model']", True),
        ("found = 'model'", False),
        ("def rule(model):\n    return model", False),
        ("found = len(fits)", False),
    ],
)
def test_whether_a_cell_looks_at_models(cell: str, model: bool) -> None:
    assert needs(cell).model is model


def test_what_a_rerun_may_be_asked_for() -> None:
    assert needs("found = rerun(a=1)['b'], 'c', 'not this', 'fits', 2").from_rerun == {"b", "c"}
    assert needs("found = 'b'").from_rerun == set()


SETUP = """
import numpy as np
from math import floor, pi
step, spare = 2, 3
point: float = 1.5
for number in range(3):
    total = number


def rule(x, turn=pi):
    return other(x) * step


def other(x):
    return floor(x)


def unused():
    return np.zeros(spare)
"""


def test_a_cell_gets_what_it_needs_of_the_setup_and_no_more() -> None:
    found = needs("found = rule(mine) + total + point", SETUP)
    assert found.kept == {"step", "total", "point"}
    assert found.variables == {"mine"}
    definitions = [line for line in found.definitions.splitlines() if not line.startswith(" ")]
    assert definitions == ["from math import floor, pi", "def rule(x, turn=pi):", "def other(x):"]
    assert needs("found = model", "model = 1") == Needs(kept=frozenset({"model"}))


def test_definitions_come_in_the_order_of_the_cells() -> None:
    first, last = "def first(x=pi):\n    return x", "def last(x=first()):\n    return x"
    found = needs("found = last()", "from math import pi", first, last)
    scope: dict[str, object] = {}
    exec(found.definitions, scope)
    assert "last" in scope


def test_without_a_cell_nothing_is_needed() -> None:
    assert needs_of(None, [SETUP]) == Needs()
