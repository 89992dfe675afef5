"""A course of two lessons, and zips as programs make them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.small_course import cell, exercise, lesson, write_course
from tuitutor.course.load import load_course
from tuitutor.course.model import Course


def task(label: str, starter: str, solution: str) -> str:
    return exercise(
        label.title(),
        label,
        "Do it.",
        starter=starter,
        checks="- variable: {a: {equals: 1}}\n  name: value",
        hints=[],
        solution=solution,
        why="So.",
    )


LESSON = lesson(
    "Both",
    "Two exercises.",
    cell("import math", "setup"),
    cell("print(math.pi)"),
    task("xor", "a = 0", "a = 1"),
    task("golf-1", "b = 0", "a = 1  # fewer"),
)
ALONE = lesson("Alone", "One exercise.", task("alone-in-it", "a = 7", "a = 1"))


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    folder = tmp_path_factory.mktemp("small") / "course"
    course = load_course(write_course(folder, {"Chapter": {"both.md": LESSON, "alone.md": ALONE}}))
    assert not course.all_problems
    return course


def zipped(files: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def tree(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """A folder with these files."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return folder
