"""Parts of commands: shared flags, files to write, and messages about progress that wasn't read or saved."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from tuitutor.cli.session import Session
from tuitutor.errors import StateError, TuitutorError, UsageError


class Command(click.Command):
    """A command that also accepts the global flags after its name, where people tend to write them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(global_flags())


def global_flags() -> list[click.Parameter]:
    """New copies of the flags that can go before or after any command."""
    return [
        _flag(
            "--course", metavar="COURSE", type=click.Path(), help="The course: a folder, or a name from list --courses."
        ),
        _flag("--trust-course", is_flag=True, default=None, help="Let the course's code run, now and from now on."),
        _flag("--python", metavar="PATH", help="The Python that runs your code; it needs Keras, but not tuitutor."),
        _flag("--via", metavar="PREFIX", help='Start your code with this command, such as "srun -p short".'),
        _flag("--ascii", name="glyphs", flag_value="ascii", help="Draw with ASCII characters only."),
    ]


def _flag(flag: str, name: str = "", **attributes: Any) -> click.Option:
    return click.Option([flag, *filter(None, [name])], expose_value=False, callback=_remember, **attributes)


def _remember(ctx: click.Context, option: click.Parameter, value: object) -> None:
    session = ctx.find_root().ensure_object(Session)
    if value is not None and option.name is not None:
        session.flags[option.name] = value


def complete_exercises(ctx: click.Context, _: click.Parameter, start: str) -> list[str]:
    """The labels of exercises that begin so, for the shell."""
    with suppress(TuitutorError):  # nothing is completed in a course that can't be used
        course = ctx.find_root().ensure_object(Session).course
        return [exercise.label for exercise in course.exercises if exercise.label.startswith(start)]
    return []


def complete_names(ctx: click.Context, parameter: click.Parameter, start: str) -> list[str]:
    """The names of lessons and exercises that begin so, for the shell."""
    with suppress(TuitutorError):
        course = ctx.find_root().ensure_object(Session).course
        lessons = [lesson.id for lesson in course.lessons if lesson.id.startswith(start)]
        return [*lessons, *complete_exercises(ctx, parameter, start)]
    return []


def as_json(command: Callable[..., Any]) -> Callable[..., Any]:
    """The --json flag."""
    option = click.option("--json", "json_", is_flag=True, help="Print one JSON object; all other text goes to stderr.")
    return option(command)


def print_json(document: Mapping[str, Any]) -> None:
    """Print the one object that --json asks for."""
    click.echo(json.dumps(document, indent=2))


def write_output(path: Path, data: bytes, overwrite: bool) -> None:
    """Write the file of -o, whole or not at all.

    Raises UsageError if it exists and isn't to be overwritten, StateError if it can't be written.
    """
    new = path.with_name(f".{path.name}.tmp") if overwrite else path
    try:
        with new.open("wb" if overwrite else "xb") as file:  # with the usual permissions: others may have to read it
            file.write(data)
        new.replace(path)
    except FileExistsError:
        hint = "replace it with --overwrite, or name another with -o FILE"
        raise UsageError(f"{path} already exists; {hint}.") from None
    except OSError as error:
        with suppress(OSError):
            new.unlink()  # it may be incomplete
        raise StateError(f"{path} cannot be written: {error.strerror}; -o FILE names another place.") from None


def print_missing(session: Session) -> None:
    """Print on standard error if some progress could not be read."""
    if session.store.missing:
        click.echo(session.store.missing, err=True)


def print_problem(session: Session) -> None:
    """Print on standard error what could not be saved or read."""
    if session.store.problem:
        click.echo(session.store.problem, err=True)
    print_missing(session)
