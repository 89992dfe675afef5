"""Warnings about lessons: on a small screen, without seeing figures, in Jupyter Book, and in recall."""

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

CODE = 66  # columns of code that fit beside the line numbers on a screen of 80
TABLE = 72  # columns of text that fit there
_DRAW = ("plt.show", "plt.pause", "plot_model", "keras.utils.plot_model")
_MOST_NAMED = 8  # line numbers in one sentence


def warnings_in(lessons: Iterable[Lesson]) -> tuple[Problem, ...]:
    """Warnings about these lessons. None breaks anything or is certainly wrong."""
    problems: list[Problem] = []
    for lesson in timely(lessons, []):
        text = read_lesson(lesson.path, Findings(lesson.path))
        warnings = [*_wide_code(text), *_wide_tables(text), *_without_alt(lesson, text), *_unquoted(text)]
        warnings += [*giveaways_in(lesson), *_unmarked(text)]
        problems += [Problem(lesson.path, line, warning) for line, warning in sorted(warnings)]
    return tuple(problems)


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


def _without_alt(lesson: Lesson, text: str) -> Iterator[tuple[int, str]]:
    """Figures without a description for readers who can't see them."""
    for token in parser().parse(text):
        figure = directive(token, 1, Findings(Path())) if token.type in FENCES else None
        if figure is not None and figure.name in ("image", "figure") and not figure.option("alt"):
            yield figure.line, "found a picture without ':alt:'; say in a sentence what it shows"
    for number, line in enumerate(text.split("\n"), start=1):
        if "![](" in line:
            yield number, "found a picture without a text; say in a sentence what it shows, in its square brackets"
    drawing = sorted({cell.line for cell in _drawing(lesson) if not cell.alt})
    if drawing:
        count = f"{counted(len(drawing), 'cell')} (line {_named(drawing)})"
        yield drawing[0], f"found {count} drawing without ':alt:', a sentence that says what there is to be seen"


def _drawing(lesson: Lesson) -> Iterator[Cell]:
    """The cells that draw, directly or through a function of the lesson; some occur more than once."""
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


def _unmarked(text: str) -> Iterator[tuple[int, str]]:
    if numbers := unmarked_in(text):
        named = ", ".join(f"{number.text}{' %' if number.percent else ''} (line {number.line})" for number in numbers)
        yield numbers[0].line, f"found numbers not marked as a cell's output: {named}"


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
    """The first line (from 0) of the cells that readers see, and the line after their ends."""
    for token in parser().parse(text):
        is_cell = token.type == "fence" and token.info.startswith("{code-cell}")
        if is_cell and token.map and ":tags: [measure" not in token.content:
            yield token.map[0], token.map[1]


def _named(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:_MOST_NAMED])) + (", ..." if len(numbers) > _MOST_NAMED else "")
