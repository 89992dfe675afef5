"""`edit`, `reset`, `hint` and `solution`: work on an exercise without running it."""

from __future__ import annotations

from pathlib import Path

import click

from tuitutor.cli import terminal
from tuitutor.cli.command import Command, complete_exercises, print_problem
from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session
from tuitutor.course.fences import fenced
from tuitutor.course.model import Exercise
from tuitutor.engine import own_editor
from tuitutor.engine.guidance import Refusal, ask_solution, next_hint, shown_hints
from tuitutor.errors import StateError
from tuitutor.progress.store import Store


@click.command("edit", cls=Command)
@click.argument("exercise", shell_complete=complete_exercises)
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
    if problem := edit_draft(path, found.starter, session.store):
        click.echo(problem, err=True)
        return Exit.COULD_NOT
    click.echo(f"tuitutor check {exercise} grades it.", err=True)
    return Exit.DONE


@click.command("reset", cls=Command)
@click.argument("exercise", shell_complete=complete_exercises)
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
    """Make the starter the draft; returns a sentence about it. Raises StateError if it can't be saved."""
    saved = store.drafts.put(store.draft_path(exercise.label), exercise.starter)
    if saved.problem:
        raise StateError(saved.problem)
    if saved.kept is None:
        return f"The draft of '{exercise.label}' is the starter."
    return f"The draft of '{exercise.label}' is the starter again; what you had is in {saved.kept}"


def edit_draft(path: Path, original: str, store: Store) -> str:
    """Open a draft, which begins as the author's text, in an editor. Returns a problem with the editor, or "".

    Raises StateError if a new draft can't be saved.
    """
    if not path.exists() and (problem := store.save(path, original).problem):
        raise StateError(problem)
    return own_editor.edit(path)


@click.command("hint", cls=Command)
@click.argument("exercise", shell_complete=complete_exercises)
@click.pass_obj
def hint_(session: Session, exercise: str) -> int:
    """Show the next hint for EXERCISE.

    When none are left, it shows all of them again.

    \b
    Example:
      tuitutor hint xor
    """
    show_hint(session, session.exercise(exercise))
    return Exit.DONE


def show_hint(session: Session, exercise: Exercise) -> None:
    """Show the next hint, or all of them if none is left."""
    hint = next_hint(exercise, session.store)
    hints = (hint,) if hint else shown_hints(exercise, session.store)
    texts = [f"**Hint {shown.number} of {shown.total}.** {shown.text.strip()}" for shown in hints]
    terminal.print_markdown("\n\n".join(texts), session.settings)
    if not hints:
        click.echo(f"'{exercise.label}' has no hints.", err=True)
    elif hint is None:
        click.echo("That was the last hint; these are all of them.", err=True)
    print_problem(session)


@click.command("solution", cls=Command)
@click.argument("exercise", shell_complete=complete_exercises)
@click.pass_obj
def solution_(session: Session, exercise: str) -> int:
    """Show the solution of EXERCISE.

    You get it once you have passed, or if you ask twice.

    \b
    Example:
      tuitutor solution xor
    """
    return Exit.DONE if show_solution(session, session.exercise(exercise)) else Exit.NOT_PASSED


def show_solution(session: Session, exercise: Exercise) -> bool:
    """Show the solution, or say why it can't be shown yet; True if it was shown."""
    answer = ask_solution(exercise, session.store)
    print_problem(session)
    if isinstance(answer, Refusal):
        click.echo(answer.text, err=True)
        return False
    code = fenced("python", answer.code) if answer.code else ""
    terminal.print_markdown("\n\n".join(filter(None, (answer.answer, code, answer.explanation))), session.settings)
    return True
