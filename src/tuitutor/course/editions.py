"""What a learner's edition of a course leaves out, and the versions that tell the two editions' exercises apart.

A check needs a secret if learners who had all of it could work out what they are asked: a question's answer, hidden
data, or a `measure` cell.
"""

from __future__ import annotations

import json
import re

from tuitutor.course.challenge import Challenge
from tuitutor.course.checks import Accuracy, Check, Error, Source, Stdout, Variable
from tuitutor.course.choices import Question
from tuitutor.course.digest import digest
from tuitutor.course.directives import Directive
from tuitutor.course.findings import HOW_TO_NAME, SAFE_NAME, Findings
from tuitutor.course.guesses import assigned
from tuitutor.course.model import MeasureCell
from tuitutor.course.schema import CheckList

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)  # which isn't in a learner's edition
_VERSION = re.compile(r"[0-9a-f]{12}")


def needs_secret(check: Check, measure: MeasureCell | None) -> bool:
    """Whether a learner's edition can't make the check of an exercise with this `measure` cell."""
    match check.kind:
        case Question() | Accuracy() | Error():
            return True
        case Variable(name=name):
            return measure is not None and name in assigned(measure.source)
        case Stdout() | Source() | Challenge():
            return False
        case _:  # without the cell another model would be looked at
            return measure is not None and bool(measure.model)


def public_version(found: CheckList, version: str, measure: MeasureCell | None, prose: str, starter: str) -> str:
    """The version of an exercise in a learner's edition: `version` itself, if there is no secret in it.

    Otherwise it is made only of what learners can read, since a hash of a short answer gives it away to anyone who
    hashes all answers. The task is a part of it: two questions may differ in nothing else but their answer.
    """
    secret = [needs_secret(check, measure) for check in found.checks]
    if not any(secret) and measure is None:
        return version
    asked = [
        {"later": True, "points": check.points} if hidden else entry
        for check, hidden, entry in zip(found.checks, secret, found.asked, strict=False)
    ]
    told = " ".join(COMMENT.sub("", prose).split())
    return digest(json.dumps([asked, told, starter.strip()], sort_keys=True))


def given_versions(opener: Directive, findings: Findings) -> tuple[str, ...]:
    """The versions that `release` wrote into an exercise, one for each variant; none in a teacher's edition."""
    versions = tuple(opener.option("version").split())
    for version in versions:
        if not _VERSION.fullmatch(version):
            findings.add(
                opener.options["version"].line, f"found the version '{version}'; only a release has one, so take it out"
            )
    return versions


def former_labels(opener: Directive, findings: Findings) -> tuple[str, ...]:
    """The labels that the exercise had before, the first one first."""
    labels = tuple(opener.option("was").replace(",", " ").split())
    for label in labels:
        if not SAFE_NAME.fullmatch(label):
            text = f"found the former label '{label}'; {HOW_TO_NAME}"
            findings.add(opener.options["was"].line, text)
        if label == opener.option("label"):
            findings.add(opener.options["was"].line, f"found the former label '{label}', which is the label itself")
    return labels
