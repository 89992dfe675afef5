"""The answer to a question: where it is in the draft, and which choice it names.

An answer is a choice's text, its place in a list of words (`#2`), or a single number if the question is for a number.
Layout, case, punctuation and quotes don't matter. The learner is told how to write any other answer.
"""

from __future__ import annotations

import re
import unicodedata

from tuitutor.course.choices import Question
from tuitutor.grading.numbers import number_in

NO_ANSWER = "no answer"  # what is found where nothing was answered
_ANSWER_LINE = re.compile(r"^[ \t]*#+[ \t]*answer[ \t]*[:=：](.*)$", re.IGNORECASE | re.MULTILINE)
_UNMARKED = re.compile(r"^[ \t]*answer[ \t]*[:=：](.*)$", re.IGNORECASE | re.MULTILINE)
_BELOW = re.compile(_ANSWER_LINE.pattern.replace("(.*)", r"\s*#*(.*)"), re.IGNORECASE | re.MULTILINE)
_LONGEST = 400  # characters that are kept of an answer
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
    """What an author's solution writes in its `# answer:` line, and its code without that line."""
    line = _ANSWER_LINE.search(text)
    return (line[1].strip(), text[: line.start()] + text[line.end() + 1 :]) if line else ("", text)


def parse_choice(check: Question, draft: str) -> str:
    """What is written after `# answer:`. Several such lines are joined, since they are several answers.

    If nothing is, an `answer = 12` counts, or a choice that is alone on the line below. Of a text that is too long
    to be an answer, only the beginning is returned.
    """
    for pattern in (_ANSWER_LINE, _UNMARKED):
        texts = dict.fromkeys(text.strip() for text in pattern.findall(draft))
        if joined := " | ".join(filter(None, texts)):
            return joined[: _LONGEST + 1]
    below = _BELOW.search(draft)
    text = below[1].strip()[: _LONGEST + 1] if below else ""
    return text if text and read_choice(check, text) is not None else ""


def read_choice(check: Question, text: str) -> str | None:
    """The choice or, of a number, the foreseen answer that the text names; None if there isn't exactly one."""
    if not text or len(text) > _LONGEST:  # it was cut off, so its beginning says nothing
        return None
    for same in (str.strip, _squeezed, _bare):
        choices = [choice for choice in check.choices if same(choice) == same(text)]
        if len(choices) == 1:
            return choices[0]
    # The answers that can be recognised: the choices or, where a number is asked, those that the author foresaw.
    known = check.choices or (*filter(None, [check.answer]), *(wrong for wrong, _ in check.because))
    named = {each for value in number_values(text) for each in known if _rounds_to(each, value)}
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
    """The text with one way of writing for each letter and for a minus."""
    return unicodedata.normalize("NFKC", text).casefold().replace("−", "-")


def number_values(text: str) -> list[float]:
    """What a number may mean, if the text is a single one: 50 % is 0.5 or 50."""
    alone = text.lstrip(_AROUND + "=~≈").rstrip(_AROUND + ".!?")
    value, percent = number_in(alone), number_in(alone.removesuffix("%"))
    return [each for each in (value, percent) if each is not None and (each == value or each > 1)]


def _rounds_to(answer: str, value: float) -> bool:
    """Whether a value is this number or, if the number has a point and two digits or more, rounds to it."""
    decimal = re.fullmatch(r"-?(\d*)\.(\d+)", answer)
    half = 0.0
    if decimal and len((decimal[1] + decimal[2]).lstrip("0")) > 1:
        half = 0.5 * 10.0 ** -len(decimal[2])
    return any(value == wanted or abs(value - wanted) < half * (1 - 1e-9) for wanted in number_values(answer))
