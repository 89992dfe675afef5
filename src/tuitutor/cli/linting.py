"""`lint`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tuitutor.cli.exits import Exit
from tuitutor.cli.group import Command, as_json
from tuitutor.cli.session import Session
from tuitutor.errors import CourseError, UsageError

if TYPE_CHECKING:
    from tuitutor.course.model import Course, Exercise, Lesson, Problem
    from tuitutor.grading.verdicts import Trained


@click.command("lint", cls=Command)
@click.argument("place", required=False, metavar="[COURSE]", type=click.Path(path_type=Path))
@click.option("--run", "run", is_flag=True, help="Also run all cells, starters and solutions.")
@click.option("--only", multiple=True, metavar="NAME", help="Run only this lesson or exercise; may be given again.")
@click.option("--seeds", type=click.IntRange(1, 1000), default=1, metavar="N", help="Run everything with N seeds.")
@as_json
@click.pass_obj
def lint_(session: Session, place: Path | None, run: bool, only: tuple[str, ...], seeds: int, json_: bool) -> int:
    """Report every problem in a course as file:line.

    COURSE is a folder, or the file of one lesson; without it, it is the course of this folder, or else the usual one.
    With --run the sound lessons are trained as well: cells must run from top to bottom in a minute of CPU time,
    starters must run and fail their checks, solutions must pass. Learners get the first of the seeds.

    Exit codes: 0 no problems; 1 problems in what was run, or such as break no lesson (a link to nowhere); 2 problems
    that break a lesson; 3 could not run it.

    \b
    Example:
      tuitutor lint
      tuitutor lint lessons/xor.md
      tuitutor lint --run --only xor --seeds 3
    """
    from tuitutor.course.folder import DATA_FILE, FILE
    from tuitutor.course.load import problems_in

    if not run and (only or seeds > 1):
        raise UsageError("--only and --seeds say what to run; add --run.")
    where = place or session.course_folder
    if where.name in (FILE, DATA_FILE):  # what is wrong with those shows in the course
        where = where.parent
    problems, flaws = problems_in(where), _flaws(where)
    if not json_:
        _print([*problems, *flaws])
    trained: list[Trained] = []
    if run:
        course = _course(where)
        trained = asyncio.run(_train(session, course, _wanted(course, where, only), seeds, json_))
    lesser = [*flaws, *(problem for each in trained for problem in each.problems)]
    if json_:
        from tuitutor.reports.json import problems_document

        click.echo(json.dumps(problems_document(problems, lesser, trained), indent=2))
    click.echo(_summary(where, len(problems) + len(lesser), trained), err=True)
    return _exit(problems, lesser, trained)


def _exit(problems: Sequence[Problem], lesser: Sequence[Problem], trained: Sequence[Trained]) -> Exit:
    if any(each.trouble for each in trained):
        return Exit.COULD_NOT
    if problems:
        return Exit.BAD_USAGE
    return Exit.NOT_PASSED if lesser else Exit.DONE


def _summary(where: Path, count: int, trained: Sequence[Trained]) -> str:
    said = f"{count or 'No'} problem{'s' * (count != 1)} in {where}."
    if not trained:
        return said
    unsure = sum(bool(each.trouble) for each in trained)
    could_not = f" {unsure} could not be judged; see tuitutor doctor." if unsure else ""
    runs = [each for each in trained if each.what != "lesson"]
    seconds, cpu_s = sum(each.seconds for each in runs), sum(each.cpu_s for each in runs)
    return f"{said}{could_not} {len(runs)} runs, {seconds:.0f} s, {cpu_s:.0f} s of CPU."


# ---- the files


def _course(where: Path) -> Course:
    """The course in a folder, or the one that a lesson's file is in."""
    from tuitutor.course.load import course_of, load_course, single
    from tuitutor.course.toc import is_folder

    return load_course(where) if is_folder(where) else course_of(where) or single(where)


def _lessons(course: Course, where: Path) -> list[Lesson]:
    """The lesson that `where` is the file of, else all lessons."""
    from tuitutor.course.load import is_same

    return [lesson for lesson in course.lessons if is_same(lesson.path, where)] or list(course.lessons)


def _flaws(where: Path) -> tuple[Problem, ...]:
    """What breaks no lesson; nothing where the course cannot be used, which is a problem."""
    from tuitutor.authoring.proofreading import flaws_in
    from tuitutor.course.toc import is_folder

    try:
        course = _course(where)
    except CourseError:
        return ()
    flaws = flaws_in(course, _lessons(course, where))
    return flaws if is_folder(where) else tuple(replace(flaw, path=where) for flaw in flaws)


# ---- running


def _wanted(course: Course, where: Path, only: Sequence[str]) -> list[Lesson | Exercise]:
    """What to run: the lessons and exercises named, else the lesson that `where` is the file of, else all lessons."""
    lessons = _lessons(course, where)
    exercises = [exercise for lesson in lessons for exercise in lesson.exercises]
    named: dict[str, Lesson | Exercise] = {exercise.label: exercise for exercise in exercises}
    named |= {lesson.id: lesson for lesson in lessons}
    for name in only:
        if name not in named:
            from tuitutor.spelling import suggestion

            raise UsageError(f"There is no lesson or exercise '{name}'; {suggestion(name, named)}")
    return [named[name] for name in dict.fromkeys(only)] if only else [*lessons]


def _is_sound(course: Course, each: Lesson | Exercise) -> bool:
    from tuitutor.course.model import Exercise

    return not (course.lesson_of(each) if isinstance(each, Exercise) else each).problems


async def _train(
    session: Session, course: Course, wanted: Sequence[Lesson | Exercise], seeds: int, json_: bool
) -> list[Trained]:
    sound = [each for each in wanted if _is_sound(course, each)]
    if len(sound) < len(wanted):
        click.echo("Broken lessons are not run.", err=True)
    trained = []
    async with aclosing(_trials(session, course, sound, seeds)) as trials:
        async for each in trials:
            trained.append(each)
            if each.problems and not json_:
                _print(each.problems)
            click.echo(_line(each, seeds), err=True)
    return trained


async def _trials(
    session: Session, course: Course, sound: Sequence[Lesson | Exercise], seeds: int
) -> AsyncGenerator[Trained, None]:
    from tuitutor.authoring.lint import train, with_seed

    worker = session.worker()
    options = session.options(columns=80)
    try:
        for seed in range(seeds):
            async for each in train(worker, course, sound, with_seed(options, seed)):
                yield each
    finally:
        await worker.close()


def _line(each: Trained, seeds: int) -> str:
    seed = f", seed {each.seed}" if seeds > 1 else ""
    time = f"({each.seconds:.1f} s, {each.cpu_s:.1f} s of CPU{seed})"
    if each.trouble:
        return f"??  {each.place.path}:{each.place.line}: {each.trouble} {time}"
    name = each.place.text if each.ok else f"{each.what} {each.exercise}".rstrip()
    return f"{'ok' if each.ok else 'NO'}  {each.place.path}:{each.place.line}: {name} {time}"


def _print(problems: Sequence[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem))
