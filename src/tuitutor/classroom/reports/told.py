"""A check's result, in the form that the learner may read.

An exception that an answer raises on hidden data may contain some of the data, so its text is left out.
"""

from __future__ import annotations

from tuitutor.grading.scores import UNPREDICTED
from tuitutor.grading.variables import UNMEASURED
from tuitutor.grading.verdicts import CheckResult


def told(check: CheckResult) -> str:
    """What the check expected, what it found and why it failed, in one line."""
    both = f"expected {check.expected}, found {check.found}" if check.expected and check.found else ""
    return "; ".join(filter(None, (both, without_data(check.why))))


def without_data(why: str) -> str:
    """Why a check failed, without the text of an exception on hidden data."""
    for sentence in (UNMEASURED, UNPREDICTED):
        if why.startswith(sentence):
            return f"{sentence}; check your answer yourself to see why, on other data."
    return why
