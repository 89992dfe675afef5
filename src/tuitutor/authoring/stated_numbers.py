"""Numbers in a lesson's sentences that are a cell's output, by their marks or by their looks.

`0.906<!-- cell -->`: a cell above prints 0.906, or a number that rounds to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tuitutor.course.directives import CELL_MARK, FENCES, parser
from tuitutor.course.model import Lesson, Problem

_NUMBER = r"[-−]?\d+(?:,\d{3})*(?:\.\d+)?(?:e[-+]?\d+)?"
_PRINTED = re.compile(rf"(?<![\d.]){_NUMBER}")
_STATED = re.compile(rf"(?<![\w.,])({_NUMBER})( ?%)?`?(?P<mark>{CELL_MARK.pattern})?(?![\w]|\.\d)")
_SKIPPED = re.compile(r"`[^`]*`(?!<!--)|\$[^$]*\$|\]\([^)]*\)|<https?:[^>]*>|\{[\w-]+\}`[^`]*`")


@dataclass(frozen=True, slots=True)
class StatedNumber:
    """A number in a sentence, as it is written, with its line in the file; `marked` if it is marked as a cell's."""

    line: int
    text: str
    percent: bool
    marked: bool

    def is_among(self, numbers: Iterable[float]) -> bool:
        """Whether one of the numbers, rounded to as many digits, is this one."""
        value, half = _value(self.text), 0.500001 * 10 ** -len(self.text.partition(".")[2])
        candidates = (number * factor for number in numbers for factor in ((1, 100) if self.percent else (1,)))
        return any(abs(value - number) <= half for number in candidates)


def stated_in(text: str) -> Iterator[StatedNumber]:
    """The numbers in the sentences of a lesson's whole text. Code, formulas and addresses are left out."""
    for line, sentence in enumerate(_sentences(text), start=1):
        for match in _STATED.finditer(_SKIPPED.sub(lambda skipped: " " * len(skipped[0]), sentence)):
            yield StatedNumber(line, match[1], bool(match[2]), bool(match["mark"]))


def wrong_in(lesson: Lesson, text: str, printed: Mapping[int, str]) -> Iterator[Problem]:
    """Marked numbers that no cell above shows. `printed` is the output of cells, by their lines."""
    for number in stated_in(text):
        above = " ".join(output for line, output in printed.items() if line < number.line)
        if number.marked and not number.is_among(map(_value, _PRINTED.findall(above))):
            unit = " %" if number.percent else ""
            fault = f"found {number.text}{unit}, which no cell above it shows; correct it"
            yield Problem(lesson.path, number.line, fault)


def unmarked_in(text: str) -> list[StatedNumber]:
    """Numbers with a decimal point or percent sign, without a mark, that do not occur in code either."""
    code = "\n".join(line for line, sentence in zip(text.split("\n"), _sentences(text), strict=True) if not sentence)
    known = list(map(_value, _PRINTED.findall(code)))
    unmarked = (number for number in stated_in(text) if not number.marked and (number.percent or "." in number.text))
    return [number for number in unmarked if not any(_value(number.text) in (value, value * 100) for value in known)]


def _sentences(text: str) -> list[str]:
    """The lines, but for empty lines in place of code, checks and the front matter."""
    lines = text.split("\n")
    for token in parser().parse(text):
        is_code = token.type in FENCES and (token.info.startswith("{code-cell}") or not token.info.startswith("{"))
        if (is_code or token.type == "front_matter") and token.map:
            first, end = token.map
            lines[first:end] = [""] * (end - first)
    return lines


def _value(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))
