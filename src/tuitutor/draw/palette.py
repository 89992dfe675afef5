"""All colours: dark and light, for terminals with all colours or 256; and how a colour becomes legible on another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct


class Palette(Struct, frozen=True):
    """All colours, as `#rrggbb`. The background is `ground`, in editors `code`, on bars and focused elements `raised`.

    Blue is for training and orange for what wasn't seen in training; they differ for every common kind of colour
    blindness (Okabe and Ito, 2008). A test computes that each colour is legible on each background.
    """

    ground: str
    code: str
    raised: str
    hairline: str
    text: str
    quiet: str
    train: str
    unseen: str
    good: str
    bad: str
    warning: str
    ghost: str


# For dark and light terminals, then the same with xterm's colours 16 to 255 only. None of xterm's oranges has a
# contrast of 5 on the light `code`: ours has 4.9.
_COLOURS = {
    "ground": ("#0f1218", "#fbfaf7", "#121212", "#ffffff"),
    "code": ("#171b23", "#f1efe9", "#1c1c1c", "#eeeeee"),
    "raised": ("#1f2530", "#e8e5dd", "#303030", "#e4e4e4"),
    "hairline": ("#303846", "#cfcabf", "#4e4e4e", "#bcbcbc"),
    "text": ("#d8dee9", "#23272e", "#dadada", "#262626"),
    "quiet": ("#8b94a5", "#5b6068", "#a8a8a8", "#585858"),
    "train": ("#5cc8ff", "#005ea3", "#5fd7ff", "#005faf"),
    "unseen": ("#ffb454", "#8a4900", "#ffaf5f", "#875f00"),
    "good": ("#7ee787", "#16683a", "#87d787", "#005f00"),
    "bad": ("#ff7b8a", "#b8203a", "#ff8787", "#af0000"),
    "warning": ("#e5cf6b", "#6b5600", "#ffd75f", "#5f5f00"),
    "ghost": ("#68748a", "#7d828a", "#808080", "#808080"),
}
DARK, LIGHT, DARK_256, LIGHT_256 = (
    Palette(**dict(zip(_COLOURS, colours, strict=True))) for colours in zip(*_COLOURS.values(), strict=True)
)


HIGH = Palette(
    "#000000", "#000000", "#303030", "#767676", "#ffffff", "#d0d0d0",
    "#5fd7ff", "#ffaf5f", "#5fff5f", "#ff8787", "#ffd75f", "#8a8a8a",
)  # fmt: skip
"""The colours of drawings in high contrast, all of them xterm's."""


def palette(*, dark: bool, indexed: bool) -> Palette:
    """The colours for a dark or light background, and for a terminal with all colours or (`indexed`) 256."""
    if dark:
        return DARK_256 if indexed else DARK
    return LIGHT_256 if indexed else LIGHT


# ---- contrast -----------------------------------------------------------------------------

LINE, LETTER = 3.0, 4.5  # least contrast of drawings and of text
ON_FILL = 2.2  # and of drawings on a filled area, whose author saw both
FILL = 1.5  # and of a filled area, which is changed only if it hardly differs from the background
GROUNDS = {True: "#121417", False: "#fcfcfc"}  # backgrounds of dark and of light terminals

_GREY_SPREAD = 24  # channels that differ by less make a grey, which can be inverted
_MIDDLE = 0.18  # luminance at which black and white have the same contrast
_PAPER = 0.8  # luminance from which a background is like paper
_LINEAR = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in range(256)]


@lru_cache(maxsize=8192)
def rgb(colour: str) -> tuple[int, int, int]:
    """The channels of "#rrggbb" or "rrggbb"; mid-grey for anything else, which only a forged figure has."""
    digits = colour[-6:]
    if not re.fullmatch("[0-9a-fA-F]{6}", digits):
        return 128, 128, 128
    number = int(digits, 16)
    return number >> 16, number >> 8 & 255, number & 255


def to_hex(red: float, green: float, blue: float) -> str:
    """The channels, 0 to 255, as "#rrggbb"."""
    return f"#{round(red):02x}{round(green):02x}{round(blue):02x}"


def mean(colours: Sequence[str]) -> str:
    """The mean of some colours."""
    return to_hex(*(sum(channel) / len(colours) for channel in zip(*map(rgb, colours), strict=True)))


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
    """The colour, or one of the same hue with a contrast of at least `least` with `ground`.

    On a dark background black becomes white rather than grey, since black is the usual colour on paper; what is pale on
    paper is meant to be.
    """
    channels = rgb(colour)
    if contrast(colour, ground) >= least:
        return to_hex(*channels)
    opposite = to_hex(*(255 - channel for channel in channels))
    is_grey = max(channels) - min(channels) < _GREY_SPREAD
    if is_grey and luminance(ground) < _PAPER and contrast(opposite, ground) >= least:
        return opposite
    target = (255, 255, 255) if luminance(ground) < _MIDDLE else (0, 0, 0)
    for tenths in range(1, 10):
        mixed = to_hex(*(a + (b - a) * tenths / 10 for a, b in zip(channels, target, strict=True)))
        if contrast(mixed, ground) >= least:
            return mixed
    return to_hex(*target)
