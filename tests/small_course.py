"""Courses of a few lines in the format of the real ones, for the tests of both front ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path


def write_course(folder: Path, chapters: Mapping[str, Mapping[str, str]]) -> Path:
    """Make a course with the id "small" in a new folder: chapter titles -> file names -> lessons."""
    folder.mkdir()
    toc = "project:\n  id: small\n  title: A small course\n  toc:\n"
    for title, lessons in chapters.items():
        toc += f"    - title: {title}\n      children:\n" + "".join(f"        - file: {name}\n" for name in lessons)
        for name, text in lessons.items():
            (folder / name).write_text(text, encoding="utf-8")
    (folder / "myst.yml").write_text(toc, encoding="utf-8")
    return folder


def lesson(title: str, summary: str, *parts: str, minutes: int | None = None) -> str:
    """A lesson: its front matter, its title and its parts."""
    front = f"---\ntitle: {title}\nsummary: {summary}\n" + (f"minutes: {minutes}\n" if minutes else "") + "---"
    return "\n\n".join([front, f"# {title}", *parts]) + "\n"


def cell(source: str, tag: str = "") -> str:
    """A code cell."""
    head = f":tags: [{tag}]\n\n" if tag else ""
    return f"```{{code-cell}} ipython3\n{head}{source}\n```"


def exercise(
    title: str, label: str, task: str, *, starter: str, checks: str, hints: Sequence[str], solution: str, why: str
) -> str:
    """An exercise and its solution."""
    parts = [
        f"```{{exercise-start}} {title}\n:label: {label}\n```",
        task,
        cell(starter, "starter"),
        f"```yaml checks\n{checks}\n```",
        *(f"```{{hint}}\n{hint}\n```" for hint in hints),
        "```{exercise-end}\n```",
        f"```{{solution-start}} {label}\n```",
        cell(solution, "solution"),
        why,
        "```{solution-end}\n```",
    ]
    return "\n\n".join(parts)
