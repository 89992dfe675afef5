"""`play`."""

from __future__ import annotations

import json
import random
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tuitutor.cli import terminal
from tuitutor.cli.command import Command, as_json, print_json
from tuitutor.cli.exits import Exit
from tuitutor.cli.opening import drawn_with, take_terminal
from tuitutor.cli.session import Session
from tuitutor.errors import StateError
from tuitutor.playground.address import parse_address, write_address
from tuitutor.playground.playground_state import HIDEABLE, SETTINGS, Config, with_seed
from tuitutor.playground.pointfile import read_points
from tuitutor.progress.states import FOLDER, States

if TYPE_CHECKING:
    from tuitutor.playground.run import Run

_EPOCHS, _MOST_EPOCHS = 100, 100_000
_MOST_MESSAGES = 10


@click.command("play", cls=Command)
@click.argument("address", default="")
@click.option(
    "--epochs",
    type=click.IntRange(0, _MOST_EPOCHS),
    metavar="N",
    help="Train for this many, without the screen (100 if not given).",
)
@as_json
@click.option("--svg", type=click.Path(path_type=Path), metavar="FILE", help="Write the map as a picture.")
@click.option("--code", is_flag=True, help="Print the network as a Keras program instead.")
@click.option("--list", "list_", is_flag=True, help="List all settings and their possible values instead.")
@click.option("--csv", type=click.Path(path_type=Path), metavar="FILE", help="Take points from lines of x, y, label.")
@click.option("--plain", is_flag=True, help="Use prompts only, in words.")
@click.pass_obj
def play_(
    session: Session,
    address: str,
    epochs: int | None,
    json_: bool,
    svg: Path | None,
    code: bool,
    list_: bool,
    csv: Path | None,
    plain: bool,
) -> int:
    """A playground: what small networks learn of points.

    ADDRESS is a link to a state of playground.tensorflow.org, or only what follows its '#'. In a terminal it opens on
    the screen, to be changed and run there.

    \b
    Example:
      tuitutor play
      tuitutor play 'dataset=spiral&networkShape=8,8' --epochs 200
      tuitutor play 'https://playground.tensorflow.org/#noise=20' --json
      tuitutor play --list
    """
    if list_:
        return _list(json_)
    config, messages = _state(address, csv)
    if plain:
        session.flags["plain"] = True
    if session.settings.plain and epochs is None and not (json_ or svg or code):
        _print_messages(messages)
        from tuitutor.cli.plain.networks import open_plain_play

        return open_plain_play(session, config)
    if epochs is None and not (json_ or svg or code) and sys.stdin.isatty() and sys.stdout.isatty():
        return _open_playground(session, config if address or csv else None, messages)
    _print_messages(messages)
    from tuitutor.playground.run import Run

    run, epochs = Run(config), _EPOCHS if epochs is None else epochs
    if code:
        from tuitutor.playground.program import keras_program

        click.echo(keras_program(run), nl=False)
        return Exit.DONE
    run.advance(epochs)
    if svg is not None:
        _write_map(run, svg, session)
    if json_:
        from tuitutor.reports.network_json import play_document

        click.echo(json.dumps(play_document(run, epochs)))
    else:
        from tuitutor.draw.playground import describe_map, state_of

        click.echo("\n".join([state_of(run), *describe_map(run)]))
        click.echo(f"This opens the same again: tuitutor play '{write_address(config)}'", err=True)
    return Exit.DONE


def _open_playground(session: Session, config: Config | None, messages: tuple[str, ...]) -> int:
    """Open the playground in this state, or (None) in the state where it was left; the exit code.

    `messages` are about problems with its address. Raises UsageError if there is no terminal, and StateError.
    """
    with take_terminal() as taken:
        from tuitutor.tui.play.screen import PlayApp
        from tuitutor.tui.themed import run_until_quit

        states = States(session.settings.data_dir / FOLDER)
        past = ""
        if config is None:
            state, past = states.last()
            config, messages = parse_address(state)
        app = PlayApp(config, drawn_with(session.settings), states, messages, past)
        taken.close()
        run_until_quit(app)
    return Exit.DONE


def _state(address: str, csv: Path | None) -> tuple[Config, tuple[str, ...]]:
    """The state with this address and these points, with a seed; messages about the address. Raises UsageError."""
    config, messages = parse_address(address)
    if csv is not None:
        config = replace(config, points=read_points(csv, classes=config.problem == "classification"))
    return with_seed(config, random.random()), messages


def _print_messages(messages: tuple[str, ...]) -> None:
    for message in messages[:_MOST_MESSAGES]:
        click.echo(message, err=True)
    if (more := len(messages) - _MOST_MESSAGES) > 0:
        click.echo(f"And {more} more.", err=True)
    if messages:
        click.echo("tuitutor play --list names all settings, with what each may be.", err=True)


def _list(json_: bool) -> int:
    if json_:
        from tuitutor.reports.network_json import settings_document

        print_json(settings_document())
        return Exit.DONE

    for ours, head in (
        (False, "Settings of the original, with their defaults:"),
        (True, "\ntuitutor's own, in the same way:"),
    ):
        click.echo(head)
        for setting in SETTINGS.values():
            if setting.ours == ours:
                click.echo(f"  {setting.name}={setting.default_text}\n      {setting.words}: {setting.kind.range}")
    click.echo(f"\nNAME_hide=true hides a control; a hidden input isn't used. NAME is one of:\n  {', '.join(HIDEABLE)}")
    return Exit.DONE


def _write_map(run: Run, path: Path, session: Session) -> None:
    from tuitutor.draw.playground import map_svg

    try:
        path.write_text(map_svg(run, terminal.look_for(sys.stdout, session.settings)), encoding="utf-8")
    except OSError as error:
        raise StateError(f"{path} cannot be written: {error.strerror or error}; name another place.") from None
    click.echo(f"The map is in {path}.", err=True)
