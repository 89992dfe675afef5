"""`edit` and `reset`."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

import click

from tuitutor.cli.exits import Exit
from tuitutor.cli.group import Command
from tuitutor.cli.session import Session
from tuitutor.course.model import Exercise
from tuitutor.errors import StateError, UsageError
from tuitutor.progress.drafts import Saved
from tuitutor.progress.store import Store


@click.command("edit", cls=Command)
@click.argument("exercise")
@click.pass_obj
def edit_(session: Session, exercise: str) -> int:
    """Open your draft of EXERCISE in an editor.

    The editor is $VISUAL or $EDITOR; a new draft is the starter.

    \b
    Example:
      EDITOR=vim tuitutor edit xor
    """
    found = session.exercise(exercise)
    path = _existing_draft(found, session.store)
    code = _run_editor(_editor(), path)
    if code:
        click.echo(f"The editor ended with exit code {code}; your draft is {path}.", err=True)
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
    found = session.exercise(exercise)
    # the store never read what is on the disk, so it keeps that version beside, whatever its bytes
    backup = _write_starter(found, session.store).kept
    if backup is None:
        click.echo(f"The draft of '{exercise}' is the starter.")
    else:
        click.echo(f"The draft of '{exercise}' is the starter again; what you had is in {backup}")
    return Exit.DONE


def _existing_draft(exercise: Exercise, store: Store) -> Path:
    path = store.draft_path(exercise.label)
    if not path.exists():
        _write_starter(exercise, store)
    return path


def _write_starter(exercise: Exercise, store: Store) -> Saved:
    saved = store.save_draft(exercise.label, exercise.starter)
    if saved.problem:
        raise StateError(saved.problem)
    return saved


def _editor() -> list[str]:
    wanted = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if wanted:
        try:
            return shlex.split(wanted)
        except ValueError:
            raise UsageError(f"The editor {wanted!r} has an unclosed quote; correct VISUAL or EDITOR.") from None
    for name in ("nano", "vim", "vi"):
        if path := shutil.which(name):
            return [path]
    raise UsageError("No editor is known here; name one, for example EDITOR=vim tuitutor edit ...")


def _run_editor(argv: list[str], path: Path) -> int:
    try:
        return subprocess.run([*argv, str(path)], check=False).returncode
    except OSError as error:
        raise UsageError(f"The editor {argv[0]!r} cannot be started: {error.strerror}; set VISUAL or EDITOR.") from None
