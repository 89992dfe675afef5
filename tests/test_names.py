"""A file, a class and a public function have a name of their own, and pages name those that there are: a word in a
traceback or on a page leads to one place.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import tuitutor

FOLDER = Path(tuitutor.__file__).parent
ROOT = Path(__file__).parent.parent
SHARED_FILES = {"curves", "events", "figures", "grading", "main", "maps", "settings", "__init__"}
"""They show or carry on what the other one defines: docs/decisions.md."""


@cache
def statements() -> list[tuple[str, ast.stmt]]:
    """The statements of all files, outside of functions and classes, each with its file."""
    files = [(str(path.relative_to(FOLDER)), path.read_text(encoding="utf-8")) for path in FOLDER.rglob("*.py")]
    return [(file, node) for file, text in files for node in ast.parse(text).body]


def places(*kinds: type[ast.stmt]) -> dict[str, set[str]]:
    """Where the public functions or classes with each name are defined."""
    found = defaultdict(set)
    for file, node in statements():
        if isinstance(node, kinds) and not getattr(node, "name", "_").startswith("_"):
            found[getattr(node, "name", "")].add(file)
    return found


def test_each_file_has_a_name_of_its_own() -> None:
    found = defaultdict(list)
    for path in FOLDER.rglob("*.py"):
        found[path.stem].append(path)
    assert {name for name, paths in found.items() if len(paths) > 1} == SHARED_FILES


def test_each_class_has_a_name_of_its_own() -> None:
    assert {name: where for name, where in places(ast.ClassDef).items() if len(where) > 1} == {}


def test_each_public_function_has_a_name_of_its_own_but_for_where_programs_begin() -> None:
    found = places(ast.FunctionDef, ast.AsyncFunctionDef)
    assert {name for name, where in found.items() if len(where) > 1} == {"main"}


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
