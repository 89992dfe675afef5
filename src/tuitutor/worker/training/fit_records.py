"""What is kept of a fit while it runs, and once it has ended."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from tuitutor.protocol.facts import FitFacts
from tuitutor.worker.training.callbacks import First, Last, State
from tuitutor.worker.training.counting import Counted, Counters, TrainedWith
from tuitutor.worker.training.fit_data import FitData
from tuitutor.worker.training.fit_data_facts import GivenData
from tuitutor.worker.training.initial_values import InitialValues


@dataclass(frozen=True)
class EndedFit:
    """A fit that has ended. `variables` are the numbers of those that it trained, and `numbers` of all that it may have
    changed. Their digests: `began` at its beginning, `states` at the end of each epoch, and all that were `seen`.

    It was `counted` in a tally. `batch` is one of its batches, if it can be had again.
    """

    facts: FitFacts
    model: weakref.ref[Any]
    variables: frozenset[int]
    numbers: frozenset[int]
    began: State
    states: list[State]
    seen: set[bytes]
    tally: TrainedWith
    counted: Counted
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

    def trained_all(self, model: Any, variables: set[int]) -> bool:
        """Whether the model is the one that was fitted, or has no other variables than those that were trained."""
        return self.model() is model or (bool(variables) and variables <= self.numbers)

    def made(self, state: State, whole: bool) -> bool:
        """Whether variables with these values, the `whole` of them or some, are copies of what this fit trained."""
        if whole:
            return bool(state) and self.seen.issuperset(state)
        return not self._new.isdisjoint(state)

    @cached_property
    def _new(self) -> set[bytes]:
        """The digests of what it trained: a layer that it left alone has those that it began with."""
        return self.seen.difference(self.began)

    def epoch_of(self, state: State) -> int:
        """The latest epoch, counted from 1, at whose end training left variables with these values; 0 if none did."""
        wanted = set(state)
        return next((at for at in range(len(self.states), 0, -1) if wanted and wanted <= set(self.states[at - 1])), 0)


@dataclass(eq=False)
class Running:
    """The fit with that `number`, which runs, with our callbacks `first` and `last` around its `own`.

    `batch` and `given` are as in `EndedFit`. `before` is what was counted before it began.
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
    before: Counted

    def trains(self, initial: InitialValues) -> frozenset[int]:
        """The numbers of the variables that it trains, as far as they are known by now."""
        return frozenset(initial.numbers(self.model.trainable_variables) | self.counters.of(self.model).moved)
