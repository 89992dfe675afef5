"""Cutting all fits down to one message: a line of the protocol is limited, and a fit may have 100,000 epochs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from tuitutor.protocol.facts import FitFacts

MOST_FITS = 400  # the latest
MOST_VALUES = 20_000  # of all histories together, the latest fits first


def shorten_fits(fits: Sequence[FitFacts], most: int = MOST_VALUES) -> tuple[FitFacts, ...]:
    """The latest fits, in order, with at most about `most` values of history.

    A long series is thinned, but keeps what checks use: its first and last value, its smallest and largest, and the
    first one that is not finite. The history of early fits is left out if there is no room for it.
    """
    kept = []
    for fit in reversed(fits[-MOST_FITS:]):
        share = most // max(1, len(fit.history))
        history = {name: thin_history(values, share) for name, values in fit.history.items()} if share >= 8 else {}
        most -= sum(map(len, history.values()))
        kept.append(replace(fit, history=history))
    return tuple(reversed(kept))


def thin_history(values: tuple[float, ...], most: int) -> tuple[float, ...]:
    """At most `most` (8 or more) of the values, in order, including those that checks use."""
    if len(values) <= most:
        return values
    finite = [at for at, value in enumerate(values) if math.isfinite(value)]
    odd = next((at for at, value in enumerate(values) if not math.isfinite(value)), 0)
    extremes = {pick(finite, key=values.__getitem__) for pick in (min, max)} if finite else set()
    step = -(-len(values) // (most - 5))
    return tuple(values[at] for at in sorted({*range(0, len(values), step), len(values) - 1, odd, *extremes}))
