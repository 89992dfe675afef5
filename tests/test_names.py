"""In a room, a file, a class and a public function have a name of their own, and pages name those that there are: a
word in a traceback or on a page leads to one place. Rooms may share a name, as the standard term is the same in all.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import tuitutor

FOLDER = Path(tuitutor.__file__).parent
ROOT = Path(__file__).parent.parent
ROOMS = sorted(path.name for path in FOLDER.iterdir() if (path / "__init__.py").exists())


def defined_in(path: Path) -> Iterator[str]:
    """The classes and public functions that a file defines, outside of functions and classes."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        match node:
            case ast.ClassDef(name) | ast.FunctionDef(name) | ast.AsyncFunctionDef(name):
                if not name.startswith("_") and name != "main":
                    yield name


@pytest.mark.parametrize("room", ROOMS)
def test_files_classes_and_functions_have_names_of_their_own_in_a_room(room: str) -> None:
    found = defaultdict[str, set[Path]](set)
    for path in (FOLDER / room).rglob("*.py"):
        for name in (f"{path.stem}.py", *defined_in(path)):
            found[name].add(path.relative_to(FOLDER))
    found.pop("__init__.py")
    assert {name: paths for name, paths in found.items() if len(paths) > 1} == {}


PAGES = sorted(path for folder in (ROOT, ROOT / "docs") for path in folder.glob("*.md") if path.name != "CHANGELOG.md")
MODULE = re.compile(r"`(?:src/)?(?:tuitutor/)?([a-z_]+(?:[./][a-z_]+)+?)(?:\.py)?`")


def test_modules_and_what_is_in_them_that_pages_name_are_there() -> None:
    rooms = {path.name for path in FOLDER.iterdir() if path.is_dir()}
    lost = set()
    for page in PAGES:
        for name in MODULE.findall(page.read_text(encoding="utf-8")):
            at, parts = FOLDER, re.split(r"[./]", name)
            if parts[0] in rooms:
                while parts and (at / parts[0]).is_dir():
                    at /= parts.pop(0)
                inside = at / "__init__.py"
                if parts and (at / f"{parts[0]}.py").exists():
                    inside = at / f"{parts.pop(0)}.py"
                if parts and not re.search(rf"\b{parts[0]}\b", inside.read_text(encoding="utf-8")):
                    lost.add((page.name, name))
    assert lost == set()
