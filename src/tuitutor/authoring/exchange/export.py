"""A lesson -> a Jupyter notebook, and back without loss.

A cell shows a piece of the lesson. Its metadata have the MyST source of the piece and of pieces below without a cell
(checks, measure cells, ends), and a digest, by which changes of the cell are found.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tuitutor.course.digest import digest
from tuitutor.course.directives import Directive, plain_markdown, tags_of
from tuitutor.course.fences import fenced
from tuitutor.course.findings import Findings
from tuitutor.course.model import Lesson
from tuitutor.course.pieces import Chunk, Piece, YamlBlock, as_written
from tuitutor.course.variants import read_table, reworded

Cell = dict[str, Any]
"""A notebook's cell in JSON."""
_KEY = "tuitutor"  # the key of our own metadata in a cell and in the notebook
_KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_HINT = "<details><summary>Hint</summary>\n\n{}\n\n</details>"
_IN_HINT = re.compile(r"<details>.*?</summary>(.*)</details>", re.DOTALL)


def notebook_text(text: str, lesson: Lesson, *, solutions: bool) -> str:
    """The lesson whose file has this text, as a notebook of format 4.5, with or without its solutions.

    Without solutions it is for learners, and shows the variants drawn in the lesson; otherwise it shows the file's
    text. The starter's cell is tagged with its exercise's label, by which a submitted answer is found.
    """
    front, pieces = as_written(text)
    if not solutions:
        pieces = _as_drawn(pieces, lesson)
    cells: list[Cell] = []
    before: list[str] = []  # pieces before the first cell
    for cell, raw in _cells(pieces, lesson, solutions):
        if cell is not None:
            cells.append(cell)
        elif cells:
            cells[-1]["metadata"][_KEY].setdefault("after", []).append(raw)
        else:
            before.append(raw)
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    metadata = {**_KERNEL, _KEY: {"front_matter": front, "before": before}}
    document = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _as_drawn(pieces: list[tuple[Piece, str]], lesson: Lesson) -> list[tuple[Piece, str]]:
    """The pieces, with the words of the drawn variants in exercises; their MyST still has all variants."""
    shown, label = [piece for piece, _ in pieces], ""
    places: dict[str, list[int]] = defaultdict(list)  # the indices of an exercise's pieces, by label
    for at, piece in enumerate(shown):
        match piece:
            case Directive(name="exercise-start"):
                label = piece.option("label")
            case Directive(name="exercise-end" | "solution-start"):
                label = ""
            case _:
                places[label].append(at)
    for exercise in lesson.exercises:
        if exercise.drawn is None or exercise.drawn.number == 1:
            continue
        own = [shown[at] for at in places[exercise.label]]
        if table := read_table(own, None, Findings(Path())):
            words = table.others[exercise.drawn.number - 2]
            for at, piece in zip(places[exercise.label], reworded(own, words), strict=True):
                shown[at] = piece
    return [(piece, raw) for piece, (_, raw) in zip(shown, pieces, strict=True)]


def _cells(pieces: list[tuple[Piece, str]], lesson: Lesson, solutions: bool) -> Iterator[tuple[Cell | None, str]]:
    """The cells of the pieces, or None for a piece without one, and the pieces' MyST."""
    starters = {exercise.label: exercise.starter for exercise in lesson.exercises}
    label, has_starter, in_solution = "", False, False
    for piece, raw in pieces:
        name = piece.name if isinstance(piece, Directive) else ""
        if isinstance(piece, Directive) and name == "exercise-start":
            label, has_starter = piece.option("label"), False
        in_solution = name == "solution-start" or (in_solution and name != "exercise-start")
        if in_solution and not solutions:
            in_solution = name != "solution-end"
            continue
        in_solution = in_solution and name != "solution-end"
        if name == "exercise-end":
            if starters.get(label) and not has_starter:  # a cell with the choices, for the answer to a question
                cell = _new_cell("code", starters[label], "")
                yield {**cell, "metadata": {"tags": [label], _KEY: {"made": True}}}, ""
            label = ""
        shown = _cell(piece, raw, "" if in_solution else label)
        has_starter |= shown is not None and "starter" in shown["metadata"].get("tags", ())
        yield shown, raw


def _cell(piece: Piece, raw: str, label: str) -> Cell | None:
    match piece:
        case YamlBlock("checks"):
            return None
        case Chunk():
            return _new_cell("markdown", plain_markdown(piece.text, 1, Findings(Path())).strip("\n"), raw)
        case Directive(name="exercise-start"):
            return _new_cell("markdown", f"## Exercise: {piece.argument or piece.option('label')}", raw)
        case Directive(name="solution-start"):
            return _new_cell("markdown", "### Solution", raw)
        case Directive(name="hint"):
            hint = "\n\n".join(part for part in (piece.argument, piece.body) if part)
            return _new_cell("markdown", _HINT.format(plain_markdown(hint, 1, Findings(Path()))), raw)
        case Directive(name="code-cell") if "measure" not in (tags := sorted(tags_of(piece))):
            cell = _new_cell("code", piece.body, raw if code_fence(piece.body, tags) != raw else piece.body)
            answered = [label] if label and "starter" in tags else []
            cell["metadata"] |= {"tags": [*tags, *answered]} if tags else {}
            if answered:
                cell["metadata"][_KEY]["label"] = label
            return cell
        case _:
            return None


def _new_cell(kind: str, source: str, raw: str) -> Cell:
    ours = {"shown": digest(source)} | ({"myst": raw} if raw != source else {})
    cell: Cell = {"cell_type": kind, "id": "", "metadata": {_KEY: ours}, "source": source}
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})


# ---- and back


def is_export(notebook: dict[str, Any]) -> bool:
    """Whether a notebook was made by `notebook_text`."""
    return isinstance(_our_metadata(notebook).get("front_matter"), str)


def read_export(notebook: dict[str, Any]) -> str:
    """The lesson's text from an exported notebook, with the cells that are new or were changed since."""
    ours = _our_metadata(notebook)
    parts = [ours["front_matter"], *_texts(ours, "before")]
    for cell in notebook["cells"]:
        ours = _our_metadata(cell)
        if "made" not in ours:
            parts.append(_myst_of(cell, str(cell.get("source") or ""), ours))
        parts += _texts(ours, "after")
    return "\n\n".join(part for part in parts if part.strip()) + "\n"


def _myst_of(cell: Cell, source: str, ours: dict[str, Any]) -> str:
    """The MyST of a cell: the original, if the cell is unchanged."""
    is_same, raw = ours.get("shown") == digest(source), ours.get("myst")
    myst = raw if isinstance(raw, str) else ""
    piece = next((piece for piece, _ in as_written(myst)[1]), None) if myst else None
    if cell["cell_type"] == "code":
        tags = [str(tag) for tag in cell["metadata"].get("tags", ()) if tag != ours.get("label")]
        before = tags_of(piece) if isinstance(piece, Directive) else ()
        if is_same and myst and sorted(before) == sorted(tags):
            return myst
        return code_fence(source.rstrip(), tags) if source.strip() else ""
    if is_same:
        return myst or source
    match piece:
        case Directive(name="exercise-start"):
            title = source.strip().split("\n")[0].lstrip("# ").removeprefix("Exercise:")
            return quoted("exercise-start", title, f":label: {piece.option('label')}")
        case Directive(name="solution-start"):
            return myst
        case _ if hint := _IN_HINT.fullmatch(source.strip()):
            return quoted("hint", "", hint[1].strip())
        case _:
            return source


def code_fence(source: str, tags: Sequence[str]) -> str:
    """A code cell in MyST."""
    head = [f":tags: [{', '.join(tags)}]", ""] if tags else [""] if source.startswith((":", "---")) else []
    return fenced("{code-cell} ipython3", "\n".join([*head, source]))


def quoted(name: str, title: str, body: str) -> str:
    """A directive with a title and a body. The title loses its backticks, which would end the fence."""
    return fenced(f"{{{name}}} {' '.join(title.replace('`', '').split())}".rstrip(), body)


def _our_metadata(part: dict[str, Any]) -> dict[str, Any]:
    ours = part.get("metadata", {}).get(_KEY)
    return dict(ours) if isinstance(ours, dict) else {}


def _texts(ours: dict[str, Any], key: str) -> list[str]:
    texts = ours.get(key)
    return [text for text in texts if isinstance(text, str)] if isinstance(texts, list) else []
