"""Bounds that a good answer only just meets: with a little less luck, a correct answer would fail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from statistics import stdev

from tuitutor.course.bounds import Bound
from tuitutor.course.checks import HiddenScore
from tuitutor.course.model import Exercise, Lesson, Problem
from tuitutor.grading.verdicts import Grade, Met, TrainedPart

FEWEST = 3  # values needed to estimate their spread


def met_in(lesson: Lesson, exercise: Exercise, grade: Grade) -> Iterator[Met]:
    """The numbers that met a bound, from the checks that passed. Exact bounds (`equals`) are left out."""
    checks = {check.name: check for check in exercise.checks}
    for result in grade.results:
        rows = [(row.label, row.bound, row.value) for row in result.rows] or [("", result.bound, result.value)]
        for what, bound, value in rows if result.passed else ():
            if bound is not None and bound.equals is None and value is not None:
                yield Met(Problem(lesson.path, checks[result.name].line, ""), result.name, what, bound, value)


def smallest_margin(exercise: Exercise, met: Iterable[Met]) -> str:
    """The score on hidden data that is closest to its bound, in words; "" if none is among the numbers."""
    scores = {check.name for check in exercise.checks if isinstance(check.kind, HiddenScore)}
    found = [(_room(each.bound, each.value), each.check) for each in met if each.check in scores]
    return "{:.2g} from the bound of '{}'".format(*min(found)) if found else ""


def only_just_met(runs: Iterable[TrainedPart]) -> Iterator[Problem]:
    """The bounds that are closer to a seed's value than the spread of the values of all seeds.

    The spread is the standard deviation, which is 0 if all seeds give the same value: no luck is involved then. Worlds
    are left out, since an answer that fails in one has another try.
    """
    by_bound: dict[tuple[Problem, str, str, Bound], list[Met]] = {}
    for met in (met for run in runs if not run.world for met in run.met):
        by_bound.setdefault((met.place, met.check, met.what, met.bound), []).append(met)  # variants have other bounds
    for (place, check, what, bound), all_met in by_bound.items():
        values = [met.value for met in all_met]
        spread = stdev(values) if len(values) >= FEWEST else 0.0
        if min(_room(bound, value) for value in values) < spread:
            of = f" ({what})" if what else ""
            found = f"{len(values)} seeds found {min(values):.4g} to {max(values):.4g}, and {bound} is asked"
            text = f"the solution only just meets '{check}'{of}: {found}; leave more room between them"
            yield Problem(place.path, place.line, text)


def _room(bound: Bound, value: float) -> float:
    """How far a value that meets the bound is from its limit."""
    limits = [limit for limit in (bound.at_least, bound.at_most) if limit is not None]
    return min(abs(value - limit) for limit in limits)
