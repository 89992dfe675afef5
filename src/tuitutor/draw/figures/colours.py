"""Colours that were chosen for white paper, made legible on another background."""

from __future__ import annotations

import re
from functools import lru_cache

LINE, LETTER = 3.0, 4.5  # least contrast of drawings and of text
ON_FILL = 2.2  # and of drawings on a filled area, whose author saw both
FILL = 1.5  # and of a filled area, which is changed only if it hardly differs from the background
GROUNDS = {True: "#121417", False: "#fcfcfc"}  # backgrounds of dark and of light terminals

_GREY_SPREAD = 24  # channels that differ by less make a grey, which can be inverted
_MIDDLE = 0.18  # luminance at which black and white have the same contrast
_PAPER = 0.8  # luminance from which a background is like paper


@lru_cache(maxsize=8192)
def rgb(colour: str) -> tuple[int, int, int]:
    """The channels of "#rrggbb" or "rrggbb"; mid-grey for anything else, which only a forged figure has."""
    digits = colour[-6:]
    if not re.fullmatch("[0-9a-fA-F]{6}", digits):
        return 128, 128, 128
    number = int(digits, 16)
    return number >> 16, number >> 8 & 255, number & 255


def spelled(red: float, green: float, blue: float) -> str:
    """The channels, 0 to 255, as "#rrggbb"."""
    return f"#{round(red):02x}{round(green):02x}{round(blue):02x}"


def mean(first: str, second: str) -> str:
    """The colour halfway between two."""
    return first if first == second else spelled(*((a + b) / 2 for a, b in zip(rgb(first), rgb(second), strict=True)))


def luminance(colour: str) -> float:
    """Relative luminance from 0 (black) to 1 (WCAG 2.1)."""
    red, green, blue = (_LINEAR[channel] for channel in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast of two colours, from 1 to 21 (WCAG 2.1)."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=8192)
def legible(colour: str, ground: str, least: float) -> str:
    """The colour, or one of the same hue that has a contrast of at least `least` with `ground`.

    On a dark background black becomes white rather than grey, since black is the usual colour on paper; what is pale on
    paper is meant to be.
    """
    if contrast(colour, ground) >= least:
        return spelled(*rgb(colour))
    channels = rgb(colour)
    is_grey, opposite = max(channels) - min(channels) < _GREY_SPREAD, spelled(*(255 - channel for channel in channels))
    if is_grey and luminance(ground) < _PAPER and contrast(opposite, ground) >= least:
        return opposite
    target = (255, 255, 255) if luminance(ground) < _MIDDLE else (0, 0, 0)
    for share in range(1, 10):
        mixed = spelled(*(a + (b - a) * share / 10 for a, b in zip(channels, target, strict=True)))
        if contrast(mixed, ground) >= least:
            return mixed
    return spelled(*target)


_LINEAR = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in range(256)]
