"""Which answers CI grades: all to an exercise that has changed, and of the others a few, drawn by a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

ONE_IN = 10  # of the answers that nothing else draws


@dataclass(frozen=True)
class Exercise:
    """The names of an exercise's answers, and what was found when they were last graded."""

    right: Sequence[str]
    wrong: Sequence[str]
    changed: bool = False  # since then, or it was never graded
    fails: Mapping[str, Sequence[str]] = field(default_factory=dict)  # kinds of check, by wrong answer

    @property
    def names(self) -> list[str]:
        """All of its answers."""
        return [*self.right, *self.wrong]


Draw = dict[str, set[str]]  # the names of answers, by their exercise's label


def draw(text: str, exercises: Mapping[str, Exercise], each_kind: bool = False) -> Draw:
    """The answers to grade. The same text draws the same ones.

    With `each_kind` each kind of check has a wrong answer that fails it. It has a right one that meets it anyway, since
    each exercise has one.
    """
    order = sorted(
        ((label, name) for label, exercise in exercises.items() for name in exercise.names),
        key=lambda pair: sha256("\0".join((text, *pair)).encode()).digest(),
    )
    drawn: Draw = {label: set(exercise.names) if exercise.changed else set() for label, exercise in exercises.items()}
    for label, exercise in exercises.items():
        for names in (exercise.right, exercise.wrong):
            _add_one(drawn, order, {(label, name) for name in names})
    if each_kind:
        for fail in _by_kind(exercises):
            _add_one(drawn, order, fail)
    rest = [(label, name) for label, name in order if name not in drawn[label]]
    for label, name in rest[::ONE_IN]:
        drawn[label].add(name)
    return drawn


def _add_one(drawn: Draw, order: Sequence[tuple[str, str]], wanted: set[tuple[str, str]]) -> None:
    """Draw the first of those that are wanted, unless one of them is drawn already."""
    if not any(name in drawn[label] for label, name in wanted):
        for label, name in [pair for pair in order if pair in wanted][:1]:
            drawn[label].add(name)


def _by_kind(exercises: Mapping[str, Exercise]) -> Iterator[set[tuple[str, str]]]:
    """For each kind of check the wrong answers that fail it."""
    fails = [
        (kind, (label, name))
        for label, exercise in exercises.items()
        for name in exercise.wrong
        for kind in exercise.fails.get(name, ())
    ]
    for kind in sorted({kind for kind, _ in fails}):
        yield {pair for each, pair in fails if each == kind}
