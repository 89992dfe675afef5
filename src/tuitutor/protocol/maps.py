"""A model's output over the range of its inputs, as data for a terminal to draw.

Runs on Python 3.10 with the standard library alone.
"""

from __future__ import annotations

from dataclasses import dataclass

LEVELS = "0123456789abcdef"
"""The characters of cells, from -1 (first) to 1 (last). Any other character: the value was not finite."""


@dataclass(frozen=True)
class Part:
    """One rectangle over the first two inputs. `title` names the value of a third input or the class, or is "".

    `cells` has a character for each cell, row by row, the top row first.
    """

    title: str
    cells: str


@dataclass(frozen=True)
class DecisionMap:
    """The first input runs rightwards over `x`, the second upwards over `y`, each (low, high), in `side` steps.

    `ends` say what -1 and 1 mean.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    side: int
    ends: tuple[str, str]
    parts: tuple[Part, ...]
