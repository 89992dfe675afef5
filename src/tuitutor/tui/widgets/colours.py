"""Syntax colours: Python source -> the coloured ranges of its lines.

We use one regular expression: the tree-sitter of Textual's editor compiles a query for each editor of a lesson, in 15
ms, and needs seventeen more packages, and the lexer of Pygments takes 30 ms to compile. A lesson opens in 300.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from functools import lru_cache

_LONGEST = 2_000  # lines: beyond it each keystroke would lag, and no exercise is that long
_CONSTANTS = {"True", "False", "None", "Ellipsis", "NotImplemented"}
_KEYWORDS = {*keyword.kwlist} - _CONSTANTS

# an unclosed string ends with the line, or with the source if it has three quotes
_TOKEN = re.compile(
    r"""
      (?P<comment> \#[^\n]* )
    | (?P<string> (?: (?<!\w)[rRbBuUfFtT]{1,2} )?
        (?: \"{3} (?:\\.|[^\\])*? (?:\"{3}|\Z) | '{3} (?:\\.|[^\\])*? (?:'{3}|\Z)
          | \"(?:\\.|[^\\"\n])*\"? | '(?:\\.|[^\\'\n])*'? ) )
    | (?P<number> (?<![\w.]) (?: 0[xXoObB][\da-fA-F_]+ | (?:\d[\d_]*\.?[\d_]* | \.\d[\d_]*) (?:[eE][+-]?\d+)? ) [jJ]? )
    | (?P<decorator> ^[ \t]* @ [\w.]+ )
    | (?P<name> [^\W\d]\w* ) (?P<called> \ *\( )?
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)

Stretch = tuple[int, int, str]
"""First column, the column after the last, and the name of a style of `TextAreaTheme.syntax_styles`."""


@lru_cache(maxsize=64)
def colours(source: str) -> tuple[tuple[Stretch, ...], ...]:
    """The coloured ranges of every line; none for a source too long to be coloured while it is typed."""
    texts = source.split("\n")
    lines: list[list[Stretch]] = [[] for _ in texts]
    if len(lines) <= _LONGEST:
        row = begin = 0  # the line of the previous token, and where it begins in the source
        for start, end, style in _tokens(source):
            while start > begin + len(texts[row]):
                begin, row = begin + len(texts[row]) + 1, row + 1
            last, at = row, begin
            while at < end:
                stretch = (max(start - at, 0), min(end - at, len(texts[last])), style)
                lines[last].append(stretch)
                at, last = at + len(texts[last]) + 1, last + 1
    return tuple(map(tuple, lines))


def _tokens(source: str) -> Iterator[Stretch]:
    defined = ""
    for token in _TOKEN.finditer(source):
        kind, name = token.lastgroup or "", token["name"]
        if name is None:
            start = token.start() + (len(token[0]) - len(token[0].lstrip()) if kind == "decorator" else 0)
            yield start, token.end(), _STYLES[kind]
        elif style := _style(name, defined, called=token["called"] is not None):
            yield token.start("name"), token.end("name"), style
        defined = name or ""


_STYLES = {"comment": "comment", "string": "string", "number": "number", "decorator": "function"}


def _style(name: str, before: str, *, called: bool) -> str:
    if name in _CONSTANTS:
        return "constant.builtin"
    if name in _KEYWORDS:
        return "keyword"
    if before == "class":
        return "class"
    return "function" if called or before == "def" else ""
