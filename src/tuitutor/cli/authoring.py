"""`new`."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import click

from tuitutor.authoring.scaffold import DATA, course_text, lesson_text, with_lesson
from tuitutor.cli.exits import Exit
from tuitutor.cli.group import Command
from tuitutor.cli.session import Session, course_here
from tuitutor.course.findings import SAFE_NAME
from tuitutor.course.folder import DATA_FILE, FILE, default_folder, is_installed
from tuitutor.course.load import load_course
from tuitutor.course.model import Course
from tuitutor.errors import StateError, UsageError


@click.command("new", cls=Command)
@click.argument("lesson")
@click.option("--title", default="", metavar="TEXT", help="The lesson's title; its name if not given.")
@click.pass_obj
def new_(session: Session, lesson: str, title: str) -> int:
    """Start a new lesson, LESSON.md, to be written over.

    It goes into the course's folder and its table of contents. Where the folder has no course yet, or is not there,
    one is begun.

    \b
    Example:
      tuitutor new dropout --title "Dropout"
      tuitutor new hello --course my-course      begins a course
    """
    lesson_id = _fit_id(lesson.removesuffix(".md"))
    folder = session.course_folder
    usual = folder == default_folder() and not session.course_is_named and course_here() is None
    if usual or is_installed(folder):
        raise UsageError(
            "The lessons that come with tuitutor are not the place for new ones; "
            f"begin a course of your own: tuitutor new {lesson_id} --course my-course"
        )
    written = _write(folder, lesson_id, " ".join(title.split()) or _in_words(lesson_id))
    for sentence in written:
        click.echo(sentence)
    path = folder / f"{lesson_id}.md"
    click.echo(f"\nWrite: tuitutor preview {path}\nTest:  tuitutor lint --run {path}", err=True)
    return Exit.DONE


def _fit_id(lesson: str) -> str:
    if SAFE_NAME.fullmatch(lesson):
        return lesson
    near = re.sub(r"[^A-Za-z0-9_-]+", "-", lesson).strip("-_")
    such = f", such as '{near}'" if near else ""
    raise UsageError(f"'{lesson}' cannot name a lesson; use letters, digits, '-' and '_'{such}.")


def _in_words(name: str) -> str:
    words = re.sub(r"[-_]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def _write(folder: Path, lesson_id: str, title: str) -> list[str]:
    """Write the lesson and its place in the course; what was done, in sentences. Overwrites nothing."""
    lesson, myst = folder / f"{lesson_id}.md", folder / FILE
    if os.path.lexists(lesson):
        raise UsageError(f"{lesson} already exists; choose another name.")
    try:
        if os.path.lexists(myst):
            return _add(folder, lesson_id, title)
        return _begin(folder, lesson_id, title)
    except OSError as error:
        raise StateError(f"{error.filename or folder}: cannot be written: {error.strerror or error}") from None


def _add(folder: Path, lesson_id: str, title: str) -> list[str]:
    """Add the lesson to the course that is there."""
    course = load_course(folder)
    _refuse_taken(course, lesson_id)
    lesson, myst = folder / f"{lesson_id}.md", folder / FILE
    text = myst.read_bytes().decode("utf-8")
    contents = with_lesson(text, lesson_id)
    _create(lesson, lesson_text(lesson_id, title, hidden_data="def circle(" in course.data_source))
    _replace(myst, contents)
    return [f"Wrote {lesson}.", f"Added it to {myst}."]


def _begin(folder: Path, lesson_id: str, title: str) -> list[str]:
    """Begin a course with this lesson."""
    folder.mkdir(parents=True, exist_ok=True)
    lesson, myst, data = folder / f"{lesson_id}.md", folder / FILE, folder / DATA_FILE
    has_data = os.path.lexists(data)
    if not has_data:
        _create(data, DATA)
    _create(lesson, lesson_text(lesson_id, title, hidden_data=not has_data))
    name = folder.resolve().name
    course_id = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-_") or "course"
    _create(myst, course_text(course_id, _in_words(name) or "Course", lesson_id))
    named = [path.name for path in (myst, lesson, *(() if has_data else (data,)))]
    return [f"Began the course '{course_id}' in {folder}: {', '.join(named)}."]


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


def _replace(path: Path, text: str) -> None:
    """Put the text into a file that is there, at one stroke; a link stays one, and its mode stays."""
    target = path.resolve()
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        _create(temporary, text)
        shutil.copymode(target, temporary)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
