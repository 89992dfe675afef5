"""Runs a course to test it: cells must run, starters must run and fail, solutions must pass.

`course.load` checks how a course is written; this module checks how it runs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from statistics import stdev

from msgspec.structs import replace

from tuitutor.authoring.edits import assigned
from tuitutor.authoring.stated_numbers import wrong_in
from tuitutor.course.bounds import Bound
from tuitutor.course.checks import HiddenScore
from tuitutor.course.findings import Findings, read_lesson
from tuitutor.course.folder import DATA_FILE
from tuitutor.course.model import Cell, Course, Exercise, Lesson, Problem
from tuitutor.engine.attempt import attempt
from tuitutor.engine.events import CellBegan, CellEnded, Graded, KernelEvent
from tuitutor.engine.kernel import Kernel
from tuitutor.engine.options import RunOptions
from tuitutor.engine.predictions import agrees, is_typed
from tuitutor.engine.worlds import PLAIN, world_of
from tuitutor.grading.verdicts import Grade, Met, TrainedPart, TrainedWhat, Verdict
from tuitutor.protocol.events import FigureShown, Output, ValueShown
from tuitutor.protocol.raised import ErrorInfo
from tuitutor.workers.worker import Worker

WORLDS_RUN = 3  # of an exercise with worlds
MOST_CPU_S = 60.0  # for all cells of a lesson: a login node may allow a learner a CPU minute or two


def for_seed(options: RunOptions, seed: int) -> RunOptions:
    """The options for run number `seed`: number 0 is what learners get, and all seeds differ in other runs."""
    return replace(options, seed=options.seed + seed, hidden_seed=options.hidden_seed + seed)


async def train(
    worker: Worker, course: Course, parts: Iterable[Lesson | Exercise], options: RunOptions = RunOptions()
) -> AsyncIterator[TrainedPart]:
    """Run lessons (their cells from top to bottom, then their exercises) and exercises, all without problems.

    If a setup cell of a lesson fails, its exercises are left out. Raises WorkerUnavailable if no code can run.
    """
    for part in parts:
        exercises = (part,) if isinstance(part, Exercise) else part.exercises
        if isinstance(part, Lesson):
            setup = {cell.line for cell in part.setup}
            async for trained in train_cells(worker, part, options):
                if not trained.ok and trained.place.line in setup:
                    exercises = ()
                yield trained
        for exercise in exercises:
            async for trained in _train_exercise(worker, course, exercise, options):
                yield trained


# ---- cells


async def train_cells(worker: Worker, lesson: Lesson, options: RunOptions = RunOptions()) -> AsyncIterator[TrainedPart]:
    """Run a lesson's cells from top to bottom, and yield cells as they end; then all cells as a whole.

    A failure does not stop the cells below. If they lack a name from the failed cell, their problem says so.
    """
    runnable = [cell for cell in lesson.cells if "skip-execution" not in cell.tags]
    if not runnable:
        return
    kernel = Kernel(worker, lesson, options)
    spent = worker.budget.spent_s
    cells: list[TrainedPart] = []
    printed: dict[int, str] = {}  # by the cell's line
    lacking: dict[str, str] = {}  # the names that failed cells assign, with the cell
    at = 0
    try:
        async for event in kernel.run(runnable[-1].index, {}, to_the_end=True):
            if isinstance(event, CellBegan):
                at = lesson.cells[event.index].line
            printed[at] = printed.get(at, "") + _text(event)
            if isinstance(event, CellEnded):
                before, spent = spent, worker.budget.spent_s
                cell = lesson.cells[event.index]
                judged = _judge_cell(lesson, cell, event, options.seed, lacking)
                if not judged.ok:
                    lacking |= dict.fromkeys(assigned(cell.source), cell.filename)
                cells.append(replace(judged, cpu_s=spent - before))
                yield cells[-1]
    finally:
        await kernel.close()
    whole = _judge_cells(lesson, cells, options.seed)
    if options.seed == RunOptions().seed and all(cell.ok for cell in cells):  # learners see these numbers
        text = read_lesson(lesson.path, Findings(lesson.path))
        whole = replace(whole, problems=(*whole.problems, *wrong_in(lesson, text, printed)))
    if whole.problems or all(cell.ok for cell in cells):  # only all cells together can be fast enough
        yield whole


def _text(event: KernelEvent) -> str:
    """The text in a cell's output."""
    match event:
        case Output(text=text):
            return text
        case ValueShown(text=text):
            return f"\n{text}\n"
        case FigureShown(figure=figure):
            return "\n".join(["", figure.title, *(panel.title for panel in figure.panels), ""])
        case _:
            return ""


def _judge_cells(lesson: Lesson, cells: Sequence[TrainedPart], seed: int) -> TrainedPart:
    """The total time of the cells; a problem is reported at the slowest."""
    cpu_s = sum(cell.cpu_s for cell in cells)
    place = Problem(lesson.path, 1, "its cells do not take too long")
    trained = TrainedPart(place, lesson.id, "lesson", "", seed, sum(cell.seconds for cell in cells), cpu_s)
    if cpu_s <= MOST_CPU_S:
        return trained
    slowest = max(cells, key=lambda cell: cell.cpu_s)
    text = f"the lesson's cells take {cpu_s:.0f} s of CPU, this one {slowest.cpu_s:.0f} s"
    return replace(trained, problems=(replace(slowest.place, text=f"{text}; the limit is {MOST_CPU_S:.0f} s"),))


def _judge_cell(lesson: Lesson, cell: Cell, ended: CellEnded, seed: int, lacking: Mapping[str, str]) -> TrainedPart:
    number = cell.filename
    must_raise = "raises-exception" in cell.tags
    place = Problem(lesson.path, cell.line, f"{number} {'raises, as it must' if must_raise else 'runs'}")
    trained = TrainedPart(place, lesson.id, "cell", "", seed, ended.seconds)
    named = re.match(r"name '(\w+)' is not defined", ended.error.message) if ended.error is not None else None
    missing = named[1] if named and ended.error is not None and ended.error.kind == "NameError" else ""
    match ended.outcome:
        case "raised" if must_raise:
            return trained
        case "ok" if not must_raise:
            why = _unanswered(cell, ended.actual)
            return _with(trained, f"{number} {why}") if why else trained
        case "ok":
            return _with(trained, f"{number} is tagged 'raises-exception', but raises nothing; take the tag off")
        case "raised" if missing in lacking:
            return _with(trained, f"{number} needs '{missing}' from {lacking[missing]}, which failed")
        case "raised" if ended.error is not None:
            return _with(trained, f"{number} raises {_error(ended.error)}; tag it 'raises-exception' if it is meant to")
        case "lost":
            return replace(trained, problem=ended.message)
        case _:
            return _with(trained, f"{number}: {ended.message or ended.outcome}")


def _unanswered(cell: Cell, actual: str) -> str:
    """The fault of the cell's answer to its guess, or ""."""
    guess = cell.prediction
    if guess is None:
        return ""
    if not actual:
        what = f"the curve of '{guess.curve}'" if guess.curve else f"'{guess.value}'"
        return f"leaves nothing to compare a prediction with: {what} isn't a number, shape, text or curve"
    if guess.choices and not any(agrees(choice, actual) for choice in guess.choices):
        return f"gives '{actual}', which is not among the choices of its prediction"
    if not guess.choices and not is_typed(actual):
        return f"gives '{actual}', which is neither a number nor a shape; give its prediction 'choices'"
    return ""


# ---- exercises


async def _train_exercise(
    worker: Worker, course: Course, exercise: Exercise, options: RunOptions
) -> AsyncIterator[TrainedPart]:
    """Run the starter and the solution of every variant, and on it the solutions of the other variants.

    With the learners' seed, starter and solution run in other worlds, too.
    """
    lesson = course.lesson_of(exercise)
    of_learners = options.seed == RunOptions().seed
    turns = range(WORLDS_RUN if exercise.world and of_learners else 0)
    worlds = [PLAIN, *(world_of(exercise, options.hidden_seed, turn) for turn in turns)]
    for variant in exercise.every:
        own: list[tuple[TrainedWhat, str]] = [("starter", variant.starter)]
        own += [("solution", variant.solution)] if variant.solution else []  # a learner's edition has none
        runs = [(what, variant, text, world) for world in worlds for what, text in own]
        runs += [
            ("neighbour", other, other.solution, PLAIN)
            for other in exercise.variants
            if other is not variant and other.solution
        ]
        for what, origin, text, world in runs:
            before = worker.budget.spent_s
            async for event in attempt(worker, course, variant, text, replace(options, world=world)):
                if isinstance(event, Graded):
                    judged = _judge(lesson, variant, what, origin, event.grade, options.seed)
                    yield replace(judged, cpu_s=worker.budget.spent_s - before)


def _judge(
    lesson: Lesson, exercise: Exercise, what: TrainedWhat, origin: Exercise, grade: Grade, seed: int
) -> TrainedPart:
    """The verdict on an answer to `exercise`: the starter or solution of `origin`, this or another variant."""
    drawn = exercise.drawn
    named = f"'{origin.label}'" if origin.drawn is None else f"'{origin.label}', {origin.drawn},"
    subject = f"the {what.replace('neighbour', 'solution')} of {named}"
    outcomes = {"starter": "runs and fails its checks", "neighbour": f"does not pass {drawn}"}
    good = outcomes.get(what, "passes")
    met = tuple(met_in(lesson, exercise, grade)) if what == "solution" else ()
    if grade.world != PLAIN:
        subject += f" in world {grade.world}"
        scores = {check.name for check in exercise.checks if isinstance(check.kind, HiddenScore)}
        if rooms := [(_room(score.bound, score.value), score.check) for score in met if score.check in scores]:
            good += " ({:.2g} from the bound of '{}')".format(*min(rooms))
    place = Problem(lesson.path, exercise.line, f"{subject} {good}")
    number = drawn.number if drawn is not None else None
    trained = TrainedPart(
        place, lesson.id, what, exercise.label, seed, grade.seconds, variant=number, world=grade.world
    )
    if problem := why_unknown(grade):
        return replace(trained, problem=problem)
    faults = _faults(exercise, grade, what)
    problems = tuple(Problem(lesson.path, line, f"{subject} {text}") for line, text in faults)
    return replace(trained, problems=problems, met=met)


def why_unknown(grade: Grade) -> str:
    """Why the answer could not be judged, or ""; also "" if that is the course's own fault."""
    if grade.problem or grade.verdict is not Verdict.ERRORED:
        return grade.problem
    ours = [result.why for result in grade.results if result.verdict is Verdict.ERRORED and DATA_FILE not in result.why]
    return next(iter(ours), "")


def _faults(exercise: Exercise, grade: Grade, what: TrainedWhat) -> list[tuple[int, str]]:
    """Faults with their lines: failed checks, but not the checks that were skipped because of them."""
    if what == "neighbour":
        if not grade.verdict.done or not any(result.passed for result in grade.results):
            return []
        return [(exercise.line, f"passes {exercise.drawn} too; give them values that make their answers differ")]
    of_starter = what == "starter"
    how = f"raises {_error(grade.error)}" if grade.error is not None else ""
    if grade.stopped:
        how = f"does not run to its end: {grade.stopped.rstrip('.')}"
    if how:
        return [
            (exercise.line, f"{how}; a starter has to run to its end, and then fail its checks" if of_starter else how)
        ]
    if of_starter and grade.verdict is Verdict.PASSED:
        return [(exercise.line, "passes already; a starter has to leave something to do")]
    if of_starter and grade.verdict is Verdict.FAILED:
        return []
    lines = {check.name: check.line for check in exercise.checks}
    faults = []
    for result in grade.results:
        if result.verdict in (Verdict.FAILED, Verdict.ERRORED):
            found = f"expected {result.expected}, found {result.found}"
            if result.verdict is Verdict.ERRORED or not result.expected:
                found = result.why.removesuffix(" This isn't your fault.").rstrip(".")
            faults.append((lines[result.name], f"does not pass '{result.name}': {found}"))
    return faults


def _error(error: ErrorInfo) -> str:
    message = " ".join(error.message.split())
    where = f" in its line {error.line}" if error.line is not None else ""
    return f"{error.kind}{where}" + (f" ({message[:160]})" if message else "")


def _with(trained: TrainedPart, text: str) -> TrainedPart:
    return replace(trained, problems=(replace(trained.place, text=text),))


FEWEST = 3  # values needed to estimate their standard deviation


def met_in(lesson: Lesson, exercise: Exercise, grade: Grade) -> Iterator[Met]:
    """The numbers that met a bound of a passed check. Exact bounds (`equals`) are left out."""
    checks = {check.name: check for check in exercise.checks}
    for result in grade.results:
        rows = [(row.label, row.bound, row.value) for row in result.rows] or [("", result.bound, result.value)]
        for label, bound, value in rows if result.passed else ():
            if bound is not None and bound.equals is None and value is not None:
                yield Met(Problem(lesson.path, checks[result.name].line, ""), result.name, label, bound, value)


def only_just_met(runs: Iterable[TrainedPart]) -> Iterator[Problem]:
    """The bounds that are closer to a seed's value than the standard deviation of all seeds' values.

    It is 0 if all seeds give the same value: no luck is involved then. Worlds are left out, since an answer gets a
    second try in another world.
    """
    by_bound: dict[tuple[Problem, str, str, Bound], list[float]] = defaultdict(list)
    for met in (met for run in runs if not run.world for met in run.met):
        by_bound[met.place, met.check, met.what, met.bound].append(met.value)  # variants have other bounds
    for (place, check, label, bound), values in by_bound.items():
        deviation = stdev(values) if len(values) >= FEWEST else 0.0
        if min(_room(bound, value) for value in values) < deviation:
            of = f" ({label})" if label else ""
            found = f"{len(values)} seeds found {min(values):.4g} to {max(values):.4g}, and {bound} is asked"
            text = f"the solution only just meets '{check}'{of}: {found}; leave more room between them"
            yield Problem(place.path, place.line, text)


def _room(bound: Bound, value: float) -> float:
    """The distance of a value that meets the bound from the bound's limit."""
    limits = [limit for limit in (bound.at_least, bound.at_most) if limit is not None]
    return min(abs(value - limit) for limit in limits)
