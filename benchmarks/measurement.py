"""What was measured, beside what it is measured against, and the bar that it must meet."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Measurement:
    """`values`, and those of a `baseline` that took turns with them in the same run; both in `unit`.

    `bar` bounds the figure: where there is a baseline, the median of the rounds' ratios, so that a machine that is
    slower for a while is slower for both; else the `quantile` of the values. No bar: the figure is told, and nothing
    hangs on it.
    """

    name: str
    unit: str
    values: tuple[float, ...]
    baseline: tuple[float, ...] = ()
    against: str = ""  # what the baseline is
    bar: float | None = None
    quantile: float = 0.5

    @property
    def value(self) -> float:
        """The quantile of the values, in `unit`."""
        return quantile(self.values, self.quantile)

    @property
    def figure(self) -> float:
        """What the bar bounds."""
        if not self.baseline:
            return self.value
        return statistics.median(value / other for value, other in zip(self.values, self.baseline, strict=True))

    @property
    def met(self) -> bool:
        """Whether the figure is within the bar."""
        return self.bar is None or self.figure <= self.bar


def quantile(values: tuple[float, ...], share: float) -> float:
    """The smallest value that `share` of them do not exceed; the median for one half."""
    if share == 0.5:
        return statistics.median(values)
    return sorted(values)[max(0, -(-round(share * len(values) * 1000) // 1000) - 1)]


def alternate(
    rounds: int, subject: Callable[[], T], *others: Callable[[], T], warm: bool = True
) -> tuple[tuple[T, ...], ...]:
    """The values of each, taken in turns so that what disturbs the machine disturbs all; a first round warms caches.

    Not `warm`: there is no such round, for what takes minutes.
    """
    turns = [[measure() for measure in (subject, *others)] for _ in range(rounds + warm)]
    return tuple(zip(*turns[warm:], strict=True))
