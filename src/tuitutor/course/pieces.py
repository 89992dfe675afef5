"""A lesson's text, split at code cells, exercises and blocks of YAML. The text between stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

from markdown_it.common.utils import normalizeReference
from markdown_it.token import Token
from msgspec import Struct, field

from tuitutor.course.directives import FENCES, TOP_LEVEL, Directive, directive, is_closed, parser
from tuitutor.course.findings import CELLS, Findings
from tuitutor.spelling import nearest

_OPENING = re.compile(r" {0,3}(`{3,}|:{3,}|~{3,})\s*([^`~:\s].*)")
_MOST_UNCLOSED = 10  # unclosed blocks to look for in a lesson, since every one takes a pass over all of it
_LABEL = re.compile(r"\[([^\[\]]+)\]")


BlockWord = Literal["checks", "lines", "predict", "recall", "variants", "world"]
_WORDS: dict[str, BlockWord] = {word: word for word in get_args(BlockWord)}


class Chunk(Struct, frozen=True):
    """Markdown as it was written; `line` is the number of its first line, which is not blank."""

    text: str
    line: int


class YamlBlock(Struct, frozen=True):
    """A fenced block such as ` ```yaml checks `: the `word`, its YAML, and the fence's line."""

    word: BlockWord
    text: str
    line: int


Piece = Chunk | YamlBlock | Directive


class Group(Struct):
    """Pieces of the lesson itself (`opener` is None), of an exercise or of a solution."""

    opener: Directive | None
    pieces: list[Piece] = field(default_factory=list)


_SECOND: dict[BlockWord, str] = {
    "checks": "found a second block of checks; put all checks into the first",
    "lines": "found a second block of lines; put both wrong lines into the first",
    "variants": "found a second table of variants; put all values into the first",
    "world": "found a second world; put all names into the first",
}


def only_block(pieces: Sequence[Piece], word: BlockWord, findings: Findings) -> YamlBlock | None:
    """The first block with this word; any other is a problem."""
    blocks = [piece for piece in pieces if isinstance(piece, YamlBlock) and piece.word == word]
    for extra in blocks[1:]:
        findings.add(extra.line, _SECOND[word])
    return blocks[0] if blocks else None


def split_lesson(text: str, findings: Findings) -> tuple[str | None, list[Group]]:
    """A lesson's front matter (its text starts on line 2; None if there is none) and its groups, in order.

    Unclosed and misplaced gates are problems; their contents stay.
    """
    front, pieces, _ = _read(text, findings)
    groups = [Group(None)]
    for piece in pieces:
        opener = groups[-1].opener
        name = piece.name if isinstance(piece, Directive) else ""
        if name.endswith("-start") and isinstance(piece, Directive):
            _refuse_open(opener, findings)
            groups.append(Group(piece))
        elif name.endswith("-end"):
            if opener is None or opener.name != name.replace("-end", "-start"):
                findings.add(piece.line, f"found {{{name}}} without {{{name.replace('-end', '-start')}}} before it")
            else:
                groups.append(Group(None))
        else:
            groups[-1].pieces.append(piece)
    _refuse_open(groups[-1].opener, findings)
    return front, groups


def as_written(text: str) -> tuple[str, list[tuple[Piece, str]]]:
    """A lesson's front matter with its fences ("" without one), and its pieces with their text in the file.

    The ends of exercises and solutions are pieces, too.
    """
    _, pieces, start = _read(text, Findings(Path("lesson.md"), lines=text.count("\n") + 1))
    lines = text.split("\n")
    starts = [piece.line - 1 for piece in pieces]
    ends = [*starts[1:], len(lines)]
    raw = ["\n".join(lines[first:end]).rstrip() for first, end in zip(starts, ends, strict=True)]
    return "\n".join(lines[:start]).strip(), list(zip(pieces, raw, strict=True))


def _read(text: str, findings: Findings) -> tuple[str | None, list[Piece], int]:
    """The front matter, all pieces in order, and the number of lines that the front matter takes."""
    lines = text.split("\n")
    tokens, references = _parsed(lines, findings)
    front = next((token for token in tokens[:1] if token.type == "front_matter"), None)
    start = front.map[1] if front and front.map else 0
    pieces = [_with_links(piece, references) for piece in _pieces(lines, start, tokens, findings)]
    return front.content if front else None, pieces, start


def _pieces(lines: list[str], start: int, tokens: list[Token], findings: Findings) -> Iterator[Piece]:
    in_exercise, cells = False, 0
    for token in tokens:
        if token.type not in FENCES or token.map is None:
            continue
        first, end = token.map
        if not is_closed(token, lines):
            findings.add(first + 1, f"this block is never closed; end it with a line of '{token.markup}'")
        piece = _structural(token, in_exercise, findings)
        if piece is None:
            continue
        cells += isinstance(piece, Directive) and piece.name == "code-cell"
        if cells > CELLS:
            findings.add(first + 1, f"found more than {CELLS} cells; split the lesson, this is the limit")
            return
        yield from _chunk(lines, start, first)
        yield piece
        start = end
        if isinstance(piece, Directive) and piece.name in TOP_LEVEL - {"code-cell"}:
            in_exercise = piece.name == "exercise-start"
    yield from _chunk(lines, start, len(lines))


def _structural(token: Token, in_exercise: bool, findings: Findings) -> Piece | None:
    """The fence as a piece, or None when it is part of the text."""
    line = (token.map[0] if token.map else 0) + 1
    match token.info.split():
        case ["yaml" | "yml", word] if word in _WORDS:
            return YamlBlock(_WORDS[word], token.content, line)
        case ["yaml" | "yml", word] if near := nearest(word, _WORDS):  # a misspelt word counts as ours
            findings.add(line, f"found a block of '{token.info.strip()}'; did you mean 'yaml {near}'?")
            return YamlBlock(_WORDS[near], token.content, line)
    name = token.info.strip().partition("}")[0].removeprefix("{")
    if not token.info.strip().startswith("{") or not (name in TOP_LEVEL or (in_exercise and name == "hint")):
        return None
    return directive(token, 1, findings)


def _parsed(lines: list[str], findings: Findings) -> tuple[list[Token], dict[str, Any]]:
    """The tokens of the blocks in the lines, and the link references.

    A block in which another block begins was not closed, which is a problem. If there is a blank line, its end is put
    there into `lines`, so that the swallowed text causes no more problems.
    """
    reported: set[int] = set()
    while True:
        env: dict[str, Any] = {}
        parsed = parser().parse("\n".join(lines), env)
        tokens = [token for token in parsed if token.level == 0 and token.map is not None]
        swallowed = (found for token in tokens if (found := _swallowed(token)) and found[1] not in reported)
        if len(reported) == _MOST_UNCLOSED or (found := next(swallowed, None)) is None:
            return tokens, env.get("references", {})
        token, number, line = found
        first = token.map[0] + 1 if token.map else number
        reported.add(number)
        what = f"found '{line.strip()}' in the block that begins in line {first}"
        findings.add(number, f"{what}; close that block first, with '{token.markup}', or give it a longer fence")
        if not lines[number - 2].strip():
            lines[number - 2] = token.markup
            findings.unclosed.add(first)


def _swallowed(token: Token) -> tuple[Token, int, str] | None:
    """The token, with the number and text of the first line in it that opens a block by a fence at least as long."""
    if token.type not in FENCES or token.map is None:
        return None
    for number, line in enumerate(token.content.split("\n"), token.map[0] + 2):
        inner = _OPENING.fullmatch(line)
        if inner and inner[1][0] == token.markup[0] and len(inner[1]) >= len(token.markup):
            return token, number, line
    return None


def _chunk(lines: list[str], start: int, end: int) -> Iterator[Chunk]:
    while start < end and not lines[start].strip():
        start += 1
    text = "\n".join(lines[start:end]).rstrip()
    if text:
        yield Chunk(text, start + 1)


def _with_links(piece: Piece, references: dict[str, dict[str, Any]]) -> Piece:
    """A chunk with the link definitions that it uses from elsewhere in the lesson: it is drawn by itself."""
    if not isinstance(piece, Chunk) or not references:
        return piece
    used = dict.fromkeys(normalizeReference(label) for label in _LABEL.findall(piece.text))
    if used.keys().isdisjoint(references):
        return piece
    here: dict[str, Any] = {}
    parser().parse(piece.text, here)
    missing = [label for label in used if label in references and label not in here.get("references", {})]
    definitions = [f"[{label.lower()}]: <{references[label]['href']}>" for label in missing]
    return Chunk("\n".join([f"{piece.text}\n", *definitions]), piece.line) if definitions else piece


def _refuse_open(opener: Directive | None, findings: Findings) -> None:
    if opener is not None:
        end = opener.name.replace("-start", "-end")
        findings.add(opener.line, f"this {{{opener.name}}} is never closed; expected {{{end}}} after it")
