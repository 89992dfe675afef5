"""Hints one at a time, the solution when it is due, and the next exercise: one rule for all front ends."""

from __future__ import annotations

from msgspec import Struct

from tuitutor.course.model import Course, Exercise, Lesson
from tuitutor.errors import CourseError
from tuitutor.grading.verdicts import Grade, Verdict
from tuitutor.progress.journal import Attempted, HintShown, SolutionAsked, SolutionShown
from tuitutor.progress.progress import Cut, ExerciseProgress, Ledger, Progress


class Hint(Struct, frozen=True):
    """Hint `number` of `total`, counted from 1; `text` is Markdown."""

    number: int
    total: int
    text: str


class Solution(Struct, frozen=True):
    """The author's solution: the `answer` to a question, in a sentence, and `code`, each "" if there is none.

    `answer` and `explanation` are Markdown.
    """

    answer: str
    code: str
    explanation: str


class Refusal(Struct, frozen=True):
    """Why the solution is not shown yet, with the way to get it, in a sentence."""

    text: str


def require_lessons(course: Course) -> None:
    """Return where there is something to read. Raises CourseError."""
    if not course.lessons:
        raise CourseError(f"{course.folder}: this course has no lessons.")


def next_hint(exercise: Exercise, store: Ledger) -> Hint | None:
    """The first hint that was not shown yet, recorded as shown; None if there is none left."""
    number = store.progress().exercise(exercise.label).hints + 1
    if number > len(exercise.hints):
        return None
    store.record(HintShown(exercise=exercise.label, number=number, at=store.now()))
    return Hint(number, len(exercise.hints), exercise.hints[number - 1])


def shown_hints(exercise: Exercise, store: Ledger) -> tuple[Hint, ...]:
    """The hints that were shown before, in order."""
    shown = min(store.progress().exercise(exercise.label).hints, len(exercise.hints))
    return tuple(Hint(at, len(exercise.hints), text) for at, text in enumerate(exercise.hints[:shown], start=1))


def ask_solution(exercise: Exercise, store: Ledger) -> Solution | Refusal:
    """The solution after a pass or on a second ask; the first ask without a pass is recorded and refused."""
    if not exercise.solution:
        when = " yet: this edition of the course comes without" if exercise.released else " to show"
        return Refusal(f"This exercise has no solution{when}.")
    done = store.progress().exercise(exercise.label)
    if not (done.done or done.asked_solution):
        store.record(SolutionAsked(exercise=exercise.label, at=store.now()))
        return Refusal("You have not passed this exercise yet; ask again to see its solution anyway.")
    store.record(SolutionShown(exercise=exercise.label, at=store.now()))
    answer, code = "", exercise.solution
    if exercise.question or exercise.challenge:
        from tuitutor.grading.question import answer_and_code  # not needed to read a lesson

        answer, code = answer_and_code(code)
    return Solution(f"The answer is `{answer}`." if answer else "", code.strip(), exercise.explanation)


def explained(exercise: Exercise, grade: Grade) -> str:
    """The explanation that a right answer to a question brings, as Markdown; "" for all else."""
    return exercise.explanation if exercise.only_asks and grade.verdict is Verdict.PASSED else ""


def next_exercise(course: Course, progress: Progress) -> Exercise | None:
    """The first exercise, in the order of the course, that isn't done; None if all are."""
    return next((exercise for exercise in course.exercises if not progress.exercise(exercise.label).done), None)


def changed_since(course: Course, progress: Progress) -> tuple[Exercise, ...]:
    """The exercises that were passed, but before their checks changed."""
    return tuple(exercise for exercise in course.exercises if progress.exercise(exercise.label).passed_before(exercise))


def next_open(lesson: Lesson, after: Exercise | None, progress: Progress) -> Exercise | None:
    """The lesson's next open exercise below `after`, or else its first open one; None if all are done."""
    exercises = lesson.offered
    at = exercises.index(after) + 1 if after in exercises else 0
    others = exercises[at:] + exercises[: max(0, at - 1)]
    return next((exercise for exercise in others if not progress.exercise(exercise.label).done), None)


def cut_off(done: ExerciseProgress) -> str:
    """How far the latest attempt got if it has no grade, as in "stopped at epoch 12 of 40"; "" if it has one.

    The learner or the end of the session stopped it if the journal has its end. Otherwise it was cut off, or may still
    be running in another session.
    """
    match done.cut:
        case None:
            return ""
        case Cut(epoch=epoch, epochs=epochs, left=True):
            return f"stopped at epoch {max(1, epoch):,} of {epochs:,}" if epochs else "stopped"
        case Cut(epoch=epoch, epochs=epochs):
            where = f" after epoch {epoch:,} of {epochs:,}" if epoch and epochs else ""
            return f"cut off{where}, or still running elsewhere"


def record_attempt(store: Ledger, grade: Grade, public_version: str) -> tuple[str, ...]:
    """Record the outcome of an attempt in the journal. Returns sentences on how it compares with earlier attempts.

    These are personal bests or, if it isn't a pass, that an earlier pass stands.
    """
    counts = {result.name: result.count for result in grade.results if result.count is not None}
    counts = counts if grade.verdict is Verdict.PASSED else {}
    before = store.progress().exercise(grade.exercise)
    failed = tuple(result.name for result in grade.results if not result.verdict.done)
    store.record(
        Attempted(
            exercise=grade.exercise,
            verdict=grade.verdict,
            points=grade.points,
            out_of=grade.out_of,
            version=grade.version,
            seconds=grade.seconds,
            at=store.now(),
            failed=failed,
            counts=counts,
            variant=grade.variant,
            public_version=public_version,
        )
    )
    if before.passed and not grade.verdict.done:
        return ("You passed this exercise before, and that pass stands.",)
    return tuple(_beside_best(name, count, before.bests.get(name)) for name, count in counts.items())


def _beside_best(name: str, count: float, best: float | None) -> str:
    if best is None:
        return f"{name}: {count:g}, your first. Can you do with less?"
    if count < best:
        return f"{name}: {count:g}, a new personal best (it was {best:g})."
    return f"{name}: {count:g}; your personal best is {best:g}."
