"""Markdown as it would be read aloud: no markup, and tables row by row with the names of their columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.text import Text

from tuitutor.draw.look import Look, crop, wrap
from tuitutor.spelling import counted


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading, paragraph, item, table or piece of code. `verbatim`: its lines must not be wrapped."""

    text: str
    heading: bool = False
    verbatim: bool = False


def read_aloud(markdown: str) -> tuple[Passage, ...]:
    """The passages of a text, in order."""
    tokens = iter(MarkdownIt("commonmark").enable("table").parse(markdown))
    found: list[Passage] = []
    numbers: list[int | None] = []  # of the open lists: the next item's, None if items have none
    first = ""  # an item's bullet or number
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                numbers.append(None)
            case "ordered_list_open":
                numbers.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                numbers.pop()
            case "list_item_open":
                number = numbers[-1]
                first = "- " if number is None else f"{number}. "
                numbers[-1] = None if number is None else number + 1
            case "heading_open":
                found.append(Passage(f"Section: {_inline(next(tokens))}", heading=True))
            case "inline":
                found.append(Passage(first + _inline(token)))
                first = ""
            case "fence" | "code_block":
                found.append(Passage(token.content.rstrip(), verbatim=True))
            case "html_block":
                found.append(Passage(token.content.strip()))
            case "table_open":
                found.append(Passage(_table(tokens)))
    return tuple(passage for passage in found if passage.text.strip())


def write_passage(passage: Passage, width: int, look: Look) -> str:
    """The passage in lines of at most `width` cells; code is left as it is."""
    if passage.verbatim:
        return look.text(passage.text)
    return "\n".join(line.plain for line in wrap(passage.text, width, look))


def draw_passages(markdown: str, width: int, look: Look) -> Text:
    """A text in lines of at most `width` cells, with a blank one between its passages."""
    written = "\n\n".join(write_passage(passage, width, look) for passage in read_aloud(markdown))
    return Text("\n").join(crop(Text(line), width, look) for line in written.split("\n"))


def _table(tokens: Iterator[Token]) -> str:
    """A line per row, with a column's name before every cell."""
    rows: list[list[str]] = []
    for token in tokens:
        match token.type:
            case "tr_open":
                rows.append([])
            case "inline":
                rows[-1].append(_inline(token))
            case "table_close":
                break
    names, *body = rows
    lines = [f"Table with {counted(len(body), 'row')}."]
    for number, row in enumerate(body, start=1):
        cells = (f"{name}: {cell}" if name else cell for name, cell in zip_longest(names, row, fillvalue=""))
        lines.append(f"Row {number}. {'; '.join(cells)}.")
    return "\n".join(lines)


def _inline(token: Token) -> str:
    """The words of a line; the target of a link follows its text in brackets."""
    parts: list[str] = []
    addresses: list[str] = []
    for child in token.children or []:
        match child.type:
            case "text" | "code_inline" | "html_inline":
                parts.append(child.content)
            case "softbreak":
                parts.append(" ")
            case "hardbreak":
                parts.append("\n")
            case "image":
                parts.append(f"Picture: {child.content}")
            case "link_open":
                addresses.append(str(child.attrs.get("href", "")))
            case "link_close":
                href = addresses.pop()
                file, _, _ = href.partition("#")
                if file.endswith(".md") and "/" not in file:
                    parts.append(f" (lesson {file[:-3]})")
                elif file:
                    parts.append(f" ({href})")
    return "".join(parts)
