"""MyST's block syntax: directives as values, and as Markdown for any renderer; and code cells."""

from __future__ import annotations

import re
from functools import cache
from typing import get_args

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from msgspec import Struct

from tuitutor.course.fences import fenced
from tuitutor.course.findings import DIRECTIVE_DEPTH, Findings
from tuitutor.course.maths import to_unicode
from tuitutor.course.model import CellTag
from tuitutor.course.python_cells import plain_python
from tuitutor.course.yamltree import YamlValue, read_yaml
from tuitutor.spelling import misspelt

_NAME = re.compile(r"\{([^{}\s]+)\}\s*(.*)", re.DOTALL)
_OPTION = re.compile(r":([A-Za-z][\w-]*):(?:\s+(.*))?")
_CONTAINER = re.compile(r"[^>\s]")
_SIGNS = ("```", "~~~", ":::", "<!--", ")=")  # of MyST, wherever they are
_UNSEEN_SIGNS = ("%", "+++")  # only where a line's text begins
_BEGINS_UNSEEN = re.compile(r"^(?:[^\w\n]|\d)*(?:%|\+\+\+)", re.MULTILINE)
TOP_LEVEL = frozenset({"code-cell", "exercise-start", "exercise-end", "solution-start", "solution-end"})
FENCES = ("fence", "colon_fence")
# Lines that MyST never shows: comments, targets and the breaks between a notebook's cells.
UNSEEN = ("myst_line_comment", "myst_target", "myst_block_break")
_TITLED = frozenset({"admonition", "card", "dropdown", "sidebar", "topic"})
_ADMONITIONS = frozenset(
    {"attention", "caution", "danger", "error", "hint", "important", "note", "seealso", "tip", "warning"}
)
_TITLES = {"seealso": "See also", "admonition": "Note"}
_CODE = frozenset({"code", "code-block", "sourcecode", "code-cell"})
_OURS = TOP_LEVEL | _TITLED | _ADMONITIONS | _CODE
# Directives of MyST and Sphinx whose names look like ours.
_OTHERS = frozenset({"card-carousel", "code-example", "math", "mermaid", "tab-item", "table", "toctree"})


CELL_MARK = re.compile(r"<!--[ \t]*cell[ \t]*-->")
"""Marks the number before it as printed by a cell above. Readers do not see the mark."""


class Directive(Struct, frozen=True):
    """A fence such as ` ```{note} `. `line` is the fence's line, `body_line` the first line of the body."""

    name: str
    argument: str
    options: dict[str, YamlValue]
    body: str
    line: int
    body_line: int

    def option(self, key: str) -> str:
        """An option as it is written; "" if it is missing."""
        entry = self.options.get(key)
        return entry.text.strip() if entry else ""


@cache
def parser() -> MarkdownIt:
    """A parser that splits Markdown into blocks, and ignores inline syntax."""
    md = MarkdownIt("commonmark").enable("table")
    md.use(front_matter_plugin).use(colon_fence_plugin).use(myst_block_plugin)
    md.core.ruler.enableOnly(["block"])  # not "normalize", so that line numbers are those of the original text
    return md


def directive(token: Token, first_line: int, findings: Findings) -> Directive | None:
    """The fence as a directive, or None when it is a plain one. The text's first line is `first_line` of the file."""
    if token.map is None:
        return None
    line, info = first_line + token.map[0], token.info.strip()
    named = _NAME.fullmatch(info)
    if named is None:
        if info.startswith("{") and "}" not in info:
            findings.add(line, f"found '{info}' without its '}}'; expected a line such as '{{code-cell}} ipython3'")
        return None
    options, skipped = _options(token.content, line + 1, findings)
    lines = token.content.split("\n")
    skipped = next((i for i in range(skipped, len(lines)) if lines[i].strip()), len(lines))
    body = "\n".join(lines[skipped:]).rstrip()
    return Directive(named[1], named[2].strip(), options, body, line, line + 1 + skipped)


def _options(content: str, line: int, findings: Findings) -> tuple[dict[str, YamlValue], int]:
    """A directive's options and the number of lines that they take."""
    lines = content.split("\n")
    if lines[0].rstrip() == "---":
        end = next((i for i, text in enumerate(lines[1:], 1) if text.rstrip() == "---"), None)
        if end is None:
            findings.add(line, "this '---' option block is never closed; end it with another '---'")
            return {}, 1
        entry = read_yaml("\n".join(lines[1:end]), line + 1, findings)
        if entry is not None and not isinstance(entry.plain, dict):
            findings.add(line, "the '---' option block holds no 'key: value' lines")
        return entry.items if entry else {}, end + 1
    options: dict[str, YamlValue] = {}
    for number, text in enumerate(lines):
        option = _OPTION.fullmatch(text.strip())
        if option is None:
            return options, number
        written = option[2] or ""
        value = read_yaml(written, line + number, findings) if written.startswith(("[", '"', "'")) else None
        options[option[1]] = value or YamlValue(written, line + number, text=written)
    return options, len(lines)


def refuse_misspelt_options(found: Directive, known: tuple[str, ...], findings: Findings) -> None:
    """Report misspelt options of ours as problems; MyST has many other options."""
    for key, entry in found.options.items():
        if near := misspelt(key, known):
            findings.add(entry.line, f"unknown option ':{key}:'; did you mean ':{near}:'?")


def is_closed(token: Token, lines: list[str]) -> bool:
    """Whether a fence has a closing line."""
    first, last = token.map or [0, 1]
    closing = lines[last - 1].strip()
    return last - first > 1 and len(closing) >= len(token.markup) and not closing.strip(token.markup[0])


def readable(text: str, line: int, findings: Findings) -> str:
    """Prose as Markdown for any renderer, with its maths in Unicode; `line` is where it starts in the file."""
    return CELL_MARK.sub("", to_unicode(plain_markdown(text, line, findings))).strip("\n")


def plain_markdown(text: str, first_line: int, findings: Findings, depth: int = 0) -> str:
    """Prose as Markdown for any renderer, with its maths still in TeX.

    Directives become block quotes, code or plain text; lines that MyST never shows are removed. `depth` counts the
    directives around the text; more deeply nested text stays as it is.
    """
    # parsing all of a course's prose takes long, and expressions take longer than plain searches
    if depth > DIRECTIVE_DEPTH or not (
        any(sign in text for sign in _SIGNS)
        or (any(sign in text for sign in _UNSEEN_SIGNS) and _BEGINS_UNSEEN.search(text) is not None)
    ):
        return text
    lines, done = text.split("\n"), 0
    plain: list[str] = []
    for token in parser().parse(text):
        if token.map is None or token.map[0] < done:
            continue
        first, last = token.map
        content = token.content.strip()
        is_comment = token.type == "html_block" and content.startswith("<!--") and content.endswith("-->")
        if is_comment or token.type in UNSEEN:
            plain += [*lines[done:first], ""]
        elif token.type in FENCES and (found := directive(token, first_line, findings)) is not None:
            # into the same list item or block quote as the fence's opening line
            margin = lines[first][: lines[first].index(token.markup)]
            below = _CONTAINER.sub(" ", margin)
            shown = (f"{below if i else margin}{line}" for i, line in enumerate(_render(found, findings, depth)))
            plain += [*lines[done:first], *map(str.rstrip, shown)]
        else:
            continue
        done = last
    return "\n".join([*plain, *lines[done:]])


def _render(found: Directive, findings: Findings, depth: int) -> list[str]:
    """A directive as lines of Markdown. A directive that belongs at the top level, or can't run here, is a problem."""
    name = found.name
    if name in TOP_LEVEL:
        findings.add(found.line, f"found {{{name}}} inside another block; move it to the top level, without indent")
    elif name in ("exercise", "solution"):
        gated = f"{{{name}-start}} and {{{name}-end}}"
        findings.add(found.line, f"found {{{name}}}, in which no code cell can run; write {gated}")
    elif near := misspelt(name, _OURS, _OTHERS):
        findings.add(found.line, f"unknown directive {{{name}}}; did you mean {{{near}}}?")
    if name in _CODE:
        language = found.argument if name != "code-cell" else "python"
        return fenced(language, found.body).split("\n")
    if name == "math":
        return ["$$", found.body or found.argument, "$$"]
    if name in _ADMONITIONS or name in _TITLED:
        return _quote(found, findings, depth)
    body = plain_markdown(found.body, found.body_line, findings, depth + 1)
    return (body or found.option("alt") or found.argument).split("\n")


def _quote(found: Directive, findings: Findings, depth: int) -> list[str]:
    """An admonition as a block quote with a bold title. The rest of the line after `{note}` is text, not a title."""
    titled = found.name in _TITLED
    title = (found.argument.replace("**", "") if titled else "") or _TITLES.get(found.name, found.name.capitalize())
    start = [] if titled or not found.argument else [found.argument]
    body = plain_markdown(found.body, found.body_line, findings, depth + 1)
    text = [f"**{title}**", "", *start, *(body.split("\n") if body else [])]
    return [f"> {line}".rstrip() for line in text]


_TAGS: tuple[str, ...] = get_args(CellTag)
_LANGUAGES = ("ipython3", "ipython", "python3", "python", "")
_MAY_FAIL = frozenset({"raises-exception", "skip-execution"})


class CodeCell(Struct, frozen=True):
    """A code cell. `original` is the source with its magics, `source` the same as plain Python."""

    original: str
    source: str
    tags: frozenset[str]
    line: int


def read_code(
    cell: Directive, findings: Findings, options: tuple[str, ...] = (), *, may_fail: bool = False
) -> CodeCell:
    """Read a cell with its tags and `options`. A syntax error, another language or a misspelt tag is a problem.

    If it `may_fail`, a tag says that a syntax error is intended.
    """
    language = cell.argument.split(" ")[0]
    if language not in _LANGUAGES:
        findings.add(cell.line, f"found a cell in '{language}'; expected 'ipython3'")
    refuse_misspelt_options(cell, ("tags", *options), findings)
    tags = tags_of(cell)
    for tag in sorted(tags):
        if near := misspelt(tag, _TAGS):
            findings.add(cell.options["tags"].line, f"unknown tag '{tag}'; did you mean '{near}'?")
    source, fault = plain_python(cell.body)
    if fault is not None and not (may_fail and tags & _MAY_FAIL) and cell.line not in findings.unclosed:
        advice = "; if the cell is meant to fail, tag it 'raises-exception'" if may_fail else ""
        findings.add(cell.body_line + fault.line - 1, f"this isn't valid Python: {fault.text}{advice}")
    return CodeCell(cell.body, source, tags, cell.line)


def tags_of(cell: Directive) -> frozenset[str]:
    """The cell's tags as they are written."""
    entry = cell.options.get("tags")
    if entry is None:
        return frozenset()
    items = list(entry.items.values()) if isinstance(entry.plain, list) else [entry]
    return frozenset(tag for item in items for tag in item.text.replace(",", " ").split())
