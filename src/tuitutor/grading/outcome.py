"""The finding of a check, before its name and points are added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tuitutor.course.bounds import Bound
from tuitutor.grading.numbers import holds, number_beside
from tuitutor.grading.verdicts import Provenance, Row, Verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """A check's outcome.

    `beyond_feedback`: the author's feedback must not replace `why`, since it was written for answers that can be judged
    at all. `count` is a number that can be a personal best; `bound` and `value` are as in a `CheckResult`.
    """

    verdict: Verdict
    expected: str = ""
    found: str = ""
    why: str = ""
    provenance: Provenance | None = None
    rows: tuple[Row, ...] = ()
    beyond_feedback: bool = False
    count: float | None = None
    bound: Bound | None = None
    value: float | None = None


class NothingToJudge(Exception):
    """The subject of the check is missing from the answer, or not known; `finding` says which."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.why)
        self.finding = finding


def compared(
    agrees: bool, expected: str, found: str, provenance: Provenance, why: str, rows: tuple[Row, ...] = ()
) -> Finding:
    """PASSED if it agrees, else FAILED with the reason `why`."""
    verdict = Verdict.PASSED if agrees else Verdict.FAILED
    return Finding(verdict, expected, found, "" if agrees else why, provenance, rows)


def absent(found: str, why: str, expected: str = "", provenance: Provenance | None = None) -> Finding:
    """FAILED because something to judge is missing from the answer."""
    return Finding(Verdict.FAILED, expected, found, why, provenance, beyond_feedback=True)


def errored(why: str) -> Finding:
    """ERRORED: the check could not be made, through no fault of the answer."""
    return Finding(Verdict.ERRORED, why=why, beyond_feedback=True)


def pending(why: str) -> Finding:
    """PENDING: another edition decides."""
    return Finding(Verdict.PENDING, why=why, beyond_feedback=True)


def bound_rows(label: str, bound: Bound | None, value: float | None) -> Iterator[Row]:
    """The row for a number and its bound, if there is a bound."""
    if bound is not None:
        yield bound_row(label, bound, value)


def bound_row(label: str, bound: Bound, value: float | None, unknown: str = "not known") -> Row:
    """The row for a number and its bound; it shows `unknown` if the number is None."""
    if value is None:
        return Row(label, str(bound), unknown, agrees=False)
    return Row(label, str(bound), number_beside(value, bound), holds(bound, value), bound, value)


def from_rows(rows: Sequence[Row], provenance: Provenance, why: str) -> Finding:
    """PASSED if there are rows and all agree; a failure names the rows that don't."""
    named = [row for row in rows if not row.agrees] or rows
    return compared(
        agrees=bool(rows) and all(row.agrees for row in rows),
        expected=", ".join(f"{row.label} {row.expected}" for row in named),
        found=", ".join(f"{row.label} {row.found}" for row in named),
        provenance=provenance,
        why=why,
        rows=tuple(rows),
    )


def yes_or_no(value: bool) -> str:
    """True or false in a row."""
    return "yes" if value else "no"
