"""A learner's edition of a course: which checks it leaves to the teacher's edition, and the versions of its exercises.

It has no secrets from which learners could work out an answer: a question's answer, hidden data, a `measure` cell.
"""

from __future__ import annotations

import json
import re

from tuitutor.course.checks import Check
from tuitutor.course.digest import digest
from tuitutor.course.model import MeasureCell
from tuitutor.course.python_cells import assigned
from tuitutor.course.schema import CheckList

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)  # not in a learner's edition


def needs_secret(check: Check, measure: MeasureCell | None) -> bool:
    """Whether a learner's edition can't make the check of an exercise with this `measure` cell."""
    measured = assigned(measure.source) if measure is not None else frozenset[str]()
    return check.kind.needs_secret(measured, other_model=measure is not None and bool(measure.model))


def public_version(checks: CheckList, version: str, measure: MeasureCell | None, prose: str, starter: str) -> str:
    """The version of an exercise in a learner's edition: `version` itself, if there is no secret in it.

    Otherwise it hashes only text that learners can read: anyone who hashes all short answers would find the right one.
    The task is a part of it, since two questions may differ in their answers only.
    """
    secret = [needs_secret(check, measure) for check in checks.checks]
    if not any(secret) and measure is None:
        return version
    public = [
        {"later": True, "points": check.points} if is_secret else entry
        for check, is_secret, entry in zip(checks.checks, secret, checks.tasks, strict=False)
    ]
    task = " ".join(COMMENT.sub("", prose).split())
    return digest(json.dumps([public, task, starter.strip()], sort_keys=True))
