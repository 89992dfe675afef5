"""The command line: what `tuitutor` followed by anything means."""

from __future__ import annotations

import click

from tuitutor.cli.exits import Exit
from tuitutor.cli.group import LazyGroup, global_flags
from tuitutor.cli.session import Session


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


def run_command(session: Session) -> int:
    """Do what the command line asks for; the exit code. Raises TuitutorError, PipeClosed."""
    try:
        result = tuitutor.main(prog_name="tuitutor", standalone_mode=False, obj=session)
    except click.ClickException as error:
        error.show()
        return Exit.BAD_USAGE
    except click.Abort:
        return Exit.INTERRUPTED
    return int(result or Exit.DONE)
