"""Code cells: their tags, their source as plain Python, and what the learner may predict."""

from __future__ import annotations

from typing import get_args

from msgspec import Struct

from tuitutor.course.directives import Directive, refuse_misspelt_options
from tuitutor.course.findings import Findings
from tuitutor.course.guesses import Guess
from tuitutor.course.model import CellTag
from tuitutor.course.python_cells import plain_python
from tuitutor.course.reading import as_strings, found, read_entry
from tuitutor.course.yamltree import read_yaml
from tuitutor.spelling import misspelt

_TAGS: tuple[str, ...] = get_args(CellTag)
_LANGUAGES = ("ipython3", "ipython", "python3", "python", "")
_MAY_FAIL = frozenset({"raises-exception", "skip-execution"})


class CodeCell(Struct, frozen=True):
    """A code cell as it was read. `original` is the source with its magics, `source` the same as plain Python."""

    original: str
    source: str
    tags: frozenset[str]
    line: int


def read_code(
    cell: Directive, findings: Findings, options: tuple[str, ...] = (), *, may_fail: bool = False
) -> CodeCell:
    """Reads a cell with its tags and `options`. A syntax error, another language or a misspelt tag is a problem.

    A cell that `may_fail` says by a tag that a syntax error in it is meant.
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


def read_guess(text: str, first_line: int, findings: Findings) -> Guess | None:
    """The guess in a block whose YAML begins at `first_line` of the file; None if it is invalid, which is a problem."""
    before = len(findings.problems)
    root = read_yaml(text, first_line, findings)
    if len(findings.problems) > before:
        return None
    if root is None or not isinstance(root.plain, dict):
        what = "nothing" if root is None else found(root)
        findings.add(first_line, f"found {what}; expected 'question:' and 'value:', each on a line")
        return None
    guess: Guess | None = read_entry(as_strings(root), Guess.of, findings)
    return guess
