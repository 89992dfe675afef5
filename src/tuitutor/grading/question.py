"""The answer to a question: its place in the draft, and the choice that it names.

An answer is a choice's text, its place in a list of words (`#2`), or a single number if the question is for a number.
Layout, case, punctuation and quotes don't matter. The learner is told how to write any other answer.
"""

from __future__ import annotations

import re
import unicodedata

from tuitutor.course.choices import Question
from tuitutor.grading.numbers import number_in

NO_ANSWER = "no answer"
_ANSWER_LINE = re.compile(r"^[ \t]*#+[ \t]*answer[ \t]*[:=：](.*)$", re.IGNORECASE | re.MULTILINE)
_UNMARKED = re.compile(r"^[ \t]*answer[ \t]*[:=：](.*)$", re.IGNORECASE | re.MULTILINE)
_BELOW = re.compile(_ANSWER_LINE.pattern.replace("(.*)", r"\s*#*(.*)"), re.IGNORECASE | re.MULTILINE)
_LONGEST = 400  # characters of an answer
# A sign or a point belongs to the number after it; other punctuation means nothing.
_AROUND = " \"'`“”()[]*_"
_PUNCTUATION = re.compile(r"(?:(?![-+.]\d)[\s.,:;!?'\"`“”‘’«»()\[\]{}*_-])+")


def chosen(check: Question, draft: str) -> str | None:
    """The choice that the draft names, or None."""
    return read_choice(check, parse_choice(check, draft))


def with_answer(text: str, answer: str) -> str:
    """The draft with this answer in place of the old one, or as a new first line."""
    line = f"# answer: {answer}"
    old = _ANSWER_LINE.search(text)
    if old is None:
        return f"{line}\n{text}"
    # A second answer would contradict the one that was just chosen.
    return text[: old.start()] + line + _ANSWER_LINE.sub("", text[old.end() :])


def answer_and_code(text: str) -> tuple[str, str]:
    """The text of the `# answer:` line in an author's solution, and the code without that line."""
    line = _ANSWER_LINE.search(text)
    return (line[1].strip(), text[: line.start()] + text[line.end() + 1 :]) if line else ("", text)


def parse_choice(check: Question, draft: str) -> str:
    """The text after `# answer:`. Several such lines are joined, since they are several answers.

    Without such a text, `answer = 12` counts, or a choice alone on the line below. Only the beginning of a text is
    returned if it is too long for an answer.
    """
    for pattern in (_ANSWER_LINE, _UNMARKED):
        texts = dict.fromkeys(text.strip() for text in pattern.findall(draft))
        if joined := " | ".join(filter(None, texts)):
            return joined[: _LONGEST + 1]
    below = _BELOW.search(draft)
    text = below[1].strip()[: _LONGEST + 1] if below else ""
    return text if text and read_choice(check, text) is not None else ""


def read_choice(check: Question, text: str) -> str | None:
    """The choice in a text or, for a number, the foreseen answer; None if there isn't exactly one."""
    if not text or len(text) > _LONGEST:  # it was cut off, so its beginning says nothing
        return None
    for same in (str.strip, _squeezed, _bare):
        choices = [choice for choice in check.choices if same(choice) == same(text)]
        if len(choices) == 1:
            return choices[0]
    # The answers that can be recognised: the choices or, for a number, the answers that the author foresaw.
    known = check.choices or (*filter(None, [check.answer]), *(wrong for wrong, _ in check.because))
    named = {answer for value in number_values(text) for answer in known if _rounds_to(answer, value)}
    if named or not check.choices:
        return named.pop() if len(named) == 1 else None
    found = re.fullmatch(r"(?:# ?)?([1-9]\d?)", _bare(text)) if check.numbered else None
    return check.choices[int(found[1]) - 1] if found and int(found[1]) <= len(check.choices) else None


def _squeezed(text: str) -> str:
    """The text without quotes around it and without spaces, except for one between two numbers."""
    return re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", _folded(text).strip(" \"'`“”."))


def _bare(text: str) -> str:
    """The text without punctuation: its words, its numbers and their signs."""
    return " ".join(_PUNCTUATION.sub(" ", _folded(text)).split())


def _folded(text: str) -> str:
    """The text in lower case, with a single form of every letter and of a minus."""
    return unicodedata.normalize("NFKC", text).casefold().replace("−", "-")


def number_values(text: str) -> list[float]:
    """The possible values of a text, if it is a single number: 50 % is 0.5 or 50."""
    alone = text.lstrip(_AROUND + "=~≈").rstrip(_AROUND + ".!?")
    value, percent = number_in(alone), number_in(alone.removesuffix("%"))
    return [number for number in (value, percent) if number is not None and (number == value or number > 1)]


def _rounds_to(answer: str, value: float) -> bool:
    """Whether a value is this number or, if the number has a point and two digits or more, rounds to it."""
    decimal = re.fullmatch(r"-?(\d*)\.(\d+)", answer)
    half = 0.0
    if decimal and len((decimal[1] + decimal[2]).lstrip("0")) > 1:
        half = 0.5 * 10.0 ** -len(decimal[2])
    return any(value == number or abs(value - number) < half * (1 - 1e-9) for number in number_values(answer))
