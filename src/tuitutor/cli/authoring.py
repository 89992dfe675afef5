"""`new`, `preview` and `checks`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from tuitutor.authoring.scaffold import DATA, lesson_text
from tuitutor.cli.app import open_preview
from tuitutor.cli.commands import Command
from tuitutor.cli.exits import Exit
from tuitutor.cli.linting import refuse_foreign
from tuitutor.cli.placing import Placed, folder_for, in_words, place, refuse_there, refuse_unsafe
from tuitutor.cli.session import Session, no_such
from tuitutor.course.folder import DATA_FILE, FILE
from tuitutor.course.load import load_course
from tuitutor.course.toc import is_there
from tuitutor.errors import UsageError


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
    refuse_unsafe(lesson_id)
    folder = folder_for(session, f"tuitutor new {lesson_id}")
    path = folder / f"{lesson_id}.md"
    refuse_there(path)
    more = {} if os.path.lexists(folder / FILE) or os.path.lexists(folder / DATA_FILE) else {folder / DATA_FILE: DATA}
    hidden_data = bool(more) or (os.path.lexists(folder / FILE) and "def circle(" in load_course(folder).data_source)
    text = lesson_text(lesson_id, " ".join(title.split()) or in_words(lesson_id), hidden_data=hidden_data)
    data = {name: content.encode() for name, content in more.items()}
    course = in_words(folder.resolve().name) or "Course"
    click.echo(place(folder, [Placed(lesson_id, text)], course, data))
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
    refuse_foreign(file)
    open_preview(session, file.absolute())
    return Exit.DONE


@click.command("checks", cls=Command)
@click.argument("key", required=False)
@click.pass_obj
def checks_(session: Session, key: str | None) -> int:
    """Say what each check of an exercise asks, or the one of KEY.

    \b
    Example:
      tuitutor checks
      tuitutor checks accuracy
    """
    from tuitutor.course.manual import PAGES, manual, page

    if key is not None and key not in PAGES:
        raise UsageError(no_such("check", key, PAGES, "tuitutor checks names them all."))
    click.echo(page(key) if key else manual(), nl=False)
    return Exit.DONE
