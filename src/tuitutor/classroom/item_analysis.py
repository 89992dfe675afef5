"""What numbers say about the exercises of a class: rates, and the spread of points. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median, pstdev

Z = 1.959963984540054  # of a standard normal distribution: 95 % lie within this many deviations
_BARS = 10  # at most, in a distribution

Interval = tuple[float, float]
"""95 % interval, from its lower to its upper end."""


def wilson(hits: int, of: int) -> Interval | None:
    """The interval of a rate of `hits` out of `of`; None out of none.

    Wilson's score interval (E. B. Wilson, JASA 22, 1927): the centre is (p + z²/2n) / (1 + z²/n), and it reaches
    z √(p(1-p)/n + z²/4n²) / (1 + z²/n) to each side. It stays within 0 and 1, and covers what it says in small classes,
    too (Brown, Cai and DasGupta, Statistical Science 16, 2001).
    """
    if of == 0:
        return None
    rate, inverse = hits / of, Z * Z / of
    centre = (rate + inverse / 2) / (1 + inverse)
    reach = math.sqrt(inverse * rate * (1 - rate) + inverse * inverse / 4) / (1 + inverse)
    # exactly 0 and 1, which sums of floats miss
    return (0.0 if hits == 0 else centre - reach, 1.0 if hits == of else centre + reach)


@dataclass(frozen=True, slots=True)
class Spread:
    """The distribution of some points: `bars` are (from, to, how many), each without its end but for the last.

    Bars of single values have the same `from` and `to`. `deviation` is that of the whole class, not of a sample.
    """

    mean: float
    deviation: float
    median: float
    bars: tuple[tuple[float, float, int], ...]


def spread(values: Sequence[float], out_of: float) -> Spread | None:
    """How values from 0 to `out_of` are spread; None of none. There is a bar for each value, or if those are many, ten
    of the same width.
    """
    if not values:
        return None
    different = sorted(set(values))
    if len(different) <= _BARS:
        bars = tuple((value, value, values.count(value)) for value in different)
    else:
        low, high = min(0.0, different[0]), max(out_of, different[-1])
        edges = [low + (high - low) * bar / _BARS for bar in range(_BARS + 1)]
        counts = [0] * _BARS
        for value in values:
            at = min(int((value - low) / (high - low) * _BARS), _BARS - 1)
            counts[at] += 1
        bars = tuple(zip(edges, edges[1:], counts, strict=False))
    return Spread(fmean(values), pstdev(values), median(values), bars)
