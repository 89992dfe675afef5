"""`hint` and `solution`."""

from __future__ import annotations

import sys

import click

from tuitutor.cli.exits import Exit
from tuitutor.cli.group import Command
from tuitutor.cli.prose import print_markdown
from tuitutor.cli.session import Session
from tuitutor.cli.trouble import say_trouble
from tuitutor.engine.guidance import Hint, Refusal, ask_solution, next_hint, shown_hints


@click.command("hint", cls=Command)
@click.argument("exercise")
@click.pass_obj
def hint_(session: Session, exercise: str) -> int:
    """Show the next hint for EXERCISE.

    When there is none left, it shows all of them again.

    \b
    Example:
      tuitutor hint xor
    """
    found = session.exercise(exercise)
    hint = next_hint(found, session.store)
    hints = (hint,) if hint else shown_hints(found, session.store)
    print_markdown("\n\n".join(map(_markdown, hints)), sys.stdout, session.settings)
    if not hints:
        click.echo(f"'{exercise}' has no hints.", err=True)
    elif hint is None:
        click.echo("That was the last hint; these are all of them.", err=True)
    say_trouble(session.store)
    return Exit.DONE


@click.command("solution", cls=Command)
@click.argument("exercise")
@click.pass_obj
def solution_(session: Session, exercise: str) -> int:
    """Show the solution of EXERCISE.

    You get it after you passed, or when you ask twice.

    \b
    Example:
      tuitutor solution xor
    """
    answer = ask_solution(session.exercise(exercise), session.store)
    say_trouble(session.store)
    if isinstance(answer, Refusal):
        click.echo(answer.text, err=True)
        return Exit.NOT_PASSED
    text = f"```python\n{answer.code.rstrip()}\n```\n\n{answer.explanation}"
    print_markdown(text, sys.stdout, session.settings)
    return Exit.DONE


def _markdown(hint: Hint) -> str:
    return f"**Hint {hint.number} of {hint.total}.** {hint.text.strip()}"
