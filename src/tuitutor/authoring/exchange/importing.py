"""A notebook, script or Markdown file, read by jupytext -> a lesson, with comments on decisions left to the author.

No code is run. Cells become setup or exercises only where that is certain.
"""

from __future__ import annotations

import ast
import importlib
import json
import re
import textwrap
import warnings
from collections.abc import Iterator
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import Any, get_args

from tuitutor import safe_read
from tuitutor.authoring.edits import bound_and_read
from tuitutor.authoring.exchange.export import Cell, code_fence, is_export, quoted, read_export
from tuitutor.authoring.proofreading import TO_DECIDE, minutes_needed
from tuitutor.authoring.scaffold import JUPYTER, in_words
from tuitutor.classroom.submissions.notebooks import tags_in
from tuitutor.classroom.submissions.texts import decode_answer, most_bytes
from tuitutor.course.directives import parser
from tuitutor.course.fences import fenced
from tuitutor.course.findings import Findings, safe_name
from tuitutor.course.markdown import parse_lesson
from tuitutor.course.model import CellTag
from tuitutor.course.python_cells import plain_python
from tuitutor.course.yamltree import read_yaml
from tuitutor.errors import UsageError
from tuitutor.grading.syntax import dotted, parse
from tuitutor.spelling import all_of
from tuitutor.workers.limited import LimitedSubprocess, RequestLimits

_LIMITS = RequestLimits(cpu_s=120)
_TAGS = frozenset[str](get_args(CellTag))
_YAML = re.compile(r"---\s*\n(.*?)\n---", re.DOTALL)
_HEADING = re.compile(r"\A\s*(?:---+[ \t]*\n\s*)?#{1,6}[ \t]+([^\n]+)\n*")
_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|[*_`]")
_HIDDEN = re.compile(r"^(?:%|\+\+\+)", re.MULTILINE)
_HTML = re.compile(r"<(?:img|table|iframe|video|audio|script|style|svg|center)\b", re.IGNORECASE)
_SOLUTION = re.compile(r"^([ \t]*)#+\s*BEGIN SOLUTION\b.*?^[ \t]*#+\s*END SOLUTION\b[^\n]*$", re.MULTILINE | re.DOTALL)
_MARK = re.compile(r"^[ \t]*#+\s*(?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS)\b[^\n]*\n?", re.MULTILINE)
_NO_DATA = frozenset({"Sequential", "Model", "Input", "layers", "compile", "fit", "evaluate", "predict", "input"})
_ROLES = ("solution", "grade", "task")
_QUIET = frozenset({"print", "seed", "set_seed", "set_random_seed"})


def import_lesson(path: Path) -> tuple[str, str]:
    """The id and the text of the lesson from a file, which is read in a subprocess with limits. Raises UsageError."""
    try:
        with LimitedSubprocess(limits=_LIMITS) as subprocess:
            text: str = subprocess.request(str, _lesson_from, path)
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from None
    return safe_name(path.stem), text


def _lesson_from(_: object, path: Path) -> str:
    if not (lesson_id := safe_name(path.stem)):
        raise UsageError("its name has no letter or digit to name the lesson by; rename it.")
    try:
        data = safe_read.read(path, most_bytes(path.name))
    except OSError as error:
        raise UsageError(f"it cannot be read: {error.strerror or error}.") from None
    if not data.strip():
        raise UsageError("it is empty.")
    source = decode_answer(data, path.name)
    notebook = _notebook_of(source, path.suffix or ".ipynb")
    if "myst" in str(notebook["metadata"].get("jupytext")) and "title" in notebook["metadata"]:  # it is a lesson
        text = source
    else:
        text = read_export(notebook) if is_export(notebook) else _lesson_of(notebook, lesson_id)
    return text.encode("utf-8", "replace").decode()  # a notebook may hold what no encoding can


def _notebook_of(text: str, extension: str) -> dict[str, Any]:
    """The notebook that jupytext makes of the text. Raises UsageError, a sentence without the file's name."""
    try:
        jupytext, formats = importlib.import_module("jupytext"), importlib.import_module("jupytext.formats")
    except ImportError:
        raise UsageError("jupytext reads it, and is not installed: pip install 'tuitutor[import]'") from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about ids and the like, which a lesson doesn't need
            form = extension != ".ipynb" and (
                formats.read_format_from_metadata(text, extension) or formats.guess_format(text, extension)[0]
            )
            if form in ("marimo", "pandoc", "quarto"):  # jupytext would run another program
                raise UsageError(f"it is in {form}'s format, which only {form} reads; save it as a notebook.")
            notebook: dict[str, Any] = jupytext.reads(text, fmt=extension[1:])
            metadata, cells = notebook["metadata"], notebook["cells"]
            language = str(
                metadata.get("kernelspec", {}).get("language")
                or metadata.get("jupytext", {}).get("main_language")
                or metadata.get("language_info", {}).get("name")
                or "python"
            )
            if not all(isinstance(cell["source"], str) and isinstance(cell["metadata"], dict) for cell in cells):
                raise TypeError("a cell has no text")
    except (MemoryError, UsageError):
        raise
    except Exception as error:  # errors of jsonschema, nbformat and yaml have no common class
        why = " ".join(str(error).split())[:120]
        raise UsageError(f"jupytext cannot read it ({why}); open it in Jupyter and save it again.") from None
    if "python" not in language.lower():
        raise UsageError(f"it is in {language}; a lesson's cells are Python.")
    return notebook


# ---- the lesson


def _lesson_of(notebook: dict[str, Any], lesson_id: str) -> str:
    cells = [cell for cell in notebook["cells"] if cell["source"].strip()]
    if not cells:
        raise UsageError("it has no cell with anything in it.")
    front = dict(notebook["metadata"])
    if cells[0]["cell_type"] == "raw" and (raw := _YAML.fullmatch(cells[0]["source"].strip())):
        entry = read_yaml(raw[1], 1, Findings(Path("front")))
        front |= entry.plain if entry is not None and isinstance(entry.plain, dict) else {}
        cells.pop(0)
    title = str(front.get("title") or "") or _title(cells) or in_words(lesson_id)
    known = {key: value for key in ("summary", "objectives") if (value := front.get(key))}
    body = [*_parts(cells, lesson_id)]
    if missing := " and no ".join(key for key in ("summary", "objectives") if key not in known):
        body.insert(0, _note(f"the front matter has no {missing} yet; say what learners can do afterwards"))

    def text(minutes: object) -> str:
        head = {"title": title, **known, "minutes": minutes}
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False, default=str)}" for key, value in head.items()]
        return "\n\n".join(["\n".join(["---", *lines, f"{JUPYTER}---"]), *body]) + "\n"

    needed = ceil(minutes_needed(parse_lesson(text(1), Path(f"{lesson_id}.md"))))
    return text(front.get("minutes") or max(1, needed))


def _parts(cells: list[Cell], lesson_id: str) -> Iterator[str]:
    """The pieces of the lesson's Markdown; comments are above the pieces that they are about."""
    leading, setup, loose = True, set[str](), set[str]()  # names bound by the setup, and by other cells
    while cells:
        if _is_answer(cells[0]):
            yield from _exercise(cells, "", lesson_id, setup, loose)
            continue
        cell = cells.pop(0)
        source, kind = cell["source"].strip("\n").rstrip(), cell["cell_type"]
        if kind == "code":
            plain, tags = plain_python(source)[0], tags_in(cell["metadata"]) & _TAGS
            if leading and not tags and isinstance(tree := parse(plain), ast.Module):
                leading = _is_data(tree)
                tags |= {"setup"} if leading and tree.body else set()
            (setup if "setup" in tags else loose).update(bound_and_read(plain)[0])
            yield from map(_note, _undecided_in(cell, plain))
            yield code_fence(source, sorted(tags))
            continue
        yield from map(_note, _undecided_in(cell, source))
        if kind == "markdown" and not _role(cell) and cells and _is_answer(cells[0]):
            yield from _exercise(cells, source, lesson_id, setup, loose)
        else:
            yield source if kind == "markdown" else fenced("text", source)


def _role(cell: Cell) -> Cell:
    """nbgrader's metadata of a cell that it uses."""
    role = cell["metadata"].get("nbgrader")
    return role if isinstance(role, dict) and any(role.get(key) is True for key in _ROLES) else {}


def _is_answer(cell: Cell) -> bool:
    marked = _role(cell).get("solution") or (not _role(cell) and _SOLUTION.search(cell["source"]))
    return cell["cell_type"] == "code" and bool(marked)


def _undecided_in(cell: Cell, plain: str) -> Iterator[str]:
    """Decisions about a cell for the author; `plain` is the cell's source without magics."""
    kind, source = cell["cell_type"], cell["source"]
    if kind == "raw":
        yield "this was a raw cell; write it as Markdown, or leave it out"
    if _role(cell):
        yield "nbgrader has a person grade this, or tests no answer above; ask for something to check, or leave it out"
    if cell.get("attachments"):
        yield "a picture was inside the notebook; save it as a file in the course's folder, and link to that"
    if kind == "markdown" and (tag := _HTML.search(source)):
        yield f"a terminal doesn't show HTML ({tag[0]}>); write it as Markdown"
    if kind == "markdown" and _HIDDEN.search(source):
        yield "MyST hides lines that begin with % or +++; write a \\ before them"
    unchanged = {*plain.split("\n"), ""}
    changed = (line.strip() for line in source.split("\n") if kind == "code" and line.rstrip() not in unchanged)
    if magics := [line for line in changed if not line.startswith("%matplotlib")]:
        yield f"'{magics[0]}' is for Jupyter, and only a comment here; write it in Python, or leave it out"


def _is_data(tree: ast.Module) -> bool:
    """Whether code only imports, makes or loads data, and prints it."""
    for statement in tree.body:
        match statement:
            case ast.Expr(value=ast.Call(func=func)) if (dotted(func) or "").split(".")[-1] not in _QUIET:
                return False
            case ast.Import() | ast.ImportFrom() | ast.Assign() | ast.AnnAssign() | ast.AugAssign() | ast.Expr():
                pass
            case _:
                return False
    calls = [(dotted(node.func) or "").split(".") for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return not any(map(_NO_DATA.intersection, calls))


def _title(cells: list[Cell]) -> str:
    for text in (cell["source"] for cell in cells if cell["cell_type"] == "markdown"):
        for opening, inline in pairwise(parser().parse(text)):
            if opening.type == "heading_open" and (title := _MARKUP.sub(r"\1", inline.content).strip()):
                return title
    return ""


def _note(text: str) -> str:
    return TO_DECIDE + " ".join(text.split())


# ---- nbgrader's exercises


def _exercise(cells: list[Cell], prose: str, lesson_id: str, setup: set[str], loose: set[str]) -> Iterator[str]:
    """The exercise of the first cell, which has the answer. It and its tests are removed from `cells`."""
    answer = cells.pop(0)
    end = next((at for at, cell in enumerate(cells) if _is_answer(cell)), len(cells))
    tests = [cell for cell in cells[:end] if cell["cell_type"] == "code" and _role(cell).get("grade")]
    cells[:end] = [cell for cell in cells[:end] if cell not in tests]
    name, source = str(_role(answer).get("grade_id") or "answer"), answer["source"].strip("\n").rstrip()
    label = "-".join([lesson_id, *re.findall("[a-z0-9]+", name.lower())])
    starter = _SOLUTION.sub(lambda mark: f"{mark[1]}{'pass  ' if mark[1] else ''}# your code here", source)
    solution = _MARK.sub("", source).strip("\n") if starter != source else ""
    sources = [solution or source, *(cell["source"] for cell in tests)]
    whole = "\n\n".join(plain_python(text)[0] for text in sources)
    bound, read = bound_and_read(whole)
    if missing := sorted((read - bound - setup) & loose):
        yield _note(f"'{label}' needs {all_of(missing)} from cells above; tag them 'setup' if they are quick")
    heading = _HEADING.match(prose)
    yield quoted("exercise-start", heading[1].strip("# ") if heading else in_words(name), f":label: {label}")
    yield from filter(None, [prose[heading.end() if heading else 0 :].strip()])
    yield code_fence(starter, ["starter"])
    checks, measured = list[str](), list[str]()
    for number, cell in enumerate(tests, start=1):
        body, points = _MARK.sub("", cell["source"]).strip("\n").rstrip(), _role(cell).get("points")
        nodes = list(ast.walk(parse(body) or ast.Module()))
        can_fail = any(isinstance(node, ast.Assert | ast.Raise) for node in nodes)
        strings = (node for node in nodes if isinstance(node, ast.Constant | ast.JoinedStr))
        if not can_fail or any(node.lineno != node.end_lineno for node in strings):  # indenting would change them
            yield _note(f"these tests of '{label}' can't be made a check as they are; write one")
            yield f"<!--\n{body.replace('-->', '-- >')}\n-->"
            continue
        checks.append(f"- variable: {{test_{number}: {{equals: true}}}}\n  points: {points or 1}")
        message = 'f"{type(error).__name__}: {error}".rstrip(": ")'
        test = f"try:\n{textwrap.indent(body, '    ')}\nexcept Exception as error:\n    test_{number} = {message}"
        measured.append(f"test_{number} = True\n{test}")
    if checks:
        marks = ":tags: [measure, skip-execution]\n:in-place: true\n\n"
        yield fenced("{code-cell} ipython3", marks + "\n\n".join(measured))
        yield "\n".join(["```yaml checks", *checks, "```"])
    yield f"```{{exercise-end}}\n```\n\n```{{solution-start}} {label}\n```"
    yield from [code_fence(solution, ["solution"])] if solution else []
    yield "```{solution-end}\n```"
