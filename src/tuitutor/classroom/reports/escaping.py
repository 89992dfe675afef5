"""Escapes learners' text for reports, where it stays plain text, and removes hidden data. Pure.

The text of an exception on hidden data is left out, since it may contain some of the data.
"""

from __future__ import annotations

import re

from tuitutor.grading.answer_checks import UNMEASURED
from tuitutor.grading.scores import UNPREDICTED
from tuitutor.grading.verdicts import CheckResult

# The start of a formula in a spreadsheet, including the full-width signs that some accept
_SIGN = "[=+\\-@|%＝＋－＠]"
_FORMULA = re.compile(rf"\s*{_SIGN}")
# The same after a semicolon, which separates cells in half of the world's spreadsheets, whatever the file's delimiter
_FORMULA_AFTER = re.compile(rf"(;[\s\"']*)(?={_SIGN})")
# Markup: anywhere, at the beginning of a line, or where the next character makes it an image, a link, a role or a dash
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~&$^]|^\s*(?:[#+\-=:]|\d+[.)])|[!:@](?=\S)|(?<=www)\.|-(?=-))")


def harmless(text: str) -> str:
    """The text on one line, without control characters: a terminal would obey them, and XML forbids them."""
    if text.isprintable():  # the usual case, kept fast: a large class has millions of texts
        return text
    return "".join(char if char.isprintable() else " " for char in text)


def cell(text: str) -> str:
    """The text for a spreadsheet, never a formula."""
    line = _FORMULA_AFTER.sub(r"\1'", harmless(text))
    return f"'{line}" if _FORMULA.match(line) else line


def markdown(text: str) -> str:
    """The text for a line of Markdown, without markup and HTML."""
    return _MARKUP.sub(lambda match: f"{match[0][:-1]}\\{match[0][-1]}", harmless(text))


def prose(text: str) -> str:
    """A sentence of ours for a cell of a Markdown table; code between backticks is not escaped."""
    parts = harmless(text).split("`")
    if len(parts) % 2 == 0 or "" in parts[1::2]:
        return markdown(text)
    inside = (f"`{part.replace('|', chr(92) + '|')}`" for part in parts[1::2])
    outside = [markdown(part) for part in parts[::2]]
    return "".join(f"{before}{span}" for before, span in zip(outside, inside, strict=False)) + outside[-1]


def code(text: str) -> str:
    """The text as inline code for a line of Markdown; a backtick becomes '."""
    line = harmless(text).replace("`", "'")
    return f"`{line}`"


def check_line(check: CheckResult) -> str:
    """The expected and the found value, and why the check failed, in one line."""
    both = f"expected {check.expected}, found {check.found}" if check.expected and check.found else ""
    return "; ".join(filter(None, (both, without_data(check.why))))


def without_data(why: str) -> str:
    """Why a check failed, without the text of an exception on hidden data."""
    for sentence in (UNMEASURED, UNPREDICTED):
        if why.startswith(sentence):
            return f"{sentence}; check your answer yourself to see why, on other data."
    return why
