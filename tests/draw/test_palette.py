"""Every colour can be read on every ground."""

from __future__ import annotations

import pytest

from tuitutor.draw.palette import DARK, DARK_256, LIGHT, LIGHT_256, Palette

XTERM = {0, 95, 135, 175, 215, 255}


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2) of `#rrggbb`."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", [DARK, LIGHT, DARK_256, LIGHT_256])
def test_text_can_be_read(colours: Palette) -> None:
    for name in ("text", "quiet", "train", "unseen", "good", "bad", "warning"):
        colour = getattr(colours, name)
        most = 4.9 if (colours, name) == (LIGHT_256, "unseen") else 5  # xterm has no such orange
        assert min(contrast(colour, ground) for ground in (colours.ground, colours.code)) >= most, name
        assert contrast(colour, colours.raised) >= 4.5, name
    for ground in (colours.ground, colours.code, colours.raised):
        assert contrast(colours.ghost, ground) >= 3


@pytest.mark.parametrize("colours", [DARK_256, LIGHT_256])
def test_colours_for_256_are_the_terminals_own(colours: Palette) -> None:
    for name in Palette.__struct_fields__:
        parts = [int(getattr(colours, name)[at : at + 2], 16) for at in (1, 3, 5)]
        assert XTERM.issuperset(parts) or (len(set(parts)) == 1 and parts[0] % 10 == 8), name
