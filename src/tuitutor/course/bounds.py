"""Bounds on a number, and the error for values that make no check."""

from __future__ import annotations

import math

from msgspec import Struct

Number = int | float


class InvalidCheck(ValueError):
    """Values from which no check can be made; the text says why."""


class Bound(Struct, frozen=True):
    """An expected number: exactly `equals`, or within [`at_least`, `at_most`]; None: unbounded."""

    equals: float | None = None
    at_least: float | None = None
    at_most: float | None = None

    def __post_init__(self) -> None:
        numbers = [value for value in (self.equals, self.at_least, self.at_most) if value is not None]
        if not numbers:
            raise InvalidCheck("found no bound; expected a number, 'at_least' or 'at_most'")
        if not all(map(math.isfinite, numbers)):
            raise InvalidCheck("found a bound that is not a finite number")
        if self.equals is not None and len(numbers) > 1:
            raise InvalidCheck("found 'equals' together with another bound; keep one of them")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise InvalidCheck(
                f"found at_least {self.at_least:g} above at_most {self.at_most:g}; nothing can meet both"
            )

    def holds(self, value: float) -> bool:
        """Whether the value is within the bound. NaN never is."""
        if self.equals is not None:
            return value == self.equals
        low = self.at_least is None or value >= self.at_least
        high = self.at_most is None or value <= self.at_most
        return low and high and value == value

    def __str__(self) -> str:
        match (self.equals, self.at_least, self.at_most):
            case (None, None, high):
                return f"at most {_number(high)}"
            case (None, low, None):
                return f"at least {_number(low)}"
            case (None, low, high):
                return f"{_number(low)} to {_number(high)}"
            case (exactly, _, _):
                return _number(exactly)


def _number(value: float | None) -> str:
    whole = value is not None and value == value and abs(value) < 1e15 and value == int(value)
    return f"{value:,.0f}" if whole else f"{value:g}"
