"""Writing a new lesson to disk, into an existing course or a new one, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from tuitutor.authoring.scaffold import course_text, with_lesson
from tuitutor.cli.session import Session
from tuitutor.course.findings import SAFE_NAME, safe_name
from tuitutor.course.folder import FILE, default_folder, is_installed
from tuitutor.course.load import load_course
from tuitutor.course.model import Course
from tuitutor.errors import StateError, UsageError
from tuitutor.progress.files import replace_text


def folder_for(session: Session, command: str) -> Path:
    """The folder of the course to write to. Raises UsageError if that course was installed.

    `command` is what the user can type, with --course, to start their own course.
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


def refuse_unsafe(lesson_id: str) -> None:
    """Raise UsageError if a lesson can't have this name."""
    if not SAFE_NAME.fullmatch(lesson_id):
        near = safe_name(lesson_id)
        such = f", such as '{near}'" if near else ""
        raise UsageError(f"'{lesson_id}' cannot name a lesson; use letters, digits, '-' and '_'{such}.")


def refuse_there(path: Path) -> None:
    """Raise UsageError if the file exists."""
    if os.path.lexists(path):
        raise UsageError(f"{path} already exists; choose another name.")


def write_lesson(
    folder: Path,
    lesson_id: str,
    text: str,
    title: str,
    more: Mapping[Path, bytes] | None = None,
    course_id: str = "",
) -> str:
    """Write a lesson into the folder's course, or start a course called `title`; return what was done, in words.

    `more` are other files of a new course, and `course_id` is its id, by default the folder's name. Raises UsageError
    if a file exists, StateError if one can't be written; then nothing is left behind.
    """
    myst, path = folder / FILE, folder / f"{lesson_id}.md"
    refuse_there(path)
    try:
        if os.path.lexists(myst):
            course, contents = load_course(folder), myst.read_bytes().decode("utf-8")
            _refuse_taken(course, lesson_id)
            contents = with_lesson(contents, lesson_id)
            create_all({path: text.encode()}, lambda: replace_text(myst, contents))
            return f"Wrote {path}.\nAdded it to {myst}."
        course_id = course_id or safe_name(folder.resolve().name) or "course"
        begun = course_text(course_id, title, lesson_id)
        create_all({**(more or {}), path: text.encode()}, lambda: _create(myst, begun.encode()))
    except OSError as error:
        raise StateError(f"{error.filename or folder} cannot be written: {error.strerror or error}.") from None
    names = [FILE, path.name, *(other.name for other in more or () if other.parent == folder)]
    return f"Started the course '{course_id}' in {folder}: {', '.join(names)}."


def create_all(files: Mapping[Path, bytes], then: Callable[[], None]) -> None:
    """Create files and their folders, then call `then`. Overwrites nothing; if anything fails, nothing is left."""
    made: list[Path] = []
    try:
        for path, data in files.items():
            missing = [folder for folder in path.parents if not os.path.lexists(folder)]
            for folder in reversed(missing):
                folder.mkdir(exist_ok=True)
                made.append(folder)
            _create(path, data, made)
        then()
    except BaseException:
        for path in reversed(made):
            with suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        raise


def write_new(path: Path, data: bytes, overwrite: bool) -> None:
    """Write the whole file, or none. Raises UsageError if it exists already, StateError if it can't be written."""
    new = path.with_name(f".{path.name}.tmp") if overwrite else path
    try:
        with new.open("wb" if overwrite else "xb") as file:  # with the usual permissions: others may have to read it
            file.write(data)
        new.replace(path)
    except FileExistsError:
        hint = "replace it with --overwrite, or name another with -o FILE"
        raise UsageError(f"{path} already exists; {hint}.") from None
    except OSError as error:
        with suppress(OSError):
            new.unlink()  # it may be incomplete
        raise StateError(f"{path} cannot be written: {error.strerror}; -o FILE names another place.") from None


def _create(path: Path, data: bytes, made: list[Path] | None = None) -> None:
    with path.open("xb") as file:
        if made is not None:
            made.append(path)
        file.write(data)


def _refuse_taken(course: Course, lesson_id: str) -> None:
    """Refuse a name that another lesson or exercise has, ignoring case, as some file systems do."""
    for other in course.lessons:
        if other.id.casefold() == lesson_id.casefold():
            raise UsageError(f"There is already a lesson '{other.id}', {other.path}; choose another name.")
        for exercise in other.exercises:
            if exercise.label.casefold() == lesson_id.casefold():
                where = f"{other.path}:{exercise.line}"
                raise UsageError(f"There is already an exercise '{exercise.label}', {where}; choose another name.")
