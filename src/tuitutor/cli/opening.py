"""Opening the app, if there is a terminal for it."""

from __future__ import annotations

import os
import sys
import termios
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from tuitutor.cli import terminal
from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session
from tuitutor.config.settings import Settings
from tuitutor.errors import UsageError

if TYPE_CHECKING:
    from tuitutor.engine.outline import Goal

CLOSE_SECONDS = 5.0  # how long quitting waits for the disk
FRAMES = "120"  # per second, at most: with Textual's 60, a key can wait 17 ms before it is drawn


def open_app(session: Session, goal: Goal | None = None) -> int:
    """Open the course at the goal, or where the learner left it; the exit code.

    Raises UsageError if there is no terminal for it.
    """
    if session.settings.plain:
        from tuitutor.cli.plain.walk import open_plain

        return open_plain(session, goal)
    code, folder = _open_course(session, goal)
    while folder is not None and code == Exit.DONE:
        session.change_to(folder)
        code, folder = _open_course(session)
    return code


def _open_course(session: Session, goal: Goal | None = None) -> tuple[int, Path | None]:
    """Open the course as `open_app` does; the exit code, and the folder of another course to open next."""
    with take_terminal() as taken:
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
                drawn_with(session.settings),
                session.options(columns=72, warm=True),
                make_preferences=session.preferences,
                first_time=first_time,
                cache=session.cache,
                consent=consent,
                list_courses=session.courses_with_standing,
                start=goal,
            )
            taken.close()
            session.has_shown_app = True
            run_until_quit(app)
        finally:
            if problem := store.close(CLOSE_SECONDS):  # printed only now, because the app has left the screen
                code = Exit.COULD_NOT
                print(f"tuitutor: {problem}", file=sys.stderr)
    return code, app.course_wanted


def drawn_with(settings: Settings) -> Settings:
    """The settings, with the glyphs that this terminal can show."""
    return replace(settings, glyphs=terminal.glyphs_for(sys.stdout, settings))


def take_terminal() -> ExitStack:
    """Tell Textual, before it is imported, what the terminal can do. Raises UsageError if the app can't be shown.

    The terminal is asked for its background colour at once, so that the answer is there when the app starts to read.
    Until the stack is closed, nothing that arrives is echoed.
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
    taken = ExitStack()
    if terminal.colour_depth() == "standard":  # the theme for these sets no background
        return taken
    stdin = sys.stdin.fileno()
    before = termios.tcgetattr(stdin)
    quiet = [*before]
    quiet[3] &= ~(termios.ECHO | termios.ICANON)
    taken.callback(_restore, stdin, before)
    termios.tcsetattr(stdin, termios.TCSADRAIN, quiet)
    os.write(sys.stderr.fileno(), b"\x1b]11;?\x1b\\")
    return taken


def _restore(descriptor: int, attributes: list[Any]) -> None:
    with suppress(termios.error):  # the terminal may be gone
        termios.tcsetattr(descriptor, termios.TCSADRAIN, attributes)
