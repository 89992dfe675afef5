"""A CSV file whose cells can be filled in while all other bytes stay the same. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tuitutor.errors import UsageError

_DELIMITERS = ",;\t"
_MOST = 1_000_000  # cells; each takes 500 bytes of memory, and a class of 5,000 has fewer
_FIRST_LINE = re.compile(r'(?:"(?:[^"]|"")*+"?|[^"\r\n])*+')
_QUOTED = re.compile(r'"(?:[^"]|"")*+"?')


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell's text, and its position in the file: from `start` to before `end`, including its quotes."""

    text: str
    start: int
    end: int


class CsvTable:
    """The rows of a CSV file, as Python's csv module reads them, with the commonest delimiter of the first line.

    Bytes that are not UTF-8 are preserved. Raises UsageError, a sentence without the file's name, if it isn't valid.
    """

    def __init__(self, data: bytes) -> None:
        if b"\0" in data:
            raise UsageError("it is not a CSV file in UTF-8; save it as one.")
        self._text = data.decode("utf-8", "surrogateescape")
        start = 1 if self._text.startswith("\ufeff") else 0
        first = _FIRST_LINE.match(self._text, start)
        outside = _QUOTED.sub("", first[0] if first else "")
        self._delimiter = max(_DELIMITERS, key=outside.count)
        self._cells = list(_records(self._text, start, self._delimiter))
        self._filled: dict[int, dict[int, str]] = defaultdict(dict)

    @property
    def rows(self) -> list[list[str]]:
        """The text of each cell when the file was read; an empty line is a row without cells."""
        return [[cell.text for cell in cells if cells[-1].end > cells[0].start] for cells in self._cells]

    def fill(self, row: int, column: int, text: str) -> None:
        """Put a text in a cell, which is quoted if it was or has to be."""
        self._filled[row][column] = text

    @property
    def data(self) -> bytes:
        """The file with the filled-in cells."""
        pieces, at = [], 0
        for row, texts in sorted(self._filled.items()):
            cells, last = self._cells[row], max(texts)
            for column in (column for column in sorted(texts) if column < len(cells)):
                cell, text = cells[column], texts[column]
                was_quoted = self._text.startswith('"', cell.start, cell.end)
                alone = len(cells) == 1 and last == 0  # empty and unquoted, it would be an empty line
                pieces += [self._text[at : cell.start], self._write_cell(text, was_quoted or (alone and not text))]
                at = cell.end
            if last >= len(cells):  # the row is too short
                more = (self._write_cell(texts.get(column, ""), False) for column in range(len(cells), last + 1))
                pieces += [self._text[at : cells[-1].end], *(self._delimiter + text for text in more)]
                at = cells[-1].end
        return "".join([*pieces, self._text[at:]]).encode("utf-8", "surrogateescape")

    def _write_cell(self, text: str, quoted: bool) -> str:
        special = any(char in text for char in (self._delimiter, '"', "\r", "\n"))
        return '"' + text.replace('"', '""') + '"' if quoted or special else text


def _records(text: str, at: int, delimiter: str) -> Iterator[list[_Cell]]:
    """The cells of each row, from an index of the text on."""
    plain = re.compile(rf"[^\r\n{delimiter}]*+")
    line_end = re.compile(r"\r\n|\r|\n")
    cells: list[_Cell] = []
    count = 0
    while at < len(text) or cells:
        count += 1
        if count > _MOST:
            raise UsageError(f"it has more than {_MOST:,} cells; leave only your learners and the columns for marks.")
        start, unquoted = at, ""
        if quoted := _QUOTED.match(text, at):
            if quoted[0].count('"') % 2:
                line = text.count("\n", 0, at) + 1
                raise UsageError(f"a quote in line {line} is never closed; save it as CSV again.")
            unquoted, at = quoted[0][1:-1].replace('""', '"'), quoted.end()
        if rest := plain.match(text, at):
            unquoted, at = unquoted + rest[0], rest.end()
        cells.append(_Cell(unquoted, start, at))
        if text.startswith(delimiter, at):
            at += 1
            continue
        yield cells
        cells = []
        ended = line_end.match(text, at)
        at = ended.end() if ended else at
