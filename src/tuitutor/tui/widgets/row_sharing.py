"""How the rows of the workbench are shared between the code and what is below it."""

from __future__ import annotations

from collections.abc import Sequence

LEAST_CODE = 3  # rows
CODE, CODE_AT_VERDICT = 10, 6  # rows that the code keeps, where there is room
_LEAST_PANEL = 3  # rows
_STEP = 4  # by which the rows for code grow, so that nothing moves at each new line


def share_rows(rows: int, hidden: int, lines: int, curves: int, panel: int, keep: int = CODE) -> int:
    """The rows below the code: those of the curves, one that says how it stands, and those of a panel.

    `lines` are those of the code, which keeps `keep` rows; what it has no use for goes to the panel, which wants
    `panel` rows. `hidden` rows are covered for a while, by a message: they are the code's as far as possible, so that
    nothing else moves.
    """
    useful = max(CODE, -(-(lines + 1) // _STEP) * _STEP)
    kept = max(LEAST_CODE, min(keep, rows - curves - 1 - _LEAST_PANEL))
    wanted = max(curves + 1 + panel, rows - useful)
    return max(1, min(wanted, rows - kept, rows - hidden - LEAST_CODE))


def rows_of_question(rows: int, choices: int, feedback: int) -> int:
    """The rows that the text of a question may have, above so many choices and that feedback."""
    return max(LEAST_CODE, rows - choices - max(1 + _LEAST_PANEL, feedback))


def stack_panels(rows: int, wanted: Sequence[int]) -> list[int]:
    """Share rows between panels one below the other, the most important first.

    Each has a few; the first also has what is left over.
    """
    given = [min(want, _LEAST_PANEL) for want in wanted]
    for at, want in enumerate(wanted):
        given[at] += max(0, min(want - given[at], rows - sum(given)))
    return [max(1, given[0] + rows - sum(given)), *given[1:]]
