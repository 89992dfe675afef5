"""`attack`: cheats on an exercise."""

from __future__ import annotations

import asyncio

import click
from msgspec.structs import replace

from tuitutor.cli import terminal
from tuitutor.cli.command import Command, as_json, complete_exercises, print_json
from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session
from tuitutor.course.model import Exercise
from tuitutor.engine.options import RunOptions
from tuitutor.errors import CourseError
from tuitutor.grading.verdicts import Tried
from tuitutor.workers.trust import untrusted


@click.command("attack", cls=Command)
@click.argument("exercise", shell_complete=complete_exercises)
@click.option("--allow-unisolated", is_flag=True, help="Run them even where there is no sandbox.")
@click.option("--accept-reported", is_flag=True, help="Accept what an answer reports where that cannot be verified.")
@as_json
@click.pass_obj
def attack_(session: Session, exercise: str, allow_unisolated: bool, accept_reported: bool, json_: bool) -> int:
    """Try the eight usual cheats on EXERCISE.

    They are made from its solution, its starter, its checks and its lesson's cells: results typed in, validation on
    three rows, a cell of the lesson copied, and so on. Each is graded as somebody else's answer. A line says which
    checks caught it or, where it passes, what to do about it. With --json the programs are included.

    Exit codes: 0 no cheat passes; 1 some do; 2 a broken lesson, or a solution that does not pass; 3 not all could be
    graded.

    \b
    Example:
      tuitutor attack xor
      tuitutor attack xor --json
    """
    found = session.exercise(exercise)
    session.ask_consent()
    options = replace(session.options(columns=80), policy=untrusted(allow_unisolated, accept_reported))
    click.echo("Running the solution, and then the cheats ...", err=True)
    try:
        tried = asyncio.run(_try_cheats(session, found, options, json_))
    except CourseError as error:  # of the solution
        why = f"see tuitutor lint --run --only {exercise}"
        raise CourseError(f"{str(error).removesuffix('.')}; {why}") from None
    if json_:
        from tuitutor.authoring.attack import CHEATS
        from tuitutor.reports.json import attack_document

        print_json(attack_document(found, tried, [cheat.name for cheat in CHEATS]))
    click.echo(_summary_of(tried), err=True)
    if any(cheat.passes for cheat in tried):
        return Exit.NOT_PASSED
    return Exit.COULD_NOT if any(cheat.problem for cheat in tried) else Exit.DONE


async def _try_cheats(session: Session, exercise: Exercise, options: RunOptions, json_: bool) -> list[Tried]:
    from tuitutor.authoring.attack import attack

    tried, worker = [], session.worker()
    try:
        async for cheat in attack(worker, session.course, exercise, options):
            tried.append(cheat)
            click.echo(_cheat_line(cheat), err=json_)
    finally:
        await worker.close()
    return tried


def _cheat_line(cheat: Tried) -> str:
    if cheat.passes:
        indent = " " * 8
        return f"PASSES  {cheat.what}\n{click.wrap_text(cheat.remedy, terminal.width(), indent, indent)}"
    if cheat.problem:
        return f"??      {cheat.what}: {cheat.problem}"
    grade = cheat.grade
    caught = f"it raises {grade.error.kind}" if grade.error else grade.stopped or ", ".join(cheat.caught_by)
    return f"caught  {cheat.what}: {caught}"


def _summary_of(tried: list[Tried]) -> str:
    from tuitutor.authoring.attack import CHEATS

    if not tried:
        return f"None of the {len(CHEATS)} kinds of cheats applies here."
    passing = sum(cheat.passes for cheat in tried)
    idle = len({cheat.name for cheat in CHEATS} - {cheat.cheat for cheat in tried})
    seconds = sum(cheat.grade.seconds for cheat in tried)
    passes = f"{passing or 'None'} of {len(tried)} cheats {'passes' if passing <= 1 else 'pass'}, {seconds:.0f} s."
    return f"{passes} Of the {len(CHEATS)} kinds of cheats, {idle} do{'es' if idle == 1 else ''} not apply here."
