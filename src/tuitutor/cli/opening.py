"""Opening the app, if there is a terminal for it."""

from __future__ import annotations

import os
import sys
import tempfile
import termios
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tuitutor.cli import terminal
from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session
from tuitutor.config.settings import Settings
from tuitutor.course.folder import DATA_FILE, FILE, MANIFEST_FILE
from tuitutor.errors import UsageError
from tuitutor.progress.states import FOLDER, States

if TYPE_CHECKING:
    from tuitutor.engine.outline import Goal
    from tuitutor.playground.playground_state import Config

CLOSE_SECONDS = 5.0  # how long quitting waits for the disk
FRAMES = "120"  # per second, at most: with Textual's 60, a key can wait 17 ms before it is drawn


def open_app(session: Session, goal: Goal | None = None) -> int:
    """Open the course at the goal, or where the learner left it; the exit code.

    Raises UsageError if there is no terminal for it.
    """
    if session.settings.plain:
        from tuitutor.cli.plain.walk import open_plain

        return open_plain(session, goal)
    code, wanted = _open_course(session, goal)
    while wanted is not None and code == Exit.DONE:
        session.change_to(wanted)
        code, wanted = _open_course(session)
    return code


def _open_course(session: Session, goal: Goal | None = None) -> tuple[int, Path | None]:
    """Open the course as `open_app` does; the exit code, and the folder of another course to open next."""
    wanted: Path | None = None
    with ExitStack() as until_it_runs:
        until_it_runs.enter_context(terminal_taken())
        from tuitutor.progress.background import BackgroundStore
        from tuitutor.tui.app import TutorApp
        from tuitutor.tui.themed import run_until_quit

        first_time = session.store.is_first
        session.has_opened()
        consent = session.consent
        store, code = BackgroundStore(session.store), Exit.DONE
        try:
            app = TutorApp(
                session.course,
                store,
                session.worker,
                _drawn_with(session.settings),
                session.options(columns=72, warm=True),
                make_preferences=session.preferences,
                first_time=first_time,
                cache=session.cache,
                consent=consent,
                list_courses=session.courses_with_standing,
                start=goal,
            )
            until_it_runs.close()
            session.has_shown_app = True
            run_until_quit(app)
            wanted = app.course_wanted
        finally:
            if problem := store.close(CLOSE_SECONDS):  # said only now, because the app has left the screen
                code = Exit.COULD_NOT
                print(f"tuitutor: {problem}", file=sys.stderr)
    return code, wanted


def open_preview(session: Session, lesson: Path) -> None:
    """Open the app on a lesson's file and follow it, with separate state. Raises UsageError as `open_app` does."""
    with ExitStack() as until_it_runs:
        until_it_runs.enter_context(terminal_taken())
        from tuitutor.course.load import course_of, is_same, single
        from tuitutor.progress.background import BackgroundStore
        from tuitutor.progress.store import Store
        from tuitutor.tui.preview import PreviewApp, Previewed, changes
        from tuitutor.tui.themed import run_until_quit

        course = session.course = course_of(lesson) or single(lesson)
        watched = [lesson, *(course.folder / name for name in (FILE, DATA_FILE, MANIFEST_FILE))]
        here = next((each.id for each in course.lessons if is_same(each.path, lesson)), lesson.stem)
        source = Previewed(here, lambda: course_of(lesson) or single(lesson), lambda: changes(watched))
        with tempfile.TemporaryDirectory(prefix="tuitutor-preview-") as scratch:
            store = BackgroundStore(Store.open(Path(scratch), course.id))
            try:
                options = session.options(columns=72, warm=True)
                drawn = _drawn_with(session.settings)
                app = PreviewApp(source, store, session.worker, drawn, options, session.cache, session.consent)
                until_it_runs.close()
                run_until_quit(app)
            finally:
                store.close(CLOSE_SECONDS)


def open_playground(session: Session, config: Config | None, messages: Sequence[str]) -> int:
    """Open the playground in this state, or (None) in the one that was left last; the exit code.

    `messages` say what is wrong with the state's address. Raises UsageError as `open_app` does, and StateError.
    """
    with ExitStack() as until_it_runs:
        until_it_runs.enter_context(terminal_taken())
        from tuitutor.playground.address import parse_address
        from tuitutor.tui.play.screen import PlayApp
        from tuitutor.tui.themed import run_until_quit

        states = States(session.settings.data_dir / FOLDER)
        past = ""
        if config is None:
            state, past = states.last()
            config, messages = parse_address(state)
        app = PlayApp(config, _drawn_with(session.settings), states, tuple(messages), past)
        until_it_runs.close()
        run_until_quit(app)
    return Exit.DONE


def _drawn_with(settings: Settings) -> Settings:
    """The settings, with the glyphs that this terminal can show."""
    return replace(settings, glyphs=terminal.glyphs_for(sys.stdout, settings))


@contextmanager
def terminal_taken() -> Iterator[None]:
    """Tell Textual, before it is imported, what the terminal can do. Raises UsageError if the app can't be shown.

    The terminal is asked for its background colour at once, so that the answer is there when the app starts to read.
    Nothing that arrives inside the block is echoed.
    """
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):  # Textual draws on stderr
        raise UsageError(
            "the app needs a terminal (with ssh: ssh -t); tuitutor learn --plain needs none, nor do the commands "
            "that tuitutor --help lists."
        )
    if os.environ.get("TERM", "") in ("", "dumb"):
        raise UsageError(
            "the app can't draw on this terminal, by its TERM; tuitutor learn --plain works on any, "
            "and TERM=xterm-256color tuitutor tries the app."
        )
    os.environ.setdefault("TEXTUAL_COLOR_SYSTEM", terminal.colour_depth())
    os.environ.setdefault("TEXTUAL_FPS", FRAMES)
    if terminal.colour_depth() == "standard":  # the theme for these sets no background
        yield
        return
    stream = sys.stdin.fileno()
    before = termios.tcgetattr(stream)
    quiet = [*before]
    quiet[3] &= ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(stream, termios.TCSADRAIN, quiet)
    try:
        os.write(sys.stderr.fileno(), b"\x1b]11;?\x1b\\")
        yield
    finally:
        with suppress(termios.error):  # the terminal may be gone
            termios.tcsetattr(stream, termios.TCSADRAIN, before)
