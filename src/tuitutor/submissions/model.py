"""What was handed in, as values."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from tuitutor.grading.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Found:
    """A file that was handed in, or, with `trouble`, one sentence on why it has no `data`.

    `parts` is its path with the names of the zips that it lies in; the last `below` of them lie below the folder or zip
    that holds everybody's answers (0: it is that zip itself). `modified` is in seconds since 1970, `source` what to
    call it.
    """

    parts: tuple[str, ...]
    modified: float = 0.0
    data: bytes = b""
    below: int = 1
    source: str = ""
    trouble: str = ""


class Claim(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a learner's own tuitutor said of an answer. It never counts: anybody can write it.

    Where the exercise has variants, `variant` is the number of the one that it drew for the name `learner`.
    """

    version: str
    verdict: Verdict | None
    variant: int = 0
    learner: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """One learner's answer to one exercise: the newest, where there are `others`, which are not graded.

    `who` is unique to a learner, whatever two of them are called. No name here has control characters.
    """

    who: str
    exercise: str
    text: str
    source: str
    others: tuple[str, ...] = ()
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Unusable:
    """A file that gives no answer; `text` is one sentence on why, and what to do. `exercise` is "" where unknown."""

    who: str
    exercise: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Collected:
    """All that was handed in, each list by who, exercise and source."""

    submissions: tuple[Submission, ...] = ()
    unusable: tuple[Unusable, ...] = ()


def printable(name: str) -> str:
    """A name that no terminal obeys and every encoding can hold: what cannot be seen becomes U+FFFD."""
    return name if name.isprintable() else "".join(char if char.isprintable() else "\ufffd" for char in name)
