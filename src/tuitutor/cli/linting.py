"""`lint` and `attack`: what may be wrong with a course and with its exercises."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path

import click
from msgspec.structs import replace

from tuitutor.authoring.data_list import keep_list
from tuitutor.cli import terminal
from tuitutor.cli.command import Command, as_json, print_json
from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session, no_such
from tuitutor.course.checks import KINDS
from tuitutor.course.folder import DATA_FILE, FILE, MANIFEST_FILE, is_folder
from tuitutor.course.load import course_of, is_same, load_course, problems_in, single
from tuitutor.course.manual import manual, page
from tuitutor.course.model import Course, Exercise, Lesson, Problem
from tuitutor.engine.options import RunOptions
from tuitutor.errors import CourseError, UsageError
from tuitutor.grading.verdicts import TrainedPart, Tried
from tuitutor.spelling import suggestion
from tuitutor.workers.trust import untrusted


@click.command("lint", cls=Command)
@click.argument("place", required=False, metavar="[COURSE]", type=click.Path(path_type=Path))
@click.option("--run", "run", is_flag=True, help="Also run all cells, starters and solutions.")
@click.option("--only", multiple=True, metavar="NAME", help="Run only this lesson or exercise; may be repeated.")
@click.option("--seeds", type=click.IntRange(1, 1000), default=1, metavar="N", help="Run everything with N seeds.")
@click.option("--update-data", is_flag=True, help="List the course's data as it is now, also what has changed.")
@click.option(
    "--against",
    metavar="RELEASE",
    type=click.Path(path_type=Path),
    help="Also report what learners who have this edition, a folder, would lose.",
)
@click.option(
    "--explain", is_flag=False, flag_value="", metavar="[CHECK]", help="Instead, explain a kind of check, or all kinds."
)
@as_json
@click.pass_obj
def lint_(
    session: Session,
    place: Path | None,
    run: bool,
    only: tuple[str, ...],
    seeds: int,
    update_data: bool,
    against: Path | None,
    explain: str | None,
    json_: bool,
) -> int:
    """Report every problem in a course as file:line.

    COURSE is a folder, or the file of one lesson; without it, the course in this folder, or else the usual one.
    With --run the sound lessons are trained as well: cells must run from top to bottom in a minute of CPU time,
    starters must run and fail their checks, solutions must pass. In an exercise with variants this holds for each
    variant, and no solution may pass another. Learners get the first of the seeds. With 3 seeds or
    more, bounds that the solutions only just meet are reported.
    With --against, exercises that an edition of the course has, such as the one released last year, and that are
    neither here nor named by a ':was:', are problems: learners would lose what they did in them.

    The course's own files, in data/ and hidden/, are listed with their digests in data.json: new ones are added to
    it. A file that has changed is a problem, unless --update-data says that it is meant.

    Exit codes: 0 no problems; 1 problems in what was run, or that break no lesson (a dead link); 2 problems that
    break a lesson; 3 could not run it.

    \b
    Example:
      tuitutor lint
      tuitutor lint lessons/xor.md
      tuitutor lint --run --only xor --seeds 3
      tuitutor lint my-course --against for-learners
      tuitutor lint --explain accuracy
    """
    if explain is not None:
        return _explain(explain)

    if not run and (only or seeds > 1):
        raise UsageError("--only and --seeds say what to run; add --run.")
    where = place or session.course_folder
    if where.name in (FILE, DATA_FILE, MANIFEST_FILE):  # their problems are reported for the whole course
        where = where.parent
    require_lesson(where)
    data = _data_list(where, update_data)
    problems, (flaws, warnings) = problems_in(where), proofread(where)
    flaws = (*data, *flaws)
    if against is not None:
        lost, changed = _compared(where, against)
        flaws, warnings = (*flaws, *lost), (*warnings, *changed)
    for problem in () if json_ else (*problems, *flaws):
        click.echo(str(problem))
    _warn(warnings)
    trained: list[TrainedPart] = []
    if run:
        from tuitutor.authoring.lint import only_just_met

        session.course, lessons = _course(where)
        session.ask_consent()
        trained = asyncio.run(_train(session, _wanted(lessons, only), seeds, json_))
        _warn(only_just_met(trained))
    lesser = [*flaws, *(problem for each in trained for problem in each.problems)]
    if json_:
        from tuitutor.reports.json import problems_document

        print_json(problems_document(problems, lesser, trained))
    click.echo(_summary(where, len(problems) + len(lesser), trained), err=True)
    if any(each.problem for each in trained):
        return Exit.COULD_NOT
    if problems:
        return Exit.BAD_USAGE
    return Exit.NOT_PASSED if lesser else Exit.DONE


def require_lesson(place: Path) -> None:
    """Return unless the file is one that has to be imported first. Raises UsageError."""
    if place.suffix.lower() in (".ipynb", ".py") and place.is_file():
        what = "notebook" if place.suffix.lower() == ".ipynb" else "script"
        raise UsageError(f"{place} is a {what}, not a lesson; import it first: tuitutor import {place}")


def _summary(where: Path, count: int, trained: Sequence[TrainedPart]) -> str:
    said = f"{count or 'No'} problem{'' if count == 1 else 's'} in '{where}'."
    if not trained:
        return said
    unsure = sum(bool(each.problem) for each in trained)
    could_not = f" {unsure} could not be judged; see tuitutor doctor." if unsure else ""
    runs = [each for each in trained if each.what != "lesson"]
    seconds, cpu_s = sum(each.seconds for each in runs), sum(each.cpu_s for each in runs)
    return f"{said}{could_not} {len(runs)} runs, {seconds:.0f} s, {cpu_s:.0f} s of CPU."


# ---- the files


def _course(where: Path) -> tuple[Course, list[Lesson]]:
    """The course in a folder, with all its lessons; or the course of a lesson's file, with that lesson."""

    course = load_course(where) if is_folder(where) else course_of(where) or single(where)
    return course, [lesson for lesson in course.lessons if is_same(lesson.path, where)] or list(course.lessons)


def _explain(check: str) -> int:
    """Print what a kind of check asks; "": the page on all kinds."""
    if check and check not in KINDS:
        raise UsageError(no_such("check", check, KINDS, "tuitutor lint --explain lists them all."))
    click.echo(page(check) if check else manual(), nl=False)
    return Exit.DONE


def _data_list(where: Path, again: bool) -> tuple[Problem, ...]:
    """List the data of a course's folder, and say what is new; the problems with it."""
    if not is_folder(where):
        return ()

    kept = keep_list(where, again)
    for sentence in kept.said:
        click.echo(f"{where / MANIFEST_FILE} {sentence}.", err=True)
    if kept.differs:
        click.echo("tuitutor lint --update-data lists the data anew, with new versions of its exercises.", err=True)
    return kept.problems


def _compared(where: Path, released: Path) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """What learners of a released edition would lose, and what they would notice. Raises CourseError."""
    from tuitutor.authoring.release import changed_since_release, lost_since

    course, _ = _course(where)
    before = load_course(released)
    return tuple(lost_since(before, course)), tuple(changed_since_release(before, course))


def proofread(where: Path) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Flaws that don't break a lesson, and warnings. Both empty if the course can't be loaded: that is a problem."""
    from tuitutor.authoring.layout import warnings_in
    from tuitutor.authoring.proofreading import flaws_in, unlisted

    try:
        course, lessons = _course(where)
    except CourseError:
        return (), ()
    found = flaws_in(course, lessons), warnings_in(lessons)
    if is_folder(where):
        flaws, warnings = unlisted(course)
        return (*found[0], *flaws), (*found[1], *warnings)
    flaws, warnings = (tuple(replace(each, path=where) for each in kind) for kind in found)
    return flaws, warnings


# ---- running


def _wanted(lessons: Sequence[Lesson], only: Sequence[str]) -> list[Lesson | Exercise]:
    """What to run: the named ones of these lessons and their exercises, or else all lessons; never a broken one."""
    owners: dict[str, tuple[Lesson | Exercise, Lesson]] = {
        exercise.label: (exercise, lesson) for lesson in lessons for exercise in lesson.exercises
    }
    owners |= {lesson.id: (lesson, lesson) for lesson in lessons}
    for name in only:
        if name not in owners:
            raise UsageError(f"There is no lesson or exercise '{name}'; {suggestion(name, owners)}")
    named = [owners[name] for name in dict.fromkeys(only)] if only else [(lesson, lesson) for lesson in lessons]
    sound = [each for each, lesson in named if not lesson.problems]
    if len(sound) < len(named):
        click.echo("Broken lessons are not run.", err=True)
    return sound


async def _train(session: Session, wanted: Sequence[Lesson | Exercise], seeds: int, json_: bool) -> list[TrainedPart]:
    from tuitutor.authoring.lint import for_seed, train

    trained = []
    worker, options = session.worker(), session.options(columns=80)
    try:
        for seed in range(seeds):
            async for each in train(worker, session.course, wanted, for_seed(options, seed)):
                trained.append(each)
                for problem in () if json_ else each.problems:
                    click.echo(str(problem))
                click.echo(_line(each, seeds), err=True)
    finally:
        await worker.close()
    return trained


def _line(each: TrainedPart, seeds: int) -> str:
    seed = f", seed {each.seed}" if seeds > 1 else ""
    time = f"({each.seconds:.1f} s, {each.cpu_s:.1f} s of CPU{seed})"
    if each.problem:
        return f"??  {each.place.path}:{each.place.line}: {each.problem} {time}"
    variant = f", variant {each.variant}" if each.variant else ""
    name = each.place.text if each.ok else f"{each.what} {each.exercise}{variant}".rstrip()
    return f"{'ok' if each.ok else 'NO'}  {each.place.path}:{each.place.line}: {name} {time}"


def _warn(warnings: Iterable[Problem]) -> None:
    for warning in warnings:
        click.echo(f"{warning.path}:{warning.line}: warning: {warning.text}", err=True)


# ---- cheats


@click.command("attack", cls=Command)
@click.argument("exercise")
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
    click.echo(_cheats_summary(tried), err=True)
    if any(each.passes for each in tried):
        return Exit.NOT_PASSED
    return Exit.COULD_NOT if any(each.problem for each in tried) else Exit.DONE


async def _try_cheats(session: Session, exercise: Exercise, options: RunOptions, json_: bool) -> list[Tried]:
    from tuitutor.authoring.attack import attack

    tried, worker = [], session.worker()
    try:
        async for each in attack(worker, session.course, exercise, options):
            tried.append(each)
            click.echo(_cheat_line(each), err=json_)
    finally:
        await worker.close()
    return tried


def _cheat_line(tried: Tried) -> str:
    if tried.passes:
        indent = " " * 8
        return f"PASSES  {tried.what}\n{click.wrap_text(tried.remedy, terminal.width(), indent, indent)}"
    if tried.problem:
        return f"??      {tried.what}: {tried.problem}"
    grade = tried.grade
    caught = f"it raises {grade.error.kind}" if grade.error else grade.stopped or ", ".join(tried.caught_by)
    return f"caught  {tried.what}: {caught}"


def _cheats_summary(tried: list[Tried]) -> str:
    from tuitutor.authoring.attack import CHEATS

    passing = sum(each.passes for each in tried)
    idle = len({cheat.name for cheat in CHEATS} - {each.cheat for each in tried})
    if not tried:
        return f"None of the {len(CHEATS)} kinds of cheats applies here."
    seconds = sum(each.grade.seconds for each in tried)
    said = f"{passing or 'None'} of {len(tried)} cheats {'passes' if passing <= 1 else 'pass'}, {seconds:.0f} s."
    return f"{said} Of the {len(CHEATS)} kinds of cheats, {idle} do{'es' if idle == 1 else ''} not apply here."
