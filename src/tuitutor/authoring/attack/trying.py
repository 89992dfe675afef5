"""Tries the cheats on an exercise as if they were a learner's answers: first the solution, then each cheat."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from dataclasses import replace

from msgspec import structs

from tuitutor.authoring.attack.borrowed import typed_names
from tuitutor.authoring.attack.cheats import CHEATS, Cheat
from tuitutor.authoring.attack.target import Target
from tuitutor.authoring.lint import trouble_of
from tuitutor.course.model import Course, Exercise
from tuitutor.engine.attempt import attempt
from tuitutor.engine.events import Graded
from tuitutor.engine.options import RunOptions
from tuitutor.engine.worlds import PLAIN
from tuitutor.errors import CourseError, WorkerLost
from tuitutor.grading.judge import needs_run
from tuitutor.grading.verdicts import Grade, Tried, Verdict
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
            grade, _ = await _graded(worker, course, exercise, program.source, options)
            what = f"{cheat.what} ({program.about})" if program.about else cheat.what
            yield Tried(cheat.name, what, cheat.remedy, program.source, grade, trouble_of(grade))


async def _with_solution(worker: Worker, course: Course, exercise: Exercise, options: RunOptions) -> Target:
    """The exercise with what its solution printed and made of the lesson's own data."""
    options = structs.replace(options, world=PLAIN)
    lesson = course.lesson_of(exercise)
    bare = Target(lesson, exercise)
    names = typed_names(bare)
    source = f"{exercise.solution}\n{_recorder(names)}" if needs_run(exercise) else exercise.solution
    grade, printed = await _graded(worker, course, exercise, source, options)
    if trouble := trouble_of(grade):
        raise WorkerLost(f"The solution of '{exercise.label}' could not be graded: {trouble}")
    if grade.verdict is not Verdict.PASSED:
        fallen = next((result.name for result in grade.results if not result.passed), "")
        why = "so the cheats can't be judged"
        where = f"{lesson.path}:{exercise.line}"
        what = f"the solution of '{exercise.label}' does not pass '{fallen}', {why}"
        raise CourseError(f"{where}: {what}.")
    said, _, values = printed.partition(_VALUES)
    return replace(bare, printed=said, values=_read_values(values))


async def _graded(
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


# ---- what the solution makes ----------------------------------------------------------------

_RECORDER = """
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


def _recorder(names: Iterable[str]) -> str:
    """Code for the end of a program that prints the values of these names as code, if that is short."""
    values = f"{{name: _as_code(globals().get(name)) for name in {sorted(names)!r}}}"
    return f"{_RECORDER}import json\nprint({_VALUES!r} + json.dumps({values}))\n"


def _read_values(printed: str) -> dict[str, str]:
    with suppress(ValueError, RecursionError):
        values = json.loads(printed)
        if isinstance(values, dict):
            return {str(name): code for name, code in values.items() if isinstance(code, str)}
    return {}
