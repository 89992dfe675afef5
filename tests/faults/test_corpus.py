"""The corpus is as large as it has to be, each program differs from its twin, and the figures count what they say."""

from __future__ import annotations

import ast

import pytest

from tests.faults.corpus import Program, faults, healthy, repaired
from tests.faults.figures import Figures, Said, lines, meet_bars
from tuitutor.grading.verdicts import Advice


@pytest.mark.long
def test_there_are_enough_faults_and_healthy_programs() -> None:
    assert sum(bool(each.causes) for each in faults()) >= 140
    assert sum(not each.checks for each in healthy()) >= 55


@pytest.mark.long
def test_a_twin_is_a_small_edit() -> None:
    both = list(faults())
    for fault, twin in zip(both[::2], both[1::2], strict=True):
        assert ast.dump(ast.parse(fault.text)) != ast.dump(ast.parse(twin.text)), fault.name
        assert abs(len(fault.text.splitlines()) - len(twin.text.splitlines())) <= 8, fault.name


def test_marks_say_which_lines_a_twin_has() -> None:
    assert repaired("a = 1\nif a:\n    b = 2  # -\n    # + b = 3\n") == "a = 1\nif a:\n    b = 3\n"


def test_the_figures_count_true_and_other_advice() -> None:
    def said(causes: str, *topics: str) -> Said:
        program = Program("p", "known" if causes else "twin", "", kind="data", causes=frozenset(causes.split()))
        return Said(program, tuple(Advice(topic, (), "", "") for topic in topics))

    found = [said("scale", "scale"), said("scale", "rate"), said("nan rate", "rate", "scale"), said("nan"), said("")]
    assert Figures.of(found) == Figures(faults=4, named=2, misled=2, advice=4, true=2)
    assert not meet_bars(found)
    assert meet_bars([said("scale", "scale"), said("")])
    assert not meet_bars([said("scale", "scale"), said("", "scale")])
    assert "false alarms 0 of 1" in "\n".join(lines(found))
