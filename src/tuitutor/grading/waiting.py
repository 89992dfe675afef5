"""The checks that this program doesn't decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuitutor.course.undecided import Later, Person
from tuitutor.grading.by_kind import judge_kind
from tuitutor.grading.outcome import Finding, absent, pending

if TYPE_CHECKING:
    from tuitutor.grading.evidence import Evidence

STARTER = "This is still the starter, so there is nothing to grade yet."


@judge_kind.register(Person)
def judge_person(check: Person, evidence: Evidence) -> Finding:
    """PENDING, also for an answer that didn't run to its end; the starter is FAILED."""
    return _waiting(f"Read by a person: {'; '.join(check.rubric)}.", evidence, check.rubric)


@judge_kind.register(Later)
def judge_later(check: Later, evidence: Evidence) -> Finding:
    """PENDING; the starter is FAILED."""
    return _waiting("Graded later.", evidence)


def _waiting(why: str, evidence: Evidence, rubric: tuple[str, ...] = ()) -> Finding:
    return absent("", STARTER) if evidence.written.untouched else pending(why, rubric)
