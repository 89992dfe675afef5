"""What a model says all over its inputs, as data for a terminal to draw.

Runs on Python 3.10 with the standard library alone.
"""

from __future__ import annotations

from dataclasses import dataclass

LEVELS = "0123456789abcdef"
"""What a cell holds: the first stands for -1, the last for 1; any other character says that it was not a number."""


@dataclass(frozen=True)
class Part:
    """One rectangle: the two inputs take all their values, and `title` says what is fixed ("" where nothing is).

    `cells` has a character of LEVELS for each cell, row by row, the top row first.
    """

    title: str
    cells: str


@dataclass(frozen=True)
class DecisionMap:
    """The first input runs rightwards over `x`, the second upwards over `y`, each (low, high), in `side` steps.

    `ends` say what -1 and 1 stand for.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    side: int
    ends: tuple[str, str]
    parts: tuple[Part, ...]
