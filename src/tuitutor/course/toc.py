"""`myst.yml`: the course's id, title and table of contents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tuitutor.course.convert import found
from tuitutor.course.findings import SAFE_NAME, Findings, read_text
from tuitutor.course.names import nearest, suggestion
from tuitutor.course.yamltree import Entry, read_yaml
from tuitutor.errors import CourseError

FILE = "myst.yml"


@dataclass(frozen=True, slots=True)
class TocChapter:
    """A chapter's title ("" for lessons outside chapters) and the paths of its lessons, which all exist."""

    title: str
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Toc:
    """The project of a `myst.yml`."""

    id: str
    title: str
    chapters: tuple[TocChapter, ...]


def read_toc(folder: Path, findings: Findings) -> Toc:
    """The table of contents. Raises `CourseError` when there is none, or no id to keep progress under."""
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
    if not title:
        findings.add(project.line, "the project has no title; expected a line 'title: …' under 'project:'")
    return Toc(course_id, title or course_id, tuple(_Reader(folder, findings).chapters(toc)))


def _project(folder: Path, findings: Findings) -> Entry:
    path = folder / FILE
    if not path.is_file():
        raise CourseError(f"{path} does not exist; a course is a folder with a {FILE} and its lessons")
    root = read_yaml(read_text(path, findings), 1, findings)
    project = root.items.get("project") if root is not None else None
    if project is None or not isinstance(project.plain, dict):
        if findings.problems:
            raise CourseError(str(findings.problems[0]))
        raise _unusable(findings, 1, "there is no 'project:' with an id, a title and a toc")
    return project


def _unusable(findings: Findings, line: int, text: str) -> CourseError:
    return CourseError(f"{findings.path}:{line}: {text}")


def _word(entry: Entry, key: str) -> str:
    item = entry.items.get(key)
    return item.text.strip() if item is not None else ""


class _Reader:
    """Toc entries to chapters, each lesson once."""

    def __init__(self, folder: Path, findings: Findings) -> None:
        self._folder = folder
        self._findings = findings
        self._ids: set[str] = set()

    def chapters(self, toc: Entry) -> Iterator[TocChapter]:
        loose: list[Path] = []
        for entry in toc.items.values():
            if "children" not in entry.items:
                loose += self._file(entry)
                continue
            if loose:
                yield TocChapter("", tuple(loose))
                loose = []
            yield self._chapter(entry)
        if loose:
            yield TocChapter("", tuple(loose))

    def _chapter(self, entry: Entry) -> TocChapter:
        self._refuse_unknown(entry, ("title", "children"))
        title = _word(entry, "title")
        if not title:
            self._findings.add(entry.line, "this chapter has no title; expected 'title: …' beside 'children:'")
        children = entry.items["children"]
        if not isinstance(children.plain, list):
            self._findings.add(children.line, f"found {found(children)}; expected a list such as '- file: first.md'")
        return TocChapter(title, tuple(path for child in children.items.values() for path in self._file(child)))

    def _file(self, entry: Entry) -> list[Path]:
        """The entry's lesson; an empty list, and a problem, when there is none."""
        if "children" in entry.items:
            self._findings.add(entry.line, "found a chapter within a chapter; move it to the top of the toc")
            return []
        self._refuse_unknown(entry, ("file", "title"))
        name = _word(entry, "file")
        if not name:
            if "file" in entry.items or not any(nearest(str(key), ["file"]) for key in entry.items):
                text = "this toc entry names no lesson; expected 'file: …', or 'title:' and 'children:'"
                self._findings.add(entry.line, text)
            return []
        path = self._path(name, entry.items["file"].line)
        return [path] if path is not None else []

    def _path(self, name: str, line: int) -> Path | None:
        path = self._folder / (name if name.endswith(".md") else f"{name}.md")
        if not path.resolve().is_relative_to(self._folder.resolve()):
            self._findings.add(line, f"found '{name}', which is outside the course's folder")
        elif not path.is_file():
            there = sorted(str(file.relative_to(self._folder)) for file in self._folder.rglob("*.md"))
            self._findings.add(line, f"there is no file '{name}'; {suggestion(name, there)}")
        elif path.stem.casefold() in self._ids:
            self._findings.add(line, f"found a second lesson named '{path.stem}'; each has a name of its own")
        elif not SAFE_NAME.fullmatch(path.stem):
            self._findings.add(line, f"found the lesson '{path.stem}'; use letters, digits, '-' and '_' only")
        else:
            self._ids.add(path.stem.casefold())
            return path
        return None

    def _refuse_unknown(self, entry: Entry, known: tuple[str, ...]) -> None:
        for key, line in entry.key_lines.items():
            if key not in known:
                self._findings.add(line, f"unknown key '{key}' in the toc; {suggestion(key, known)}")
