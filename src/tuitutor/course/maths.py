"""Maths in Markdown -> Unicode text. Code is never touched.

A Markdown parser decides where the maths is; only the formulas are then replaced, so the rest stays as its author
wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.dollarmath.index import math_block_dollar, math_inline_dollar
from msgspec import Struct

from tuitutor.course import tex

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~$]")
_LINE_START = re.compile(r"^(?=[-+#=])|^(\d+)(?=[.)](?:\s|$))")


class _Edit(Struct, frozen=True):
    """Text that replaces what is between two places, each a line and a column."""

    start: tuple[int, int]
    end: tuple[int, int]
    text: str


def to_unicode(markdown: str) -> str:
    """The Markdown with `$...$` and `$$...$$` as Unicode text; everything else as it was.

    As on GitHub, inline maths has no space just inside its dollars and no digit beside them: `$5 or $6` is money.
    """
    if "$" not in markdown:
        return markdown
    lines = markdown.split("\n")
    columns = [0] * len(lines)  # how far each line has been read: a table's row has several tokens
    edits: list[_Edit] = []
    env: dict[str, Any] = {}
    for token in _parser().parse(markdown, env):
        if token.type.startswith("math_block"):
            # a display formula is a paragraph with a line for each of its rows
            first, last = token.map or [0, 1]
            margin = lines[first].index("$$")
            below = re.sub(r"[^>\s]", " ", lines[first][:margin])  # only the first line has the list's marker
            text = f"  \n{below}".join(map(escaped, tex.to_lines(token.content)))
            end = last - 1, len(lines[last - 1])
            edits.append(_Edit((first, margin), end, f"{text}\n{below}".rstrip(" ")))
        elif token.type == "inline":
            edits += _inline(token, lines, columns, env)
    for edit in reversed(edits):
        (first, left), (last, right) = edit.start, edit.end
        lines[first : last + 1] = [lines[first][:left] + edit.text + lines[last][right:]]
    return "\n".join(lines)


def _inline(token: Token, lines: list[str], columns: list[int], env: dict[str, Any]) -> Iterator[_Edit]:
    """The formulas of a paragraph or the like; none if its content isn't in the lines literally."""
    places: list[tuple[int, int]] = []  # of each character of the content
    for number, text in enumerate(token.content.split("\n"), start=(token.map or [0])[0]):
        column = lines[number].find(text, columns[number]) if number < len(lines) else -1
        if column < 0:
            return
        columns[number] = column + len(text)
        places += [(number, column + offset) for offset in range(len(text) + 1)]
    if "$" not in token.content:
        return
    children: list[Token] = []
    _parser().inline.parse(token.content, _parser(), env, children)
    for child in children:
        if child.type.startswith("math_inline"):
            start, end = child.meta["span"]
            yield _Edit(places[start], places[end], escaped(tex.to_text(child.content.replace("\n", " "))))


def escaped(text: str) -> str:
    """The text, escaped for Markdown."""
    return _LINE_START.sub(r"\1\\", _SPECIAL.sub(r"\\\g<0>", text))


@cache
def _parser() -> MarkdownIt:
    """A parser that finds blocks, and parses inline text only when asked to."""
    md = MarkdownIt("commonmark").enable("table")
    md.core.ruler.enableOnly(["block"])  # not "normalize", so that line numbers are those of the original text
    md.block.ruler.before("fence", "math_block", math_block_dollar())
    md.inline.ruler.before("escape", "math_inline", _math_inline)
    return md


_dollars = math_inline_dollar(allow_space=False, allow_digits=False, allow_double=True)


def _math_inline(state: StateInline, silent: bool) -> bool:
    """Inline maths, with its position in the text. Code binds tighter: a backtick is never within maths."""
    start = state.pos
    if not _dollars(state, True) or "`" in state.src[start : state.pos]:
        state.pos = start
        return False
    if not silent:
        state.pos = start
        _dollars(state, False)
        state.tokens[-1].meta = {"span": (start, state.pos)}
    return True
