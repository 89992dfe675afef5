"""Eight cheats on an exercise, made from its lesson, its solution and the solution's results.

A cheat has a name, a description, a remedy for the author if it passes, and a pure function from a `Target` to
programs, without any if the cheat does not apply. Most programs are the solution with a change in one place, so if they
pass, the hole is there.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TypeVar

from msgspec import structs

from tuitutor.authoring.edits import (
    FitCall,
    assigned,
    literals,
    models_in,
    names_read,
    with_dependencies,
    with_fits,
)
from tuitutor.authoring.lint import why_unknown
from tuitutor.course.checks import Accuracy, Error, Fit, History
from tuitutor.course.choices import Question
from tuitutor.course.kind import CheckKind
from tuitutor.course.model import Cell, Course, Exercise, Lesson, Prose
from tuitutor.engine.attempt import attempt
from tuitutor.engine.events import Graded
from tuitutor.engine.options import RunOptions
from tuitutor.engine.worlds import PLAIN, takes_worlds, world_of
from tuitutor.errors import CourseError, WorkerLost
from tuitutor.grading.judge import needs_run
from tuitutor.grading.question import with_answer
from tuitutor.grading.verdicts import Grade, Tried
from tuitutor.protocol.events import Output
from tuitutor.workers.worker import Worker

Kind = TypeVar("Kind", bound=CheckKind)


@dataclass(frozen=True, slots=True)
class Target:
    """An exercise in its lesson. `values` are the solution's results as code, by variable."""

    lesson: Lesson
    exercise: Exercise
    values: Mapping[str, str] = field(default_factory=dict)

    def checks(self, kind: type[Kind]) -> list[Kind]:
        """The exercise's checks of this kind."""
        return [check.kind for check in self.exercise.checks if isinstance(check.kind, kind)]

    def has(self, *kinds: type[CheckKind]) -> bool:
        """Whether the exercise has a check of one of these kinds."""
        return any(isinstance(check.kind, kinds) for check in self.exercise.checks)

    @property
    def graded(self) -> set[str]:
        """The variables of the solution that the grader inspects."""
        exercise, names = self.exercise, set(self.exercise.requirements.variables)
        if exercise.measure is not None:
            names |= names_read(exercise.measure.source)
        if any(check.kind.about_model for check in exercise.checks):
            names.add("model")
        setup = set().union(*(assigned(cell.source) for cell in self.lesson.setup))
        return (names & assigned(exercise.solution)) - setup

    @property
    def results(self) -> set[str]:
        """The graded variables that could be typed in: not `model`, and not the solution's own literals."""
        return self.graded - literals(self.exercise.solution) - {"model"}


@dataclass(frozen=True, slots=True)
class CheatProgram:
    """A program that cheats; `about` tells it from other programs of the same cheat."""

    source: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Cheat:
    """A kind of cheat: `what` it does, and the `remedy` if it passes."""

    name: str
    what: str
    remedy: str
    programs: Callable[[Target], Iterator[CheatProgram]]


# ---- nothing is computed --------------------------------------------------------------------


def _copied(target: Target) -> Iterator[CheatProgram]:
    """Every cell of the lesson that assigns a graded variable, or a model with another name."""
    cells = [cell for cell in target.lesson.cells if not cell.tags & {"setup", "skip-execution", "raises-exception"}]
    sources, graded = [cell.source for cell in cells], target.graded
    for index, cell in enumerate(cells):
        models = models_in(cell.source) if "model" in graded else []
        if not models and not assigned(cell.source) & graded:
            continue
        source = with_dependencies(sources, index)
        if models and models[0] != "model":
            source += f"\nmodel = {models[0]}"
        yield CheatProgram(source, f"line {cell.line}")


def _typed(target: Target) -> Iterator[CheatProgram]:
    """The solution, with one of its results as a literal at the end."""
    for name in sorted(target.results):
        if (code := target.values.get(name)) is not None:
            yield CheatProgram(f"{target.exercise.solution}\nimport numpy as np\n{name} = {code}", name)


def _from_the_text(target: Target) -> Iterator[CheatProgram]:
    """The right answer, if it is in the text and cells above and (for a choice) no other choice is."""
    for question in target.checks(Question):
        above: list[tuple[int, str]] = []  # texts and cells with their first lines
        for block in target.lesson.blocks:
            if block.line >= target.exercise.line:
                break
            if isinstance(block, Prose):
                above.append((block.line, block.text))
            elif isinstance(block, Cell):
                above.append((block.line + 1, block.source))
        if not question.choices:
            above.append((target.exercise.line, target.exercise.prose))
        lines = {choice: _line_with(choice, above) for choice in question.choices or (question.answer,)}
        if lines[question.answer] and not any(line for choice, line in lines.items() if choice != question.answer):
            yield CheatProgram(with_answer(target.exercise.solution, question.answer), f"line {lines[question.answer]}")


def _line_with(words: str, texts: list[tuple[int, str]]) -> int:
    """The first line (approximately) with these words; 0 if there is none."""
    pattern = re.compile(rf"(?<![\w.,]){re.escape(words)}(?![\w]|[.,]\d)", re.IGNORECASE)
    for line, text in texts:
        if (match := pattern.search(text)) is not None:
            return line + text.count("\n", 0, match.start())
    return 0


# ---- calls of `fit` are changed -------------------------------------------------------------


def _ten_times(fit: FitCall) -> str:
    return fit.replace(epochs=f"10 * ({fit.epochs})")


def _longer(target: Target) -> Iterator[CheatProgram]:
    if source := with_fits(target.exercise.starter, _ten_times):
        yield CheatProgram(source)


def _longer_first(target: Target) -> Iterator[CheatProgram]:
    fits = target.checks(Fit)
    bounds = [bound for fit in fits for bound in (fit.epochs, fit.total_epochs, fit.total_samples, fit.total_steps)]
    if any(bound is not None and (bound.at_most is not None or bound.equals is not None) for bound in bounds):
        yield from _changed_fits(target, lambda fit: f"({_ten_times(fit)}, {fit.replace()})[-1]")


def _three_rows(target: Target) -> Iterator[CheatProgram]:
    def change(fit: FitCall) -> str | None:
        if (data := fit.arguments.get("validation_data")) is not None:
            return fit.replace(validation_data=f"tuple(part[:3] for part in {data})")
        if not fit.y or "validation_split" not in fit.arguments:
            return None
        x, y = f"({fit.x})", f"({fit.y})"
        rows = f"({x}[-3:], {y}[-3:])"
        return fit.replace(x=f"{x}[:-3]", y=f"{y}[:-3]", validation_split=None, validation_data=rows)

    by_fit = any(fit.validation or fit.validation_samples is not None for fit in target.checks(Fit))
    curves = [name for history in target.checks(History) for name in dict(history.curves)]
    gaps = any(history.gap for history in target.checks(History))
    if by_fit or gaps or any(name.startswith("val_") for name in curves):
        yield from _changed_fits(target, change)


def _few_rows(target: Target) -> Iterator[CheatProgram]:
    def change(fit: FitCall) -> str | None:
        return fit.replace(x=f"({fit.x})[:10]", y=f"({fit.y})[:10]") if fit.y else None

    if target.has(Accuracy, Error, History):
        yield from _changed_fits(target, change)


def _constant(target: Target) -> Iterator[CheatProgram]:
    if target.has(Accuracy, Error, History):
        before = _MEDIAN if target.has(Error) else _COMMONEST
        yield from _changed_fits(target, lambda fit: fit.replace(y=f"same({fit.y})") if fit.y else None, before)


_COMMONEST = """\
import numpy as np
def same(labels):
    kinds, counts = np.unique(np.asarray(labels), axis=0, return_counts=True)
    return np.repeat(kinds[[counts.argmax()]], len(labels), axis=0)

"""
_MEDIAN = """\
import numpy as np
def same(labels):
    return np.full(np.shape(labels), np.median(labels), "float32")

"""


def _changed_fits(target: Target, change: Callable[[FitCall], str | None], before: str = "") -> Iterator[CheatProgram]:
    """The solution with its calls of `fit` changed; nothing if `change` changes none."""
    if (source := with_fits(target.exercise.solution, change)) is not None:
        yield CheatProgram(before + source)


CHEATS = (
    Cheat(
        "longer",
        "the starter, trained ten times as long",
        "If more training shouldn't be enough, bound `total_epochs` in a `fit` check, or start from a network that "
        "cannot do it.",
        _longer,
    ),
    Cheat(
        "copied",
        "a cell of the lesson, copied",
        "Ask for something other than what the lesson shows: another size, another loss, other data.",
        _copied,
    ),
    Cheat(
        "typed",
        "the solution, with a result typed in",
        "Let a `measure` cell compute it from what the answer made, or `rerun` the answer on other values; where "
        "knowing the number is enough, make it a `question`.",
        _typed,
    ),
    Cheat(
        "three-rows",
        "the solution, validated on three rows",
        "Ask for `validation_samples: {at_least: ...}`, as many as it takes for the score to mean something. It counts "
        "only rows that were not trained on.",
        _three_rows,
    ),
    Cheat(
        "longer-first",
        "the solution, after ten times as many epochs",
        "Bound `total_epochs` and `total_samples` in the `fit` check: they count all that trained the model.",
        _longer_first,
    ),
    Cheat(
        "few-rows",
        "the solution, trained on the first ten rows",
        "Ask for `training_samples` in the `fit` check, or for a score on hidden data that ten rows do not reach.",
        _few_rows,
    ),
    Cheat(
        "constant",
        "the solution, trained to give the same answer for everything",
        "Put the bound well above the score of always giving the commonest label, or the median if labels are numbers; "
        "curves alone are only what the answer reports.",
        _constant,
    ),
    Cheat(
        "from-the-text",
        "the answer from the text above",
        "The text gives it away. Ask about a case other than the one in the text.",
        _from_the_text,
    ),
)


_VALUES = "tuitutor: values "


async def attack(
    worker: Worker,
    course: Course,
    exercise: Exercise,
    options: RunOptions = RunOptions(),
    cheats: Iterable[Cheat] = CHEATS,
) -> AsyncIterator[Tried]:
    """Run the cheats that apply, and yield how they were graded. They run in one world, without a second try.

    Raises CourseError if the solution does not pass, since cheats can't be judged then; WorkerLost if it could not be
    run; WorkerUnavailable, and NotIsolated by `options.policy`, as `attempt` does.
    """
    target = await _with_solution(worker, course, exercise, options)
    if takes_worlds(exercise, options):
        options = structs.replace(options, world=world_of(exercise, options.hidden_seed))
    for cheat in cheats:
        for program in cheat.programs(target):
            grade, _ = await _grade(worker, course, exercise, program.source, options)
            what = f"{cheat.what} ({program.about})" if program.about else cheat.what
            yield Tried(cheat.name, what, cheat.remedy, program.source, grade, why_unknown(grade))


async def _with_solution(worker: Worker, course: Course, exercise: Exercise, options: RunOptions) -> Target:
    """The exercise with the results of its solution on the lesson's own data."""
    options = structs.replace(options, world=PLAIN)
    lesson = course.lesson_of(exercise)
    bare = Target(lesson, exercise)
    source = exercise.solution
    if needs_run(exercise):  # append code that prints the results as code
        values = f"{{name: _as_code(globals().get(name)) for name in {sorted(bare.results)!r}}}"
        source += f"\n{_AS_CODE}import json\nprint({_VALUES!r} + json.dumps({values}))\n"
    grade, printed = await _grade(worker, course, exercise, source, options)
    if problem := why_unknown(grade):
        raise WorkerLost(f"The solution of '{exercise.label}' could not be graded: {problem}")
    if not grade.verdict.done:
        failed = next((result.name for result in grade.results if not result.verdict.done), "")
        what = f"the solution of '{exercise.label}' does not pass '{failed}', so the cheats can't be judged"
        raise CourseError(f"{lesson.path}:{exercise.line}: {what}.")
    output: object = None
    with suppress(ValueError, RecursionError):
        output = json.loads(printed.partition(_VALUES)[2])
    codes = output.items() if isinstance(output, dict) else ()
    return replace(bare, values={str(name): code for name, code in codes if isinstance(code, str)})


async def _grade(
    worker: Worker, course: Course, exercise: Exercise, source: str, options: RunOptions
) -> tuple[Grade, str]:
    """The grade of a program, and its standard output."""
    printed: list[str] = []
    async for event in attempt(worker, course, exercise, source, options):
        match event:
            case Output(stream="stdout", text=text):
                printed.append(text)
            case Graded(grade=grade):
                return grade, "".join(printed)
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
