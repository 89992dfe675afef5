"""Text made plain: learner text safe to show, without commands to the terminal, and prose without Markdown."""

from __future__ import annotations

import re

from rich.cells import cell_len

_TAB = 8

# An unterminated string sequence (title, DCS) ends with its line, so that it can't swallow the output after it.
_ESCAPES = re.compile(
    r"""(?:\x1b\[|\x9b)[0-?]*[ -/]*(?P<final>[@-~])?
      | (?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?
      | \x1b[ -/]*[0-~]?""",
    re.VERBOSE,
)
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_LINE_ENDS = re.compile("\r+\n|[\x0b\x0c\x85\u2028\u2029]")
# C0 and C1 except for those of `_overwrite`, bidirectional overrides, which can fake the text of a line,
# invisible marks, and lone surrogates, which no terminal encoding can hold
_DROPPED = re.compile(
    "[\x01-\x07\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_MARKDOWN = re.compile(r"\[([^]]*)\]\([^)]*\)|[*`$]")
_MOVES = re.compile("[\r\b\t\x00]")
_ERASE = "\x00"  # means "erase to the end of the line" once all other NULs are gone


def plain(text: str) -> str:
    """`text` without escape sequences and control characters, as a terminal would show it in the end.

    Newlines stay and tabs become spaces. After a carriage return or backspace, text is overwritten, so a progress bar
    shows its last state.
    """
    text = _ESCAPES.sub(lambda match: _ERASE if match["final"] == "K" else "", text.replace(_ERASE, ""))
    lines = _DROPPED.sub("", _LINE_ENDS.sub("\n", text)).split("\n")
    return "\n".join(_overwrite(line) if _MOVES.search(line) else line for line in lines)


def without_controls(text: str) -> str:
    """`text` without the control characters of terminals, except newlines; its width doesn't change.

    For the last step before a terminal. Text that an unfinished sequence would swallow stays: it may be our own.
    """
    return text if text.isprintable() else _CONTROLS.sub("", text)


def one_line(text: str) -> str:
    """`text` made plain and put on one line, with single spaces."""
    return " ".join(plain(text).split())


def _overwrite(line: str) -> str:
    cells: list[str] = []
    column = 0
    for char in line:
        match char:
            case "\r":
                column = 0
            case "\b":
                column = max(0, column - 1)
            case "\t":
                column = _put(cells, column, " " * (_TAB - column % _TAB))
            case "\x00":
                del cells[column:]
            case _:
                column = _put(cells, column, char)
    return "".join(cells)


def _put(cells: list[str], column: int, text: str) -> int:
    """Write `text` over the cells from `column` on and return the next column.

    A wide character fills two cells, the second empty; a combining one joins the cell before it.
    """
    width = cell_len(text)
    if width == 0:
        if column:
            cells[column - 1] += text
        return column
    cells.extend(" " * (column - len(cells)))
    if column < len(cells) and cells[column] == "" and column:
        cells[column - 1] = " "  # its right half is being overwritten
    if column + width < len(cells) and cells[column + width] == "":
        cells[column + width] = " "
    cells[column : column + width] = list(text) if len(text) == width else [text, ""]
    return column + width


def unmarked(text: str) -> str:
    """A passage without the signs of Markdown: a link is its words, and code and bold have no marks."""
    return _MARKDOWN.sub(r"\1", text)
