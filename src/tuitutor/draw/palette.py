"""All colours: dark and light, for terminals with all colours or 256."""

from __future__ import annotations

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
# Only xterm's colours 16 to 255. None of their oranges has a contrast of 5 on the light `code`: ours has 4.9.
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
    """The colours for a dark or light background, and for a terminal with all colours or (`indexed`) 256."""
    if dark:
        return DARK_256 if indexed else DARK
    return LIGHT_256 if indexed else LIGHT
