"""A lesson -> a Jupyter notebook, and back without loss.

Each cell shows a piece of the lesson. Its metadata have the MyST source of the cell and of the pieces below it that no
cell can show: checks, measure cells, ends. A digest shows whether the cell was changed since.
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

_KEY = "tuitutor"  # the key in a cell's and the notebook's metadata
_KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_HINT = "<details><summary>Hint</summary>\n\n{}\n\n</details>"
_IN_HINT = re.compile(r"<details>.*?</summary>(.*)</details>", re.DOTALL)


def notebook_text(text: str, lesson: Lesson, *, solutions: bool) -> str:
    """The lesson whose file has this text, as a notebook of format 4.5, with or without its solutions.

    Without solutions it is for learners, and shows the variants drawn in the lesson; otherwise it shows the file's
    text. The starter's cell is tagged with its exercise's label, by which a handed-in answer is found.
    """
    front, pieces = as_written(text)
    if not solutions:
        pieces = _as_drawn(pieces, lesson)
    cells: list[dict[str, Any]] = []
    carried: list[str] = []  # pieces before the first cell
    for cell, raw in _cells(pieces, lesson, solutions):
        if cell is not None:
            cells.append(cell)
        elif cells:
            cells[-1]["metadata"][_KEY].setdefault("after", []).append(raw)
        else:
            carried.append(raw)
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    metadata = {**_KERNEL, _KEY: {"front_matter": front, "before": carried}}
    document = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _as_drawn(pieces: list[tuple[Piece, str]], lesson: Lesson) -> list[tuple[Piece, str]]:
    """The pieces, with the words of the drawn variants in exercises; the MyST beside each keeps all variants."""
    shown, within = [piece for piece, _ in pieces], ""
    places: dict[str, list[int]] = defaultdict(list)  # the indices of each exercise's pieces
    for at, piece in enumerate(shown):
        match piece:
            case Directive(name="exercise-start"):
                within = piece.option("label")
            case Directive(name="exercise-end" | "solution-start"):
                within = ""
            case _:
                places[within].append(at)
    for exercise in lesson.exercises:
        if exercise.drawn is None or exercise.drawn.number == 1:
            continue
        found = [shown[at] for at in places[exercise.label]]
        if table := read_table(found, None, Findings(Path())):
            words = table.others[exercise.drawn.number - 2]
            for at, piece in zip(places[exercise.label], reworded(found, words), strict=True):
                shown[at] = piece
    return [(piece, raw) for piece, (_, raw) in zip(shown, pieces, strict=True)]


def _cells(
    pieces: list[tuple[Piece, str]], lesson: Lesson, solutions: bool
) -> Iterator[tuple[dict[str, Any] | None, str]]:
    """Each piece's cell, or None if it has none, and its MyST."""
    label, starter_seen, in_solution = "", False, False
    for piece, raw in pieces:
        name = piece.name if isinstance(piece, Directive) else ""
        if isinstance(piece, Directive) and name == "exercise-start":
            label, starter_seen = piece.option("label"), False
        in_solution = name == "solution-start" or (in_solution and name != "exercise-start")
        if in_solution and not solutions:
            in_solution = name != "solution-end"
            continue
        in_solution = in_solution and name != "solution-end"
        if name == "exercise-end":
            starter = next((each.starter for each in lesson.exercises if each.label == label), "")
            if starter and not starter_seen:  # a cell with the choices, for the answer to a question
                yield {**_made("code", starter, ""), "metadata": {"tags": [label], _KEY: {"made": True}}}, ""
            label = ""
        cell = _cell(piece, raw, "" if in_solution else label)
        starter_seen |= cell is not None and "starter" in cell["metadata"].get("tags", ())
        yield cell, raw


def _cell(piece: Piece, raw: str, label: str) -> dict[str, Any] | None:
    match piece:
        case YamlBlock("checks"):
            return None
        case Chunk():
            return _made("markdown", plain_markdown(piece.text, 1, Findings(Path())).strip("\n"), raw)
        case Directive(name="exercise-start"):
            return _made("markdown", f"## Exercise: {piece.argument or piece.option('label')}", raw)
        case Directive(name="solution-start"):
            return _made("markdown", "### Solution", raw)
        case Directive(name="hint"):
            hint = "\n\n".join(part for part in (piece.argument, piece.body) if part)
            return _made("markdown", _HINT.format(plain_markdown(hint, 1, Findings(Path()))), raw)
        case Directive(name="code-cell") if "measure" not in (tags := sorted(tags_of(piece))):
            cell = _made("code", piece.body, raw if code_fence(piece.body, tags) != raw else piece.body)
            answered = [label] if label and "starter" in tags else []
            cell["metadata"] |= {"tags": [*tags, *answered]} if tags else {}
            if answered:
                cell["metadata"][_KEY]["label"] = label
            return cell
        case _:
            return None


def _made(kind: str, source: str, raw: str) -> dict[str, Any]:
    noted = {"shown": digest(source)} | ({"myst": raw} if raw != source else {})
    cell: dict[str, Any] = {"cell_type": kind, "id": "", "metadata": {_KEY: noted}, "source": source}
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})


# ---- and back


def is_export(found: dict[str, Any]) -> bool:
    """Whether a notebook was made by `notebook_text`."""
    return isinstance(_noted(found).get("front_matter"), str)


def read_export(found: dict[str, Any]) -> str:
    """The lesson's text from an exported notebook, with the cells that are new or were changed since."""
    noted = _noted(found)
    parts = [noted["front_matter"], *_texts(noted, "before")]
    for cell in found["cells"]:
        noted = _noted(cell)
        if "made" not in noted:
            parts.append(_put_back(cell, str(cell.get("source") or ""), noted))
        parts += _texts(noted, "after")
    return "\n\n".join(part for part in parts if part.strip()) + "\n"


def _put_back(cell: dict[str, Any], source: str, noted: dict[str, Any]) -> str:
    is_same, raw = noted.get("shown") == digest(source), noted.get("myst")
    myst = raw if isinstance(raw, str) else ""
    piece = next((piece for piece, _ in as_written(myst)[1]), None) if myst else None
    if cell["cell_type"] == "code":
        tags = [str(tag) for tag in cell["metadata"].get("tags", ()) if tag != noted.get("label")]
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
    """A directive with a title, but for the backticks in it, which would end the fence, and a body."""
    return fenced(f"{{{name}}} {' '.join(title.replace('`', '').split())}".rstrip(), body)


def _noted(part: dict[str, Any]) -> dict[str, Any]:
    noted = part.get("metadata", {}).get(_KEY)
    return dict(noted) if isinstance(noted, dict) else {}


def _texts(noted: dict[str, Any], key: str) -> list[str]:
    texts = noted.get(key)
    return [text for text in texts if isinstance(text, str)] if isinstance(texts, list) else []
