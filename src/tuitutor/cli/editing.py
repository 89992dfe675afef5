"""`edit` and `reset`."""

from __future__ import annotations

from pathlib import Path

import click

from tuitutor.cli.command import Command
from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session
from tuitutor.course.model import Exercise
from tuitutor.engine import own_editor
from tuitutor.errors import StateError
from tuitutor.progress.store import Store


@click.command("edit", cls=Command)
@click.argument("exercise")
@click.pass_obj
def edit_(session: Session, exercise: str) -> int:
    """Open your draft of EXERCISE in an editor.

    The editor is $VISUAL or $EDITOR; a new draft begins as the starter.

    \b
    Example:
      EDITOR=vim tuitutor edit xor
    """
    found = session.exercise(exercise)
    path = session.store.draft_path(exercise)
    if not path.exists():
        begin_draft(path, found.starter, session.store)
    if problem := own_editor.edit(path):
        click.echo(problem, err=True)
        return Exit.COULD_NOT
    click.echo(f"tuitutor check {exercise} grades it.", err=True)
    return Exit.DONE


@click.command("reset", cls=Command)
@click.argument("exercise")
@click.pass_obj
def reset_(session: Session, exercise: str) -> int:
    """Put the starter of EXERCISE back.

    Your draft is kept in a file beside it.

    \b
    Example:
      tuitutor reset xor
    """
    click.echo(put_starter_back(session.exercise(exercise), session.store))
    return Exit.DONE


def put_starter_back(exercise: Exercise, store: Store) -> str:
    """Make the starter the draft, and return what to say about it. Raises StateError if it can't be saved."""
    saved = store.put(store.draft_path(exercise.label), exercise.starter)
    if saved.problem:
        raise StateError(saved.problem)
    if saved.kept is None:
        return f"The draft of '{exercise.label}' is the starter."
    return f"The draft of '{exercise.label}' is the starter again; what you had is in {saved.kept}"


def begin_draft(path: Path, text: str, store: Store) -> None:
    """Write the author's text as a new draft. Raises StateError if it can't be saved."""
    if problem := store.save(path, text).problem:
        raise StateError(problem)
