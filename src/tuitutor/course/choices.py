"""The question that an exercise may ask: its right answer, its choices, and why the wrong ones are wrong."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Annotated, ClassVar

from tuitutor.course.bounds import InvalidCheck
from tuitutor.course.kind import CheckKind, Holds, ReadFrom
from tuitutor.spelling import suggestion


class Question(CheckKind, frozen=True):
    """The learner's answer after `# answer:`: a choice's text, its place in a list of words (`#2`) or, without choices,
    one number. Layout, case, punctuation and quotes don't matter; a number with more digits is rounded to the answer's.
    """

    key = "question"
    title = "Answer"
    example = "question: {choices: [9, 12, 16], answer: 12, because: {9: no biases, 16: one bias too many}}"
    read_from = ReadFrom.TEXT
    holds: ClassVar[Holds] = {}
    about_model = False
    as_written = True
    unasked = ("because",)

    answer: str
    choices: tuple[str, ...] = ()
    because: tuple[tuple[str, str], ...] = ()

    @property
    def numbered(self) -> bool:
        """Whether an answer may be a choice's place in the list: not if a choice begins with a number itself.

        Numbers are sorted by size. The largest may be right in all variants, and its place could be copied.
        """
        return bool(self.choices) and not any(re.match(r"[-+.]?\d", choice) for choice in self.choices)

    def needs_secret(self, measured: Set[str], other_model: bool) -> bool:
        return True

    @classmethod
    def of(
        cls,
        answer: Annotated[str, "the right one of the choices"] = "",
        number: Annotated[str, "the right number, where any may be given; 0.906 rounds to 0.91"] = "",
        choices: Annotated[tuple[str, ...], "the answers to choose from"] = (),
        because: Annotated[dict[str, str] | None, "why a wrong answer is wrong, shown to those who give it"] = None,
    ) -> Question:
        """A question with `choices` and the right `answer` among them, or for a `number`. Raises InvalidCheck."""
        right, offered = (answer or number).strip(), tuple(choice.strip() for choice in choices)
        if not right or "\n" in right:
            raise InvalidCheck("'answer' or 'number' has to be one line of text")
        if number and (answer or offered):
            raise InvalidCheck(
                "found 'number' together with 'answer' or 'choices'; for any number to be typed, keep only 'number'"
            )
        if offered and right not in offered:
            raise InvalidCheck(f"the answer '{right}' is not among the choices; {suggestion(right, offered)}")
        if len(set(map(_value, offered))) < len(offered):
            raise InvalidCheck("found a choice twice")
        reasons = tuple((wrong.strip(), reason.strip()) for wrong, reason in (because or {}).items())
        for text in () if offered else (right, *(wrong for wrong, _ in reasons)):
            if not re.fullmatch(r"-?\d+(\.\d+)?", text):
                words = "" if number else "; an answer in words needs 'choices' to choose from"
                raise InvalidCheck(f"found '{text}'; expected a number, such as 640 or 0.91{words}")
        _require_reasons(right, offered, reasons)
        return cls(right, offered, reasons)

    @classmethod
    def without_answer(cls, choices: tuple[str, ...] = ()) -> Question:
        """The question in an edition without its answer, which is "" there. Raises InvalidCheck."""
        offered = tuple(choice.strip() for choice in choices)
        if len(set(map(_value, offered))) < len(offered):
            raise InvalidCheck("found a choice twice")
        return cls("", offered)


def _require_reasons(answer: str, choices: tuple[str, ...], because: tuple[tuple[str, str], ...]) -> None:
    others = [choice for choice in choices if choice != answer]
    for wrong, reason in because:
        if _value(wrong) == _value(answer):
            raise InvalidCheck(f"in 'because': '{wrong}' is the right answer, which needs no reason")
        if choices and wrong not in others:
            raise InvalidCheck(f"in 'because': '{wrong}' is not among the choices; {suggestion(wrong, others)}")
        if not wrong or not reason:
            raise InvalidCheck(f"in 'because': found no reason for '{wrong}'; expected text")
    if len({_value(wrong) for wrong, _ in because}) < len(because):
        raise InvalidCheck("in 'because': found an answer twice")


def _value(text: str) -> float | str:
    """An answer in a form to compare: 0.5 and 0.50 are the same."""
    try:
        return float(text)
    except ValueError:
        return text.strip().casefold()
