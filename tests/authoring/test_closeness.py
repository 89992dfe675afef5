"""A bound that the solution only just meets is named; one with room, and what is the same with every seed, is not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.grading.builders import NOTHING
from tests.small_course import exercise, lesson, write_course
from tuitutor.authoring.lint import met_in, only_just_met
from tuitutor.course.load import load_course
from tuitutor.course.model import Problem
from tuitutor.grading.evidence import Evidence
from tuitutor.grading.judge import judge, verdict_of
from tuitutor.grading.verdicts import Grade, TrainedPart
from tuitutor.protocol.facts import FitFacts, ModelCheckFacts, ModelFacts, ProgramFacts, ScoreFacts

CHECKS = """\
- accuracy: {data: points, samples: 1000, at_least: 0.9}
  name: hidden
- history: {loss: {best: {at_most: 0.5}}}
  name: curve
- fit: {epochs: {at_most: 20}}
  name: epochs"""
MODEL = ModelFacts("Sequential", True, (), 3, 3, (None, 2), (None, 1))


def warned(tmp_path: Path, scores: Sequence[float], losses: Sequence[float], epochs: Sequence[int]) -> list[Problem]:
    """The warnings if the solution has these results, seed by seed."""
    task = exercise("T", "asked", "Do.", starter="1", checks=CHECKS, hints=[], solution="2", why="So.")
    folder = write_course(tmp_path / "course", {"One": {"one.md": lesson("One", "One.", task)}})
    (folder / "data.py").write_text("def points(n, seed):\n    pass\n")
    course = load_course(folder)
    assert course.all_problems == ()
    [found] = course.exercises
    runs = []
    for seed, (score, loss, count) in enumerate(zip(scores, losses, epochs, strict=True)):
        fit = FitFacts(count, count, 32, False, {"loss": (0.9, loss)}, of_model=True)
        checked = ModelCheckFacts(True, model=MODEL, scores=(ScoreFacts("points", 1000, score, permuted=NOTHING),))
        results = judge(found, Evidence(program=ProgramFacts(MODEL, "Sequential", None, (fit,)), checked=checked))
        grade = Grade(found.label, found.version, verdict_of(results), results)
        met = tuple(met_in(course.lessons[0], found, grade))
        runs.append(TrainedPart(Problem(found_path(folder), 1, ""), "one", "solution", found.label, seed, 1.0, met=met))
    return list(only_just_met(runs))


def found_path(folder: Path) -> Path:
    return folder / "one.md"


def test_bounds_with_room_are_silent(tmp_path: Path) -> None:
    assert warned(tmp_path, [0.96, 0.97, 0.98], [0.2, 0.25, 0.3], [20, 20, 20]) == []


def test_a_score_nearer_to_its_bound_than_the_seeds_are_to_each_other(tmp_path: Path) -> None:
    [warning] = warned(tmp_path, [0.905, 0.93, 0.95], [0.2, 0.25, 0.3], [20, 20, 20])
    assert warning.path.name == "one.md"
    assert "- accuracy:" in warning.path.read_text().splitlines()[warning.line - 1]
    assert warning.text == (
        "the solution only just meets 'hidden': 3 seeds found 0.905 to 0.95, and at least 0.9 is asked; "
        "leave more room between them"
    )


def test_a_curve_and_what_of_it(tmp_path: Path) -> None:
    [warning] = warned(tmp_path, [0.96, 0.97, 0.98], [0.49, 0.3, 0.4], [20, 20, 20])
    assert "'curve' (best loss): 3 seeds found 0.3 to 0.49, and at most 0.5 is asked" in warning.text


def test_two_seeds_tell_nothing_and_failures_are_told_elsewhere(tmp_path: Path) -> None:
    assert warned(tmp_path, [0.905, 0.95], [0.2, 0.3], [20, 20]) == []
    other = tmp_path / "other"
    other.mkdir()
    assert warned(other, [0.85, 0.86, 0.95], [0.2, 0.3, 0.2], [20, 20, 20]) == []


@pytest.mark.parametrize("epochs", [(20, 20, 20), (5, 5, 6)])
def test_counts_that_are_the_same_or_far_away_are_no_luck(tmp_path: Path, epochs: tuple[int, int, int]) -> None:
    assert warned(tmp_path, [0.96, 0.97, 0.98], [0.2, 0.25, 0.3], epochs) == []
