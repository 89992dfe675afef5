"""The `tuitutor` command: the one place that turns errors into sentences and exit codes."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import BufferedWriter, TextIOWrapper
from typing import NoReturn, TextIO, cast

from tuitutor.cli.exits import Exit, PipeClosed
from tuitutor.cli.flag_hints import in_full
from tuitutor.cli.session import Session
from tuitutor.cli.terminal import LastingFile, PlainStream
from tuitutor.errors import TuitutorError


def main() -> NoReturn:
    """Run the command line and exit."""
    _open_closed_streams()
    os.umask(os.umask(0o077) & 0o077)  # or, under a umask such as 0777, we couldn't read what we write
    out, err = _lasting(sys.stdout), _lasting(sys.stderr)
    with redirect_stdout(cast(TextIO, PlainStream(out))), redirect_stderr(cast(TextIO, PlainStream(err))):
        session = Session()
        try:
            code = _run(session)
            for sentence in session.worker_problems:
                print(sentence, file=sys.stderr)
            sys.stdout.flush()
            if problem := _problem(out) or _problem(err):
                print(f"tuitutor: not everything could be printed: {problem}.", file=sys.stderr)
                code = Exit.COULD_NOT
        except (PipeClosed, BrokenPipeError):
            # otherwise Python flushes its buffer into the closed pipe as it exits, and fails again
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = Exit.PIPE_CLOSED
    if session.has_shown_app:
        os._exit(code)  # everything is written; tearing down a thousand widgets and modules would only delay the prompt
    sys.exit(code)


def _open_closed_streams() -> None:
    """Open /dev/null as each standard stream that is closed, before another file gets its number."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            os.dup2(os.open(os.devnull, os.O_RDWR), number)
            os.set_inheritable(number, True)
            setattr(sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8"))


def _lasting(stream: TextIO) -> TextIO:
    """The same stream, on which everything can be written, as far as the program sees; not in tests, which read it."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="replace")  # in an old locale, "?" replaces what the terminal can't show
    if type(stream) is not TextIOWrapper:
        return stream
    file = BufferedWriter(LastingFile(stream.fileno(), "wb", closefd=False))
    return TextIOWrapper(file, stream.encoding, stream.errors, None, stream.line_buffering or stream.write_through)


def _problem(stream: TextIO) -> str:
    """Why not everything could be written to a stream; "" if it could."""
    raw = getattr(stream.buffer, "raw", None)
    return raw.problem if isinstance(raw, LastingFile) else ""


def _run(session: Session) -> int:
    try:
        if len(sys.argv) == 1 and "_TUITUTOR_COMPLETE" not in os.environ:  # that is a shell asking how to complete
            gc.disable()  # there is no garbage yet, and looking for it takes a tenth of the start; the app enables it
            from tuitutor.cli.opening import open_app

            return open_app(session)
        from tuitutor.cli.commands import run_command  # click, which opening the course needn't wait for

        return run_command(session)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except TuitutorError as error:
        print(f"tuitutor: {in_full(error)}", file=sys.stderr)
        return Exit.of(error)
    except (PipeClosed, BrokenPipeError):
        raise
    except Exception as error:
        from tuitutor.cli import crash

        log = crash.write_log(error, session.crash_folder())
        broke = f"tuitutor stopped because of a bug in it ({type(error).__name__})"
        print(f"{broke}; {crash.where(log)}.", file=sys.stderr)
        return Exit.COULD_NOT
