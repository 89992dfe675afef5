"""`myst.yml`: the course's id, title and table of contents."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from itertools import groupby
from pathlib import Path
from textwrap import shorten

from msgspec import Struct

from tuitutor.course.findings import (
    COURSE_BYTES,
    FILE_BYTES,
    HOW_TO_NAME,
    LESSONS,
    OF_THE_LMS,
    SAFE_NAME,
    Findings,
    read_text,
)
from tuitutor.course.folder import FILE, is_folder, is_outside, is_there
from tuitutor.course.reading import found
from tuitutor.course.yamltree import YamlValue, read_yaml
from tuitutor.errors import CourseError
from tuitutor.spelling import misspelt, nearest, suggestion

_KEYS = ("id", "title", "toc", "variant_seed")
_OTHERS = ("subtitle", "short_title", "date")  # MyST's keys that look like ours
_DUE = ("deadline", "grace", "late", "deadlines")


TocChapter = tuple[str, tuple[Path, ...]]
"""A chapter's title ("" for lessons outside chapters) and the paths of its lessons, which all exist."""


class Toc(Struct, frozen=True):
    """The project of a `myst.yml`, without MyST's other keys."""

    id: str
    title: str
    chapters: tuple[TocChapter, ...]
    variant_seed: str = ""


def read_toc(folder: Path, findings: Findings) -> Toc:
    """The table of contents. Raises `CourseError` if there is none, or no id, under which progress is stored.

    A fault in myst.yml is also added to the findings.
    """
    project = _project(folder, findings)
    course_id = _word(project, "id")
    if not SAFE_NAME.fullmatch(course_id):
        what = f"found the project id '{course_id}'" if course_id else "the project has no id"
        line = project.key_lines.get("id", project.line)
        raise _unusable(findings, line, f"{what}; expected letters, digits, '-' and '_'")
    toc = project.items.get("toc")
    if toc is None or not isinstance(toc.plain, list) or not toc.plain:
        line = project.line if toc is None else toc.line
        raise _unusable(findings, line, "the project has no toc; expected a list such as '- file: first.md'")
    title = _word(project, "title")
    meant = set()  # MyST has many other keys
    for key, line in project.key_lines.items():
        if key in _DUE:
            findings.add(line, f"unknown key '{key}' in the project; {OF_THE_LMS}")
        near = misspelt(key, _KEYS, _OTHERS)
        if near is not None and near not in project.items:
            meant.add(near)
            findings.add(line, f"unknown key '{key}' in the project; did you mean '{near}'?")
    if not title and "title" not in meant:
        findings.add(project.line, "the project has no title; expected a line 'title: …' under 'project:'")
    chapters = tuple(_TocReader(folder, findings).chapters(toc))
    return Toc(course_id, title or course_id, chapters, _word(project, "variant_seed"))


def _project(folder: Path, findings: Findings) -> YamlValue:
    path = folder / FILE
    if not is_there(path):
        what = f"There is no {FILE} in {folder}" if is_folder(folder) else f"There is no folder {folder}"
        raise CourseError(f"{what}; a course is a folder with a {FILE} and its lessons.")
    root = read_yaml(read_text(path, findings), 1, findings)
    project = root.items.get("project") if root is not None else None
    if project is None or not isinstance(project.plain, dict):
        if findings.problems:
            raise CourseError(str(findings.sorted()[0]))
        raise _unusable(findings, 1, "there is no 'project:' with an id, a title and a toc")
    return project


def _unusable(findings: Findings, line: int, text: str) -> CourseError:
    findings.add(line, text)
    return CourseError(str(findings.problems[-1]))


def _word(entry: YamlValue, key: str) -> str:
    item = entry.items.get(key)
    return item.text.strip() if item is not None else ""


def _size(path: Path) -> int:
    """The bytes that are read of the file."""
    with suppress(OSError):
        return min(path.stat().st_size, FILE_BYTES)
    return 0


class _TocReader:
    """Turns toc entries into chapters; no lesson is in them twice."""

    def __init__(self, folder: Path, findings: Findings) -> None:
        self._folder = folder
        self._findings = findings
        self._ids: set[str] = set()
        self._bytes = 0

    def chapters(self, toc: YamlValue) -> Iterator[TocChapter]:
        for is_chapter, entries in groupby(toc.items.values(), lambda entry: "children" in entry.items):
            if not is_chapter:
                if loose := tuple(path for entry in entries for path in self._file(entry)):
                    yield "", loose
                continue
            for entry in entries:
                self._refuse_unknown(entry, ("title", "children"))
                title, children = _word(entry, "title"), entry.items["children"]
                if not title:
                    self._findings.add(entry.line, "this chapter has no title; expected 'title: …' beside 'children:'")
                if not isinstance(children.plain, list):
                    what = f"found {found(children)}; expected a list such as '- file: first.md'"
                    self._findings.add(children.line, what)
                yield title, tuple(path for child in children.items.values() for path in self._file(child))

    def _file(self, entry: YamlValue) -> list[Path]:
        """The entry's lesson; an empty list, and a problem, when there is none."""
        if "children" in entry.items:
            self._findings.add(entry.line, "found a chapter within a chapter; move it to the top of the toc")
            return []
        self._refuse_unknown(entry, ("file", "title", "children"))
        name = _word(entry, "file")
        if not name:
            if "file" in entry.items or not any(nearest(key, ["file", "children"]) for key in entry.items):
                text = "this toc entry names no lesson; expected 'file: …', or 'title:' and 'children:'"
                self._findings.add(entry.line, text)
            return []
        path = self._path(name, entry.items["file"].line)
        return [path] if path is not None else []

    def _path(self, name: str, line: int) -> Path | None:
        path = self._folder / (name if name.endswith(".md") else f"{name}.md")
        if is_outside(path, self._folder):
            self._findings.add(line, f"found '{name}', which is outside the course's folder")
        elif not is_there(path):
            what = f"there is no file '{shorten(name, 60, placeholder='…')}'"
            if is_folder(path):
                what = f"'{name}' is a folder"
            elif "\0" not in name and os.path.lexists(path):
                what = f"'{name}' is not a file that can be read"
            self._findings.add(line, f"{what}; {suggestion(name, self._lessons)}")
        elif path.stem.casefold() in self._ids:
            self._findings.add(line, f"found a second lesson named '{path.stem}'; lesson names are unique")
        elif not SAFE_NAME.fullmatch(path.stem):
            self._findings.add(line, f"found the lesson '{path.stem}'; {HOW_TO_NAME}")
        elif len(self._ids) == LESSONS:
            self._findings.add(line, f"found more than {LESSONS} lessons, which is the limit of a course")
        elif self._bytes + (size := _size(path)) > COURSE_BYTES:
            what = f"with '{path.stem}', the lessons have more than {COURSE_BYTES // 1024:,} KiB"
            self._findings.add(line, f"{what}, which is the limit of a course")
        else:
            self._ids.add(path.stem.casefold())
            self._bytes += size
            return path
        return None

    @cached_property
    def _lessons(self) -> list[str]:
        """The folder's Markdown files, for suggestions."""
        with suppress(OSError):
            files = [path for path in self._folder.rglob("*.md") if is_there(path)]
            return sorted(str(path.relative_to(self._folder)) for path in files)
        return []

    def _refuse_unknown(self, entry: YamlValue, known: tuple[str, ...]) -> None:
        for key, line in entry.key_lines.items():
            if key not in known:
                self._findings.add(line, f"unknown key '{key}' in the toc; {suggestion(key, known)}")
