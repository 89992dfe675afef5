"""Opening the app, where there is a terminal for it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session
from tuitutor.errors import UsageError

if TYPE_CHECKING:
    from tuitutor.progress.rescue import Unsaved

CLOSE_SECONDS = 5.0  # that leaving waits for a disk


def open_app(session: Session) -> int:
    """Open the course where the learner left; the exit code. Raises UsageError where there is no terminal."""
    if trouble := no_terminal():
        raise UsageError(trouble)
    from tuitutor.progress.background import BackgroundStore
    from tuitutor.tui.app import TutorApp, run_until_quit

    store = BackgroundStore(session.store)
    try:
        options = session.options(columns=72)
        run_until_quit(TutorApp(session.course, store, session.worker, session.settings, options))
    finally:
        unsaved, problem = store.close(CLOSE_SECONDS)
        code = _tell(unsaved, problem)
    return code


def _tell(unsaved: Unsaved, problem: str) -> int:
    """Say what is not on the disk, now that the screen is the learner's again; the exit code."""
    if not unsaved:
        return Exit.DONE
    from tuitutor.progress.rescue import rescue

    for line in rescue(unsaved, problem):
        print(f"tuitutor: {line}", file=sys.stderr)
    return Exit.COULD_NOT


def no_terminal() -> str:
    """Why the app cannot be shown, in one sentence; "" if it can."""
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):  # Textual draws on stderr
        return "the app needs a terminal (with ssh: ssh -t); tuitutor --help lists the commands that need none."
    if os.environ.get("TERM", "") in ("", "dumb"):
        return "the app needs to know your terminal, but TERM is not set; try TERM=xterm-256color tuitutor."
    return ""
