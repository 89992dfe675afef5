"""`new` and `preview`."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from tuitutor.authoring.packaging import module_of, package_files
from tuitutor.authoring.scaffold import DATA, in_words, lesson_text
from tuitutor.cli.command import Command
from tuitutor.cli.exits import Exit
from tuitutor.cli.linting import refuse_foreign
from tuitutor.cli.opening import open_preview
from tuitutor.cli.placing import folder_for, refuse_there, refuse_unsafe, write_lesson
from tuitutor.cli.session import Session
from tuitutor.course.findings import safe_name
from tuitutor.course.folder import DATA_FILE, FILE, is_there
from tuitutor.course.load import load_course
from tuitutor.errors import UsageError


@click.command("new", cls=Command)
@click.argument("lesson", required=False)
@click.option("--title", default="", metavar="TEXT", help="The lesson's title; its name if not given.")
@click.option("--package", metavar="NAME", help="Start a course in a Python package, which others install with pip.")
@click.pass_obj
def new_(session: Session, lesson: str | None, title: str, package: str | None) -> int:
    """Start a new lesson, LESSON.md, from a template.

    It goes into the course's folder and its table of contents. If there is no such folder, or no course in it yet,
    one is started. With --package the course goes into a new folder that builds, lints itself and installs
    (docs/sharing.md).

    \b
    Example:
      tuitutor new dropout --title "Dropout"
      tuitutor new hello --course my-course      starts a course
      tuitutor new --package my-course           starts one to share
    """
    if package is not None:
        return _new_package(session, package, lesson or "hello", title)
    if lesson is None:
        raise UsageError("Name the lesson, as in tuitutor new dropout; --package NAME alone starts a course.")
    lesson_id = lesson.removesuffix(".md")
    refuse_unsafe(lesson_id)
    folder = folder_for(session, f"tuitutor new {lesson_id}")
    path = folder / f"{lesson_id}.md"
    refuse_there(path)
    more = {} if os.path.lexists(folder / FILE) or os.path.lexists(folder / DATA_FILE) else {folder / DATA_FILE: DATA}
    hidden_data = bool(more) or (os.path.lexists(folder / FILE) and "def circle(" in load_course(folder).data_source)
    text = lesson_text(lesson_id, " ".join(title.split()) or in_words(lesson_id), hidden_data=hidden_data)
    data = {name: content.encode() for name, content in more.items()}
    begins = not os.path.lexists(folder / FILE)
    course = in_words(folder.resolve().name) or "Course"
    click.echo(write_lesson(folder, lesson_id, text, course, data))
    if begins:
        session.trust_begun(load_course(folder).id, folder)
    click.echo(f"\nWrite: tuitutor preview {path}\nTest:  tuitutor lint --run {path}", err=True)
    return Exit.DONE


def _new_package(session: Session, name: str, lesson: str, title: str) -> int:
    lesson_id = lesson.removesuffix(".md")
    refuse_unsafe(lesson_id)
    if not re.fullmatch(r"[A-Za-z]([A-Za-z0-9_-]*[A-Za-z0-9])?", name):
        near = safe_name(name.lstrip("0123456789-_"))
        such = f", such as '{near}'" if near else ""
        raise UsageError(f"'{name}' cannot name a package; begin with a letter, and use '-', '_' and digits{such}.")
    if "course" in session.flags:
        raise UsageError("--package starts a new course; leave --course out.")
    root = Path(name)
    refuse_there(root)
    folder = root / "src" / module_of(name)
    more = {root / path: text.encode() for path, text in package_files(name, in_words(name), lesson_id).items()}
    text = lesson_text(lesson_id, title or in_words(lesson_id), hidden_data=True)
    click.echo(write_lesson(folder, lesson_id, text, in_words(name), {**more, folder / DATA_FILE: DATA.encode()}, name))
    session.trust_begun(name, folder)
    click.echo(f"Also wrote: {', '.join(str(path) for path in more)}.")
    path = folder / f"{lesson_id}.md"
    click.echo(f"\nWrite: tuitutor preview {path}\nTest:  tuitutor lint --run {folder}", err=True)
    click.echo(f"Build: pip wheel --no-deps ./{name}", err=True)
    return Exit.DONE


@click.command("preview", cls=Command)
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def preview_(session: Session, file: Path) -> int:
    """Open a lesson's FILE in the app; each save reloads it.

    If the file is in a course, the rest of the course is there too. Your own drafts and progress are not touched.

    \b
    Example:
      tuitutor preview lessons/xor.md
    """
    if not is_there(file):
        raise UsageError(f"There is no file {file}; tuitutor new {file.stem} starts a lesson.")
    refuse_foreign(file)
    open_preview(session, file.absolute())
    return Exit.DONE
