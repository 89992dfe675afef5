"""How a lesson looks to some readers: on a small screen, or without seeing its figures. Only warnings."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.cells import cell_len

from tuitutor.authoring.giveaways import giveaways_in
from tuitutor.authoring.proofreading import timely
from tuitutor.authoring.stated_numbers import unmarked_in
from tuitutor.course.directives import FENCES, directive, parser
from tuitutor.course.findings import Findings, read_lesson
from tuitutor.course.model import Cell, Lesson, Problem
from tuitutor.course.yamltree import read_yaml
from tuitutor.grading.syntax import parse
from tuitutor.grading.written import called
from tuitutor.spelling import counted

CODE = 66  # columns of code that the lesson's column shows beside the line numbers
TABLE = 72  # columns of text on a screen with 80
_DRAW = ("plt.show", "plt.pause", "plot_model", "keras.utils.plot_model")
_MOST_NAMED = 8  # line numbers in one sentence


def warnings_in(lessons: Iterable[Lesson]) -> tuple[Problem, ...]:
    """Things to look at in these lessons. None of them breaks anything or is certainly wrong."""
    found: list[Problem] = []
    for lesson in timely(lessons, []):
        text = read_lesson(lesson.path, Findings(lesson.path))
        each = [*_wide_code(text), *_wide_tables(text), *_unseen(lesson, text), *_unquoted(text)]
        each += giveaways_in(lesson)
        if numbers := unmarked_in(text):
            named = ", ".join(f"{said.text}{' %' if said.percent else ''} (line {said.line})" for said in numbers)
            each.append((numbers[0].line, f"found numbers not marked as a cell's output: {named}"))
        found += [Problem(lesson.path, line, said) for line, said in sorted(each)]
    return tuple(found)


def _wide_code(text: str) -> Iterator[tuple[int, str]]:
    lines = text.split("\n")
    wide = [
        number
        for first, end in _cells(text)
        for number in range(first + 1, end + 1)
        if cell_len(line := lines[number - 1]) > CODE
        and not line.startswith(":")  # a cell's option isn't code
        and "://" not in line  # an address can't be broken
    ]
    if wide:
        count = f"{counted(len(wide), 'line')} ({_named(wide)})"
        yield wide[0], f"found {count} of code with more than {CODE} columns; break them"


def _wide_tables(text: str) -> Iterator[tuple[int, str]]:
    lines = text.split("\n")
    for token in parser().parse(text):
        if token.type == "table_open" and token.map:
            first, end = token.map
            rows = [line.strip().strip("|").split("|") for line in lines[first:end] if set(line) - set("|-: ")]
            widths = [max(cell_len(cell.strip()) for cell in column) for column in zip(*rows, strict=False)]
            width = sum(widths) + 3 * len(widths) + 1
            if width > TABLE:
                yield first + 1, f"found a table of {width} columns; {TABLE} fit on a screen of 80"


def _unseen(lesson: Lesson, text: str) -> Iterator[tuple[int, str]]:
    """Figures without a description for those who can't see them."""
    for token in parser().parse(text):
        found = directive(token, 1, Findings(Path())) if token.type in FENCES else None
        if found is not None and found.name in ("image", "figure") and not found.option("alt"):
            yield found.line, "found a picture without ':alt:'; say in a sentence what it shows"
    for number, line in enumerate(text.split("\n"), start=1):
        if "![](" in line:
            yield number, "found a picture without a text; say in a sentence what it shows, in its square brackets"
    drawing = sorted({cell.line for cell in _drawing(lesson) if not cell.alt})
    if drawing:
        count = f"{counted(len(drawing), 'cell')} (line {_named(drawing)})"
        yield drawing[0], f"found {count} drawing without ':alt:', a sentence that says what there is to be seen"


def _drawing(lesson: Lesson) -> Iterator[Cell]:
    """The cells that draw, once for each statement that does, directly or through a function of the lesson."""
    draw = set(_DRAW)
    for cell in lesson.cells:
        tree = parse(cell.source)
        for node in ast.iter_child_nodes(tree) if tree is not None else ():
            if draw.isdisjoint(called(list(ast.walk(node)))):
                continue
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                draw.add(node.name)
            else:
                yield cell


def _unquoted(text: str) -> Iterator[tuple[int, str]]:
    """Cell options that are not valid YAML. Jupyter Book reads them as YAML, and a single invalid one stops it."""
    lines = text.split("\n")
    for first, end in _cells(text):
        for number, line in enumerate(lines[first + 1 : end], start=first + 2):
            if not line.startswith(":"):
                break
            faults = Findings(Path())
            read_yaml(line[1:], number, faults)
            if faults.problems:
                key = line[1:].partition(":")[0]
                yield number, f"found a ':{key}:' that stops Jupyter Book; put its text in quotes"


def _cells(text: str) -> Iterator[tuple[int, int]]:
    """The cells that a reader sees, each as its first line (from 0) and the line after its end."""
    for token in parser().parse(text):
        is_cell = token.type == "fence" and token.info.startswith("{code-cell}")
        if is_cell and token.map and ":tags: [measure" not in token.content:
            yield token.map[0], token.map[1]


def _named(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:_MOST_NAMED])) + (", ..." if len(numbers) > _MOST_NAMED else "")
