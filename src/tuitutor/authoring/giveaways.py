"""Warnings about recall items whose wording gives the right choice away.

They follow rules of thumb of test writing (Haladyna and Downing, 1989): the right choice must not stand out by anything
but being right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from tuitutor.course.model import Asking, Lesson, RecallItem

FEWEST = 2  # recall items of a lesson
_LONGER = 1.4  # times as many characters as the longest wrong choice
_MARGIN = 12  # characters: nobody sees a smaller difference
_WORD = re.compile(r"[^\W\d_][\w'-]{4,}")  # of five letters or more; shorter ones mean little
_ABSOLUTE = re.compile(r"\b(always|never|all|every|only|none|impossible)\b", re.IGNORECASE)


def giveaways_in(lesson: Lesson) -> Iterator[tuple[int, str]]:
    """Warnings about a lesson's items, with their lines."""
    count = len(lesson.items)
    if count < FEWEST:
        what = f"found {count or 'no'} {'item' if count == 1 else 'items'} to recall"
        yield 1, f"{what}; write {FEWEST} or more, each in a block of 'yaml recall'"
    for item in lesson.items:
        if found := next(_giveaways(item), ""):
            yield item.line, f"'{item.id}' may give its answer away: {found}"


def _giveaways(item: RecallItem) -> Iterator[str]:
    for asking in item.askings:
        question = asking.question
        if question.choices:
            if len(question.choices) == 2:
                yield "it has two choices, so guessing is right half of the time"
            wrong = [choice for choice in question.choices if choice != question.answer]
            yield from filter(None, (rule(asking, wrong) for rule in _RULES))


def _longest(asking: Asking, wrong: Sequence[str]) -> str:
    """A right choice much longer than the wrong choices."""
    right, longest = len(asking.question.answer), max(map(len, wrong))
    if right <= longest * _LONGER or right <= longest + _MARGIN:
        return ""
    return f"the right choice is by far the longest ({right} characters, the others at most {longest})"


def _article(asking: Asking, wrong: Sequence[str]) -> str:
    """A question with "a" or "an" at its end, where only the right choice fits."""
    ending = re.search(r"\b(an?)\W*$", asking.ask, re.IGNORECASE)
    if ending is None:
        return ""
    fits = [(choice[:1].lower() in "aeiou") == (ending[1].lower() == "an") for choice in wrong]
    return f"only the right choice fits after '{ending[1]}'" if not any(fits) else ""


def _form(asking: Asking, wrong: Sequence[str]) -> str:
    """A form that only the right choice has, or only the right choice lacks."""
    right = asking.question.answer
    for form, has in _FORMS.items():
        if not any(map(has, wrong)) and has(right):
            return f"only the right choice {form}"
        if len(wrong) > 1 and all(map(has, wrong)) and not has(right):
            return f"each choice but the right one {form}"
    return ""


def _echo(asking: Asking, wrong: Sequence[str]) -> str:
    """A word of the question, repeated only by the right choice."""
    question, right, others = map(_words, (asking.ask, asking.question.answer, " ".join(wrong)))
    repeated = sorted((right & question) - others)
    return f"only the right choice says '{repeated[0]}' again" if repeated and not others & question else ""


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}


def _absolute(asking: Asking, wrong: Sequence[str]) -> str:
    """Words that make a sentence wrong nearly always, in all wrong choices and not in the right one."""
    right = asking.question.answer
    all_wrong = len(wrong) > 1 and all(map(_ABSOLUTE.search, wrong)) and not _ABSOLUTE.search(right)
    return "each wrong choice says 'always', 'never' or the like, and the right one doesn't" if all_wrong else ""


_RULES: tuple[Callable[[Asking, Sequence[str]], str], ...] = (_longest, _article, _form, _echo, _absolute)
_FORMS: dict[str, Callable[[str], bool]] = {
    "ends with a full stop": lambda choice: choice.endswith("."),
    "begins with a capital": lambda choice: choice[:1].isupper(),
    "has a number in it": lambda choice: any(map(str.isdigit, choice)),
    "is a plural": lambda choice: bool(re.fullmatch(r"\w+[^s]s", choice)),
    "gives a reason": lambda choice: bool(re.search(r"\b(because|since|so that)\b", choice)),
}
