"""Submissions as values."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from tuitutor.grading.verdicts import Verdict
from tuitutor.progress.verdicts import Unread


@dataclass(frozen=True, slots=True)
class Found:
    """A file that was handed in; `trouble` is one sentence on why it has no `data`, or "".

    `parts` is its path, including the names of zips; the last `below` of them lie below the folder or zip with
    everybody's answers (0: it is that zip itself). `modified` is in seconds since 1970, `source` is the name to show.
    """

    parts: tuple[str, ...]
    modified: float = 0.0
    data: bytes = b""
    below: int = 1
    source: str = ""
    trouble: str = ""


class Claim(msgspec.Struct, frozen=True, omit_defaults=True):
    """The verdict of a learner's own tuitutor on an answer. It never counts, since anybody can write it.

    If the exercise has variants, `variant` is the number of the one drawn for the name `learner`.
    """

    version: str
    verdict: Verdict | None
    variant: int = 0
    learner: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """One learner's answer to one exercise: the newest, if there are `others`, which are not graded.

    `who` is unique to a learner, even if two have the same name. No name here has control characters.
    """

    who: str
    exercise: str
    text: str
    source: str
    others: tuple[str, ...] = ()
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Collected:
    """All that was handed in, sorted by who, exercise and source."""

    submissions: tuple[Submission, ...] = ()
    unread: tuple[Unread, ...] = ()


def printable(name: str) -> str:
    """A name that is safe for terminals and for any Unicode encoding: unprintable characters become U+FFFD."""
    return name if name.isprintable() else "".join(char if char.isprintable() else "\ufffd" for char in name)
