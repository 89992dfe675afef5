"""The option `after` of an exercise: it builds on exercises above it, whose answers run first."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec.structs import replace

from tuitutor.course.digest import digest
from tuitutor.course.directives import Directive
from tuitutor.course.findings import Findings
from tuitutor.course.model import Exercise
from tuitutor.spelling import all_of, suggestion


def continuing(
    exercise: Exercise,
    opener: Directive,
    above: Mapping[str, Exercise],
    every: Collection[str],
    findings: Findings,
) -> Exercise:
    """The exercise with those that it builds on, and with those that they build on; its task says so.

    `above` are the lesson's exercises so far, by label, and `every` are all labels of the lesson. Only what stands
    above can come first, so none can wait for itself.
    """
    wanted: set[str] = set()
    for name in opener.option("after").replace(",", " ").split():
        if fault := _unfit(name, exercise.label, above, every):
            findings.add(opener.options["after"].line, f"in 'after': {fault}")
        else:
            wanted |= {name, *above[name].after}
    if not wanted:
        return exercise
    after = tuple(label for label in above if label in wanted)
    note = _note([above[label] for label in after])

    def marked(each: Exercise) -> Exercise:
        version = digest(f"{each.version}\0after {' '.join(after)}")
        return replace(each, after=after, version=version, prose=f"{each.prose}\n\n{note}".strip())

    return replace(marked(exercise), variants=tuple(map(marked, exercise.variants)))


def _unfit(name: str, label: str, above: Mapping[str, Exercise], every: Collection[str]) -> str:
    """Why the exercise called `label` can't build on that called `name`; "" if it can."""
    if name == label:
        return f"'{name}' is this exercise itself; name one above it"
    if name not in above:
        near = suggestion(name, above)
        there = f"'{name}' stands below this exercise; put it above, since its answer runs first"
        return there if name in every else f"there is no exercise '{name}' in this lesson; {near}"
    if above[name].only_asks or above[name].challenge is not None:
        return f"an answer to '{name}' isn't code, so it can't run first; name an exercise with code"
    return ""


def _note(builds_on: list[Exercise]) -> str:
    """What a learner is told of it."""
    if len(builds_on) == 1:
        return f"*This builds on “{builds_on[0].title}”: your passed answer to it, or else its solution, runs first.*"
    titles = all_of([f"“{each.title}”" for each in builds_on])
    return f"*This builds on {titles}: your passed answers to them, or else their solutions, run first.*"
