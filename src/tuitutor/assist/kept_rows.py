"""Which lines of a text an edit left as they were, and where these are now. Pure."""

from __future__ import annotations

from collections.abc import Sequence


def rows_kept(before: Sequence[str], after: Sequence[str]) -> dict[int, int]:
    """The rows above and below what was edited, counted from 0: where each was, and where it is now."""
    most = min(len(before), len(after))
    head = next((row for row in range(most) if before[row] != after[row]), most)
    most -= head
    tail = next((row for row in range(most) if before[-1 - row] != after[-1 - row]), most)
    shift = len(after) - len(before)
    return {row: row for row in range(head)} | {row: row + shift for row in range(len(before) - tail, len(before))}
