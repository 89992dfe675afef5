"""Statistics of a class's exercises: confidence intervals of rates, and distributions of points. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median, pstdev

Z = 1.959963984540054  # 95 % of a standard normal distribution lie between -Z and Z
_BARS = 10  # at most, in a histogram

Interval = tuple[float, float]
"""The lower and the upper end of a 95 % confidence interval."""


def wilson(hits: int, of: int) -> Interval | None:
    """The interval of a rate of `hits` out of `of`; None if `of` is 0.

    Wilson's score interval (E. B. Wilson, JASA 22, 1927): the centre is (p + z²/2n) / (1 + z²/n), and half its length
    is z √(p(1-p)/n + z²/4n²) / (1 + z²/n). It stays within 0 and 1, and covers about 95 % in small classes, too (Brown,
    Cai and DasGupta, Statistical Science 16, 2001).
    """
    if of == 0:
        return None
    rate, inverse = hits / of, Z * Z / of
    centre = (rate + inverse / 2) / (1 + inverse)
    reach = math.sqrt(inverse * rate * (1 - rate) + inverse * inverse / 4) / (1 + inverse)
    # exactly 0 and 1: the sums may round to other numbers
    return (0.0 if hits == 0 else centre - reach, 1.0 if hits == of else centre + reach)


@dataclass(frozen=True, slots=True)
class Spread:
    """The distribution of some points. `bars` are (from, to, count); only the last includes its end.

    Bars of single values have the same `from` and `to`. `deviation` is that of the whole class, not of a sample.
    """

    mean: float
    deviation: float
    median: float
    bars: tuple[tuple[float, float, int], ...]


def spread(values: Sequence[float], out_of: float) -> Spread | None:
    """The distribution of values from 0 to `out_of`; None without values.

    There is a bar for every different value or, if those are more than ten, ten bars of the same width.
    """
    if not values:
        return None
    distinct = sorted(set(values))
    if len(distinct) <= _BARS:
        bars = tuple((value, value, values.count(value)) for value in distinct)
    else:
        low, high = min(0.0, distinct[0]), max(out_of, distinct[-1])
        edges = [low + (high - low) * bar / _BARS for bar in range(_BARS + 1)]
        counts = [0] * _BARS
        for value in values:
            at = min(int((value - low) / (high - low) * _BARS), _BARS - 1)
            counts[at] += 1
        bars = tuple(zip(edges, edges[1:], counts, strict=False))
    return Spread(fmean(values), pstdev(values), median(values), bars)
