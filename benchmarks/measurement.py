"""A measurement beside what it is compared with, and the bar that it must meet."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measurement:
    """`values`, and those of a `baseline` that took turns with them; both in `unit`, one a round.

    `bar` bounds the figure. Without a bar, the figure is only reported.
    """

    name: str
    unit: str
    values: tuple[float, ...]
    baseline: tuple[float, ...] = ()
    against: str = ""  # what the baseline is
    bar: float | None = None

    @property
    def value(self) -> float:
        """The median, in `unit`."""
        return statistics.median(self.values)

    @property
    def figure(self) -> float:
        """What the bar bounds: the median of the rounds' ratios, or else the value."""
        if not self.baseline:
            return self.value
        return statistics.median(value / other for value, other in zip(self.values, self.baseline, strict=True))

    @property
    def met(self) -> bool:
        """Whether the figure is within the bar."""
        return self.bar is None or self.figure <= self.bar


def alternate(rounds: int, *subjects: Callable[[], float]) -> tuple[tuple[float, ...], ...]:
    """The values of each subject, in turns, so that a slow moment slows all. A first round only warms caches."""
    turns = [[measure() for measure in subjects] for _ in range(rounds + 1)]
    return tuple(zip(*turns[1:], strict=True))
