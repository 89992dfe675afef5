"""click, with what every command of ours shares: lazy loading, global flags in any place, near spellings."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import Any

import click

from tuitutor.cli.exits import PipeClosed
from tuitutor.cli.session import Session

COMMANDS = {
    "list": "reading",
    "show": "reading",
    "next": "reading",
    "edit": "drafts",
    "reset": "drafts",
    "run": "running",
    "check": "running",
    "hint": "guiding",
    "solution": "guiding",
    "lint": "linting",
    "new": "authoring",
    "preview": "previewing",
    "doctor": "health",
}
"""Each command and its module: only what is asked for is imported, so that `tuitutor list` is quick."""


class Command(click.Command):
    """A command that also takes the global flags after its name, where people tend to write them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(global_flags())


class LazyGroup(click.Group):
    """Loads a command's module when the command is named, and proposes the nearest one for an unknown name."""

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
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.UsageError(_unknown(args[0]), ctx)
        return super().resolve_command(ctx, args)


def global_flags() -> list[click.Parameter]:
    """Fresh copies of the flags that go before or after any command."""
    return [
        _flag(["--course"], metavar="DIR", type=click.Path(), help="The folder of the course (with its myst.yml)."),
        _flag(["--python"], metavar="PATH", help="The Python that runs your code; it needs Keras, nothing of ours."),
        _flag(["--via"], metavar="PREFIX", help='Run your code behind this, such as "srun -p short".'),
        _flag(["--ascii"], is_flag=True, default=None, help="Draw with ASCII characters only."),
    ]


def as_json(command: Callable[..., Any]) -> Callable[..., Any]:
    """The --json flag."""
    return click.option("--json", "json_", is_flag=True, help="Print one JSON object; all prose goes to stderr.")(
        command
    )


def _flag(names: Sequence[str], **attributes: Any) -> click.Option:
    return click.Option(list(names), expose_value=False, callback=_remember, **attributes)


def _remember(ctx: click.Context, option: click.Parameter, value: object) -> None:
    session = ctx.find_root().ensure_object(Session)
    if value is not None and option.name is not None:
        session.flags[option.name] = value


def _unknown(name: str) -> str:
    from tuitutor.spelling import nearest

    near = nearest(name, COMMANDS)
    hint = f"did you mean '{near}'?" if near else "tuitutor --help lists all commands."
    return f"There is no command '{name}'; {hint}"
