"""Every lesson opens with jupytext and runs from top to bottom in a real kernel, in order, as Jupyter runs it."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.shipped import shipped_course
from tuitutor.course.folder import default_folder
from tuitutor.course.model import Lesson

pytestmark = pytest.mark.book

A_CELL = 300  # seconds
LESSONS = shipped_course().lessons


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the lessons, in which a cell may leave files."""
    return shutil.copytree(default_folder(), tmp_path / "lessons", ignore=shutil.ignore_patterns("__pycache__"))


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_a_lesson_runs_in_jupyter(lesson: Lesson, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import jupytext
    from nbclient import NotebookClient
    from traitlets.config import Config

    monkeypatch.setenv("TF_CPP_MIN_LOG_LEVEL", "3")
    notebook = jupytext.read(folder / lesson.path.relative_to(default_folder()))
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    graded = [cell for cell in cells if {"starter", "solution", "measure"} & set(cell.metadata.get("tags", []))]
    assert (len(cells) - len(graded), bool(graded)) == (len(lesson.cells), bool(lesson.exercises))
    resources = {"metadata": {"path": str(folder)}}
    # obeys the tags raises-exception and skip-execution; any other error ends the test
    with TemporaryDirectory(prefix="tuitutor-") as private:  # a path that is short enough for sockets
        sockets = Config({"KernelManager": {"transport": "ipc", "ip": f"{private}/kernel"}})
        NotebookClient(notebook, timeout=A_CELL, kernel_name="python3", resources=resources, config=sockets).execute()
    for cell in cells:
        tags = cell.metadata.get("tags", [])
        raised = any(output.output_type == "error" for output in cell.outputs)
        assert raised == ("raises-exception" in tags), cell.source
        assert (cell.execution_count is None) == ("skip-execution" in tags or not cell.source.strip()), cell.source
