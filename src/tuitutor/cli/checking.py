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
from tuitutor.cli.command import Command, as_json, complete_exercises, complete_names, print_json, print_problem
from tuitutor.cli.exits import Exit
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
    from tuitutor.engine.answer_facts import ParsedAnswer
    from tuitutor.engine.events import AttemptEvent, CellEnded, Graded
    from tuitutor.engine.kernel import Kernel
    from tuitutor.reports.json import Document
    from tuitutor.workers.worker import Worker


@click.command("check", cls=Command)
@click.argument("exercise", shell_complete=complete_exercises)
@click.argument("file", required=False, metavar="[FILE|-]", type=click.Path(readable=False))
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
    from tuitutor.cli.result_lines import EXIT_CODES, under_names
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
    if graded.grade.error is not None:
        error = under_names(graded.grade.error, {found.filename: answer_name(found, file)})
        graded = dataclasses.replace(graded, grade=replace(graded.grade, error=error))
    if json_:
        print_json(grade_document(graded.grade))
    elif untrusted:
        _print_others(session, found, graded, accept_reported)
    else:
        _print_own(session, found, graded)
    if untrusted:
        click.echo(f"Hidden data: --hidden-seed {options.hidden_seed} draws it again.", err=True)
    print_problem(session)
    return EXIT_CODES[graded.grade.verdict]


def _print_own(session: Session, exercise: Exercise, graded: Graded) -> None:
    from tuitutor.cli.result_lines import print_grade

    compare = f"tuitutor solution {exercise.label} shows the solution. " if exercise.solution else ""
    after_pass = f"{compare}tuitutor next names the next exercise."
    after_failure = f"tuitutor hint {exercise.label} gives a hint."
    print_grade(graded, exercise.checks, session.settings, after_pass, after_failure)
    terminal.print_markdown(explained(exercise, graded.grade), session.settings)


def _print_others(session: Session, exercise: Exercise, graded: Graded, accept_reported: bool) -> None:
    """Print the grade for a teacher, who needs no hint."""
    from tuitutor.cli.result_lines import print_grade

    refused = graded.reported > graded.verified and not accept_reported
    after_failure = "--accept-reported accepts what only the answer itself reports." if refused else ""
    print_grade(graded, exercise.checks, session.settings, "", after_failure, for_teacher=True)


def for_others(
    session: Session, options: RunOptions, allow_unisolated: bool, accept_reported: bool, hidden_seed: int | None
) -> RunOptions:
    """The options for other people's code: hidden data that can't be known from an earlier grade. Raises UsageError."""
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
    read: ParsedAnswer | None,
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
    from tuitutor.engine.events import Graded, ModelDescribed

    async for event in events:
        match event:
            case Graded():
                return event
            case ModelDescribed():
                pass
            case _:
                view.show(event)
    raise AssertionError("an attempt ends in a grade")


@click.command("run", cls=Command)
@click.argument("name", metavar="EXERCISE|LESSON[:CELL]", shell_complete=complete_names)
@click.argument("file", required=False, metavar="[FILE|-]", type=click.Path(readable=False))
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
        program = _answer_program(session, session.exercise(name), file)
    elif file is None:
        program = cells_program(session, name)
    else:
        raise UsageError("A FILE goes with an exercise, not with a lesson's cells.")
    return asyncio.run(_run(session, program, json_))


@dataclass(frozen=True, slots=True)
class Program:
    """The cells of `lesson` up to cell `index`, which run with the edited `sources`.

    `names` are what the learner calls the cells; to them, an answer isn't a cell.
    """

    lesson: Lesson
    index: int
    sources: Mapping[int, str]
    names: Sequence[str]


def _answer_program(session: Session, exercise: Exercise, file: str | None) -> Program:
    """The lesson's setup cells, the answers that the exercise builds on, then the answer, as in an attempt."""
    from tuitutor.engine.answer_facts import parts_before

    lesson = session.course.lesson_of(exercise)
    before = asyncio.run(parts_before(session.course, exercise, session.store))
    answer = read_answer(exercise, lesson, file, session.store)
    setup = [replace(cell, index=index) for index, cell in enumerate(lesson.setup)]
    answers = [
        Cell(index=index, key=part.label, source=source, line=part.line)
        for index, (part, source) in enumerate(
            [*((part.exercise, part.source) for part in before), (exercise, answer)], start=len(setup)
        )
    ]
    names = [*(f"setup {cell.filename}" for cell in setup), *(part.filename for part in before)]
    blocks = (*setup, *answers)
    return Program(replace(lesson, blocks=blocks), len(blocks) - 1, {}, [*names, answer_name(exercise, file)])


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
    return Program(lesson, int(number or count) - 1, sources, [cell.filename for cell in lesson.cells])


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
    if ended.meant:
        return Exit.DONE
    codes = {"ok": Exit.DONE, "raised": Exit.NOT_PASSED, "stopped": Exit.NOT_PASSED, "interrupted": Exit.INTERRUPTED}
    return codes.get(ended.outcome, Exit.COULD_NOT)  # a lost worker isn't the code's fault


async def show_cells(kernel: Kernel, program: Program, view: View, stream: TextIO, settings: Settings) -> CellEnded:
    """Run a program and show it. Returns how its last cell ended. Closes the view."""
    from tuitutor.cli.result_lines import print_ending
    from tuitutor.engine.events import CellBegan, CellBlocked, CellEnded

    ended: CellEnded | None = None
    seconds, blocked = 0.0, ""
    names: dict[str, str] = {}
    async for event in kernel.run(program.index, program.sources):
        match event:
            case CellBegan(index=index):
                if ended is not None and ended.error is not None:  # as the lesson intends, or nothing would follow
                    view.close()
                    print_ending(ended, names, stream, settings)
                names[program.lesson.cells[index].filename] = program.names[index]
                view.begin(f"Running {program.names[index]} ...")
            case CellEnded():
                ended, seconds = event, seconds + event.seconds
            case CellBlocked(index=index, by=by):
                blocked = f"{program.names[by].capitalize()} failed, so {program.names[index]} was not run."
            case _:
                view.show(event)
    assert ended is not None  # a kernel's run ends with the end of a cell
    view.close()
    print_ending(dataclasses.replace(ended, seconds=seconds), names, stream, settings)
    if blocked:
        click.echo(blocked, file=stream)
    return ended


def _document(lesson: str, shown: Shown, ended: CellEnded) -> Document:
    """The JSON document for a cell that has ended."""
    from tuitutor.protocol.facts import FitFacts, ModelFacts
    from tuitutor.reports.json import cell_document

    fits = [fit for fit in shown.fits if fit.epochs]  # Keras's own
    pictures = [picture.shown for picture in shown.pictures.kept]
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
        figures=[picture for picture in pictures if isinstance(picture, Figure)],
        diagrams=[picture for picture in pictures if isinstance(picture, ModelFacts)],
    )


@asynccontextmanager
async def running(session: Session, stream: TextIO, stopped: str) -> AsyncIterator[tuple[Worker, View]]:
    """A worker and a view of its program. Whatever happens, no process is left and the cursor is restored.

    After ctrl+c it prints `stopped`.
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
