"""What the kinds of check have in common; and the one that waits for what a learner's edition lacks."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import ClassVar

from msgspec import Struct


class ReadFrom(Enum):
    """Where the facts come from that a kind of check is judged by."""

    MODEL = "the saved model, in a process that never ran learner code"
    PROGRAM = "what the learner's process recorded"
    TEXT = "the answer's text"
    TRAINING = "a training that tuitutor runs"


class CheckKind(Struct, frozen=True):
    """A kind of check. Its class is the one description of it; `grading` has the function that judges it.

    Its fields are the keys of its YAML or, where the two differ, the parameters of its class method `of` are; if that
    has one positional-only parameter, this is the whole YAML. The docstring and what is annotated to the keys are what
    `tuitutor lint --explain` prints.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    example: ClassVar[str]
    read_from: ClassVar[ReadFrom]
    as_written: ClassVar[bool] = False  # all its YAML is text: 9, no and 0.50 stay so
    counts: ClassVar[tuple[str, ...]] = ()  # keys; a check that has one of them may keep a personal best
    unasked: ClassVar[tuple[str, ...]] = ()  # keys that don't change what is asked

    @classmethod
    def make(cls) -> Callable[..., CheckKind]:
        """What makes such a check from its YAML."""
        make: Callable[..., CheckKind] = getattr(cls, "of", cls)
        return make

    def require_possible(self) -> None:
        """Raise InvalidCheck for what an author must not ask. It takes long, so it is called for authors only."""

    @property
    def default_name(self) -> str:
        """The name of this check if it is given none."""
        return self.title


class Later(CheckKind, frozen=True):
    """Something that this edition can't check, so it is `pending`; the teacher's edition has what it takes."""

    key = "later"
    title = "Graded later"
    example = "later: true"
    read_from = ReadFrom.PROGRAM
