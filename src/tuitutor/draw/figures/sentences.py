"""A figure in a sentence, for learners who can't see pictures, and for documents."""

from __future__ import annotations

from collections import Counter

from tuitutor.draw.plain import one_line
from tuitutor.draw.words import brief
from tuitutor.protocol.figures import Axis, Bars, Figure, Line, Mark, Note, Points, Raster
from tuitutor.spelling import counted

_LONGEST = 80  # most characters of a title or name
_MOST = 4  # panels that are described one by one

_NOUNS: dict[type[Mark], tuple[str, str]] = {
    Line: ("line", "lines"),
    Points: ("set of points", "sets of points"),
    Bars: ("set of bars", "sets of bars"),
    Raster: ("picture", "pictures"),
    Note: ("text", "texts"),
}


def describe_figure(figure: Figure) -> str:
    """One line: "Figure: Loss; epoch from 1 to 30; 2 lines: train, validation."."""
    titles = [_cut(figure.title)] if figure.title else []
    parts = []
    for panel in figure.panels[:_MOST]:
        counts = Counter(type(mark) for mark in panel.marks)
        marks = ", ".join(f"{count} {_NOUNS[kind][count != 1]}" for kind, count in counts.items()) or "nothing drawn"
        names = ", ".join(_cut(entry.text) for entry in panel.legend[:8])
        marks += f": {names}" if names else ""
        parts.append("; ".join(filter(None, (_cut(panel.title), _axis("x", panel.x), _axis("y", panel.y), marks))))
    more = len(figure.panels) - len(parts)
    parts += [counted(more, "more panel")] * bool(more)
    return f"Figure: {'. '.join(filter(None, [*titles, *parts])) or 'empty'}."


def _axis(name: str, axis: Axis) -> str:
    if not axis.visible:
        return ""
    low, high = _end(axis, axis.low), _end(axis, axis.high)
    return f"{_cut(axis.label) or name} from {low} to {high}"


def _end(axis: Axis, value: float) -> str:
    """A value as written on the axis's ticks, which may be logarithms or categories."""
    near = [(abs(at - value), label) for at, label in axis.ticks[:200] if label]
    nearest = min(near, default=(0.0, ""))
    return _cut(nearest[1]) if nearest[1] and nearest[0] <= abs(axis.high - axis.low) / 5 else brief(value)


def _cut(text: str) -> str:
    text = one_line(text[: 4 * _LONGEST])
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
