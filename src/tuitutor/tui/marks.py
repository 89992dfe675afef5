"""The few signs that the app draws, in Unicode and in ASCII."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marks:
    """One terminal's signs. All are one cell wide, except for `ellipsis` and `dot` in ASCII."""

    done: str = "✓"
    begun: str = "◐"
    untouched: str = "○"
    full: str = "●"
    failed: str = "✗"
    separator: str = "›"
    dot: str = "·"
    ellipsis: str = "…"
    folded: str = "▸"
    unfolded: str = "▾"


UNICODE = Marks()
ASCII = Marks("x", "~", ".", "#", "!", ">", "-", "...", "+", "-")
