"""What one check found, before the check's name and points are put to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tuitutor.grading.verdicts import Provenance, Row, Verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """A check's outcome.

    `beyond_feedback` marks a `why` that the author's own feedback must not replace, since the author wrote that for
    an answer that can be judged at all.
    """

    verdict: Verdict
    expected: str = ""
    found: str = ""
    why: str = ""
    provenance: Provenance | None = None
    rows: tuple[Row, ...] = ()
    beyond_feedback: bool = False


def compared(
    agrees: bool, expected: str, found: str, provenance: Provenance, why: str, rows: tuple[Row, ...] = ()
) -> Finding:
    """PASSED where it agrees, else FAILED for the reason `why`."""
    if agrees:
        return Finding(Verdict.PASSED, expected, found, "", provenance, rows)
    return Finding(Verdict.FAILED, expected, found, why, provenance, rows)


def absent(found: str, why: str, expected: str = "", provenance: Provenance | None = None) -> Finding:
    """FAILED because the answer lacks the very thing that is to be judged."""
    return Finding(Verdict.FAILED, expected, found, why, provenance, beyond_feedback=True)


def errored(why: str) -> Finding:
    """The check could not be made, and not because of the answer."""
    return Finding(Verdict.ERRORED, why=why, beyond_feedback=True)


def from_rows(rows: Sequence[Row], provenance: Provenance, why: str) -> Finding:
    """PASSED when all rows agree, and there are some; a failure names those that do not."""
    told = [row for row in rows if not row.agrees] or rows
    return compared(
        agrees=bool(rows) and all(row.agrees for row in rows),
        expected=", ".join(f"{row.label} {row.expected}" for row in told),
        found=", ".join(f"{row.label} {row.found}" for row in told),
        provenance=provenance,
        why=why,
        rows=tuple(rows),
    )
