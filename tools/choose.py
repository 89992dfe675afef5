"""What CI runs for a commit beyond what it always runs: `python tools/choose.py` prints it as shell variables.

LONG     the folders with tests of rooms that changed, and by turns of half of the rooms that import them; half of all
         if a helper of tests changed
KINDS    1 where what grades has changed, so answers are drawn for each kind of check
GROUPS   the groups of GROUPS below that run: one in turn, by the commit's hash, and those about a file that changed
LAST_...  for each group, the last commit before this one whose turn it was

A change is what was committed in the four hours before the newest commit, or since CI_BASE. Where the history doesn't
reach back that far, everything counts as changed. A Python file in which only comments, docstrings or layout differ
hasn't changed.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = Path("src/tuitutor")
HOURS = 4
IMPORT = re.compile(r"^ *(?:from|import) tuitutor\.(\w+)", re.MULTILINE)

GROUPS = {
    "pythons": (
        "constraints.txt",
        "src/tuitutor/errors.py",
        "src/tuitutor/protocol/",
        "src/tuitutor/worker/",
        "tools/other-pythons",
    ),
    "walls": (
        "src/tuitutor/classroom/class_work.py",
        "src/tuitutor/classroom/sbatch.py",
        "src/tuitutor/worker/host.py",
        "src/tuitutor/worker/keeper.py",
        "src/tuitutor/worker/walls/",
        "src/tuitutor/worker/zygote.py",
        "src/tuitutor/workers/",
        "tests/adversarial/",
        "tests/cluster/",
    ),
    "installs": (
        "Makefile",
        "constraints.txt",
        "docs/book/",
        "lessons/",
        "pyproject.toml",
        "tests/book/",
        "tests/install/",
        "tools/build_hook.py",
        "tools/setup",
    ),
}
"""What the tests of each group are about: files, and folders, which end in a slash."""

GRADES = ("worker", "grading", "engine", "course", "protocol")
"""A change of one of these rooms may change any verdict."""

ALSO_ABOUT = {
    "tests/e2e": ("src/tuitutor/tui/", "src/tuitutor/cli/", "src/tuitutor/engine/"),
    "tests/course": ("lessons/",),
    "tests/authoring": ("lessons/",),
    "tests/engine": ("lessons/",),
}
"""Folders of tests that belong to no room, or also to something else."""

IN_A_GROUP = {"tests/adversarial", "tests/answers", "tests/book", "tests/cluster", "tests/install", "tests/soak"}
"""Folders of tests that a group runs, or a target of their own."""


@cache
def rooms() -> dict[str, set[str]]:
    """Each room of the sources, a folder or a file, with the rooms that it imports."""
    found = defaultdict[str, set[str]](set)
    for path in (ROOT / SOURCE).rglob("*.py"):
        room = path.relative_to(ROOT / SOURCE).parts[0].removesuffix(".py")
        found[room] |= {*IMPORT.findall(path.read_text(encoding="utf-8"))} - {room}
    return dict(found)


def folders_of_tests() -> set[str]:
    """The folders of tests that are chosen by what has changed."""
    return {f"tests/{path.parent.name}" for path in (ROOT / "tests").glob("*/__init__.py")} - IN_A_GROUP


def long_tests(commit: str, changed: Iterable[str], imports: dict[str, set[str]], folders: set[str]) -> set[str]:
    """Folders of tests: of the rooms that changed, of half of those that import them, or that changed themselves.

    Nearly all rooms import an inner one, and their long tests take 16 minutes. A helper of tests counts as such a room.
    """
    half = slice(int(commit, 16) % 2, None, 2)
    touched = {path.split("/")[2].removesuffix(".py") for path in changed if path.startswith(f"{SOURCE}/")}
    importers = sorted(room for room, imported in imports.items() if imported & touched and room not in touched)
    found = {f"tests/{room}" for room in (*touched, *importers[half])}
    for path in changed:
        folder = "/".join(path.split("/")[:2])
        if path.startswith("tests/") and folder.endswith(".py") and not folder.startswith("tests/test_"):
            found |= {*sorted(folders)[half]}
        found.add(folder)
    found |= {folder for folder, about in ALSO_ABOUT.items() if is_about(about, changed)}
    return found & folders


def groups(commit: str, changed: Iterable[str]) -> set[str]:
    """The groups that run for a commit."""
    return {turn(commit), *(name for name, about in GROUPS.items() if is_about(about, changed))}


def turn(commit: str) -> str:
    """The group whose turn it is, by the commit's hash."""
    return sorted(GROUPS)[int(commit, 16) % len(GROUPS)]


def is_about(files: Iterable[str], changed: Iterable[str]) -> bool:
    """Whether any of the paths that changed is one of the files, or in one of the folders, which end in a slash."""
    return any(path == file or (file.endswith("/") and path.startswith(file)) for path in changed for file in files)


def grading_changed(changed: Iterable[str]) -> bool:
    """Whether a room that decides verdicts has changed."""
    return is_about([f"{SOURCE}/{room}/" for room in GRADES], changed)


def last_turns(commits: Iterable[str]) -> dict[str, str]:
    """For each group, the first of the commits whose turn it was."""
    found: dict[str, str] = {}
    for commit in commits:
        found.setdefault(turn(commit), commit)
    return found


def same_code(old: str, new: str) -> bool:
    """Whether two Python files differ at most in comments, docstrings and layout."""
    return bool(old) and _without_docstrings(old) == _without_docstrings(new)


def _without_docstrings(text: str) -> str:
    tree = ast.parse(text)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [each for each in body if not _is_docstring(each)]  # type: ignore[attr-defined]
    return ast.dump(tree)


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def changed_since(commit: str) -> list[str]:
    """The paths that have changed since a commit."""
    paths = git("diff", "--name-only", "--no-renames", commit, "HEAD")
    there, here = ({*git("ls-tree", "-r", "--name-only", each)} for each in (commit, "HEAD"))
    return [
        path
        for path in paths
        if not (path.startswith("src/") and path.endswith(".py") and path in there & here)
        or not same_code(*("\n".join(git("show", f"{each}:{path}")) for each in (commit, "HEAD")))
    ]


@cache
def git(*words: str) -> list[str]:
    """What git says, by lines."""
    done = subprocess.run(["git", "-C", ROOT, *words], stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.splitlines()


def base() -> str | None:
    """The commit since which changes count, if the history has it."""
    [newest] = git("log", "-1", "--format=%ct")
    before = f"--before={int(newest) - HOURS * 3600}"
    named = os.environ.get("CI_BASE")
    return named or next(iter(git("rev-list", "-1", before, "HEAD")), None)


def main() -> None:
    """Print the variables."""
    [commit, *earlier] = git("rev-list", "--first-parent", "--max-count=200", "HEAD")
    since = base()
    changed = changed_since(since) if since else git("ls-files")
    print(f'LONG="{" ".join(sorted(long_tests(commit, changed, rooms(), folders_of_tests())))}"')
    print(f"KINDS={1 if grading_changed(changed) else ''}")
    print(f'GROUPS_DUE="{" ".join(sorted(groups(commit, changed)))}"')
    for name, last in sorted(last_turns(earlier).items()):
        print(f"LAST_{name}={last[:12]}")


if __name__ == "__main__":
    main()
