"""The links, labels and other references in a lesson's Markdown, and their targets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.anchors.index import slugify, unique_slug
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from tuitutor.course.directives import FENCES, directive
from tuitutor.course.findings import DIRECTIVE_DEPTH, Findings

Kind = Literal["link", "file", "label", "document", "definition"]

_ROLES: dict[str, Kind] = {"ref": "label", "numref": "label", "doc": "document", "download": "file"}
_TITLED = re.compile(r".*<(.+)>", re.DOTALL)  # {ref}`title <label>`
_UNDEFINED = re.compile(r"\[(\^[^\]\s]+)\]|\]\[([^\]]+)\]")  # in text that is neither link nor footnote
# The content of these is not Markdown.
_OPAQUE = frozenset(
    {"code", "code-block", "sourcecode", "code-cell", "csv-table", "eval-rst", "math", "mermaid", "raw", "toctree"}
)
_PICTURES = frozenset({"figure", "image"})


@dataclass(frozen=True, slots=True)
class CrossReference:
    """A reference to `target`, as it is written, on a `line` of the file.

    A "link" is an address, a file or `#` and an anchor; a "definition" is missing, for `[a][b]` or `[^b]`.
    """

    kind: Kind
    target: str
    line: int


@dataclass(slots=True)
class References:
    """A lesson's references; the anchors of its headings, as GitHub and myst-nb make them; and its labels."""

    uses: list[CrossReference] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)


def read_references(text: str) -> References:
    """The references in a lesson's whole text, including those in hints and admonitions."""
    found = References()
    _read(text, 1, {}, found)
    return found


@cache
def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark").enable("table").use(front_matter_plugin).use(colon_fence_plugin)
    md.use(myst_block_plugin).use(myst_role_plugin).use(footnote_plugin)
    return md.use(dollarmath_plugin, allow_space=False, allow_digits=False)


def _read(text: str, first_line: int, env: dict[str, Any], found: References, depth: int = 0) -> None:
    tokens = _parser().parse(text, env)
    for before, token in zip([None, *tokens], tokens, strict=False):
        line = first_line + (token.map[0] if token.map else 0)
        if token.type == "myst_target":
            found.labels.add(token.content)
        elif token.type in FENCES:
            _read_fence(token, first_line, env, found, depth + 1)
        elif token.type == "inline":
            if before is not None and before.type == "heading_open":
                words = [child.content for child in token.children or [] if child.type in ("text", "code_inline")]
                unique_slug(slugify("".join(words)), found.anchors)
            found.uses += _uses(token.children or [], line)


def _read_fence(token: Token, first_line: int, env: dict[str, Any], found: References, depth: int) -> None:
    fence = directive(token, first_line, Findings(Path()))  # reading the lesson has reported its faults
    if fence is None:
        return
    found.labels |= {label for key in ("label", "name") if (label := fence.option(key))}
    if fence.name in _PICTURES and fence.argument:
        found.uses.append(CrossReference("link", fence.argument, fence.line))
    if fence.name not in _OPAQUE and depth <= DIRECTIVE_DEPTH:
        known = {"references": dict(env.get("references", {}))}  # the lesson's definitions also apply here
        _read(fence.body, fence.body_line, known, found, depth)


def _uses(children: list[Token], line: int) -> Iterator[CrossReference]:
    for child in children:
        match child.type:
            case "softbreak" | "hardbreak":
                line += 1
            case "link_open":
                yield CrossReference("link", str(child.attrs["href"]), line)
            case "image":
                yield CrossReference("link", str(child.attrs["src"]), line)
            case "myst_role" if kind := _ROLES.get(child.meta["name"]):
                titled = _TITLED.fullmatch(child.content)
                yield CrossReference(kind, (titled[1] if titled else child.content).strip(), line)
            case "text":
                for match in _UNDEFINED.finditer(child.content):
                    yield CrossReference("definition", match[1] or match[2], line)
            case _:
                pass
