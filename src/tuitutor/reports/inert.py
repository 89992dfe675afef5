"""Text that learners wrote, so that no reader of a report takes it for more than text. Pure."""

from __future__ import annotations

import re

# What a spreadsheet takes for a formula, also in the full-width forms that some make of it
_FORMULA = re.compile(r"\s*[=+\-@|%＝＋－＠]")
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&$^=:@/])")


def printable(text: str) -> str:
    """The text on one line, without what a terminal obeys or XML forbids."""
    if text.isprintable():  # as nearly all is; a large class has millions of texts
        return text
    return "".join(char if char.isprintable() else " " for char in text)


def cell(text: str) -> str:
    """For a spreadsheet: no formula."""
    line = printable(text)
    return f"'{line}" if _FORMULA.match(line) else line


def markdown(text: str) -> str:
    """For a line of Markdown: no markup, and no HTML."""
    return _MARKUP.sub(r"\\\1", printable(text))


def code(text: str) -> str:
    """For a line of Markdown, as a piece of code: as it is, whatever is in it."""
    line = printable(text).replace("`", "'")
    return f"`{line}`"
