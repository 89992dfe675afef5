"""A notebook's cells -> the answers in them. After `cells_of`, `.ipynb` and MyST `.md` are treated alike."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from tuitutor.classroom.submissions.texts import LARGEST, too_large
from tuitutor.course.directives import Directive, tags_of
from tuitutor.course.findings import Findings
from tuitutor.course.model import Exercise, Lesson
from tuitutor.course.pieces import split_lesson
from tuitutor.course.python_cells import without_magics
from tuitutor.errors import UsageError

_GATE = re.compile(r"^(?:[`:]{3,}\{((?:exercise|solution)-(?:start|end))\}|:label: *(\S+))", re.MULTILINE)
MOST_CELLS = 2_000
_NOT_ANSWERS = frozenset({"solution", "measure"})


@dataclass(frozen=True, slots=True)
class NotebookCell:
    """A code cell as plain Python. `gate` is the label of the exercise that it is in, or ""."""

    source: str
    tags: frozenset[str] = frozenset()
    gate: str = ""


def cells_of(name: str, text: str, renamed: Mapping[str, str] = {}) -> list[NotebookCell]:
    """The code cells, with the present labels of `renamed` exercises in place of their old ones.

    Raises UsageError, a sentence without the file's name, if it isn't a notebook.
    """
    found = _myst_cells(text) if name.lower().endswith(".md") else _jupyter_cells(text)
    cells = list(islice(found, MOST_CELLS + 1))
    if len(cells) > MOST_CELLS:
        raise UsageError(f"it has more than {MOST_CELLS:,} cells; hand in a notebook with only your answers.")
    if not cells:
        raise UsageError("it has no code cell; hand in a notebook with your code in it, or a .py file.")

    def present(label: str) -> str:
        return renamed.get(label, label)

    return [NotebookCell(cell.source, frozenset(map(present, cell.tags)), present(cell.gate)) for cell in cells]


def answered(
    cells: Sequence[NotebookCell], exercises: Mapping[str, Exercise], lesson_of: Mapping[str, Lesson]
) -> list[str]:
    """The labels of the exercises that the notebook answers: from cells' tags, or else from changed cells.

    `exercises` and `lesson_of` map labels to exercises and lessons. An unchanged starter is no answer, whatever its
    tags: an exported notebook has one for every exercise.
    """
    tagged = [label for label, exercise in exercises.items() if _tagged(cells, exercise)]
    gates = dict.fromkeys(cell.gate for cell in cells if cell.gate in lesson_of)
    return tagged or [label for label in gates if _in_place(cells, label, lesson_of[label])]


def answer_in(cells: Sequence[NotebookCell], exercise: Exercise, lesson: Lesson) -> str:
    """The answer to the exercise. Raises UsageError if it is empty.

    It consists of the cells tagged with its label; else of the changed or new cells within the exercise; else of all
    cells but copies of the lesson's own.
    """
    label = exercise.label
    sources = _tagged(cells, exercise) or _in_place(cells, label, lesson) or _own(cells, lesson)
    if not any(source.strip() for source in sources):
        raise UsageError(f"it has nothing but the lesson's own cells; tag the cell with your answer '{label}'.")
    data = ("\n\n".join(source.rstrip() for source in sources) + "\n").encode("utf-8", "replace")
    if len(data) > LARGEST:
        raise UsageError(too_large(""))
    return data.decode()


def _tagged(cells: Sequence[NotebookCell], exercise: Exercise) -> list[str]:
    """The sources of the cells with the exercise's label; none if they are just its starter."""
    sources = [cell.source for cell in cells if exercise.label in cell.tags]
    starters = {_normal(variant.starter) for variant in exercise.every}
    return [] if all(_normal(source) in starters for source in sources) else sources


def _in_place(cells: Sequence[NotebookCell], label: str, lesson: Lesson) -> list[str]:
    return _own([cell for cell in cells if cell.gate == label], lesson)


def _own(cells: Sequence[NotebookCell], lesson: Lesson) -> list[str]:
    """The sources of the cells that are not the lesson's. A solution is the lesson's only if it is tagged so."""
    lessons = {_normal(cell.source) for cell in lesson.cells}
    lessons |= {_normal(variant.starter) for exercise in lesson.exercises for variant in exercise.every}
    return [cell.source for cell in cells if not cell.tags & _NOT_ANSWERS and _normal(cell.source) not in lessons]


def _normal(source: str) -> str:
    return "\n".join(line.rstrip() for line in source.strip().split("\n"))


def _myst_cells(text: str) -> Iterator[NotebookCell]:
    _, groups = split_lesson(text, Findings(Path("notebook.md")))
    for group in groups:
        opener = group.opener
        gate = opener.option("label") if opener is not None and opener.name == "exercise-start" else ""
        for piece in group.pieces:
            if isinstance(piece, Directive) and piece.name == "code-cell":
                yield NotebookCell(without_magics(piece.body), tags_of(piece), gate)


def _jupyter_document(text: str) -> dict[str, Any]:
    """A Jupyter notebook's JSON, with a list of `cells`. Raises UsageError, a sentence without the file's name."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        if text.lstrip().startswith("{") and (line := getattr(error, "lineno", 0)) > 1:
            where = f"it is cut off or damaged in line {line}"
            raise UsageError(f"it isn't a notebook: {where}; save it again in Jupyter.") from None
        raise UsageError("it isn't a notebook, though its name says so; save it again in Jupyter.") from None
    match document:
        case {"cells": list()}:
            return dict(document)
        case {"worksheets": list()}:
            what = f"is in format {document.get('nbformat', 3)}, which is too old"
        case _:
            what = "isn't in the current notebook format"
    raise UsageError(f"it {what}; open it in Jupyter and save it again.")


def _jupyter_cells(text: str) -> Iterator[NotebookCell]:
    gate = ""
    for cell in _jupyter_document(text)["cells"]:
        if not isinstance(cell, dict):
            continue
        source = cell.get("source")  # a string, or a list of lines
        lines = source if isinstance(source, list) else [source]
        source = "".join(line for line in lines if isinstance(line, str)).replace("\r\n", "\n")
        match cell.get("cell_type"):
            case "markdown":
                gate = _gate_after(source, gate)
            case "code":
                yield NotebookCell(without_magics(source), tags_in(cell.get("metadata")), gate)


def _gate_after(markdown: str, before: str) -> str:
    """The label of the exercise that is open after a Markdown cell, or ""."""
    gate, opened = before, False
    for match in _GATE.finditer(markdown):
        if match[1]:
            gate, opened = "", match[1] == "exercise-start"
        elif opened:
            gate, opened = match[2], False
    return gate


def tags_in(metadata: Any) -> frozenset[str]:
    """The tags in a cell's metadata."""
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return frozenset(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else frozenset()
