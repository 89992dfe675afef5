"""`warmup`: questions at a prompt, from lessons that were passed."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import click

from tuitutor.cli.command import Command, print_problem
from tuitutor.cli.exits import Exit
from tuitutor.cli.plain.item_prompts import ItemPrompts
from tuitutor.cli.plain.voice import Voice
from tuitutor.cli.session import Session
from tuitutor.engine.warmup import ON_DEMAND, due_items, today, told_next


@click.command("warmup", cls=Command)
@click.argument("most", metavar="[N]", type=click.IntRange(1), default=ON_DEMAND)
@click.pass_obj
def warmup_(session: Session, most: int) -> int:
    """Answer questions from lessons that you passed before.

    They come back after 1, 3, 7 and 21 days: a right answer leads to the next of these, a wrong one back to the first.
    Each is asked once a day at most, and the longest due come first. At most N are asked (10). When you open the course
    on another day, it begins with two of them; the setting warmup = false turns that off.

    \b
    Example:
      tuitutor warmup
      tuitutor warmup 3
    """
    day, store = today(), session.store
    due = due_items(session.course, store.progress(), day)
    if not due:
        click.echo(told_next(session.course, store.progress(), day))
        return Exit.DONE
    prompts = ItemPrompts(Voice(session.settings), store, may_go=False)
    with suppress(EOFError):  # answers are already saved
        asyncio.run(prompts.ask_all(due[:most]))
    print_problem(session)
    click.echo(f"\n{prompts.right} of {prompts.answered} right. {told_next(session.course, store.progress(), day)}")
    return Exit.DONE
