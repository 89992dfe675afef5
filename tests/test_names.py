"""A file, a class and a public function have a name of their own, and pages name those that there are: a word in a
traceback or on a page leads to one place.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

import tuitutor

FOLDER = Path(tuitutor.__file__).parent
ROOT = Path(__file__).parent.parent
SHARED_FILES = {"curves", "events", "figures", "grading", "main", "maps", "settings", "__init__"}
"""They show or carry on what the other one defines: docs/decisions.md."""


def shared(definition: str) -> set[str]:
    """Public names that more than one file defines, outside of functions and classes: by "class", or by "def"."""
    pattern = re.compile(rf"^(?:async )?{definition} ([A-Za-z]\w*)", re.MULTILINE)
    found = defaultdict[str, set[Path]](set)
    for path in FOLDER.rglob("*.py"):
        for name in pattern.findall(path.read_text(encoding="utf-8")):
            found[name].add(path)
    several = {name: paths for name, paths in found.items() if len(paths) > 1}
    return {name for name, paths in several.items() if sum(name in defined_in(path) for path in paths) > 1}


def defined_in(path: Path) -> set[str]:
    """What a file defines, programs in its strings aside."""
    return {getattr(node, "name", "") for node in ast.parse(path.read_text(encoding="utf-8")).body}


def test_each_file_has_a_name_of_its_own() -> None:
    found = defaultdict(list)
    for path in FOLDER.rglob("*.py"):
        found[path.stem].append(path)
    assert {name for name, paths in found.items() if len(paths) > 1} == SHARED_FILES


def test_each_class_has_a_name_of_its_own() -> None:
    assert shared("class") == set()


def test_each_public_function_has_a_name_of_its_own_but_for_where_programs_begin() -> None:
    assert shared("def") == {"main"}


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
