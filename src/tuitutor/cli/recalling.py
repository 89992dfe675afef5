"""`warmup`, `place` and `gain`: questions at a prompt, from lessons that were passed and from those that weren't."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import click

from tuitutor.cli import terminal
from tuitutor.cli.command import Command, say_problem
from tuitutor.cli.exits import Exit
from tuitutor.cli.plain.item_prompts import ItemPrompts, ask_in_turn
from tuitutor.cli.plain.voice import Voice
from tuitutor.cli.session import Session
from tuitutor.engine.asking import PosedItem, reply_for
from tuitutor.engine.gain import answer_form, form_now, items_left, told_gain
from tuitutor.engine.placement import placement_items, where_to_begin
from tuitutor.engine.warmup import ON_DEMAND, begin_warmup, due_items, today, told_next
from tuitutor.spelling import counted


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
    prompts = ItemPrompts(Voice(session.settings), store, day, may_go=False)
    begin_warmup(store, day)
    with suppress(EOFError):  # what was answered is kept
        asyncio.run(prompts.ask_all(due[:most]))
    say_problem(session)
    click.echo(f"\n{prompts.right} of {prompts.answered} right. {told_next(session.course, store.progress(), day)}")
    return Exit.DONE


@click.command("place", cls=Command)
@click.pass_obj
def place_(session: Session) -> int:
    """Find out where to begin, by ten questions.

    They come from lessons from the first to the last, so they become harder; press enter where you don't know. Then a
    sentence says where you could begin, and what to read before. Nothing is locked, and nothing of it is kept.

    \b
    Example:
      tuitutor place
    """
    items = placement_items(session.course)
    if not items:
        click.echo("This course has no questions to ask.")
        return Exit.DONE
    answers: list[tuple[PosedItem, bool]] = []

    def take(posed: PosedItem, text: str) -> None:
        answers.append((posed, bool(text) and reply_for(posed, text).right))

    with suppress(EOFError):
        asyncio.run(ask_in_turn(Voice(session.settings), items, take))
    answers += [(posed, False) for posed in items[len(answers) :]]
    click.echo("\n" + "\n".join(terminal.fold_lines(where_to_begin(session.course, answers), terminal.width())))
    return Exit.DONE


@click.command("gain", cls=Command)
@click.pass_obj
def gain_(session: Session) -> int:
    """Answer the ten questions that measure what you gain.

    They are asked twice: before the course, while you haven't passed anything, and after it, with other numbers. Press
    enter where you don't know. You may stop and go on another time; your first answer counts. tuitutor list --gain
    shows both results, which stay on this machine.

    \b
    Example:
      tuitutor gain
      tuitutor list --gain
    """
    course, store, learner = session.course, session.store, session.settings.learner
    form = form_now(course, store.progress())
    if form is not None:
        items = items_left(course, store.progress(), form, learner)
        click.echo(f"{counted(len(items), 'question')} {form} the course. You needn't know any of it.")
        with suppress(EOFError):  # what was answered is kept
            asyncio.run(
                ask_in_turn(Voice(session.settings), items, lambda posed, text: answer_form(posed, text, form, store))
            )
        say_problem(session)
        click.echo("")
    click.echo("\n".join(told_gain(course, store.progress())))
    return Exit.DONE
