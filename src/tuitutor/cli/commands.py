"""The command line: what `tuitutor` followed by anything means."""

from __future__ import annotations

import importlib
from contextlib import suppress
from typing import Any

import click

from tuitutor.cli.command import global_flags
from tuitutor.cli.exits import Exit, PipeClosed
from tuitutor.cli.session import Session, no_such
from tuitutor.errors import TuitutorError
from tuitutor.spelling import nearest

COMMANDS = {
    "learn": "learning",
    "warmup": "warmup",
    "list": "listing",
    "show": "listing",
    "next": "listing",
    "edit": "guiding",
    "reset": "guiding",
    "run": "checking",
    "check": "checking",
    "hint": "guiding",
    "solution": "guiding",
    "whatif": "whatif",
    "submit": "submitting",
    "move": "submitting",
    "grade": "grading",
    "report": "reporting",
    "lint": "linting",
    "attack": "attacking",
    "data": "fetching",
    "release": "releasing",
    "new": "authoring",
    "import": "exchange",
    "export": "exchange",
    "preview": "authoring",
    "play": "play",
    "watch": "watch",
    "doctor": "doctor",
}
"""The module of each command, which is imported only when the command is used, so that `tuitutor list` is quick."""


class LazyGroup(click.Group):
    """Imports a command's module when the command is used, and suggests the nearest command for an unknown name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"tuitutor.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_")
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise PipeClosed from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            raise click.UsageError(_no_command(ctx.ensure_object(Session), name), ctx)
        return super().resolve_command(ctx, args)


def _no_command(session: Session, name: str) -> str:
    """A sentence about a word that is no command, but may be meant for `learn`."""
    kinds: dict[str, str] = {}
    with suppress(TuitutorError):  # then there is no course to look into
        kinds = {exercise.label: "an exercise" for exercise in session.course.exercises}
        kinds |= {lesson.id: "a lesson" for lesson in session.course.lessons}
    if kind := kinds.get(name.partition(":")[0]):
        return f"'{name}' is not a command but {kind}: tuitutor learn {name} opens it."
    meant = nearest(name, [*COMMANDS, *kinds])
    if meant is not None and meant not in COMMANDS:
        return f"There is no command '{name}'; did you mean tuitutor learn {meant}?"
    return no_such("command", name, COMMANDS, "tuitutor --help lists all commands.")


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
      tuitutor learn --plain   or by prompts, in words, as for a screen reader
      tuitutor edit xor        or in an editor of your own,
      tuitutor check xor       and be graded on the command line
    """
    if ctx.invoked_subcommand is not None:
        return None
    from tuitutor.cli.opening import open_app

    return open_app(ctx.ensure_object(Session))


def run_command(session: Session) -> int:
    """Do what the command line asks for, and return the exit code. Raises TuitutorError, PipeClosed."""
    try:
        result = tuitutor.main(prog_name="tuitutor", standalone_mode=False, obj=session)
    except click.ClickException as error:
        error.show()
        return Exit.BAD_USAGE
    except click.Abort:
        return Exit.INTERRUPTED
    return int(result or Exit.DONE)
