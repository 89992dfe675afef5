"""What is kept of a fit while it runs, and once it has ended."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tuitutor.protocol.facts import FitFacts
from tuitutor.worker.training.callbacks import First, Last
from tuitutor.worker.training.counting import Counted, Counters, TrainedWith
from tuitutor.worker.training.fit_data import FitData
from tuitutor.worker.training.given import GivenData
from tuitutor.worker.training.weights import Followed, State, Weights


@dataclass(frozen=True)
class EndedFit:
    """A fit that has ended. `seen` has digests of its trained variables at the ends of epochs, `last` at its end.

    `numbers` are those of all variables that it may have changed. It was `counted` in a tally, or not if it ran within
    another fit of its model; `loose` counts the steps of the program's own loops meanwhile. `batch` is one of its
    batches, if it can be had again.
    """

    facts: FitFacts
    model: weakref.ref[Any]
    variables: frozenset[int]
    seen: set[bytes]
    last: State
    numbers: frozenset[int]
    tally: TrainedWith
    counted: Counted
    counts: bool
    loose: int
    batch: Callable[[], Any]
    given: GivenData
    optimizer: int  # a number for each
    shapes: tuple[Any, ...] = ()  # of what it trained

    def rows(self) -> Any:
        """Rows that it was given, and their labels. Raises an exception of any kind if they can't be had again."""
        return self.given.rows() or self.batch()

    def is_like(self, other: EndedFit) -> bool:
        """Whether it trained another network of the same shapes on the same data."""
        apart = bool(self.numbers) and self.numbers.isdisjoint(other.numbers)
        return apart and self.given.key() is not None and self.given.key() == other.given.key()

    def is_left_for(self, other: EndedFit) -> bool:
        """Whether it trained another network of the same shapes, which is gone unused, on other rows."""
        one, next_one = self.given.hashes, other.given.hashes
        alike = self.numbers.isdisjoint(other.numbers) and self.shapes == other.shapes != ()
        if not alike or self.given.asked_later or self.model() is not None or not len(one) or not len(next_one):
            return False
        return not np.isin(one, next_one).any()

    def is_of(self, model: Any, trained: set[int], states: list[State]) -> bool:
        """Whether the model is the one that was fitted, or has the variables that were trained, or copies of them.

        `trained` has the ids of what was trained in the model, `states` the values of these at each look.
        """
        if self.model() is model or (trained and trained <= self.variables):
            return True
        return any(self.seen.issuperset(held) for held in states if held)


@dataclass(eq=False)
class Running:
    """The fit with that `number`, which runs, with our callbacks `first` and `last` around its `own`.

    `written` says how its variables were written to meanwhile other than by an optimizer. `batch`, `given` and `counts`
    are as in `EndedFit`. `before`, `loose` and `put` are what was counted, and written to by graphs, before it began.
    """

    number: int
    model: Any
    counters: Counters
    data: FitData
    given: GivenData
    batch: Callable[[], Any]
    first: First
    last: Last
    own: list[Any]
    counts: bool
    before: Counted
    put: set[int]
    loose: int = 0
    written: str = ""
    numbers: set[int] = field(default_factory=set)

    def trains(self, weights: Weights) -> set[int]:
        """The numbers of the variables that it trains, as far as they are known by now."""
        self.numbers |= weights.numbers(self.model.trainable_variables) | self.counters.of(self.model).moved
        return self.numbers

    def has(self, followed: Followed) -> bool:
        """Whether the variable is one of its model's."""
        number = followed.past.number
        return number in self.numbers or any(each is followed.variable() for each in self.model.variables)
