"""The `tuitutor` command: the one place that turns errors into sentences and exit codes."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import NoReturn, TextIO, cast

from tuitutor.cli.exits import Exit, PipeClosed
from tuitutor.cli.session import Session
from tuitutor.cli.terminal import PlainStream
from tuitutor.errors import TuitutorError


def main() -> NoReturn:
    """Run the command line and exit."""
    for stream in (sys.stdout, sys.stderr):
        _never_fail_to_encode(stream)
    with redirect_stdout(_plain(sys.stdout)), redirect_stderr(_plain(sys.stderr)):
        code = _code_of(Session())
    sys.exit(code)


def _code_of(session: Session) -> int:
    try:
        code = _run(session)
        for sentence in session.worker_troubles:
            print(sentence, file=sys.stderr)
        sys.stdout.flush()
    except (PipeClosed, BrokenPipeError):
        _drop_output()
        code = Exit.PIPE_CLOSED
    return code


def _run(session: Session) -> int:
    try:
        return _open_app(session) if len(sys.argv) == 1 else _run_command(session)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except TuitutorError as error:
        print(f"tuitutor: {error}", file=sys.stderr)
        return Exit.of(error)
    except (PipeClosed, BrokenPipeError):
        raise
    except Exception as error:
        return _crashed(error, session)


def _open_app(session: Session) -> int:
    gc.disable()  # nothing is garbage yet, and looking for it takes a tenth of the start; the app enables it
    from tuitutor.cli.app import open_app

    return open_app(session)


def _run_command(session: Session) -> int:
    from tuitutor.cli.commands import run_command  # click: a learner who only opens the course need not wait for it

    return run_command(session)


def _crashed(error: Exception, session: Session) -> int:
    from tuitutor.cli import crash

    log = crash.write_log(error, session.crash_folder())
    print(crash.sentence(error, log), file=sys.stderr)
    return Exit.COULD_NOT


def _plain(stream: TextIO) -> TextIO:
    return cast(TextIO, PlainStream(stream))


def _never_fail_to_encode(stream: TextIO) -> None:
    # a terminal in an old locale gets "?" for what it cannot show, never a UnicodeEncodeError
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


def _drop_output() -> None:
    # what is still buffered would break the pipe once more while Python exits
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
