"""Checks that wait: for a person, or for what a learner's edition of a course doesn't have."""

from __future__ import annotations

from tuitutor.course.bounds import Unfit
from tuitutor.course.kind import CheckKind, ReadFrom


class Person(CheckKind, frozen=True):
    """A person reads the answer and gives the points. What they look for is a list of lines, which learners are shown.
    Until it is decided, the check is `pending`, and so is the mark. Nothing can need it.
    """

    key = "person"
    title = "Read by a person"
    example = "person: [says what the gap between the curves means, names a remedy]"
    read_from = ReadFrom.PERSON
    as_written = True

    rubric: tuple[str, ...]

    @classmethod
    def of(cls, person: str | list[str], /) -> Person:
        lines = tuple(" ".join(line.split()) for line in ([person] if isinstance(person, str) else person))
        if not lines or "" in lines:
            raise Unfit("found an empty line; say what to look for, such as [names a remedy]")
        if len(set(lines)) < len(lines):
            raise Unfit("found a line twice")
        return cls(lines)


class Later(CheckKind, frozen=True):
    """Something that this edition can't check, so it is `pending`; the teacher's edition has what it takes."""

    key = "later"
    title = "Graded later"
    example = "later: true"
    read_from = ReadFrom.PROGRAM
