"""A recogniser of one typical error: the exception's class, a pattern of its message, and what to say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tuitutor.coach.code import Code
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.messages import ErrorInfo

_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True, slots=True)
class Case:
    """A recognised error: what the pattern matched, and the code that was run."""

    match: re.Match[str]
    error: ErrorInfo
    code: Code

    def __getitem__(self, group: str | int) -> str:
        return self.match[group] or ""

    @property
    def text(self) -> str:
        """The learner's line, stripped; "" when it is not known."""
        return self.error.frames[-1].text.strip() if self.error.frames else ""


Words = tuple[str, str]
"""Why it happened, and what to try."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`say` may still decline with None, when the match turns out to be something else."""

    topic: str
    kinds: frozenset[str]
    pattern: re.Pattern[str]
    say: Callable[[Case], Words | None]

    def advice(self, error: ErrorInfo, code: Code) -> Advice | None:
        """What to tell the learner, or None when this is not such an error."""
        if error.kind not in self.kinds:
            return None
        match = self.pattern.search(_ANSI.sub("", error.message))
        words = self.say(Case(match, error, code)) if match is not None else None
        return Advice(self.topic, *words, line=error.line) if words is not None else None


def rule(topic: str, kinds: str, pattern: str) -> Callable[[Callable[[Case], Words | None]], Rule]:
    """Makes a Rule of the function below it. `kinds` are class names, separated by spaces."""

    def make(say: Callable[[Case], Words | None]) -> Rule:
        return Rule(topic, frozenset(kinds.split()), re.compile(pattern, re.DOTALL), say)

    return make


def fixed(topic: str, kinds: str, pattern: str, why: str, try_: str) -> Rule:
    """A rule whose words are always the same."""
    return rule(topic, kinds, pattern)(lambda _: (why, try_))
