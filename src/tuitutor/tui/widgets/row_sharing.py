"""How the rows of the workbench are shared between the code, the curves and the results."""

from __future__ import annotations

from collections.abc import Sequence

LEAST_CODE = 3  # rows
_LEAST_CURVES = 6  # rows that axes need
_LEAST_RESULTS = 4  # rows, of which their tabs take one
_LEAST_PANEL = 3  # rows, of which its title takes one
_CODE, _STEP = 12, 4  # rows for short code, and by which they grow, so that nothing moves at each new line


def share_rows(rows: int, hidden: int, lines: int, curves: int, results: int) -> tuple[int, int]:
    """The rows of the curves and of the results, by need; the code has the rest.

    `lines` are those of the code, `curves` the rows that the curves want, and `results` the rows that the results get
    at least, if there are as many. They also get what the code doesn't need. `hidden` rows are covered for a while, by
    a message: they are the code's as far as possible, so that nothing else moves, and then the curves'.
    """
    if curves and rows < LEAST_CODE + curves + _LEAST_RESULTS:
        curves = _LEAST_CURVES
    code = max(_CODE, -(-(lines + 1) // _STEP) * _STEP)
    wanted, left = max(results, rows - curves - code), rows - hidden - LEAST_CODE
    curves -= max(0, min(hidden, curves - _LEAST_CURVES, wanted + curves - left))
    return curves, max(1, min(wanted, left - curves))


def rows_of_question(rows: int, choices: int, feedback: int) -> int:
    """The rows that the text of a question may have, above so many choices and that feedback."""
    return max(LEAST_CODE, rows - choices - max(_LEAST_RESULTS, feedback))


def stack_panels(rows: int, wanted: Sequence[int]) -> list[int]:
    """Share rows between panels one below the other, the most important first.

    Each has a few; the first also has what is left over.
    """
    given = [min(want, _LEAST_PANEL) for want in wanted]
    for at, want in enumerate(wanted):
        given[at] += max(0, min(want - given[at], rows - sum(given)))
    return [max(1, given[0] + rows - sum(given)), *given[1:]]
