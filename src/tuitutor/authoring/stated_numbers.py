"""Numbers in a lesson's sentences: those marked as a cell's, and those that look like a cell's.

`0.906<!-- cell -->` says that a cell above prints 0.906, or a number that rounds to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tuitutor.course.directives import CELL_MARK, FENCES, parser
from tuitutor.course.model import Lesson, Problem

_NUMBER = r"[-−]?\d+(?:,\d{3})*(?:\.\d+)?(?:e[-+]?\d+)?"
_PRINTED = re.compile(rf"(?<![\d.]){_NUMBER}")
_SAID = re.compile(rf"(?<![\w.,])({_NUMBER})( ?%)?`?(?P<mark>{CELL_MARK.pattern})?(?![\w]|\.\d)")
_UNREAD = re.compile(r"`[^`]*`(?!<!--)|\$[^$]*\$|\]\([^)]*\)|<https?:[^>]*>|\{[\w-]+\}`[^`]*`")


@dataclass(frozen=True, slots=True)
class StatedNumber:
    """A number in a sentence, as it is written, with its line in the file; `marked` if it is marked as a cell's."""

    line: int
    text: str
    percent: bool
    marked: bool

    def is_among(self, numbers: Iterable[float]) -> bool:
        """Whether one of the numbers rounds to it, to the digits that are written."""
        value, half = _value(self.text), 0.500001 * 10 ** -len(self.text.partition(".")[2])
        candidates = (number * factor for number in numbers for factor in ((1, 100) if self.percent else (1,)))
        return any(abs(value - number) <= half for number in candidates)


def said_in(text: str) -> Iterator[StatedNumber]:
    """The numbers in the sentences of a lesson's whole text. Code, formulas and addresses are left out."""
    for number, line in enumerate(_sentences(text), start=1):
        for match in _SAID.finditer(_UNREAD.sub(lambda gone: " " * len(gone[0]), line)):
            yield StatedNumber(number, match[1], bool(match[2]), bool(match["mark"]))


def wrong_in(lesson: Lesson, text: str, printed: Mapping[int, str]) -> Iterator[Problem]:
    """Marked numbers that no cell above shows. `printed` is what the cells showed, by their lines."""
    for said in said_in(text):
        above = " ".join(shown for line, shown in printed.items() if line < said.line)
        if said.marked and not said.is_among(map(_value, _PRINTED.findall(above))):
            unit = " %" if said.percent else ""
            yield Problem(lesson.path, said.line, f"found {said.text}{unit}, which no cell above it shows; correct it")


def unmarked_in(text: str) -> list[StatedNumber]:
    """Numbers with a decimal point or percent sign that have no mark and do not occur in code either."""
    sentences = _sentences(text)
    code = "\n".join(line for line, said in zip(text.split("\n"), sentences, strict=True) if not said)
    known = list(map(_value, _PRINTED.findall(code)))
    found = (said for said in said_in(text) if not said.marked and (said.percent or "." in said.text))
    return [said for said in found if not any(_value(said.text) in (number, number * 100) for number in known)]


def _sentences(text: str) -> list[str]:
    """The lines, with those of code, checks and the front matter emptied."""
    lines = text.split("\n")
    for token in parser().parse(text):
        is_code = token.type in FENCES and (token.info.startswith("{code-cell}") or not token.info.startswith("{"))
        if (is_code or token.type == "front_matter") and token.map:
            first, end = token.map
            lines[first:end] = [""] * (end - first)
    return lines


def _value(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))
