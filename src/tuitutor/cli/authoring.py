"""`new` and `preview`."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

import click

from tuitutor.authoring.packaging import module_of, package_files
from tuitutor.authoring.scaffold import DATA, in_words, lesson_text
from tuitutor.cli.command import Command
from tuitutor.cli.exits import Exit
from tuitutor.cli.lesson_writing import folder_for, require_absent, require_safe_name, such_as, title_of, write_lesson
from tuitutor.cli.linting import require_lesson
from tuitutor.cli.opening import CLOSE_SECONDS, drawn_with, take_terminal
from tuitutor.cli.session import Session
from tuitutor.course.findings import safe_name
from tuitutor.course.folder import DATA_FILE, FILE, MANIFEST_FILE, is_there
from tuitutor.course.load import course_of, is_same, load_course, single
from tuitutor.errors import UsageError
from tuitutor.progress.background import BackgroundStore
from tuitutor.progress.store import Store


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
    require_safe_name(lesson_id)
    folder = folder_for(session, f"tuitutor new {lesson_id}")
    path = folder / f"{lesson_id}.md"
    require_absent(path)
    begins = not os.path.lexists(folder / FILE)
    data = {folder / DATA_FILE: DATA} if begins and not os.path.lexists(folder / DATA_FILE) else {}
    hidden_data = bool(data) or (not begins and "def circle(" in load_course(folder).data_source)
    text = lesson_text(lesson_id, " ".join(title.split()) or in_words(lesson_id), hidden_data=hidden_data)
    click.echo(write_lesson(folder, lesson_id, text, title_of(folder), data))
    if begins:
        session.trust_begun(folder)
    click.echo(f"\nWrite: tuitutor preview {path}\nTest:  tuitutor lint --run {path}", err=True)
    return Exit.DONE


def _new_package(session: Session, name: str, lesson: str, title: str) -> int:
    lesson_id = lesson.removesuffix(".md")
    require_safe_name(lesson_id)
    if not re.fullmatch(r"[A-Za-z]([A-Za-z0-9_-]*[A-Za-z0-9])?", name):
        near = such_as(safe_name(name.lstrip("0123456789-_")))
        raise UsageError(f"'{name}' cannot name a package; begin with a letter, and use '-', '_' and digits{near}.")
    if "course" in session.flags:
        raise UsageError("--package starts a new course; leave --course out.")
    root = Path(name)
    require_absent(root)
    folder = root / "src" / module_of(name)
    package = {root / path: text for path, text in package_files(name, in_words(name), lesson_id).items()}
    text = lesson_text(lesson_id, title or in_words(lesson_id), hidden_data=True)
    click.echo(write_lesson(folder, lesson_id, text, in_words(name), {**package, folder / DATA_FILE: DATA}, name))
    session.trust_begun(folder)
    click.echo(f"Also wrote: {', '.join(str(path) for path in package)}.")
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
    require_lesson(file)
    _open_preview(session, file.absolute())
    return Exit.DONE


def _open_preview(session: Session, path: Path) -> None:
    """Open the app on a lesson's file and follow it, with separate state. Raises UsageError if there is no terminal."""
    with take_terminal() as taken:
        from tuitutor.tui.preview import PreviewApp, Previewed, changes
        from tuitutor.tui.themed import run_until_quit

        course = session.course = course_of(path) or single(path)
        watched = [path, *(course.folder / name for name in (FILE, DATA_FILE, MANIFEST_FILE))]
        lesson_id = next((lesson.id for lesson in course.lessons if is_same(lesson.path, path)), path.stem)
        source = Previewed(lesson_id, lambda: course_of(path) or single(path), lambda: changes(watched))
        with tempfile.TemporaryDirectory(prefix="tuitutor-preview-") as scratch:
            store = BackgroundStore(Store.open(Path(scratch), course.id))
            try:
                options, settings = session.options(columns=72, warm=True), drawn_with(session.settings)
                app = PreviewApp(source, store, session.worker, settings, options, session.cache, session.consent)
                taken.close()
                run_until_quit(app)
            finally:
                store.close(CLOSE_SECONDS)
