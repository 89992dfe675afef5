"""The colours, once: for drawings, for the app's themes, and for terminals of 256 colours.

Blue is what is trained and orange what was not seen in training; they stay apart for every common kind of colour
blindness (Okabe and Ito, 2008). A test computes that each can be read on each ground.
"""

from __future__ import annotations

from msgspec import Struct


class Palette(Struct, frozen=True):
    """Colours as `#rrggbb`. Text stands on `ground`, in editors on `code`, on bars and what is focused on `raised`."""

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


DARK = Palette(
    ground="#0f1218",
    code="#171b23",
    raised="#1f2530",
    hairline="#303846",
    text="#d8dee9",
    quiet="#8b94a5",
    train="#5cc8ff",
    unseen="#ffb454",
    good="#7ee787",
    bad="#ff7b8a",
    warning="#e5cf6b",
    ghost="#68748a",
)
LIGHT = Palette(
    ground="#fbfaf7",
    code="#f1efe9",
    raised="#e8e5dd",
    hairline="#cfcabf",
    text="#23272e",
    quiet="#5d626a",
    train="#005ea3",
    unseen="#8a4900",
    good="#16683a",
    bad="#b8203a",
    warning="#6b5600",
    ghost="#7d828a",
)
# Of the colours 16 to 255 of xterm. No orange there reaches a contrast of 5 on the light code: it has 4.9.
DARK_256 = Palette(
    ground="#121212",
    code="#1c1c1c",
    raised="#303030",
    hairline="#4e4e4e",
    text="#dadada",
    quiet="#9e9e9e",
    train="#5fd7ff",
    unseen="#ffaf5f",
    good="#87d787",
    bad="#ff8787",
    warning="#ffd75f",
    ghost="#808080",
)
LIGHT_256 = Palette(
    ground="#ffffff",
    code="#eeeeee",
    raised="#e4e4e4",
    hairline="#bcbcbc",
    text="#262626",
    quiet="#585858",
    train="#005faf",
    unseen="#875f00",
    good="#005f00",
    bad="#af0000",
    warning="#5f5f00",
    ghost="#808080",
)


def palette(*, dark: bool, indexed: bool) -> Palette:
    """The colours for a ground, and for a terminal that has all colours or (`indexed`) 256."""
    if dark:
        return DARK_256 if indexed else DARK
    return LIGHT_256 if indexed else LIGHT
