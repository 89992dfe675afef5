"""Results as plain documents for `--json`: dicts, lists, strings, finite numbers, booleans and None.

Every document has "tuitutor", the version of these documents (it grows when a key changes its meaning or is
removed; new keys may be added at any time), and "kind":

    grade      exercise, version, verdict, points, out_of, seconds, error, stopped, trouble, provenance, unverified,
               hidden_seed, world, variant: {number, of} or null,
               checks: [name, verdict, points, out_of, expected, found, why, provenance, rows, count],
               advice: [topic, why, try, line]
    cell       lesson, cell, outcome, seconds, error, message, meant, output, value, fits,
               figures: [title, panels: [title, x, y, marks, legend], left_out],
               diagrams: [kind, params, layers: [name, kind, params]]
    course     id, title, folder, passed, pending, total, last_lesson, problems,
               chapters: [title, lessons: [id, title, summary, minutes, path, opened, problems, exercises:
               [label, title, variant, passed, pending, earlier_version, attempts, verdict, points, out_of, bests]]]
    courses    courses: [name, id, title, from, package, version, folder, opened, passed, pending, exercises, changed,
               trouble]
    problems   count, problems: [path, line, text, breaks],
               trained: [path, line, lesson, exercise, variant, what, seed, seconds, cpu_s, ok, trouble, problems]
    attack     exercise, version, passes, cheats: [cheat, what, verdict, caught_by, error, stopped, trouble, remedy,
               seconds, source], do_not_apply: [cheat]
    play       config (each setting by its name, and `hidden`), address, inputs (names of the first kernel's rows),
               train and test: [x (n x 2), label (n)] in the order of training, weights0 and weights (before and after):
               [kernel (inputs x units), bias (units)], losses (of train and test, a row before training and one after
               each epoch), diverged: [epoch, reason, way_back]
    play-settings  settings: [name, range, default, words, ours]

Verdicts are "passed", "failed", "skipped", "errored" and, if graded later, "pending"; `pending` is whether nothing but
that is missing, or how many. A number that is not finite is null. A check's provenance is "verified", "reported" (by
the answer's process) or null if nothing was measured; a grade's provenance is about its checks on the model alone, and
`unverified` says why the model could not be verified, or "". `hidden_seed` reproduces the hidden data and the `world`,
which is 0 for the lesson's own data. A check's `count` is the number for a personal best, or null. A cell that raised
as it was `meant` to is not a failure. A problem that `breaks` keeps its lesson from being run.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tuitutor.course.model import Course, Exercise, Lesson, Problem, Variant
from tuitutor.grading.verdicts import Advice, CheckResult, Grade, TrainedPart, Tried
from tuitutor.progress.progress import ExerciseProgress, Progress
from tuitutor.protocol.facts import FitFacts, ModelFacts
from tuitutor.protocol.figures import Figure
from tuitutor.protocol.raised import ErrorInfo

if TYPE_CHECKING:
    from tuitutor.engine.courses import AtHand, Standing

FORMAT = 1

Document = dict[str, Any]


def grade_document(grade: Grade) -> Document:
    """One graded attempt."""
    return document(
        "grade",
        exercise=grade.exercise,
        version=grade.version,
        verdict=grade.verdict.value,
        points=finite_or_none(grade.points),
        out_of=finite_or_none(grade.out_of),
        seconds=finite_or_none(grade.seconds),
        error=_error(grade.error),
        stopped=grade.stopped,
        trouble=grade.problem,
        provenance=grade.provenance.value if grade.provenance is not None else None,
        unverified=grade.unverified,
        hidden_seed=grade.hidden_seed,
        world=grade.world,
        variant=_variant(grade.variant),
        checks=[_check(result) for result in grade.results],
        advice=[_advice(advice) for advice in grade.advice],
    )


def cell_document(
    lesson: str,
    cell: int,
    outcome: str,
    seconds: float,
    *,
    error: ErrorInfo | None = None,
    advice: Sequence[Advice] = (),
    message: str = "",
    meant: bool = False,
    output: str = "",
    value: str | None = None,
    fits: Sequence[FitFacts] = (),
    figures: Sequence[Figure] = (),
    diagrams: Sequence[ModelFacts] = (),
) -> Document:
    """One cell that ran. `cell` counts from 0; `value` is the last expression's repr.

    `figures` are described without their points; `diagrams` are the models that were drawn.
    """
    return document(
        "cell",
        lesson=lesson,
        cell=cell,
        outcome=outcome,
        seconds=finite_or_none(seconds),
        error=_error(error),
        advice=[_advice(tip) for tip in advice],
        message=message,
        meant=meant,
        output=output,
        value=value,
        fits=[_fit(fit) for fit in fits],
        figures=[_figure(figure) for figure in figures],
        diagrams=[
            {
                "kind": model.kind,
                "params": model.params,
                "layers": [{"name": layer.name, "kind": layer.kind, "params": layer.params} for layer in model.layers],
            }
            for model in diagrams
        ],
    )


def course_document(course: Course, progress: Progress) -> Document:
    """The course's contents with the learner's progress."""
    return document(
        "course",
        id=course.id,
        title=course.title,
        folder=str(course.folder),
        passed=progress.passed_of(course.exercises),
        pending=progress.done_of(course.exercises) - progress.passed_of(course.exercises),
        total=len(course.exercises),
        last_lesson=progress.last_lesson,
        chapters=[
            {"title": chapter.title, "lessons": [_lesson(lesson, progress) for lesson in chapter.lessons]}
            for chapter in course.chapters
        ],
        problems=[_problem(problem) for problem in course.problems],
    )


def courses_document(courses: Iterable[tuple[AtHand, Standing | None]]) -> Document:
    """The learner's courses with their standing, which is None for a course that can't be loaded."""
    return document(
        "courses",
        courses=[
            {
                "name": course.name,
                "id": course.id,
                "title": course.title,
                "from": course.origin,
                "package": course.package,
                "version": course.version,
                "folder": str(course.folder),
                "opened": course.opened or None,
                "passed": standing and standing.passed,
                "pending": standing and standing.pending,
                "exercises": standing and standing.exercises,
                "changed": list(standing.changed) if standing else [],
                "trouble": course.problem,
            }
            for course, standing in courses
        ],
    )


def problems_document(
    problems: Iterable[Problem], lesser: Iterable[Problem] = (), trained: Iterable[TrainedPart] = ()
) -> Document:
    """The problems that `lint` found, and its runs; `lesser` problems break no lesson, and include those of runs."""
    listed = [{**_problem(problem), "breaks": True} for problem in problems]
    listed += [{**_problem(problem), "breaks": False} for problem in lesser]
    return document("problems", count=len(listed), problems=listed, trained=[_run(run) for run in trained])


def attack_document(exercise: Exercise, tried: Sequence[Tried], cheats: Iterable[str]) -> Document:
    """The cheats that were tried on an exercise; `cheats` are the names of all cheats."""
    applied = {cheat.cheat for cheat in tried}
    return document(
        "attack",
        exercise=exercise.label,
        version=exercise.version,
        passes=sum(cheat.passes for cheat in tried),
        cheats=[_tried(cheat) for cheat in tried],
        do_not_apply=[name for name in cheats if name not in applied],
    )


# ---- parts ----------------------------------------------------------------------------------


def document(kind: str, **parts: Any) -> Document:
    """A document of this kind."""
    return {"tuitutor": FORMAT, "kind": kind, **parts}


def _check(result: CheckResult) -> Document:
    return {
        "name": result.name,
        "verdict": result.verdict.value,
        "points": finite_or_none(result.points),
        "out_of": finite_or_none(result.out_of),
        "expected": result.expected,
        "found": result.found,
        "why": result.why,
        "provenance": result.provenance.value if result.provenance is not None else None,
        "rows": [
            {"label": row.label, "expected": row.expected, "found": row.found, "agrees": row.agrees}
            for row in result.rows
        ],
        "count": finite_or_none(result.count),
    }


def _advice(advice: Advice) -> Document:
    return {"topic": advice.topic, "why": advice.why, "try": advice.try_, "line": advice.line}


def _error(error: ErrorInfo | None) -> Document | None:
    if error is None:
        return None
    frames = [
        {"file": frame.filename, "line": frame.line, "function": frame.function, "text": frame.text}
        for frame in error.frames
    ]
    return {"type": error.kind, "message": error.message, "line": error.line, "frames": frames}


def _fit(fit: FitFacts) -> Document:
    return {
        "epochs": fit.epochs,
        "epochs_run": fit.epochs_run,
        "batch_size": fit.batch_size,
        "validation": fit.validation,
        "history": {name: [finite_or_none(value) for value in values] for name, values in fit.history.items()},
    }


def _figure(figure: Figure) -> Document:
    panels = [
        {
            "title": panel.title,
            "x": panel.x.label,
            "y": panel.y.label,
            "marks": dict(Counter(type(mark).__name__.lower() for mark in panel.marks)),
            "legend": [entry.text for entry in panel.legend],
        }
        for panel in figure.panels
    ]
    return {"title": figure.title, "panels": panels, "left_out": list(figure.left_out)}


def _lesson(lesson: Lesson, progress: Progress) -> Document:
    return {
        "id": lesson.id,
        "title": lesson.title,
        "summary": lesson.summary,
        "minutes": lesson.minutes,
        "path": str(lesson.path),
        "opened": lesson.id in progress.opened,
        "exercises": [_exercise(exercise, progress.exercise(exercise.label)) for exercise in lesson.offered],
        "problems": [_problem(problem) for problem in lesson.problems],
    }


def _exercise(exercise: Exercise, standing: ExerciseProgress) -> Document:
    return {
        "label": exercise.label,
        "title": exercise.title,
        "variant": _variant(exercise.drawn),
        "passed": standing.passed,
        "pending": standing.pending and not standing.passed,
        "earlier_version": standing.passed_before(exercise),
        "attempts": standing.attempts,
        "verdict": standing.last_verdict.value if standing.last_verdict is not None else None,
        "points": finite_or_none(standing.best_points),
        "out_of": finite_or_none(exercise.points),
        "bests": {name: finite_or_none(count) for name, count in standing.bests.items()},
    }


def _variant(variant: Variant | None) -> Document | None:
    return None if variant is None else {"number": variant.number, "of": variant.of}


def _problem(problem: Problem) -> Document:
    return {"path": str(problem.path), "line": problem.line, "text": problem.text}


def _run(run: TrainedPart) -> Document:
    return {
        "path": str(run.place.path),
        "line": run.place.line,
        "lesson": run.lesson,
        "exercise": run.exercise or None,
        "variant": run.variant,
        "world": run.world,
        "what": run.what,
        "seed": run.seed,
        "seconds": finite_or_none(run.seconds),
        "cpu_s": finite_or_none(run.cpu_s),
        "ok": run.ok,
        "trouble": run.problem,
        "problems": [_problem(problem) for problem in run.problems],
    }


def _tried(tried: Tried) -> Document:
    return {
        "cheat": tried.cheat,
        "what": tried.what,
        "verdict": tried.grade.verdict.value,
        "caught_by": list(tried.caught_by),
        "error": _error(tried.grade.error),
        "stopped": tried.grade.stopped,
        "trouble": tried.problem,
        "remedy": tried.remedy,
        "seconds": finite_or_none(tried.grade.seconds),
        "source": tried.source,
    }


def finite_or_none(value: float | None) -> float | None:
    """The number, or None if it is not finite."""
    return value if value is not None and math.isfinite(value) else None
