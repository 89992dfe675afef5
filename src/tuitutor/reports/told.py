"""What a check found, as its learner may read it.

An exception that an answer raises over hidden data may hold some of it, so its text is left out.
"""

from __future__ import annotations

from tuitutor.grading.program import UNMEASURED
from tuitutor.grading.scores import UNPREDICTED
from tuitutor.progress.verdicts import Check


def told(check: Check) -> str:
    """In one line: what it expected, what it found, and why that matters."""
    both = f"expected {check.expected}, found {check.found}" if check.expected and check.found else ""
    return "; ".join(filter(None, (both, without_data(check.why))))


def without_data(why: str) -> str:
    """Why a check failed, without what was raised over hidden data."""
    for sentence in (UNMEASURED, UNPREDICTED):
        if why.startswith(sentence):
            return f"{sentence}; tuitutor check says why, on other data."
    return why
