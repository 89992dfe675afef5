"""Python in the editor, without a widget: its colours, and the edits of keys."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Iterator, Sequence
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


def indented(lines: Sequence[str], width: int) -> list[str]:
    """The lines one step deeper; blank ones stay empty."""
    return [" " * width + line if line.strip() else line for line in lines]


def dedented(lines: Sequence[str], width: int) -> list[str]:
    """The lines one step less deep, if they are indented."""
    return [line[min(width, _depth(line)) :] for line in lines]


def commented(lines: Sequence[str]) -> list[str]:
    """The lines as comments or, if all of them are comments, the code inside."""
    written = [line for line in lines if line.strip()]
    if not written:
        return list(lines)
    if all(line.lstrip().startswith("#") for line in written):
        return [re.sub("# ?", "", line, count=1) for line in lines]
    at = min(map(_depth, written))
    return [f"{line[:at]}# {line[at:]}" if line.strip() else line for line in lines]


def backspaced(before: str, width: int) -> int:
    """The characters that backspace deletes: in an indentation, back to the previous tab stop; elsewhere 1."""
    return (len(before) - 1) % width + 1 if before and not before.strip(" ") else 1


_CLOSERS = {"(": ")", "[": "]", "{": "}", '"': '"', "'": "'"}
BRACKETS = "()[]{}\"'"
_PREFIX = re.compile(r"(?<!\w)[rbufRBUFtT]{1,2}$")  # of a string


def closer_of(before: str, after: str, character: str) -> str:
    """The closing bracket or quote for a character typed between two texts, the second up to the line's end; or "".

    It is "" before a word, in a string or comment, or if the rest of the line has a closing bracket for it.
    """
    if character not in _CLOSERS or (after[:1] and after[0] not in " \t)]},:;") or not _in_code(before):
        return ""
    closer = _CLOSERS[character]
    if closer != character:
        spare = _unmatched(reversed(after), closer, character) > _unmatched(before, character, closer)
        return "" if spare else closer
    if before.endswith(character):  # the third quote in a row opens a long string
        return character * 3 if before.endswith(character * 2) and not before.endswith(character * 3) else ""
    return closer if not before[-1:].isalnum() or _PREFIX.search(before) else ""


def steps_over(before: str, after: str, character: str) -> bool:
    """Whether typing a closing character only moves the cursor over the same character."""
    if not character or not after.startswith(character):
        return False
    if character in ")]}":
        return _in_code(before)
    if character not in "\"'":
        return False
    string = open_string(before)
    return bool(string) and string[0] == character and (len(string) - len(string.rstrip("\\"))) % 2 == 0


def is_pair(before: str, after: str) -> bool:
    """Whether the cursor is between a bracket or quote and its closing one."""
    closer = _CLOSERS.get(before[-1:], "")
    inside = open_string(before) == closer if closer in "\"'" else _in_code(before)
    return bool(closer) and after.startswith(closer) and inside


def wrapped(text: str, character: str) -> str:
    """A selected text in brackets or quotes, from the opening character; "" for any other character."""
    fits = character in _CLOSERS and ("\n" not in text or _CLOSERS[character] != character)
    return f"{character}{text}{_CLOSERS[character]}" if fits else ""


def _in_code(before: str) -> bool:
    """Whether a text ends neither in a string nor in a comment."""
    return not before or _ending(before) == ""


def open_string(before: str) -> str:
    """The string at the end of a text, from its quote on; "" if there is none."""
    ending = _ending(before)
    return "" if ending.startswith("#") else ending


def quote_of(string: str) -> str:
    """The closing quote of a string that begins like this; "" for ""."""
    return string[:3] if string[:3] in ('"""', "'''") else string[:1]


@lru_cache(maxsize=1)
def _ending(before: str) -> str:
    """The comment or the string, without its prefix, at the end of a text; "" if there is none."""
    from tuitutor.assist.cursor import tokens  # only needed once somebody types

    last = next(iter(reversed(tokens(before))), None)
    if last is None or last.end < len(before) or last.kind not in ("comment", "open"):
        return ""
    return last.text if last.kind == "comment" else last.text.lstrip("rbufRBUF")


def _unmatched(text: Iterable[str], opener: str, closer: str) -> int:
    """The number of openers that aren't closed in a text."""
    depth = 0
    for character in text:
        depth = max(0, depth + (character == opener) - (character == closer))
    return depth


def places(lines: Sequence[str], text: str) -> list[tuple[int, int]]:
    """The places of a one-line text, as (line, column) in order; case is ignored."""
    if not text:
        return []
    pattern = re.compile(re.escape(text), re.IGNORECASE)
    return [(row, match.start()) for row, line in enumerate(lines) for match in pattern.finditer(line)]


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
