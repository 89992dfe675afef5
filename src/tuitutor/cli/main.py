"""The `tuitutor` command: the one place that turns errors into sentences and exit codes."""

from __future__ import annotations

import os
import sys
from typing import NoReturn, TextIO

import click

from tuitutor.cli import crash
from tuitutor.cli.exits import Exit, PipeClosed
from tuitutor.cli.group import LazyGroup, global_flags
from tuitutor.cli.session import Session
from tuitutor.errors import TuitutorError


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    params=global_flags(),
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done or passed; 1 not passed, or problems found; 2 bad usage or a broken lesson; "
    "3 could not do it.",
)
@click.version_option(package_name="tuitutor", message="tuitutor %(version)s")
@click.pass_context
def tuitutor(ctx: click.Context) -> int | None:
    """A Keras course in the terminal: read, train, watch the curves, be graded.

    Without a command it opens the course where you left it.

    \b
    Example:
      tuitutor                 read and train in the app
      tuitutor edit xor        or in an editor of your own,
      tuitutor check xor       and be graded on the command line
    """
    if ctx.invoked_subcommand is not None:
        return None
    from tuitutor.cli.app import open_app

    return open_app(ctx.ensure_object(Session))


def main() -> NoReturn:
    """Run the command line and exit."""
    for stream in (sys.stdout, sys.stderr):
        _never_fail_to_encode(stream)
    session = Session()
    try:
        code = _run(session)
        for sentence in session.worker_troubles:
            click.echo(sentence, err=True)
        sys.stdout.flush()
    except (PipeClosed, BrokenPipeError):
        _drop_output()
        code = Exit.PIPE_CLOSED
    sys.exit(code)


def _run(session: Session) -> int:
    try:
        result = tuitutor.main(prog_name="tuitutor", standalone_mode=False, obj=session)
        return int(result or Exit.DONE)
    except click.ClickException as error:
        error.show()
        return Exit.BAD_USAGE
    except (click.Abort, KeyboardInterrupt):
        return Exit.INTERRUPTED
    except TuitutorError as error:
        click.echo(f"tuitutor: {error}", err=True)
        return Exit.of(error)
    except PipeClosed:
        raise
    except Exception as error:
        return _crashed(error, session)


def _crashed(error: Exception, session: Session) -> int:
    log = crash.write_log(error, session.crash_folder())
    click.echo(crash.sentence(error, log), err=True)
    return Exit.COULD_NOT


def _never_fail_to_encode(stream: TextIO) -> None:
    # a terminal in an old locale gets "?" for what it cannot show, never a UnicodeEncodeError
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


def _drop_output() -> None:
    # what is still buffered would break the pipe once more while Python exits
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
