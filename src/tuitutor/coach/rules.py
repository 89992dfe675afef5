"""Recognisers of typical errors: the exception's class, a pattern for its message, and the advice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tuitutor.coach.code import Code
from tuitutor.course.kind import Change
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.raised import ErrorInfo
from tuitutor.spelling import nearest

_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True, slots=True)
class Case:
    """A recognised error: the pattern's match, and the code that ran."""

    match: re.Match[str]
    error: ErrorInfo
    code: Code

    def __getitem__(self, group: int) -> str:
        return self.groups[group]

    @property
    def groups(self) -> tuple[str, ...]:
        """The whole match, then the pattern's groups; "" for a group that did not match."""
        return (self.match[0], *self.match.groups(""))

    @property
    def text(self) -> str:
        """The learner's line, stripped; "" when it is not known."""
        return self.error.frames[-1].text.strip() if self.error.frames else ""


Words = tuple[str, str]
"""Why it happened, and what to try; "" if the first asks what was meant, which is enough."""
Say = Callable[[Case], Words | None]


def meant(why: str, name: str, known: Iterable[str], ask: str = "Did you mean `{}`?") -> Words | None:
    """`why`, which ends in `ask` with the nearest known name in place of {}; None if none is near."""
    close = nearest(name, known)
    return (f"{why} {ask.format(close)}", "") if close is not None else None


@dataclass(frozen=True, slots=True)
class Rule:
    """One recogniser. `say` may still return None, if the match turns out to be something else."""

    topic: str
    changes: tuple[Change, ...]
    kinds: frozenset[str]
    pattern: re.Pattern[str]
    say: Say

    def advice(self, error: ErrorInfo, code: Code) -> Advice | None:
        """What to tell the learner, or None if this is a different error."""
        if error.kind not in self.kinds:
            return None
        match = self.pattern.search(_ANSI.sub("", error.message))
        words = self.say(Case(match, error, code)) if match is not None else None
        return Advice(self.topic, self.changes, *words, line=error.line) if words is not None else None


class Rules(list[Rule]):
    """The recognisers of one file, in the order of trying."""

    def rule(self, topic: str, changes: tuple[Change, ...], kinds: str, pattern: str) -> Callable[[Say], Say]:
        """Decorator: adds a rule that says what the function returns. `kinds` are class names, separated by spaces."""

        def add(say: Say) -> Say:
            self.append(Rule(topic, changes, frozenset(kinds.split()), re.compile(pattern, re.DOTALL), say))
            return say

        return add

    def says(self, topic: str, changes: tuple[Change, ...], kinds: str, pattern: str) -> Callable[[str, str], None]:
        """Adds a rule with fixed words, given in a second call; {1}, {2} are the pattern's groups."""
        add = self.rule(topic, changes, kinds, pattern)

        def words(why: str, try_: str) -> None:
            add(lambda case: (why.format(*case.groups), try_.format(*case.groups)))

        return words
