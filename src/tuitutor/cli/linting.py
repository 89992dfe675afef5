"""`lint`: problems in a course."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path

import click
from msgspec.structs import replace

from tuitutor.authoring.data_list import keep_list
from tuitutor.authoring.layout import warnings_in
from tuitutor.authoring.proofreading import flaws_in, unlisted
from tuitutor.authoring.release import changed_since_release, lost_since
from tuitutor.cli.command import Command, as_json, print_json
from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session, no_such
from tuitutor.course.checks import KINDS
from tuitutor.course.folder import DATA_FILE, FILE, MANIFEST_FILE, is_folder
from tuitutor.course.load import course_of, is_same, load_course, problems_in, single
from tuitutor.course.manual import manual, page
from tuitutor.course.model import Course, Exercise, Lesson, Problem
from tuitutor.errors import CourseError, UsageError
from tuitutor.grading.verdicts import TrainedPart
from tuitutor.spelling import suggestion


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
    data_problems = _update_data_list(where, update_data)
    problems, (flaws, warnings) = problems_in(where), proofread(where)
    flaws = (*data_problems, *flaws)
    if against is not None:
        lost, changed = _compared(where, against)
        flaws, warnings = (*flaws, *lost), (*warnings, *changed)
    for problem in () if json_ else (*problems, *flaws):
        click.echo(str(problem))
    _print_warnings(warnings)
    trained: list[TrainedPart] = []
    if run:
        from tuitutor.authoring.lint import only_just_met

        session.course, lessons = _course(where)
        session.ask_consent()
        trained = asyncio.run(_train(session, _parts_to_run(lessons, only), seeds, json_))
        _print_warnings(only_just_met(trained))
    lesser = [*flaws, *(problem for part in trained for problem in part.problems)]
    if json_:
        from tuitutor.reports.json import problems_document

        print_json(problems_document(problems, lesser, trained))
    click.echo(_summary(where, len(problems) + len(lesser), trained), err=True)
    if any(part.problem for part in trained):
        return Exit.COULD_NOT
    if problems:
        return Exit.BAD_USAGE
    return Exit.NOT_PASSED if lesser else Exit.DONE


def require_lesson(place: Path) -> None:
    """Return unless it is a notebook or a script, which has to be imported first. Raises UsageError."""
    if place.suffix.lower() in (".ipynb", ".py") and place.is_file():
        what = "notebook" if place.suffix.lower() == ".ipynb" else "script"
        raise UsageError(f"{place} is a {what}, not a lesson; import it first: tuitutor import {place}")


def _explain(check: str) -> int:
    """Print the manual of a kind of check; of all kinds if it is ""."""
    if check and check not in KINDS:
        raise UsageError(no_such("check", check, KINDS, "tuitutor lint --explain lists them all."))
    click.echo(page(check) if check else manual(), nl=False)
    return Exit.DONE


def _print_warnings(warnings: Iterable[Problem]) -> None:
    for warning in warnings:
        click.echo(f"{warning.path}:{warning.line}: warning: {warning.text}", err=True)


def _summary(where: Path, count: int, trained: Sequence[TrainedPart]) -> str:
    found = f"{count or 'No'} problem{'' if count == 1 else 's'} in '{where}'."
    if not trained:
        return found
    unsure = sum(bool(part.problem) for part in trained)
    could_not = f" {unsure} could not be judged; see tuitutor doctor." if unsure else ""
    runs = [part for part in trained if part.what != "lesson"]
    seconds, cpu_s = sum(part.seconds for part in runs), sum(part.cpu_s for part in runs)
    return f"{found}{could_not} {len(runs)} runs, {seconds:.0f} s, {cpu_s:.0f} s of CPU."


# ---- the files


def _course(where: Path) -> tuple[Course, list[Lesson]]:
    """The course in a folder, with all its lessons; or the course of a lesson's file, with that lesson."""
    course = load_course(where) if is_folder(where) else course_of(where) or single(where)
    return course, [lesson for lesson in course.lessons if is_same(lesson.path, where)] or list(course.lessons)


def _update_data_list(where: Path, again: bool) -> tuple[Problem, ...]:
    """List new data of a course's folder, or all of it `again`; the problems with the data."""
    if not is_folder(where):
        return ()
    data = keep_list(where, again)
    for sentence in data.said:
        click.echo(f"{where / MANIFEST_FILE} {sentence}.", err=True)
    if data.differs:
        click.echo("tuitutor lint --update-data lists the data anew, with new versions of its exercises.", err=True)
    return data.problems


def _compared(where: Path, released: Path) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Losses and changes for learners of a released edition. Raises CourseError."""
    course, before = _course(where)[0], load_course(released)
    return tuple(lost_since(before, course)), tuple(changed_since_release(before, course))


def proofread(where: Path) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Flaws that don't break a lesson, and warnings; none if the course can't be loaded, a problem by itself."""
    try:
        course, lessons = _course(where)
    except CourseError:
        return (), ()
    flaws, warnings = flaws_in(course, lessons), warnings_in(lessons)
    if is_folder(where):
        more_flaws, more_warnings = unlisted(course)
        return (*flaws, *more_flaws), (*warnings, *more_warnings)
    return tuple(replace(flaw, path=where) for flaw in flaws), tuple(replace(note, path=where) for note in warnings)


# ---- running


def _parts_to_run(lessons: Sequence[Lesson], only: Sequence[str]) -> list[Lesson | Exercise]:
    """The named lessons and exercises, or else all lessons; without broken ones. Raises UsageError."""
    owners: dict[str, tuple[Lesson | Exercise, Lesson]] = {
        exercise.label: (exercise, lesson) for lesson in lessons for exercise in lesson.exercises
    }
    owners |= {lesson.id: (lesson, lesson) for lesson in lessons}
    for name in only:
        if name not in owners:
            raise UsageError(f"There is no lesson or exercise '{name}'; {suggestion(name, owners)}")
    named = [owners[name] for name in dict.fromkeys(only)] if only else [(lesson, lesson) for lesson in lessons]
    sound = [part for part, lesson in named if not lesson.problems]
    if len(sound) < len(named):
        click.echo("Broken lessons are not run.", err=True)
    return sound


async def _train(session: Session, parts: Sequence[Lesson | Exercise], seeds: int, json_: bool) -> list[TrainedPart]:
    from tuitutor.authoring.lint import for_seed, train

    trained = []
    worker, options = session.worker(), session.options(columns=80)
    try:
        for seed in range(seeds):
            async for part in train(worker, session.course, parts, for_seed(options, seed)):
                trained.append(part)
                for problem in () if json_ else part.problems:
                    click.echo(str(problem))
                click.echo(_line(part, seeds), err=True)
    finally:
        await worker.close()
    return trained


def _line(part: TrainedPart, seeds: int) -> str:
    seed = f", seed {part.seed}" if seeds > 1 else ""
    place, time = f"{part.place.path}:{part.place.line}", f"({part.seconds:.1f} s, {part.cpu_s:.1f} s of CPU{seed})"
    if part.problem:
        return f"??  {place}: {part.problem} {time}"
    variant = f", variant {part.variant}" if part.variant else ""
    name = part.place.text if part.ok else f"{part.what} {part.exercise}{variant}".rstrip()
    return f"{'ok' if part.ok else 'NO'}  {place}: {name} {time}"
