"""What all commands share: flags, and what is said of progress that could not be read or saved."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import click

from tuitutor.cli.session import Session


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


def as_json(command: Callable[..., Any]) -> Callable[..., Any]:
    """The --json flag."""
    option = click.option("--json", "json_", is_flag=True, help="Print one JSON object; all other text goes to stderr.")
    return option(command)


def print_json(document: Mapping[str, Any]) -> None:
    """Print the one object that --json asks for."""
    click.echo(json.dumps(document, indent=2))


def say_missing(session: Session) -> None:
    """Say on standard error if some progress could not be read."""
    if session.store.missing:
        click.echo(session.store.missing, err=True)


def say_problem(session: Session) -> None:
    """Say that, and what could not be saved."""
    if session.store.problem:
        click.echo(session.store.problem, err=True)
    say_missing(session)


def _flag(flag: str, name: str = "", **attributes: Any) -> click.Option:
    return click.Option([flag, *filter(None, [name])], expose_value=False, callback=_remember, **attributes)


def _remember(ctx: click.Context, option: click.Parameter, value: object) -> None:
    session = ctx.find_root().ensure_object(Session)
    if value is not None and option.name is not None:
        session.flags[option.name] = value
