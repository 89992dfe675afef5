"""`lint`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tuitutor.cli.exits import Exit
from tuitutor.cli.group import Command, as_json
from tuitutor.cli.session import Session
from tuitutor.errors import UsageError

if TYPE_CHECKING:
    from tuitutor.course.model import Course, Exercise, Lesson, Problem
    from tuitutor.engine.lint import Trained


@click.command("lint", cls=Command)
@click.argument("place", required=False, metavar="[COURSE]", type=click.Path(path_type=Path))
@click.option("--run", "run", is_flag=True, help="Also run all cells, starters and solutions.")
@click.option("--only", multiple=True, metavar="NAME", help="Run only this lesson or exercise; may be given again.")
@click.option("--seeds", type=click.IntRange(1, 1000), default=1, metavar="N", help="Run everything with N seeds.")
@as_json
@click.pass_obj
def lint_(session: Session, place: Path | None, run: bool, only: tuple[str, ...], seeds: int, json_: bool) -> int:
    """Report every problem in a course as file:line.

    COURSE is a folder, or the file of one lesson. With --run the sound lessons are trained as well: cells must run from
    top to bottom, starters must run and fail their checks, solutions must pass. Learners get the first of the seeds.

    Exit codes: 0 no problems; 1 problems in what was run; 2 problems in the files; 3 could not run it.

    \b
    Example:
      tuitutor lint
      tuitutor lint lessons/xor.md
      tuitutor lint --run --only xor --seeds 3
    """
    from tuitutor.course.folder import DATA_FILE, FILE, default_folder
    from tuitutor.course.load import problems_in

    if not run and (only or seeds > 1):
        raise UsageError("--only and --seeds say what to run; add --run.")
    where = place or session.settings.course or default_folder()
    if where.name in (FILE, DATA_FILE):  # what is wrong with those shows in the course
        where = where.parent
    problems = problems_in(where)
    if not json_:
        _print(problems)
    trained: list[Trained] = []
    if run:
        course = _course(where)
        trained = asyncio.run(_train(session, course, _wanted(course, where, only), seeds, json_))
    found = [*problems, *(problem for each in trained for problem in each.problems)]
    if json_:
        from tuitutor.reports.json import problems_document

        click.echo(json.dumps(problems_document(found, trained), indent=2))
    click.echo(_summary(len(found), trained), err=True)
    return _exit(problems, trained)


def _exit(problems: Sequence[Problem], trained: Sequence[Trained]) -> Exit:
    if any(each.trouble for each in trained):
        return Exit.COULD_NOT
    if problems:
        return Exit.BAD_USAGE
    return Exit.DONE if all(each.ok for each in trained) else Exit.NOT_PASSED


def _summary(count: int, trained: Sequence[Trained]) -> str:
    said = f"{count} problem{'s' * (count != 1)}." if count else "No problems."
    if not trained:
        return said
    unsure = sum(bool(each.trouble) for each in trained)
    could_not = f" {unsure} could not be judged; see tuitutor doctor." if unsure else ""
    return f"{said}{could_not} {len(trained)} runs, {sum(each.seconds for each in trained):.0f} s."


# ---- running


def _course(where: Path) -> Course:
    """The course in a folder, or the one that a lesson's file is in."""
    from tuitutor.course.load import course_of, load_course, single
    from tuitutor.course.toc import is_folder

    return load_course(where) if is_folder(where) else course_of(where) or single(where)


def _wanted(course: Course, where: Path, only: Sequence[str]) -> list[Lesson | Exercise]:
    """What to run: the lessons and exercises named, else the lesson that `where` is the file of, else all lessons."""
    from tuitutor.course.load import is_same

    here = [lesson for lesson in course.lessons if is_same(lesson.path, where)]
    lessons = here or list(course.lessons)
    exercises = [exercise for lesson in lessons for exercise in lesson.exercises]
    named: dict[str, Lesson | Exercise] = {exercise.label: exercise for exercise in exercises}
    named |= {lesson.id: lesson for lesson in lessons}
    for name in only:
        if name not in named:
            from tuitutor.course.names import suggestion

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
    from tuitutor.engine.lint import train, with_seed

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
    time = f"({each.seconds:.1f} s{seed})"
    if each.trouble:
        return f"??  {each.place.path}:{each.place.line}: {each.trouble} {time}"
    name = each.place.text if each.ok else f"{each.what} {each.exercise}".rstrip()
    return f"{'ok' if each.ok else 'NO'}  {each.place.path}:{each.place.line}: {name} {time}"


def _print(problems: Sequence[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem))
