"""Maths in Markdown -> Unicode text. Code is never touched.

A Markdown parser finds the formulas; only they are replaced, so the rest stays as its author wrote it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.dollarmath.index import math_block_dollar, math_inline_dollar
from msgspec import Struct

from tuitutor.course.symbols import ALPHABETS, MARKS, SCRIPTS, SYMBOLS

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~$]")
_LINE_START = re.compile(r"^(?=[-+#=])|^(\d+)(?=[.)](?:\s|$))")


class _Edit(Struct, frozen=True):
    """Text to put between two places, given as lines and columns."""

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
    columns = [0] * len(lines)  # of the lines, up to which they are read: a table's row has several tokens
    edits: list[_Edit] = []
    env: dict[str, Any] = {}
    for token in _parser().parse(markdown, env):
        if token.type.startswith("math_block"):
            # a display formula is a paragraph, and its rows are lines
            first, last = token.map or [0, 1]
            margin = lines[first].index("$$")
            below = re.sub(r"[^>\s]", " ", lines[first][:margin])  # only the first line has the list's marker
            text = f"  \n{below}".join(map(escaped, to_lines(token.content)))
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
    places: list[tuple[int, int]] = []  # of the content's characters
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
            yield _Edit(places[start], places[end], escaped(to_text(child.content.replace("\n", " "))))


def escaped(text: str) -> str:
    """The text, escaped for Markdown."""
    return _LINE_START.sub(r"\1\\", _SPECIAL.sub(r"\\\g<0>", text))


@cache
def _parser() -> MarkdownIt:
    """A parser for blocks; `.inline.parse` parses inline text."""
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


# ---- one TeX formula


_LONGEST = 4_000
_COMMAND = re.compile(r"\\([A-Za-z]+|[|%$#&])")
_FENCES = {  # around tables, as TeX
    **{"matrix": ("", ""), "smallmatrix": ("", ""), "array": ("", ""), "cases": (r"\{", "")},
    **{"pmatrix": ("(", ")"), "bmatrix": ("[", "]"), "Bmatrix": (r"\{", r"\}")},
    **{"vmatrix": ("|", "|"), "Vmatrix": (r"\|", r"\|")},
}
_TABLE = re.compile(rf"\\begin\{{({'|'.join(_FENCES)})\}}((?:(?!\\begin\{{).)*?)\\end\{{\1\}}", re.DOTALL)
_COLUMNS = re.compile(r"\s*\{[^{}]*\}")  # how an array's columns are aligned
_ROW = re.compile(r"\\\\(?:\[[^\]]*\])?")
_LINE = re.compile(rf"{_ROW.pattern}|\n")
_CELL = re.compile(r"(?<!\\)&")
_DROPPED = re.compile(
    r"\\(?:begin|end)\{[A-Za-z]+\*?\}"
    r"|\\(?:left|right|[bB]igg?[lr]?|displaystyle|limits|nolimits|hline|underbrace|overbrace)(?![A-Za-z])"
    rf"|\\!|{_CELL.pattern}"
)
_SPACE = re.compile(rf"\\(?:[,;: ]|q?quad(?![A-Za-z]))|(?<!\\)~|{_ROW.pattern}")
_UPRIGHT = re.compile(r"\\(?:text(?:rm|bf|it|tt)?|math(?:rm|sf|it|tt)|operatorname)\*?(?![A-Za-z])")
_FRACTION = re.compile(r"\\[dt]?frac(?![A-Za-z])")
_ROOT = re.compile(r"\\sqrt(?![A-Za-z])")
_DEGREE = re.compile(r"\\sqrt\[([^\[\]]*)\]")
_STYLED = re.compile(rf"\\({'|'.join(ALPHABETS)})(?![A-Za-z])(?:\s*\{{([^{{}}]*)\}}|\s*(\w))?")
_MARKED = re.compile(rf"([{''.join(MARKS.values())}])([\s{{]*)([^\s{{}}])")
_SCRIPT = re.compile(r"([_^])([^\s{}()\[\]])")
_SCRIPTS = re.compile(r"([_^])\{([^{}]*)\}")
_SIMPLE = re.compile(r"\\?\w+(?:[_^](?:\w|\{[^{}]*\}))*|\S|\([^()]*\)|\[[^\[\]]*\]")
# Characters that must pass through unchanged, as placeholders from Unicode's private use area.
_HIDDEN = {"\\{": "\ue000", "\\}": "\ue001", "-": "\ue002", "\\_": "\ue003"}
_SHOWN = str.maketrans({"\ue000": "{", "\ue001": "}", "\ue002": "-", "\ue003": "_", "{": None, "}": None})


@lru_cache(maxsize=4096)
def to_text(tex: str) -> str:
    """The formula on one line. What Unicode lacks stays readable: `x^(a + b)`, `a/b`, `√(x + 1)`, `(1 2; 3 4)`.

    A formula of more than 4,000 characters stays as it is: the time for rewriting is quadratic in its length.
    """
    if len(tex) > _LONGEST:
        return " ".join(tex.split())
    text = _without_tables(tex)
    for escaped in ("\\{", "\\}", "\\_"):
        text = text.replace(escaped, _HIDDEN[escaped])
    text = _SPACE.sub(" ", _DROPPED.sub("", text))
    text = _rewrite(_UPRIGHT, 1, lambda words: words[0].replace("-", _HIDDEN["-"]), text)
    text = _rewrite(_FRACTION, 2, lambda parts: f"{_grouped(parts[0])}/{_grouped(parts[1])}", text)
    text = _rewrite(_ROOT, 1, lambda parts: f"√{_grouped(parts[0])}", _DEGREE.sub(r"^{\1}\\sqrt", text))
    text = _STYLED.sub(_styled, _COMMAND.sub(_symbol, text)).replace("-", "−")
    text = _SCRIPT.sub(_script, _MARKED.sub(r"\2\3\1", text))
    while (written := _SCRIPTS.sub(_script, text)) != text:
        text = written
    return unicodedata.normalize("NFC", " ".join(text.translate(_SHOWN).split()))


def to_lines(tex: str) -> list[str]:
    """The formula for display: a line per row, but matrices on a single line."""
    text = tex if len(tex) > _LONGEST else _without_tables(tex)
    return [line for row in _LINE.split(text) if (line := to_text(row))]


def _without_tables(tex: str) -> str:
    """The formula with matrices as text without line breaks, the inner matrices first."""
    while (written := _TABLE.sub(_table, tex)) != tex:
        tex = written
    return tex


def _table(found: re.Match[str]) -> str:
    """`(1 2; 3 4)`; columns are separated by commas if a cell has spaces."""
    name, body = found[1], found[2]
    if name == "array":
        body = _COLUMNS.sub("", body, count=1)
    rows = [[" ".join(cell.split()) for cell in _CELL.split(row)] for row in _ROW.split(body) if to_text(row)]
    plain = all(" " not in to_text(cell) for row in rows for cell in row)
    left, right = _FENCES[name]
    lines = [" ".join(row) if plain else ", ".join(cell.removesuffix(",") for cell in row) for row in rows]
    return f"{left}{'; '.join(lines)}{right}"


def _symbol(found: re.Match[str]) -> str:
    """The Unicode character for a command, or its name if there is none, as for `log`."""
    name = found[1]
    return found[0] if name in ALPHABETS else SYMBOLS.get(name) or MARKS.get(name, name)


def _styled(found: re.Match[str]) -> str:
    """A letter in another alphabet: `ℝ`, `ℒ`. Words keep their plain letters."""
    letter = found[2] or found[3] or ""
    if len(letter) != 1:
        return letter
    name = re.sub("LATIN |GREEK |LETTER ", "", unicodedata.name(letter, ""))
    for candidate in (f"{ALPHABETS[found[1]]} {name}", f"MATHEMATICAL {ALPHABETS[found[1]]} {name}"):
        try:
            return unicodedata.lookup(candidate)
        except KeyError:
            continue
    return letter


def _script(found: re.Match[str]) -> str:
    """The sub- or superscript in Unicode, if Unicode has all of its characters."""
    sign, script = found[1], found[2]
    small = "".join(SCRIPTS[sign].get(character, "") for character in script)
    return small if len(small) == len(script) > 0 else sign + _grouped(script)


def _rewrite(command: re.Pattern[str], count: int, write: Callable[[list[str]], str], text: str) -> str:
    """Replaces the `command` and its `count` arguments by what `write` makes of the arguments, everywhere."""
    while (found := command.search(text)) is not None:
        arguments, end = [], found.end()
        for _ in range(count):
            argument, end = _argument(text, end)
            arguments.append(argument)
        text = text[: found.start()] + write(arguments) + text[end:]
    return text


def _argument(text: str, start: int) -> tuple[str, int]:
    """The TeX argument at `start` (a group in braces, a command or one character) and where it ends."""
    while start < len(text) and text[start] == " ":
        start += 1
    if not text.startswith("{", start):
        command = _COMMAND.match(text, start)
        end = command.end() if command else min(start + 1, len(text))
        return text[start:end], end
    depth = 0
    for end in range(start, len(text)):
        depth += (text[end] == "{") - (text[end] == "}")
        if depth == 0:
            return text[start + 1 : end], end + 1
    return text[start + 1 :], len(text)


def _grouped(part: str) -> str:
    """A part of a formula in parentheses, unless it is a single term."""
    part = part.strip()
    return part if not part or _SIMPLE.fullmatch(part) else f"({part})"
