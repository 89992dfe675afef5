"""`whatif`."""

from __future__ import annotations

import asyncio
import sys

import click

from tuitutor.cli import terminal
from tuitutor.cli.answers import read_answer
from tuitutor.cli.checking import running
from tuitutor.cli.command import Command, complete_exercises
from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session
from tuitutor.cli.view import View
from tuitutor.course.model import Exercise
from tuitutor.draw.grade import draw_tried
from tuitutor.draw.metrics import goals_of
from tuitutor.engine.events import Remark, Stage, TriesEnded, TriesPlanned, TryBegan, TryEnded
from tuitutor.engine.exit_reasons import TRIES_STOPPED
from tuitutor.engine.folding import trial_after
from tuitutor.engine.snapshots import AS_IT_WAS, WhatIf
from tuitutor.engine.what_if import what_if, why_not
from tuitutor.errors import UsageError
from tuitutor.protocol.events import Waiting
from tuitutor.workers.worker import Worker


@click.command("whatif", cls=Command)
@click.argument("exercise", shell_complete=complete_exercises)
@click.argument("file", required=False, metavar="[FILE|-]", type=click.Path(readable=False))
@click.pass_obj
def whatif_(session: Session, exercise: str, file: str | None) -> int:
    """Try changes of the training in EXERCISE, and see which helps.

    After an attempt of yours that failed: your draft, or a FILE, runs once more. Then two or three changes of its fit,
    such as another loss or a tenth of the learning rate, are tried one at a time, and the best of them with other
    seeds. Your code stays as it is, and nothing is graded.

    \b
    Example:
      tuitutor whatif xor
    """
    found = session.exercise(exercise)
    require_tries(session, found)
    answer = read_answer(found, session.course.lesson_of(found), file, session.store)
    session.ask_consent()
    asyncio.run(_try(session, found, answer))
    return Exit.DONE


async def _try(session: Session, exercise: Exercise, answer: str) -> None:
    async with running(session, sys.stdout, TRIES_STOPPED) as (worker, view):
        await try_changes(session, worker, view, exercise, answer)


def require_tries(session: Session, exercise: Exercise) -> None:
    """Return if changes can be tried. Raises UsageError."""
    if refused := why_not(session.course, exercise, session.store):
        raise UsageError(refused)


async def try_changes(
    session: Session, worker: Worker, view: View, exercise: Exercise, answer: str, *, warm: bool = False
) -> None:
    """Run an answer, try changes of its training, and show the results; `warm` as in RunOptions."""
    shown, options = WhatIf(), session.options(terminal.width(), warm)
    async for event in what_if(worker, session.course, exercise, answer, options, session.store):
        shown = trial_after(shown, event)
        match event:
            case Stage() | Remark() | Waiting():
                view.show(event)
            case TriesPlanned(cost=cost):
                view.close()
                view.say(f"Trying {cost}. ctrl+c stops it.")
            case TryBegan(number=number, of=of, change=change, reseeded=reseeded):
                seed = ", with another seed" if reseeded else ""
                view.say(f"{number} of {of}: {change or AS_IT_WAS}{seed} ...")
            case TryEnded() | TriesEnded():
                pass
            case _ if not shown.number:
                view.show(event)
    view.close()
    look = terminal.look_for(sys.stdout, session.settings)
    terminal.print_text(draw_tried(shown, goals_of(exercise, answer), terminal.width(), look), sys.stdout)
