"""Numbers and shapes: comparing them as a person would, and showing them."""

from __future__ import annotations

import re
import struct
import unicodedata
from typing import TYPE_CHECKING

from tuitutor.course.bounds import Bound
from tuitutor.course.checks import Dims

if TYPE_CHECKING:  # the app reads numbers that were typed before anything is measured
    from tuitutor.protocol.facts import Shape


def shortest_decimal(value: float) -> float:
    """The shortest decimal of a float32: Keras keeps 0.1 as 0.10000000149, which should still be "at most 0.1".

    A number that isn't a float32 is returned as it is.
    """
    if not isinstance(value, float) or _float32(value) != value:
        return value
    # nine digits are enough for a float32
    return next(short for digits in range(1, 18) if _float32(short := float(f"{value:.{digits}g}")) == value)


def holds(bound: Bound, value: float | None) -> bool:
    """Whether a measured number is within the bound. An unknown or infinite number never is."""
    return value is not None and value - value == 0 and bound.holds(shortest_decimal(value))


def show_number(value: float | None) -> str:
    """A number for the learner: an int in full, a float with four significant digits."""
    if value is None:
        return "not known"
    return f"{value:,}" if isinstance(value, int) else f"{shortest_decimal(value):.4g}"


def number_beside(value: float | None, bound: Bound) -> str:
    """A number with enough digits to show its side of the bound: 0.9498, never "0.95 < 0.95"."""
    if value is None or isinstance(value, int):
        return show_number(value)
    texts = [f"{value:.{digits}g}" for digits in range(4, 18)]
    return next((text for text in texts if bound.holds(float(text)) == holds(bound, value)), texts[-1])


_TYPED = (  # not compiled on import, since the app's first screen waits for that
    r"(?P<sign>[-+]?)(?:(?P<grouped>[1-9]\d{0,2}(?:[,_' ]\d{3})+)|(?P<whole>\d*))"
    r"(?P<rest>(?:[.]\d*|,\d+)?(?:e[-+]?\d\d?)?) ?(?P<percent>%?)|nan|[-+]?inf"
)


def number_in(text: str) -> float | None:
    """The number that a person typed; None if the text is anything else.

    It may have signs between thousands (1,257), a decimal comma (0,5) or a percent sign (50 % is 0.5).
    """
    folded = unicodedata.normalize("NFKC", text).replace("−", "-").strip().lower()
    if (typed := re.fullmatch(_TYPED, folded)) is None:
        return None
    whole = re.sub(r"\D", "", typed["grouped"]) if typed["grouped"] else typed["whole"]
    try:
        if whole is None:
            return float(folded)
        return float(typed["sign"] + whole + typed["rest"].replace(",", ".")) / (100 if typed["percent"] else 1)
    except ValueError:  # there is no digit
        return None


def shape_text(shape: Shape | None) -> str:
    """A shape as Keras prints it; "?" when it is not known."""
    return "?" if shape is None else str(shape)


def same_dims(expected: Dims, found: Shape | None, first: int = 0) -> bool:
    """Whether the shapes agree from axis `first` on. An expected None matches any size; an unknown shape never does."""
    if found is None or len(expected) != len(found):
        return False
    pairs = list(zip(expected, found, strict=True))[first:]
    return all(size is None or size == actual for size, actual in pairs)


def _float32(value: float) -> float:
    """The nearest float32; infinity if the value is too large."""
    unpacked: float = struct.unpack("f", struct.pack("f", value))[0]
    return unpacked
