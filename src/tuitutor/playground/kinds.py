"""The kinds of values: they read values from the text of an address, and describe their range."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, ClassVar

from tuitutor.spelling import one_of

Point = tuple[float, float, float]
"""x, y and the label."""

REACH = 6.0
"""Inputs lie between -REACH and REACH, on both axes."""

FEWEST_POINTS, MOST_POINTS = 2, 1_200

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
_LONGEST = 200  # characters of a text
_SHOWN = 40  # characters of a wrong value in a message


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of some names."""

    names: tuple[str, ...]

    def read(self, text: str) -> str:
        """The name. Raises ValueError with what was expected, as all kinds do."""
        if text not in self.names:
            raise ValueError(f"{shown(text)}: expected {self.range}")
        return text

    @property
    def range(self) -> str:
        """The allowed values in words, as for all kinds."""
        return one_of(self.names).replace("'", "")


@dataclass(frozen=True, slots=True)
class Switch:
    """On or off; only `false` is off, as in the original."""

    range: ClassVar[str] = "true or false"

    def read(self, text: str) -> bool:
        """False for `false`, otherwise True."""
        return text != "false"


@dataclass(frozen=True, slots=True)
class Number:
    """A number from `low` to `high`; a screen offers the `stops`."""

    low: float
    high: float
    stops: tuple[float, ...] = ()
    whole: bool = False

    def read(self, text: str) -> float:
        """The number. Raises ValueError."""
        value = parse_number(text)
        if not self.low <= value <= self.high or (self.whole and value != int(value)):
            raise ValueError(f"{shown(text)}: expected {self.range}")
        return int(value) if self.whole else value

    @property
    def range(self) -> str:
        """The allowed values in words."""
        return f"a {'whole ' if self.whole else ''}number from {write_number(self.low)} to {write_number(self.high)}"


@dataclass(frozen=True, slots=True)
class Several:
    """At most `most` values of another kind, separated by commas."""

    kind: OneOf | Number
    most: int

    def read(self, text: str) -> tuple[Any, ...]:
        """The values. Raises ValueError."""
        return tuple(self.kind.read(part) for part in _parts(text, self.most, self.range))

    @property
    def range(self) -> str:
        """The allowed values in words."""
        return f"at most {self.most} of these, with commas between them: {self.kind.range}"


@dataclass(frozen=True, slots=True)
class Words:
    """Any short text."""

    range: ClassVar[str] = f"a text of at most {_LONGEST} characters"

    def read(self, text: str) -> str:
        """The text. Raises ValueError."""
        if len(text) > _LONGEST or not text.isprintable():
            raise ValueError(f"{shown(text)}: expected {self.range}")
        return text


@dataclass(frozen=True, slots=True)
class PointList:
    """Points as x:y:label, separated by commas: none, or FEWEST_POINTS to MOST_POINTS."""

    range: ClassVar[str] = f"{FEWEST_POINTS} to {MOST_POINTS} points as x:y:label, with commas between them"

    def read(self, text: str) -> tuple[Point, ...]:
        """The points. Raises ValueError."""
        points: list[Point] = []
        for part in _parts(text, MOST_POINTS, self.range):
            numbers = part.split(":")
            if len(numbers) != 3:
                raise ValueError(f"{shown(part)}: expected a point as x:y:label")
            points.append(point(*numbers))
        if 0 < len(points) < FEWEST_POINTS:
            raise ValueError(f"{shown(text)}: expected {self.range}")
        return tuple(points)


Kind = OneOf | Switch | Number | Several | Words | PointList


def parse_number(text: str) -> float:
    """Parse a finite number. Raises ValueError."""
    if not _NUMBER.fullmatch(text) or not math.isfinite(value := float(text)):
        raise ValueError(f"{shown(text)}: expected a number")
    return value


def point(x: str, y: str, label: str) -> Point:
    """Parse a point, which must lie within REACH. Raises ValueError."""
    values = parse_number(x), parse_number(y), parse_number(label)
    for name, value in zip("xy", values, strict=False):
        if abs(value) > REACH:
            raise ValueError(f"'{write_number(value)}': expected {name} from {-REACH:g} to {REACH:g}")
    return values


def write_number(value: float) -> str:
    """The shortest text for a number."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def write_value(value: Any) -> str:
    """The value as text, for an address."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case tuple():
            return ",".join(
                ":".join(map(write_number, item)) if isinstance(item, tuple) else write_value(item) for item in value
            )
        case _:
            return write_number(value)


def shown(text: str) -> str:
    """A wrong value for a message, quoted and shortened."""
    return f"'{text[:_SHOWN]}{'...' if len(text) > _SHOWN else ''}'"


def _parts(text: str, most: int, expected: str) -> list[str]:
    """The parts of a text between its commas, none if it is empty. Raises ValueError."""
    parts = text.split(",", most) if text else []
    if len(parts) > most:
        raise ValueError(f"{shown(text)}: expected {expected}")
    return parts
