"""Plots of how an exercise went, as SVG to stand in a page, whose styles give them their colours. Pure.

Each says in words what it shows, for those who can't see it.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import pairwise

from tuitutor.classroom.item_analysis import Discrimination, Interval, Spread

_WIDE, _EDGE = 300, 8  # pixels of a plot, and of what stays free at each side for the ends of whiskers
_SPAN = _WIDE - 2 * _EDGE
_BAR, _COLUMNS = 12, 64  # pixels: how high a rate's bar is, and the highest column of a distribution
_LETTERS = 15  # pixels below a plot for the numbers of its axis


def rate_plot(hits: int, of: int, interval: Interval | None, said: str) -> str:
    """A rate as a bar from 0 to 1, with a whisker for its interval."""
    shapes = [_rect("track", _EDGE, 4, _SPAN, _BAR), _rect("fill", _EDGE, 4, _SPAN * hits / of if of else 0, _BAR)]
    if interval is not None:
        low, high = interval
        shapes.append(_whisker(_EDGE + _SPAN * low, _EDGE + _SPAN * high, 4 + _BAR / 2))
    return _svg(_BAR + 8, shapes, said)


def spread_plot(spread: Spread, out_of: float, said: str) -> str:
    """A distribution of points from 0 to `out_of`: a column for each value or range, with how many it has on top."""
    low = min(0.0, spread.bars[0][0])
    high = max(out_of, spread.bars[-1][1], low + 1e-9)
    most = max(count for *_, count in spread.bars)
    single = all(begin == end for begin, end, _ in spread.bars)
    # columns of single values stand on them, and so need room at both ends
    room = _SPAN / 12 if single else 0.0
    nearest = min((b - a for (a, *_), (b, *_) in pairwise(spread.bars)), default=high - low)
    half = min(0.7 * room, 0.4 * (_SPAN - 2 * room) * nearest / (high - low))
    base = _LETTERS + _COLUMNS

    def at(value: float) -> float:
        return _EDGE + room + (_SPAN - 2 * room) * (value - low) / (high - low)

    shapes = [f'<line class="axis" x1="{_EDGE}" x2="{_WIDE - _EDGE}" y1="{base}" y2="{base}"/>']
    for begin, end, count in spread.bars:
        left, right = (at(begin) - half, at(end) + half) if single else (at(begin) + 1, at(end) - 1)
        tall = _COLUMNS * count / most
        shapes.append(_rect("fill", left, base - tall, right - left, tall))
        if count:
            shapes.append(_text((left + right) / 2, base - tall - 3, f"{count:,}"))
    shapes += [_text(at(value), base + _LETTERS - 3, f"{value:g}") for value in (low, high)]
    return _svg(base + _LETTERS, shapes, said)


def discrimination_plot(found: Discrimination, said: str) -> str:
    """A correlation as a dot between -1 and 1, with a whisker for its interval."""

    def at(value: float) -> float:
        return _EDGE + _SPAN * (value + 1) / 2

    shapes = [
        f'<line class="axis" x1="{at(-1)}" x2="{at(1)}" y1="10" y2="10"/>',
        *(f'<line class="axis" x1="{at(tick)}" x2="{at(tick)}" y1="5" y2="15"/>' for tick in (-1, 0, 1)),
        *(_text(at(tick), 28, f"{tick}".replace("-", "\N{MINUS SIGN}")) for tick in (-1, 0, 1)),
    ]
    if found.interval is not None:
        low, high = found.interval
        shapes.append(_whisker(at(low), at(high), 10))
    shapes.append(f'<circle class="dot" cx="{at(found.value):.1f}" cy="10" r="4.5"/>')
    return _svg(31, shapes, said)


def _svg(high: float, shapes: list[str], said: str) -> str:
    inside = "".join(shapes)
    return f'<svg viewBox="0 0 {_WIDE} {high:g}" role="img" aria-label="{escape(said)}">{inside}</svg>'


def _rect(look: str, left: float, top: float, wide: float, high: float) -> str:
    return f'<rect class="{look}" x="{left:.1f}" y="{top:.1f}" width="{max(0.0, wide):.1f}" height="{high:.1f}"/>'


def _whisker(left: float, right: float, middle: float) -> str:
    ends = "".join(f"M{x:.1f} {middle - 4:.1f}V{middle + 4:.1f}" for x in (left, right))
    return f'<path class="whisker" d="M{left:.1f} {middle:.1f}H{right:.1f}{ends}"/>'


def _text(middle: float, base: float, said: str) -> str:
    return f'<text x="{middle:.1f}" y="{base:.1f}" text-anchor="middle">{escape(said)}</text>'


def bars_in_words(spread: Spread) -> Iterator[str]:
    """How many have which points."""
    for begin, end, count in spread.bars:
        if count:
            yield f"{count:,} with {begin:g}" if begin == end else f"{count:,} from {begin:g} to {end:g}"
