"""Tries the cheats on an exercise as if they were a learner's answers: first the solution, then each cheat."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from dataclasses import replace

from msgspec import structs

from tuitutor.authoring.attack.cheats import CHEATS, Cheat, Target
from tuitutor.authoring.lint import why_unknown
from tuitutor.course.model import Course, Exercise
from tuitutor.engine.attempt import attempt
from tuitutor.engine.events import Graded
from tuitutor.engine.options import RunOptions
from tuitutor.engine.worlds import PLAIN
from tuitutor.errors import CourseError, WorkerLost
from tuitutor.grading.judge import needs_run
from tuitutor.grading.verdicts import Grade, Tried
from tuitutor.protocol.events import Output
from tuitutor.workers.worker import Worker

_VALUES = "tuitutor: values "


async def attack(
    worker: Worker,
    course: Course,
    exercise: Exercise,
    options: RunOptions = RunOptions(),
    cheats: Iterable[Cheat] = CHEATS,
) -> AsyncIterator[Tried]:
    """Runs each cheat that applies, and yields how it was graded.

    Raises CourseError if the solution does not pass, since cheats can't be judged then; WorkerLost if it could not be
    run; WorkerUnavailable, and NotIsolated by `options.policy`, as `attempt` does.
    """
    options = structs.replace(options, warm=False)  # warm processes cost CPU, and nobody is waiting
    target = await _with_solution(worker, course, exercise, options)
    for cheat in cheats:
        for program in cheat.programs(target):
            grade, _ = await _grade(worker, course, exercise, program.source, options)
            what = f"{cheat.what} ({program.about})" if program.about else cheat.what
            yield Tried(cheat.name, what, cheat.remedy, program.source, grade, why_unknown(grade))


async def _with_solution(worker: Worker, course: Course, exercise: Exercise, options: RunOptions) -> Target:
    """The exercise with what its solution made of the lesson's own data."""
    options = structs.replace(options, world=PLAIN)
    lesson = course.lesson_of(exercise)
    bare = Target(lesson, exercise)
    source = exercise.solution
    if needs_run(exercise):  # at its end, it prints the values of its results as code
        values = f"{{name: _as_code(globals().get(name)) for name in {sorted(bare.results)!r}}}"
        source += f"\n{_AS_CODE}import json\nprint({_VALUES!r} + json.dumps({values}))\n"
    grade, printed = await _grade(worker, course, exercise, source, options)
    if problem := why_unknown(grade):
        raise WorkerLost(f"The solution of '{exercise.label}' could not be graded: {problem}")
    if not grade.verdict.done:
        fallen = next((result.name for result in grade.results if not result.verdict.done), "")
        why = "so the cheats can't be judged"
        where = f"{lesson.path}:{exercise.line}"
        what = f"the solution of '{exercise.label}' does not pass '{fallen}', {why}"
        raise CourseError(f"{where}: {what}.")
    said: object = None
    with suppress(ValueError, RecursionError):
        said = json.loads(printed.partition(_VALUES)[2])
    codes = said.items() if isinstance(said, dict) else ()
    return replace(bare, values={str(name): code for name, code in codes if isinstance(code, str)})


async def _grade(
    worker: Worker, course: Course, exercise: Exercise, source: str, options: RunOptions
) -> tuple[Grade, str]:
    """The grade of a program, and what it printed."""
    printed: list[str] = []
    async for event in attempt(worker, course, exercise, source, options):
        match event:
            case Output(stream="stdout", text=text):
                printed.append(text)
            case Graded(grade=grade):
                return grade, "".join(printed)
            case _:
                pass
    raise AssertionError("an attempt ends in a grade")


# A value as code, if it is short; else None
_AS_CODE = """
def _as_code(value):
    import numpy as np
    try:
        value = value.numpy() if hasattr(value, "numpy") else value
        if isinstance(value, (np.ndarray, np.generic)):
            fits = value.size <= 150 and value.dtype.kind in "biuf" and bool(np.isfinite(value).all())
            return f"np.array({value.tolist()!r}, {str(value.dtype)!r})" if fits else None
        plain = value is None or isinstance(value, (bool, int, float, str))
        finite = not isinstance(value, float) or value - value == 0
        return repr(value) if plain and finite and len(repr(value)) < 2000 else None
    except Exception:
        return None

"""
