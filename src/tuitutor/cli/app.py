"""Opening the app, where there is a terminal for it."""

from __future__ import annotations

import os
import sys

from tuitutor.cli.session import Session
from tuitutor.errors import UsageError


def open_app(session: Session) -> int | None:
    """Open the course where the learner left. Raises UsageError where there is no terminal."""
    if trouble := no_terminal():
        raise UsageError(trouble)
    from tuitutor.tui.app import run_app

    run_app(session.course, session.store, session.worker, session.settings, session.options(columns=72))
    return None


def no_terminal() -> str:
    """Why the app cannot be shown, in one sentence; "" if it can."""
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):  # Textual draws on stderr
        return "the app needs a terminal (with ssh: ssh -t); tuitutor --help lists the commands that need none."
    if os.environ.get("TERM", "") in ("", "dumb"):
        return "the app needs to know your terminal, but TERM is not set; try TERM=xterm-256color tuitutor."
    return ""
