"""Journal entries -> the learner's progress; pure. `Ledger` is the part of the state that guidance and runs need, on
whichever thread the disk access is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, assert_never

from msgspec import Struct, field
from msgspec.structs import replace

from tuitutor.course.model import Exercise
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress.journal import (
    Attempted,
    Begun,
    Entry,
    HintShown,
    Opened,
    PartsRead,
    Recalled,
    Remembered,
    Scrolled,
    SolutionAsked,
    SolutionShown,
    WarmedUp,
)
from tuitutor.progress.spaced_repetition import Recollection, after_answer

if TYPE_CHECKING:
    from tuitutor.progress.attempt_record import PastAttempt


class Place(Struct, frozen=True):
    """A position in a lesson: the top row, and what had the focus ("", "cell:<index>", "exercise:<label>").

    `y` counts from the end of the cell or exercise named by `below`, or from the top if that is "". `task` is the label
    of the exercise whose task was in view, if any.
    """

    y: int = 0
    focus: str = ""
    below: str = ""
    task: str = ""

    @property
    def exercise(self) -> str:
        """The label of the exercise that had the focus, or was in view; "" if none."""
        return self.focus.removeprefix("exercise:") if self.focus.startswith("exercise:") else self.task

    @property
    def at_top(self) -> bool:
        """Whether this is where a lesson begins."""
        return self.y == 0 and not self.below


class Cut(Struct, frozen=True):
    """How far an attempt without a grade is known to have come: to `epoch` of `epochs`, 0 if nothing was trained.

    `left`: it ended there. Otherwise it is unknown how it ended.
    """

    epoch: int
    epochs: int
    left: bool


class ExerciseProgress(Struct, frozen=True):
    """The progress at an exercise. Once `passed`, always passed; the points are those for the latest `version`.

    `pending`: in an attempt nothing failed, and something is graded later. `bests` has the lowest count of all passes,
    by the name of the check that counts. `cut` is an ungraded attempt after the latest grade; it is not counted in
    `attempts`.
    """

    attempts: int = 0
    passed: bool = False
    pending: bool = False
    best_points: float = 0.0
    out_of: float = 0.0
    last_verdict: Verdict | None = None
    version: str = ""  # of the checks at the latest attempt
    # `version` and `public_version` of the latest attempt that waits to be graded, and of all passes
    pending_version: tuple[str, str] = ("", "")
    passed_versions: frozenset[tuple[str, str]] = frozenset()  # several, since editions may be used in turn
    hints: int = 0  # the highest number shown
    asked_solution: bool = False
    bests: Mapping[str, float] = field(default_factory=dict)
    cut: Cut | None = None

    @property
    def done(self) -> bool:
        """Whether nothing is left to do: it was passed, or all passed that isn't graded later."""
        return self.passed or self.pending

    def pending_before(self, exercise: Exercise) -> bool:
        """Whether what waits to be graded was made for other checks than the exercise has, and nothing passed."""
        return self.pending and not self.passed and not exercise.has_checks_of(*self.pending_version)

    def passed_before(self, exercise: Exercise) -> bool:
        """Whether it was passed, but with other checks than the exercise has."""
        known = self.passed and bool(self.passed_versions)
        return known and not any(exercise.has_checks_of(*versions) for versions in self.passed_versions)


class Progress(Struct, frozen=True):
    """One learner's progress in one course.

    `read`: the keys of the parts that were read, by lesson. `recalled`: items to recall by their ids; `warmed_up`: the
    days on which items were offered. `reached`: when exercises were first passed ("exercise:<label>") and lessons read
    on ("lesson:<id>").
    """

    last_lesson: str | None = None
    places: Mapping[str, Place] = field(default_factory=dict)
    exercises: Mapping[str, ExerciseProgress] = field(default_factory=dict)
    remembered: Mapping[str, str] = field(default_factory=dict)
    opened: frozenset[str] = frozenset()
    read: Mapping[str, frozenset[str]] = field(default_factory=dict)
    recalled: Mapping[str, Recollection] = field(default_factory=dict)
    warmed_up: frozenset[int] = frozenset()
    reached: Mapping[str, float] = field(default_factory=dict)

    def exercise(self, label: str) -> ExerciseProgress:
        """The exercise's progress; a blank one if it was never touched."""
        return self.exercises.get(label, ExerciseProgress())

    def passed_of(self, exercises: Iterable[Exercise]) -> int:
        """How many of these exercises were passed."""
        return sum(self.exercise(exercise.label).passed for exercise in exercises)

    def done_of(self, exercises: Iterable[Exercise]) -> int:
        """How many of these exercises were passed, or wait to be graded."""
        return sum(self.exercise(exercise.label).done for exercise in exercises)

    def told_of(self, exercises: Sequence[Exercise], what: str = "") -> str:
        """How many of these exercises were passed, in words: "2 of 5 passed, 1 graded later"."""
        passed = self.passed_of(exercises)
        later = self.done_of(exercises) - passed
        return f"{passed} of {len(exercises)}{what} passed" + (f", {later} graded later" if later else "")


def merge(entries: Iterable[Entry], onto: Progress | None = None) -> Progress:
    """Fold the entries of any number of sessions, in the order of their `at`; ties keep the given order.

    The same entry twice counts once, since a journal may have been copied. `onto` is the progress before all of them.
    """
    start = onto or Progress()
    last_lesson = start.last_lesson
    places = dict(start.places)
    exercises = dict(start.exercises)
    remembered = dict(start.remembered)
    opened = set(start.opened)
    read = dict(start.read)
    recalled = dict(start.recalled)
    warmed_up = set(start.warmed_up)
    reached = dict(start.reached)
    for entry in _each_once(entries):
        match entry:
            case Opened(lesson=lesson):
                last_lesson = lesson
                opened.add(lesson)
            case Scrolled(lesson=lesson, y=y, focus=focus, below=below, task=task):
                places[lesson] = Place(y, focus, below, task)
            case PartsRead(lesson=lesson, parts=parts):
                read[lesson] = read.get(lesson, frozenset()).union(parts)
                reached[f"lesson:{lesson}"] = entry.at
            case Remembered(key=key, value=value):
                remembered[key] = value
            case Begun() | Attempted() | HintShown() | SolutionAsked():
                before = exercises.get(entry.exercise, ExerciseProgress())
                exercises[entry.exercise] = after = _after(before, entry)
                if after.done:
                    reached.setdefault(f"exercise:{entry.exercise}", entry.at)
            case Recalled(item=item, version=version, right=right, day=day):
                recalled[item] = after_answer(recalled.get(item), version, right, day)
            case WarmedUp(day=day):
                warmed_up.add(day)
            case SolutionShown():
                pass  # changes nothing for the learner
            case _:
                assert_never(entry)
    return Progress(
        last_lesson,
        places,
        exercises,
        remembered,
        frozenset(opened),
        read,
        recalled,
        frozenset(warmed_up),
        reached,
    )


def _each_once(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries in order of time, without duplicates."""
    at_once: list[Entry] = []
    for entry in sorted(entries, key=lambda entry: entry.at):
        if at_once and at_once[0].at != entry.at:
            at_once.clear()
        if entry not in at_once:
            at_once.append(entry)
            yield entry


def _after(before: ExerciseProgress, entry: Begun | Attempted | HintShown | SolutionAsked) -> ExerciseProgress:
    match entry:
        case Begun(epoch=epoch, epochs=epochs, left=left):
            return replace(before, cut=Cut(epoch, epochs, left))
        case HintShown(number=number):
            return replace(before, hints=max(before.hints, number))
        case SolutionAsked():
            return replace(before, asked_solution=True)
        case Attempted(version=version, points=points):
            after = replace(
                before,
                attempts=before.attempts + 1,
                best_points=max(before.best_points, points) if version == before.version else points,
                out_of=entry.out_of,
                last_verdict=entry.verdict,
                version=version,
                cut=None,
            )
            if entry.verdict is Verdict.PENDING:
                return replace(after, pending=True, pending_version=(version, entry.public_version))
            if entry.verdict is not Verdict.PASSED:
                return after
            lowest = {name: min(count, before.bests.get(name, count)) for name, count in entry.counts.items()}
            versions = before.passed_versions | {(version, entry.public_version)}
            return replace(after, passed=True, passed_versions=versions, bests={**before.bests, **lowest})
        case _:
            assert_never(entry)


class Ledger(Protocol):
    """A learner's progress, and a way to add to it."""

    def now(self) -> float:
        """The time for a new entry."""
        ...

    def record(self, entry: Entry) -> None:
        """Add an entry; `progress` knows it at once."""
        ...

    def keep(self, attempt: PastAttempt) -> None:
        """Keep a graded attempt, what it ran and its results, to show it again."""
        ...

    async def attempts_at(self, exercise: str) -> tuple[PastAttempt, ...]:
        """The saved attempts at an exercise, in order of time."""
        ...

    def progress(self) -> Progress:
        """All that is known."""
        ...
