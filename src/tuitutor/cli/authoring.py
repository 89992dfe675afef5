"""`new` and `preview`."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from tuitutor.authoring.scaffold import DATA, course_text, lesson_text, with_lesson
from tuitutor.cli.app import open_preview
from tuitutor.cli.commands import Command
from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session, course_here
from tuitutor.course.findings import SAFE_NAME
from tuitutor.course.folder import DATA_FILE, FILE, default_folder, is_installed
from tuitutor.course.load import load_course
from tuitutor.course.model import Course
from tuitutor.course.toc import is_there
from tuitutor.errors import StateError, UsageError
from tuitutor.progress.files import replace_text


@click.command("new", cls=Command)
@click.argument("lesson")
@click.option("--title", default="", metavar="TEXT", help="The lesson's title; its name if not given.")
@click.pass_obj
def new_(session: Session, lesson: str, title: str) -> int:
    """Start a new lesson, LESSON.md, from a template.

    It goes into the course's folder and its table of contents. Where the folder has no course yet, or is not there,
    one is begun.

    \b
    Example:
      tuitutor new dropout --title "Dropout"
      tuitutor new hello --course my-course      begins a course
    """
    lesson_id = lesson.removesuffix(".md")
    if not SAFE_NAME.fullmatch(lesson_id):
        near = _safe(lesson_id)
        such = f", such as '{near}'" if near else ""
        raise UsageError(f"'{lesson_id}' cannot name a lesson; use letters, digits, '-' and '_'{such}.")
    folder = session.course_folder
    usual = folder == default_folder() and not session.course_is_named and course_here() is None
    if usual or is_installed(folder):
        raise UsageError(
            "The lessons that come with tuitutor are not the place for new ones; "
            f"begin a course of your own: tuitutor new {lesson_id} --course my-course"
        )
    path = folder / f"{lesson_id}.md"
    if os.path.lexists(path):
        raise UsageError(f"{path} already exists; choose another name.")
    write = _add if os.path.lexists(folder / FILE) else _begin
    try:
        written = write(path, " ".join(title.split()) or _in_words(lesson_id))
    except OSError as error:
        raise StateError(f"{error.filename or folder}: cannot be written: {error.strerror or error}") from None
    click.echo(written)
    click.echo(f"\nWrite: tuitutor preview {path}\nTest:  tuitutor lint --run {path}", err=True)
    return Exit.DONE


@click.command("preview", cls=Command)
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def preview_(session: Session, file: Path) -> int:
    """Open the app on a lesson's FILE, and again each time it is saved.

    If the file is in a course, the rest of it is there too. Your own drafts and progress are not touched.

    \b
    Example:
      tuitutor preview lessons/xor.md
    """
    if not is_there(file):
        raise UsageError(f"There is no file {file}; tuitutor new {file.stem} starts a lesson.")
    open_preview(session, file.absolute())
    return Exit.DONE


def _safe(name: str) -> str:
    """The nearest name that is safe for a file; "" if nothing of it is."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-_")


def _in_words(name: str) -> str:
    words = re.sub(r"[-_]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def _add(lesson: Path, title: str) -> str:
    """Write the lesson and add it to the course that is there; what was done. Overwrites nothing."""
    myst = lesson.with_name(FILE)
    course = load_course(lesson.parent)
    _refuse_taken(course, lesson.stem)
    contents = with_lesson(myst.read_bytes().decode("utf-8"), lesson.stem)
    _create(lesson, lesson_text(lesson.stem, title, hidden_data="def circle(" in course.data_source))
    replace_text(myst, contents)
    return f"Wrote {lesson}.\nAdded it to {myst}."


def _begin(lesson: Path, title: str) -> str:
    """Begin a course with this lesson; what was done. Overwrites nothing."""
    folder = lesson.parent
    folder.mkdir(parents=True, exist_ok=True)
    myst, data = folder / FILE, folder / DATA_FILE
    written = [myst, lesson]
    if not os.path.lexists(data):
        _create(data, DATA)
        written.append(data)
    _create(lesson, lesson_text(lesson.stem, title, hidden_data=data in written))
    name = folder.resolve().name
    course_id = _safe(name) or "course"
    _create(myst, course_text(course_id, _in_words(name) or "Course", lesson.stem))
    return f"Began the course '{course_id}' in {folder}: {', '.join(path.name for path in written)}."


def _refuse_taken(course: Course, lesson_id: str) -> None:
    """Names are told apart whatever their case, as some file systems do not."""
    for other in course.lessons:
        if other.id.casefold() == lesson_id.casefold():
            raise UsageError(f"There is already a lesson '{other.id}', {other.path}; choose another name.")
        for exercise in other.exercises:
            if exercise.label.casefold() == lesson_id.casefold():
                where = f"{other.path}:{exercise.line}"
                raise UsageError(f"There is already an exercise '{exercise.label}', {where}; choose another name.")


def _create(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8", newline="") as file:
        file.write(text)
