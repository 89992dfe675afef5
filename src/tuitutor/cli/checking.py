"""`run` and `check`."""

from __future__ import annotations

import asyncio
import dataclasses
import secrets
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

import click
from msgspec.structs import replace

from tuitutor.cli import terminal
from tuitutor.cli.answers import answer_name, read_answer, read_others
from tuitutor.cli.command import Command, as_json, print_json, print_problem
from tuitutor.cli.exits import Exit
from tuitutor.cli.flag_hints import with_hint
from tuitutor.cli.session import Session, require_sound
from tuitutor.course.model import WORLDS, Cell, Exercise, Lesson
from tuitutor.engine.guidance import explained
from tuitutor.engine.options import RunOptions
from tuitutor.engine.snapshots import Shown
from tuitutor.errors import UsageError
from tuitutor.progress.progress import Ledger
from tuitutor.protocol.figures import Figure
from tuitutor.workers.trust import untrusted

if TYPE_CHECKING:
    from tuitutor.cli.view import View
    from tuitutor.config.settings import Settings
    from tuitutor.engine.answer_facts import PartBefore, Read
    from tuitutor.engine.events import AttemptEvent, CellEnded, Graded
    from tuitutor.engine.kernel import Kernel
    from tuitutor.reports.json import Document
    from tuitutor.workers.worker import Worker


@click.command("check", cls=Command)
@click.argument("exercise")
@click.argument("file", required=False, metavar="[FILE|-]")
@click.option("--untrusted", is_flag=True, help="The answer is somebody else's: run it in a sandbox or not at all.")
@click.option("--allow-unisolated", is_flag=True, help="With --untrusted: run it even where there is no sandbox.")
@click.option(
    "--accept-reported", is_flag=True, help="With --untrusted: accept what it reports where that cannot be verified."
)
@click.option(
    "--hidden-seed",
    type=click.IntRange(0, 2**32 - 1),
    metavar="N",
    help="With --untrusted: draw the hidden data of an earlier grade again.",
)
@click.option(
    "--variant",
    type=click.IntRange(1),
    metavar="N",
    help="With --untrusted: the learner has variant N of the exercise.",
)
@click.option(
    "--world",
    type=click.IntRange(0, WORLDS),
    metavar="N",
    help="For authors: with the data of world N; 0 is the lesson's own. Nothing is saved.",
)
@as_json
@click.pass_obj
def check_(
    session: Session,
    exercise: str,
    file: str | None,
    untrusted: bool,
    allow_unisolated: bool,
    accept_reported: bool,
    hidden_seed: int | None,
    variant: int | None,
    world: int | None,
    json_: bool,
) -> int:
    """Run and grade an answer to EXERCISE.

    The answer is your draft, a FILE (.py, or a notebook: .ipynb or MyST .md), or standard input (-). In a notebook, the
    cell tagged with the exercise's label counts, else all code that is not the lesson's own. With --untrusted the
    answer is somebody else's: it runs isolated or not at all, with other data of the same kind than the lesson's, is
    scored on new hidden data, and nothing is saved.

    \b
    Example:
      tuitutor check xor
      tuitutor check xor answer.py --json
      tuitutor check xor submissions/ada.py --untrusted
    """
    from tuitutor.cli.result_lines import GRADED, print_grade, under_names
    from tuitutor.reports.json import grade_document

    options = session.options(terminal.width())
    if untrusted:
        if file is None:
            raise UsageError("--untrusted grades somebody else's answer: name its FILE, or - for standard input.")
        options = for_others(session, options, allow_unisolated, accept_reported, hidden_seed)
    elif allow_unisolated or accept_reported or hidden_seed is not None or variant is not None:
        raise UsageError("--allow-unisolated, --accept-reported, --hidden-seed and --variant go with --untrusted.")
    found = session.exercise(exercise, variant)
    if world is not None and not found.world:
        raise UsageError(f"'{exercise}' has no 'yaml world' block, so there are no worlds to run it in.")
    options = replace(options, world=world)
    ledger = None if untrusted or world is not None else session.store
    if untrusted and file is not None:
        from tuitutor.classroom.file_reader import FileReader

        reader = click.get_current_context().with_resource(FileReader(session.course))
        answer, read = read_others(found, file, reader)
    else:
        answer, read = read_answer(found, session.course.lesson_of(found), file, session.store), None
    stream = sys.stderr if json_ else sys.stdout  # with --json, standard output is only for the document
    graded = asyncio.run(_attempt(session, found, answer, options, stream, ledger, read))
    grade = graded.grade
    if grade.error is not None:
        grade = replace(grade, error=under_names(grade.error, {found.filename: answer_name(found, file)}))
    if json_:
        print_json(grade_document(grade))
    else:
        compare = f"tuitutor solution {exercise} shows the solution. " if found.solution else ""
        onward, helped = f"{compare}tuitutor next names the next exercise.", f"tuitutor hint {exercise} gives a hint."
        if untrusted:  # a teacher reads it, who takes neither advice
            refused = graded.reported > graded.verified and not accept_reported
            onward, helped = "", "--accept-reported accepts what only the answer itself reports." if refused else ""
        print_grade(grade, graded.bests, sys.stdout, session.settings, onward, helped)
        if not untrusted and (why := explained(found, grade)):
            terminal.print_markdown(why, session.settings)
    if untrusted:
        click.echo(f"Hidden data: --hidden-seed {options.hidden_seed} draws it again.", err=True)
    print_problem(session)
    return GRADED[grade.verdict]


@click.command("run", cls=Command)
@click.argument("name", metavar="EXERCISE|LESSON[:CELL]")
@click.argument("file", required=False, metavar="[FILE|-]")
@click.option("--cells", is_flag=True, help="All cells of the lesson, if an exercise has the same name.")
@as_json
@click.pass_obj
def run_(session: Session, name: str, file: str | None, cells: bool, json_: bool) -> int:
    """Run an answer or a lesson's cells, ungraded.

    CELL counts from 1; the cells above it run first.

    \b
    Example:
      tuitutor run xor             your draft of the exercise
      tuitutor run xor answer.py   a file as the answer
      tuitutor run xor:2           the lesson's second cell, after the first
      tuitutor run --cells xor     all of the lesson's cells
    """
    if session.has_exercise(name) and not cells:
        from tuitutor.engine.answer_facts import parts_before

        exercise = session.exercise(name)
        lesson = session.course.lesson_of(exercise)
        before = asyncio.run(parts_before(session.course, exercise, session.store))
        answer = read_answer(exercise, lesson, file, session.store)
        program = answer_program(lesson, exercise, answer, before, answer_name(exercise, file))
    elif file is None:
        program = cells_program(session, name)
    else:
        raise UsageError("A FILE goes with an exercise, not with a lesson's cells.")
    return asyncio.run(_run(session, program, json_))


@dataclass(frozen=True, slots=True)
class Program:
    """What to run: the cells of `lesson` up to cell `index`, with the edited `sources`.

    `names` has the learner's name for each cell; to them, an answer isn't a cell.
    """

    lesson: Lesson
    index: int
    sources: Mapping[int, str]
    names: Sequence[str]


def answer_program(
    lesson: Lesson, exercise: Exercise, answer: str, before: Sequence[PartBefore] = (), name: str = ""
) -> Program:
    """The lesson's setup cells, what the exercise builds on, then the answer, and nothing else, as in an attempt.

    The learner calls the answer by `name`.
    """
    setup = [replace(cell, index=index) for index, cell in enumerate(lesson.setup)]
    last = len(setup) + len(before)
    sources = [*((part.exercise, part.source) for part in before), (exercise, answer)]
    cells = [
        Cell(index=index, key=each.label, source=source, line=each.line)
        for index, (each, source) in enumerate(sources, start=len(setup))
    ]
    names = [f"setup {cell.filename}" for cell in setup]
    names += [*(part.filename for part in before), name or exercise.filename]
    return Program(replace(lesson, blocks=(*setup, *cells)), last, {}, names)


def cells_program(session: Session, name: str) -> Program:
    """The program for LESSON or LESSON:CELL. Cells that were edited in the app run as edited."""
    lesson_id, _, number = name.partition(":")
    lesson = session.lesson(lesson_id)
    require_sound(lesson)
    count = len(lesson.cells)
    if not count:
        raise UsageError(f"The lesson '{lesson.id}' has no cells to run.")
    if ":" in name and not (number.isdecimal() and 1 <= int(number) <= count):
        raise UsageError(f"There is no cell '{number}' in '{lesson.id}'; its cells are 1 to {count}.")
    drafts = {cell.index: session.store.cell_draft(lesson.id, cell.key) for cell in lesson.cells}
    sources = {index: draft for index, draft in drafts.items() if draft is not None}
    names = [cell.filename for cell in lesson.cells]
    return Program(lesson, int(number or count) - 1, sources, names)


def for_others(
    session: Session, options: RunOptions, allow_unisolated: bool, accept_reported: bool, hidden_seed: int | None
) -> RunOptions:
    """The options for other people's code. Its hidden data can't be known from an earlier grade."""
    if session.course_here:
        raise UsageError(
            "This folder holds a course, which may have come with an answer; "
            "say which course is meant: --course . for this one."
        )
    seed = secrets.randbelow(2**32) if hidden_seed is None else hidden_seed
    return replace(options, policy=untrusted(allow_unisolated, accept_reported), hidden_seed=seed)


async def _attempt(
    session: Session,
    exercise: Exercise,
    answer: str,
    options: RunOptions,
    stream: TextIO,
    ledger: Ledger | None,
    read: Read | None,
) -> Graded:
    from tuitutor.engine.attempt import attempt
    from tuitutor.engine.exit_reasons import ATTEMPT_STOPPED
    from tuitutor.grading.judge import needs_run

    if needs_run(exercise):
        session.ask_consent()
    if ledger is not None:
        session.has_opened()
    async with running(session, stream, ATTEMPT_STOPPED) as (worker, view):
        return await show_attempt(attempt(worker, session.course, exercise, answer, options, ledger, read), view)


async def show_attempt(events: AsyncIterator[AttemptEvent], view: View) -> Graded:
    """Show an attempt until it is graded."""
    from tuitutor.engine.events import Graded, ModelDescribed, Remark, Stage
    from tuitutor.protocol.events import Waiting

    async for event in events:
        match event:
            case Stage(value=going_on):
                view.say(f"{going_on} ...")
            case Remark(text=text, remedy=remedy):
                view.say(with_hint(text, remedy))
            case Graded():
                return event
            case ModelDescribed():
                pass
            case Waiting():
                view.wait(event)
            case _:
                view.show(event)
    raise AssertionError("an attempt ends in a grade")


async def _run(session: Session, program: Program, json_: bool) -> int:
    from tuitutor.engine.exit_reasons import INTERRUPTED
    from tuitutor.engine.kernel import Kernel

    stream = sys.stderr if json_ else sys.stdout
    session.ask_consent()
    session.has_opened()
    async with running(session, stream, INTERRUPTED) as (worker, view):
        kernel = Kernel(worker, program.lesson, session.options(terminal.width()), session.store)
        ended = await show_cells(kernel, program, view, stream, session.settings)
    if json_:
        print_json(_document(program.lesson.id, view.shown, ended))
    codes = {"ok": Exit.DONE, "raised": Exit.NOT_PASSED, "stopped": Exit.NOT_PASSED, "interrupted": Exit.INTERRUPTED}
    return (
        Exit.DONE if ended.meant else codes.get(ended.outcome, Exit.COULD_NOT)
    )  # a lost worker isn't the code's fault


async def show_cells(kernel: Kernel, program: Program, view: View, stream: TextIO, settings: Settings) -> CellEnded:
    """Run a program and show it to the end: how it ended, and how long all of its cells took. Closes the view."""
    from tuitutor.cli.result_lines import print_ending
    from tuitutor.engine.events import CellBegan, CellEnded, Remark
    from tuitutor.protocol.events import Waiting

    ended: CellEnded | None = None
    seconds = 0.0
    names: dict[str, str] = {}
    async for event in kernel.run(program.index, program.sources):
        match event:
            case CellBegan(index=index):
                if ended is not None and ended.error is not None:  # as the lesson intends, or nothing would follow
                    view.close()
                    print_ending(ended, names, stream, settings)
                names[program.lesson.cells[index].filename] = program.names[index]
                view.begin(f"Running {program.names[index]} ...")
            case CellEnded(seconds=took):
                ended, seconds = event, seconds + took
            case Remark(text=text, remedy=remedy):
                view.say(with_hint(text, remedy))
            case Waiting():
                view.wait(event)
            case _:
                view.show(event)
    assert ended is not None  # a kernel's run ends with the end of a cell
    view.close()
    print_ending(dataclasses.replace(ended, seconds=seconds), names, stream, settings)
    return ended


def _document(lesson: str, shown: Shown, ended: CellEnded) -> Document:
    """The JSON document for a cell that has ended."""
    from tuitutor.protocol.facts import FitFacts, ModelFacts
    from tuitutor.reports.json import cell_document

    fits = [fit for fit in shown.fits if fit.epochs]  # Keras's own
    return cell_document(
        lesson,
        ended.index,
        ended.outcome,
        ended.seconds,
        error=ended.error,
        advice=ended.advice,
        message=ended.message,
        meant=ended.meant,
        output=str(shown.transcript),
        value=shown.value,
        fits=[FitFacts(fit.epochs, fit.epochs_run, None, fit.validation, dict(fit.history)) for fit in fits],
        figures=[picture.shown for picture in shown.pictures.kept if isinstance(picture.shown, Figure)],
        diagrams=[picture.shown for picture in shown.pictures.kept if isinstance(picture.shown, ModelFacts)],
    )


@asynccontextmanager
async def running(session: Session, stream: TextIO, stopped: str) -> AsyncIterator[tuple[Worker, View]]:
    """A worker and a view of what it does. Whatever happens, no process is left and the cursor is restored.

    After ctrl+c it says `stopped`.
    """
    from tuitutor.cli.view import view_on

    worker = session.worker()
    try:
        with closing(view_on(stream, sys.stderr, session.settings)) as view:
            yield worker, view
    except asyncio.CancelledError:
        click.echo(stopped, err=True)
        raise
    finally:
        await worker.close()
