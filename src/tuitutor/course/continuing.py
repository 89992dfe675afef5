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

    built_on = " ".join(above[label].first_label for label in after)

    def marked(each: Exercise) -> Exercise:
        told = replace(each, after=after, prose=f"{each.prose}\n\n{note}".strip())
        if each.released:  # its version was given to it
            return told
        version, public = (digest(f"{old}\0after {built_on}") for old in (each.version, each.public_version))
        return replace(told, version=version, public_version=public)

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
    """What a learner is told of it. A learner's edition has no solution that could stand in."""
    solved = all(each.solution for each in builds_on)
    if len(builds_on) == 1:
        own = "your passed answer to it, or else its solution, runs first" if solved else "your answer to it runs first"
        return f"*This builds on “{builds_on[0].title}”: {own}.*"
    titles = all_of([f"“{each.title}”" for each in builds_on])
    own = "your passed answers to them, or else their solutions, run" if solved else "your answers to them run"
    return f"*This builds on {titles}: {own} first.*"
