"""Writes a new lesson into an existing course or a new one, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from tuitutor.authoring.scaffold import course_text, in_words, with_lesson
from tuitutor.cli.session import Session
from tuitutor.course.findings import SAFE_NAME, safe_name
from tuitutor.course.folder import FILE, default_folder, is_installed
from tuitutor.course.load import load_course
from tuitutor.course.model import Course
from tuitutor.errors import StateError, UsageError
from tuitutor.progress.files import replace_text


def folder_for(session: Session, command: str) -> Path:
    """The folder of the course to write to. Raises UsageError if that course was installed.

    With --course, `command` starts a course of the user's own.
    """
    named = session.settings.course if session.course_is_named else None  # a folder, even if a course has that name
    folder = named or session.course_folder
    usual = folder == default_folder() and not session.course_is_named and session.course_here is None
    if usual or is_installed(folder):
        raise UsageError(
            "New lessons don't go into a course that was installed; "
            f"start a course of your own: {command} --course my-course"
        )
    return folder


def require_safe_name(lesson_id: str) -> None:
    """Return if a lesson can have this name. Raises UsageError."""
    if not SAFE_NAME.fullmatch(lesson_id):
        raise UsageError(
            f"'{lesson_id}' cannot name a lesson; use letters, digits, '-' and '_'{such_as(safe_name(lesson_id))}."
        )


def such_as(name: str) -> str:
    """The end of a sentence that proposes a name, "" if there is none to propose."""
    return f", such as '{name}'" if name else ""


def require_absent(path: Path) -> None:
    """Return if there is no such file. Raises UsageError."""
    if os.path.lexists(path):
        raise UsageError(f"{path} already exists; choose another name.")


def title_of(folder: Path) -> str:
    """The title of a new course in the folder."""
    return in_words(folder.resolve().name) or "Course"


def write_lesson(
    folder: Path, lesson_id: str, text: str, title: str, more: Mapping[Path, str] = {}, course_id: str = ""
) -> str:
    """Write a lesson into the folder's course, or start a course called `title`; return what was done, in words.

    `more` are other files of a new course, and `course_id` is its id, by default the folder's name. Raises UsageError
    if a file exists, StateError if one can't be written; then nothing is left behind.
    """
    contents, path = folder / FILE, folder / f"{lesson_id}.md"
    require_absent(path)
    try:
        if os.path.lexists(contents):
            course, before = load_course(folder), contents.read_bytes().decode("utf-8")
            _require_free_name(course, lesson_id)
            after = with_lesson(before, lesson_id)
            _create_all({path: text}, lambda: replace_text(contents, after))
            return f"Wrote {path}.\nAdded it to {contents}."
        course_id = course_id or safe_name(folder.resolve().name) or "course"
        begun = course_text(course_id, title, lesson_id)
        _create_all({**more, path: text}, lambda: _create(contents, begun))
    except OSError as error:
        raise StateError(f"{error.filename or folder} cannot be written: {error.strerror or error}.") from None
    names = [FILE, path.name, *(other.name for other in more if other.parent == folder)]
    return f"Started the course '{course_id}' in {folder}: {', '.join(names)}."


def _create_all(files: Mapping[Path, str], then: Callable[[], None]) -> None:
    """Create files and their folders, then call `then`. Overwrites nothing; if anything fails, nothing is left."""
    made: list[Path] = []
    try:
        for path, text in files.items():
            missing = [folder for folder in path.parents if not os.path.lexists(folder)]
            for folder in reversed(missing):
                folder.mkdir(exist_ok=True)
                made.append(folder)
            _create(path, text, made)
        then()
    except BaseException:
        for path in reversed(made):
            with suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        raise


def _create(path: Path, text: str, made: list[Path] | None = None) -> None:
    with path.open("xb") as file:
        if made is not None:
            made.append(path)
        file.write(text.encode())


def _require_free_name(course: Course, lesson_id: str) -> None:
    """Return if no lesson or exercise has this name, ignoring case, as some file systems do. Raises UsageError."""
    for lesson in course.lessons:
        if lesson.id.casefold() == lesson_id.casefold():
            raise UsageError(f"There is already a lesson '{lesson.id}', {lesson.path}; choose another name.")
        for exercise in lesson.exercises:
            if exercise.label.casefold() == lesson_id.casefold():
                where = f"{lesson.path}:{exercise.line}"
                raise UsageError(f"There is already an exercise '{exercise.label}', {where}; choose another name.")
