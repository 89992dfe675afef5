"""`preview`."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from tuitutor.cli.exits import Exit
from tuitutor.cli.group import Command
from tuitutor.cli.session import Session
from tuitutor.errors import UsageError


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
    from tuitutor.cli.app import no_terminal
    from tuitutor.course.toc import is_there

    if not is_there(file):
        raise UsageError(f"There is no file {file}; tuitutor new {file.stem} starts a lesson.")
    if trouble := no_terminal():
        raise UsageError(trouble)
    _open(session, file.absolute())
    return Exit.DONE


def _open(session: Session, path: Path) -> None:
    from tuitutor.cli.app import CLOSE_SECONDS
    from tuitutor.course.folder import DATA_FILE, FILE
    from tuitutor.course.load import course_of, is_same, single
    from tuitutor.progress.background import BackgroundStore
    from tuitutor.progress.store import Store
    from tuitutor.tui.app import run_until_quit
    from tuitutor.tui.flow.watch import changes
    from tuitutor.tui.preview import PreviewApp, Source

    course = course_of(path) or single(path)
    watched = [path, course.folder / FILE, course.folder / DATA_FILE]
    here = next((lesson.id for lesson in course.lessons if is_same(lesson.path, path)), path.stem)
    source = Source(here, lambda: course_of(path) or single(path), lambda: changes(watched))
    with tempfile.TemporaryDirectory(prefix="tuitutor-preview-") as scratch:
        store = BackgroundStore(Store.open(Path(scratch), course.id))
        try:
            options = session.options(columns=72)
            run_until_quit(PreviewApp(source, store, session.worker, session.settings, options))
        finally:
            store.close(CLOSE_SECONDS)
