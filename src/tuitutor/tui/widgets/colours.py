"""Python source -> which stretches of its lines have which colour.

Pygments rather than the tree-sitter of Textual's editor, which compiles a query of 15 ms for each editor of a lesson
and wants seventeen more packages; cells are short, and lexing one anew at each keystroke takes less than a millisecond.
"""

from __future__ import annotations

from functools import cache, lru_cache

from pygments.lexers.python import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType

_LONGEST = 2_000  # lines: beyond it each keystroke would be felt, and no exercise is that long

Stretch = tuple[int, int, str]
"""First column, the column after the last, and the name of a style of `TextAreaTheme.syntax_styles`."""

_STYLES: tuple[tuple[_TokenType, str], ...] = (  # the first that a token belongs to
    (Keyword.Constant, "constant.builtin"),
    (Keyword, "keyword"),
    (Operator.Word, "keyword"),
    (String, "string"),
    (Number, "number"),
    (Comment, "comment"),
    (Name.Function, "function"),
    (Name.Decorator, "function"),
    (Name.Class, "class"),
)


@lru_cache(maxsize=64)
def colours(source: str) -> tuple[tuple[Stretch, ...], ...]:
    """The coloured stretches of every line; nothing for a source that is too long to colour while it is typed."""
    lines: list[list[Stretch]] = [[] for _ in range(source.count("\n") + 1)]
    if len(lines) > _LONGEST:
        return tuple(() for _ in lines)
    row = column = 0
    for _, kind, text in _lexer().get_tokens_unprocessed(source):
        style = _style(kind)
        if text.startswith("(") and lines[row] and lines[row][-1][1:] == (column, ""):
            lines[row][-1] = (lines[row][-1][0], column, "function.call")
        for index, part in enumerate(text.split("\n")):
            if index:
                row, column = row + 1, 0
            if part and (style or kind in Name):
                lines[row].append((column, column + len(part), style))
            column += len(part)
    return tuple(tuple(stretch for stretch in line if stretch[2]) for line in lines)


@cache
def _lexer() -> PythonLexer:
    return PythonLexer(stripnl=False, ensurenl=False)


@cache
def _style(kind: _TokenType) -> str:
    return next((style for of, style in _STYLES if kind in of), "")
