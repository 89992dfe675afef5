"""What the kinds of check have in common; and the kind of a check that only the teacher's edition makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from enum import Enum
from itertools import chain
from typing import ClassVar, Literal

from msgspec import Struct

from tuitutor.course.bounds import Bound

Change = Literal[
    "layers",  # which there are, and their parts, such as a bias
    "units",  # of hidden layers
    "activation",  # of any layer
    "settings",  # of layers: dropout, initializers, regularizers, trainable
    "output",  # the number of outputs
    "loss", "metrics", "optimizer", "rate", "epochs", "batch",
    "data",  # the inputs: their scale, their rows and the order of these
    "labels", "validation",
]  # fmt: skip
"""What advice may change of an answer, and a check may hold."""
NETWORK: tuple[Change, ...] = ("layers", "units", "activation", "settings", "output")
TRAINING: tuple[Change, ...] = (*NETWORK, "loss", "optimizer", "rate", "epochs", "batch", "data", "labels")
"""All of this leads to a score."""
Holds = Mapping[str, tuple[Change, ...]]


class ReadFrom(Enum):
    """The source of the facts that judge a kind of check."""

    MODEL = "the saved model, in a process that never ran learner code"
    PROGRAM = "what the learner's process recorded"
    TEXT = "the answer's text"
    TRAINING = "a training that tuitutor runs"


class Requirements(Struct, frozen=True):
    """What has to be recorded and measured of an answer to judge checks.

    `variables` are the answer's; `curves` are logs of fits, to be measured again; `rows`: which rows fits trained and
    validated on; `apart_from` are arrays of the setup, of which it is measured how much was trained on. `patterns` are
    regular expressions to look for in its output, `calls` and `forbidden` are names to look for in its code.
    `by_hand` is "hand" or "descent" if fit and optimizers must change no weight, as `Trained.how`.
    """

    variables: tuple[str, ...] = ()
    curves: tuple[str, ...] = ()
    rows: bool = False
    apart_from: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    by_hand: str = ""

    @classmethod
    def joined(cls, parts: Sequence[Requirements]) -> Requirements:
        """The requirements of several checks together, without duplicates."""

        def names(field: str) -> tuple[str, ...]:
            return tuple(dict.fromkeys(chain.from_iterable(getattr(part, field) for part in parts)))

        return cls(
            variables=names("variables"),
            curves=names("curves"),
            rows=any(part.rows for part in parts),
            apart_from=names("apart_from"),
            patterns=names("patterns"),
            calls=names("calls"),
            forbidden=names("forbidden"),
            by_hand=next((part.by_hand for part in parts if part.by_hand), ""),
        )


class Goal(Struct, frozen=True):
    """A bound on a log of the training: on its last value or, if `best`, on the best.

    `hidden`: on hidden data, so that a curve may reach it and the answer not pass.
    """

    log: str
    bound: Bound
    best: bool = False
    hidden: bool = False

    @property
    def edge(self) -> float:
        """The number to reach."""
        at_least, at_most, equals = self.bound.at_least, self.bound.at_most, self.bound.equals
        return next(number for number in (at_least, at_most, equals) if number is not None)


class CheckKind(Struct, frozen=True):
    """A kind of check: its class says all about it, and a function of `grading` judges it.

    The keys of its YAML are its fields or, if the YAML has another form, the parameters of its class method `of`; a
    single positional-only parameter is the whole YAML. `tuitutor lint --explain` prints the docstring and the keys'
    annotations.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    example: ClassVar[str]
    read_from: ClassVar[ReadFrom]
    holds: ClassVar[Holds]  # what mustn't change for it to stay passed, by its field
    about_model: ClassVar[bool] = True  # it looks at the answer's `model`, or at its training
    feedback_in_worlds: ClassVar[bool] = False  # its own feedback says why it fails in a world only
    as_written: ClassVar[bool] = False  # all its YAML is text: 9, no and 0.50 stay so
    counts: ClassVar[tuple[str, ...]] = ()  # keys; a check with one of them may have a personal best
    unasked: ClassVar[tuple[str, ...]] = ()  # keys that don't change the task

    @classmethod
    def make(cls) -> Callable[..., CheckKind]:
        """Makes such a check from its YAML."""
        make: Callable[..., CheckKind] = getattr(cls, "of", cls)
        return make

    def require_possible(self) -> None:
        """Raise InvalidCheck for what an author must not ask. It takes long, so it is called for authors only."""

    @property
    def default_name(self) -> str:
        """The name of this check if its author gives none."""
        return self.title

    @property
    def requirements(self) -> Requirements:
        """What has to be recorded and measured to judge it."""
        return Requirements()

    @property
    def held(self) -> frozenset[Change]:
        """What mustn't change for it to stay passed."""
        set_fields = (name for name in self.__struct_fields__ if getattr(self, name) not in (None, ()))
        return frozenset(chain.from_iterable(self.holds.get(name, ()) for name in set_fields))

    def goals(self, losses: Set[str]) -> Iterator[Goal]:
        """The bounds on logs of the training; `losses` are the full names of the answer's losses."""
        yield from ()

    def needs_secret(self, measured: Set[str], other_model: bool) -> bool:
        """Whether a learner's edition, which lacks hidden data, right answers and the `measure` cell, can't make it.

        `measured` are the variables of that cell; `other_model`: it says which model checks look at.
        """
        return self.about_model and other_model


class Later(CheckKind, frozen=True):
    """Something that this edition can't check, so it is `pending`; the teacher's edition has what it takes."""

    key = "later"
    title = "Graded later"
    example = "later: true"
    read_from = ReadFrom.PROGRAM
    holds: ClassVar[Holds] = {}
    about_model = False
