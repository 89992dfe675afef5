"""`learn`."""

from __future__ import annotations

import click

from tuitutor.cli.command import Command
from tuitutor.cli.opening import open_app
from tuitutor.cli.session import Session


@click.command("learn", cls=Command)
@click.option("--plain", is_flag=True, help="Use prompts only: for a screen reader, a braille display, any terminal.")
@click.pass_obj
def learn_(session: Session, plain: bool) -> int:
    """Open the course where you left it.

    With --plain you read, run and answer at a prompt: each thing is said once, in words, and nothing is drawn, coloured
    or moved. The setting plain = true makes this the default.

    \b
    Example:
      tuitutor learn
      tuitutor learn --plain
    """
    if plain:
        session.flags["plain"] = True

    return open_app(session)
