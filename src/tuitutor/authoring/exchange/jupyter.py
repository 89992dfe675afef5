"""A Jupyter notebook, or a script in percent format -> the blocks of a lesson."""

from __future__ import annotations

import importlib
import re
import warnings
from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any

from tuitutor.authoring.exchange.blocks import Block, CodeBlock, Front, ProposedTask, SourceLesson, Text
from tuitutor.authoring.exchange.data_files import DataFinder
from tuitutor.authoring.exchange.html import PictureFinder, markdown_text
from tuitutor.authoring.exchange.nbgrader import Role, Tests, answer, has_marks, read_by_a_person, role_of
from tuitutor.authoring.exchange.trimmings import Trimmings
from tuitutor.authoring.scaffold import in_words
from tuitutor.classroom.submissions.notebooks import notebook, tags_in
from tuitutor.course.findings import Findings
from tuitutor.course.model import CellTag
from tuitutor.course.yamltree import read_yaml
from tuitutor.errors import UsageError

_PERCENT = re.compile(r"^# ?%%", re.MULTILINE)
_YAML = re.compile(r"---\s*\n(.*?)\n---", re.DOTALL)
_TITLE = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_BOLD = re.compile(r"\A\s*(\*\*|__)(?=\S)((?:(?!\1)[^\n]){1,90}[^\s.!?:,;])\1[ \t]*(?=\n\s*\n|\n?\Z)")
_MARKED = re.compile(r"\[([^\]]*)\]\([^)]*\)|[*_`]")
_OURS: frozenset[str] = frozenset(CellTag.__args__)  # type: ignore[attr-defined]
NO_JUPYTEXT = "Notebooks and scripts are read by jupytext, which is not installed: pip install 'tuitutor[import]'"


def open_notebook(text: str, *, script: bool) -> dict[str, Any]:
    """Reads a notebook or a script with jupytext. Raises UsageError, a sentence without the file's name.

    Input that jupytext can't handle is reported before it is called.
    """
    if script and not _PERCENT.search(text):
        raise UsageError("it has no line '# %%', with which each cell of a script begins; write one above each.")
    metadata = ({} if script else notebook(text)).get("metadata")
    known = [metadata.get(key) for key in ("kernelspec", "language_info")] if isinstance(metadata, dict) else []
    kernel, info = ([each if isinstance(each, dict) else {} for each in known] + [{}, {}])[:2]
    language = str(kernel.get("language") or info.get("name") or "python")
    if language.lower() not in ("python", "ipython", "python3"):
        name = kernel.get("display_name") or kernel.get("name") or language
        raise UsageError(f"it is a notebook in {language} (its kernel is {name}); a lesson's cells are Python.")
    try:
        jupytext = importlib.import_module("jupytext")
    except ImportError:
        raise UsageError(NO_JUPYTEXT) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about ids and the like, which a lesson doesn't have
            found: dict[str, Any] = jupytext.reads(text, fmt="py:percent" if script else "ipynb")
    except MemoryError:
        raise  # it is the file's size
    except Exception as error:  # errors of jsonschema, nbformat and yaml have no common class
        said = " ".join(str(error).split())[:120]
        raise UsageError(f"it is damaged ({said}); open it in Jupyter and save it again.") from None
    parts = [found, *found["cells"]]
    if not all(isinstance(part, dict) and isinstance(part.setdefault("metadata", {}), dict) for part in parts):
        raise UsageError("it is damaged (a cell has no metadata); open it in Jupyter and save it again.")
    return found


def lesson_of(found: dict[str, Any], pictures: PictureFinder) -> SourceLesson:
    """The lesson from a notebook. Raises UsageError, a sentence without the file's name, if it is empty."""
    trimmings = Trimmings()
    cells = list(trimmings.trim(found["cells"]))
    blocks = list(_blocks(cells, pictures))
    if not blocks:
        raise UsageError("it has no cell with anything in it.")
    data = DataFinder(pictures.folder, blocks)
    data.look(blocks)
    pictures.files |= data.files
    # the front matter is in a raw YAML cell at the top, as in scripts and Quarto
    first = found["cells"][0]
    matter = _YAML.fullmatch(str(first.get("source") or "").strip()) if first.get("cell_type") == "raw" else None
    entry = read_yaml(matter[1], 1, Findings(Path("front"))) if matter else None
    plain = entry.plain if entry is not None and isinstance(entry.plain, dict) else {}
    summary = str(plain.get("summary") or plain.get("description") or plain.get("subtitle") or "")
    title = str(plain.get("title") or "").strip() or _title(blocks, pictures.stem)
    front = Front(title, " ".join(summary.split()))
    blocks += [Text(note)] if (note := trimmings.footnote()) else []
    return SourceLesson(pictures.stem, front, blocks, pictures.files, trimmings.remarks)


def _title(blocks: Sequence[Block], lesson_id: str) -> str:
    """The first heading, also one that is only bold, which becomes one; made from the lesson's id if there is none."""
    before = takewhile(lambda block: not isinstance(block, ProposedTask), blocks)  # which has headings of its own
    for at, block in enumerate(block for block in before if isinstance(block, Text)):
        if not at and (bold := _BOLD.match(block.source)):
            block.source = f"# {bold[2]}{block.source[bold.end() :]}"
        shown = re.sub(r"```.*?```|<!--.*?-->", "", block.source, flags=re.DOTALL)
        if (title := _TITLE.search(shown)) and (plain := _MARKED.sub(r"\1", title[1]).strip()):
            return plain
    return in_words(lesson_id)


def _blocks(cells: Sequence[Any], pictures: PictureFinder) -> Iterator[Block]:
    """The cells as blocks. A text right above an answer belongs to that exercise; so do the tests below it."""
    held: Text | None = None  # the last text, which may belong to an answer below it
    task: ProposedTask | None = None
    tests = Tests()
    waiting: list[Block] = []  # the blocks between an answer and its last tests
    for cell in cells:
        metadata, source = dict(cell.get("metadata") or {}), str(cell.get("source") or "")
        role = role_of(metadata)
        if cell["cell_type"] == "code" and role is None and has_marks(source):
            role = Role("answer", solution=True, grade=False, task=False, points=1)
        is_answer = cell["cell_type"] == "code" and role is not None and role.solution
        if held is not None and not is_answer:
            waiting.append(held)
            held = None
        if is_answer and role is not None:
            yield from _finish(task, tests)
            yield from waiting
            task, tests, waiting = answer(role, source, held or Text("")), Tests(), []
            held = None
        elif cell["cell_type"] == "code" and role is not None and role.grade and task is not None:
            tests.add(role, source, task.solution or task.starter)
        elif cell["cell_type"] == "markdown" and role is not None and (role.task or role.solution):
            text = markdown_text(source, pictures, cell.get("attachments"))
            yield from _finish(task, tests)
            above = waiting.pop() if waiting and isinstance(waiting[-1], Text) and not role.task else Text("")
            yield from waiting
            assert isinstance(above, Text)
            task, tests, waiting = None, Tests(), []
            yield read_by_a_person(text if role.task else above)
        elif cell["cell_type"] == "markdown" and role is None:
            held = markdown_text(source, pictures, cell.get("attachments"))
        else:
            waiting += _other(cell["cell_type"], source, role, metadata, cell, pictures)
        if task is None:
            yield from waiting
            waiting = []
    yield from _finish(task, tests)
    yield from waiting
    if held is not None:
        yield held


def _finish(task: ProposedTask | None, tests: Tests) -> Iterator[ProposedTask]:
    if task is not None:
        task.checks += tests.checks
        task.remarks += tests.remarks
        task.measure = "\n\n".join(tests.parts)
        yield task


def _other(
    kind: str, source: str, role: Role | None, metadata: dict[str, Any], cell: dict[str, Any], pictures: PictureFinder
) -> Iterator[Block]:
    if kind == "markdown":
        yield markdown_text(source, pictures, cell.get("attachments"))
    elif kind == "code":
        tags = sorted(tags_in(metadata) & _OURS - {"starter", "solution", "measure"})
        if source.strip():
            yield CodeBlock(source.strip("\n").rstrip(), tags, outputs=cell.get("outputs") or (), metadata=metadata)
    elif source.strip() and not _YAML.fullmatch(source.strip()):  # raw, but not front matter
        said = "a raw cell was here, which Jupyter passes on unchanged; write it as Markdown"
        yield Text(f"```text\n{source}\n```", [(0, said)])
